"""What can go wrong with models and generations.

Knows: the exceptions' names. Must not know: who raises or catches them.

IndexerError
├── ModelUnavailable      the model or its library is not installed: words only
├── ModelRefused          the model's weights are not the published ones
├── NothingToIndex        no article that may be served
├── NoGeneration          nothing has been indexed yet
└── GenerationDamaged     a file is missing or is not what was written
"""

from __future__ import annotations


class IndexerError(Exception):
    """Base of all errors raised by this package."""


class ModelUnavailable(IndexerError):
    """The model or its library is not installed: go on with words only."""


class ModelRefused(IndexerError):
    """The model's weights are not the published ones: stop."""


class NothingToIndex(IndexerError):
    """There is no article that may be served."""


class NoGeneration(IndexerError):
    """Nothing has been indexed yet."""


class GenerationDamaged(IndexerError):
    """A file of a generation is missing or is not what was written."""
