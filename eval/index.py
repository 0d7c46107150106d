"""Articles to a searcher, for measuring: built in the home folder, reused when unchanged.

Knows: where generations for measuring lie, and with which options they are built.
Must not know: queries, judgements, measures.

    <home>/evaluate/<folder>/<model>-<precision>/        the folder's generations
    <home>/evaluate/<folder>/<model>-<precision>-part/   the same, some articles left out
    <home>/evaluate/<folder>/<model>-<precision>-trained/    the same, with known phrasings
    <home>/index/models/                                 exported models, shared with `index`
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from answerbot.settings import TABLE
from corpora.article import Article
from corpora.curation import Curation
from eval.errors import NoAnswers
from indexer.build import Options, build, silent
from indexer.embed import Progress
from indexer.errors import IndexerError
from indexer.export import BUNDLED, Precision
from indexer.generation import building
from indexer.passages import WORDS_PER_PASSAGE
from indexer.searcher import Searcher, open_current


@dataclass(frozen=True, slots=True)
class Setup:
    """How to measure. `model` empty means words only; `now` decides which dated articles
    may be shown; `form_precision` is the precision wanted of the answers to questions that
    were sent."""

    home: Path
    now: datetime
    model: str = BUNDLED
    precision: Precision = "int8"
    words_per_passage: int = WORDS_PER_PASSAGE
    form_precision: float = TABLE["form_precision"].default
    coefficients: Path | None = None

    @property
    def variant(self) -> str:
        """A folder's name for the generations of this model and precision."""
        if not self.model:
            return "words"
        return "".join(c if c.isalnum() or c in "-._" else "_" for c in self.model) + (
            f"-{self.precision}"
        )

    def coefficients_of(self, name: str) -> Path | None:
        """The folder of the coefficients by which a data set is ranked: of that name within
        `coefficients` if there is one, else that itself; None for those that ship."""
        own = self.coefficients and self.coefficients / name
        return own if own and own.is_dir() else self.coefficients

    @property
    def settings(self) -> dict[str, object]:
        """What a reader must know to get the same figures."""
        return {
            "model": self.model,
            "precision": self.precision if self.model else None,
            "words_per_passage": self.words_per_passage,
            "form_precision": self.form_precision,
            "coefficients": "given" if self.coefficients else "shipped",
        }


def open_index(
    name: str,
    articles: Sequence[Article],
    setup: Setup,
    *,
    part: bool = False,
    curation: Curation | None = None,
    progress: Progress = silent,
) -> Searcher:
    """The searcher of `articles` and `curation`, warm. `part`: some of the folder's are left out.

    Builds in one home wait for each other, since they share the exported models.

    Raises NoAnswers if the index cannot be built.
    """
    whole = setup.home / "evaluate" / name / setup.variant
    kind = ("-trained" if curation else "") + ("-part" if part else "")
    root = whole.with_name(f"{whole.name}{kind}")
    options = Options(
        model=setup.model,
        precision=setup.precision,
        words_per_passage=setup.words_per_passage,
        models=setup.home / "index" / "models",
        coefficients=setup.coefficients_of(name),
    )
    try:
        with building(setup.home / "index"):
            build(
                articles,
                root,
                now=setup.now,
                curation=curation,
                options=options,
                progress=progress,
            )
        searcher = open_current(root).searcher
    except IndexerError as error:
        raise NoAnswers(f"{name}: {error}") from error
    searcher.warm()
    return searcher
