"""Ranked passages become an offer or an abstention, and the ledger keeps what came of it."""

__version__ = "0.1.0"
