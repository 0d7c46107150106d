"""A replay as one report: figures, misses, articles to write, a forecast.

Knows: which parts a report has, and in which order the work is done.
Must not know: how a part is computed or shown.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from answerbot.settings import Settings
from eval.replay import gaps, misses, shares
from eval.replay.asking import Past, Replayed
from eval.replay.forecast import ACCEPTANCE, Acceptance, forecast
from eval.replay.tickets import Tickets
from eval.replay.vocabulary import Vocabulary
from eval.slices import FEWEST
from indexer.build import silent
from indexer.embed import Progress
from indexer.encoder import Encoder, OnnxEncoder
from indexer.layout import ENCODER
from indexer.searcher import Searcher

SIGNATURE = 0.5
"""An article that solved more than this share of the tickets is a link in a signature."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to report: at most `most` samples of each kind, with `texts` or without."""

    acceptance: Acceptance = ACCEPTANCE
    most: int = 10
    texts: bool = True
    seed: int = 0


@dataclass(frozen=True, slots=True)
class Replay:
    """The report, and what it was made from."""

    report: dict[str, Any]
    replayed: Sequence[Replayed]


def replay(
    found: Tickets, past: Past, wanted: Wanted | None = None, *, progress: Progress = silent
) -> Replay:
    """Ask all tickets and report."""
    wanted = wanted or Wanted()
    replayed = past.replay(found.tickets, progress=progress)
    searcher = past.searcher
    vocabulary = Vocabulary([gaps.text_of(one) for one in replayed])
    encoder = encoder_of(searcher, past.settings)
    missing = gaps.gaps(replayed, vocabulary, encoder, progress=progress)
    shown: dict[str, Any] = {"most": wanted.most, "texts": wanted.texts}
    report = {
        "tickets": len(replayed),
        "left_out": dict(found.left_out),
        "generation": searcher.manifest.name,
        "threshold": round(past.threshold, 4),
        "from": _day(min, replayed),
        "to": _day(max, replayed),
        "offered": shares.offered(replayed).report,
        "right": shares.right(replayed).report,
        "right_offers": shares.right_offers(replayed).report,
        "places": shares.places(replayed),
        "newer": sum(one.newer for one in replayed),
        "slices": shares.slices(replayed),
        "forecast": forecast(replayed, wanted.acceptance, seed=wanted.seed),
        "gaps": gaps.report(missing, vocabulary, searcher, **shown),
        "misses": {
            "not_offered": misses.not_offered(replayed, searcher, **shown),
            "wrong": misses.wrong(replayed, searcher, **shown),
        },
        "warnings": list(warnings(replayed)),
    }
    return Replay(report, replayed)


def encoder_of(searcher: Searcher, settings: Settings) -> Encoder | None:
    """The model that travels with the generation; None if it has none."""
    if not searcher.manifest.encoder:
        return None
    return OnnxEncoder(settings.index / searcher.manifest.name / ENCODER)


def _day(choose: Any, replayed: Sequence[Replayed]) -> str | None:
    moments = [one.ticket.created_at for one in replayed if one.ticket.created_at]
    return f"{choose(moments):%Y-%m-%d}" if moments else None


def warnings(replayed: Sequence[Replayed]) -> list[str]:
    """What makes figures doubtful, a sentence each."""
    known = [one for one in replayed if one.known]
    strangers = sum(bool(one.ticket.solved_by) and not one.known for one in replayed)
    newer = sum(one.newer for one in replayed)
    said = []
    if not known:
        said.append(
            "It is not known which article solved which ticket: nothing says what was right."
        )
    if strangers:
        said.append(
            f"{strangers:,} tickets name no article of this index as their solution; they count"
            " as not known."
        )
    if newer:
        said.append(
            f"{newer:,} offers begin with an article that changed after the ticket came in; it"
            " may have been written because of it."
        )
    return [*said, *_signatures(known)]


def _signatures(known: Sequence[Replayed]) -> Iterator[str]:
    counts = Counter(article for one in known for article in one.solutions)
    for article, n in counts.most_common(1):
        if len(known) >= FEWEST and n > SIGNATURE * len(known):
            yield (
                f"{article!r} is said to have solved {n:,} of {len(known):,} tickets: is it linked"
                " in a signature?"
            )
