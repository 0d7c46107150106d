"""Why an article is shown for a question, or why it is not, in one sentence.

Knows: what the index explains, what is imported, the thresholds in force.
Must not know: HTTP, SQL, how confidence is computed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from answerbot.choosing import NOWHERE, chosen_from
from answerbot.context import Clue, Context, clues
from answerbot.suggest import Offer
from answerbot.thresholds import in_force
from corpora.article import Article
from indexer.explain import Explanation, Filter, explain
from indexer.pins import PINNED
from indexer.query import Query
from indexer.searcher import Searcher


@dataclass(frozen=True, slots=True)
class Verdict:
    """What came of an article for a question.

    `place` counts from 1 among what is shown, None if it is not. `threshold` is the one that
    the surest article of its language had to reach, `limit` how many are shown at most.
    `clues` say why it fits the place where the question is asked; without that place it would
    stand at `place_by_words`.
    """

    explanation: Explanation
    imported: tuple[str, ...]
    draft: bool
    threshold: float
    limit: int
    place: int | None
    sentence: str
    place_by_words: int | None = None
    clues: tuple[Clue, ...] = ()


def judged(
    searcher: Searcher,
    query: Query,
    article: str,
    *,
    versions: Sequence[Article],
    precision: float,
    limit: int,
    context: Context = NOWHERE,
) -> Verdict:
    """Explain an article for a question. `versions` are those that are imported,
    `precision` is what is wanted where it is asked, `limit` the most articles shown."""
    query = replace(query, within=context.only)
    least = in_force(searcher, precision)
    limited = replace(query, limit=limit)
    plain = chosen_from(searcher, limited, least=least, limit=limit)
    chosen = chosen_from(searcher, limited, least=least, limit=limit, context=context)
    found = explain(searcher, query, article)
    shown, without = ([hit.article for hit in some.hits] for some in (chosen, plain))
    verdict = Verdict(
        explanation=found,
        imported=tuple(version.locale for version in versions),
        draft=bool(versions) and all(version.draft for version in versions),
        threshold=least.elsewhere if found.translated else least.own,
        limit=limit,
        place=shown.index(article) + 1 if article in shown else None,
        place_by_words=without.index(article) + 1 if article in without else None,
        clues=tuple(clues(context, searcher, article, found.locale)),
        sentence="",
    )
    return replace(verdict, sentence=_sentence(verdict, chosen))


def _sentence(verdict: Verdict, chosen: Offer) -> str:
    found = verdict.explanation
    if verdict.place:
        why = " because an editor pinned it" if found.hit and found.hit.reason == PINNED else ""
        return f"It is shown, as number {verdict.place}{why}{_by_place(verdict)}."
    if found.missed:
        return f"It is not shown: {_kept_out(verdict, found.missed)}."
    if found.hit is None:
        return (
            "It is not shown: no word of the question stands in it, and its meaning is too far"
            " from the question’s."
        )
    return f"It is not shown: {_outranked(verdict, found.hit.confidence, chosen)}."


def _by_place(verdict: Verdict) -> str:
    """What the place of the question did, if it did anything."""
    if verdict.place == verdict.place_by_words:
        return ""
    before = verdict.place_by_words
    by_words = f"number {before}" if before else "not shown"
    reasons = ", and ".join(clue.text for clue in verdict.clues)
    return f" ({reasons or 'others fit the place less'}; by the words alone {by_words})"


def _kept_out(verdict: Verdict, missed: Filter) -> str:
    found = verdict.explanation
    match missed.name:
        case "indexed" if not verdict.imported:
            return f"there is no article {found.article[:80]!r}; import it: answerbot import SOURCE"
        case "indexed" if verdict.draft:
            return "it is a draft, and drafts are not indexed"
        case "indexed":
            return f"it was imported after {found.generation} was built; run: answerbot index"
        case "dates":
            return f"it is outside its dates ({missed.text})"
        case _:
            return missed.text


def _outranked(verdict: Verdict, sure: float, chosen: Offer) -> str:
    """Found and allowed, yet not among what is shown."""
    found, least = verdict.explanation, verdict.threshold
    below = f"its confidence of {_percent(sure)} is below"
    if chosen.abstained:
        return _nothing_shown(verdict, sure)
    if found.translated and not chosen.translated:
        return f"it is not in {found.language}, and an article that is was good enough"
    if chosen.translated and not found.translated:
        return f"{below} the threshold of {_percent(least)}; in another language one reached it"
    if sure < least and all(hit.reason == PINNED for hit in chosen.hits):
        return f"{below} the threshold of {_percent(least)}; what is shown was pinned by an editor"
    if sure < least / 2:
        return (
            f"{below} half the threshold of {_percent(least)}, which all but the first must reach"
        )
    if before := verdict.place_by_words:
        return f"others fit the place better; by the words alone it is number {before}"
    return f"it is number {found.rank}, and at most {verdict.limit} are shown"


def _nothing_shown(verdict: Verdict, sure: float) -> str:
    found = verdict.explanation
    first, has = "it is the surest, but", sure
    if found.rank != 1:
        first, has = (
            f"the surest article, “{found.neighbours[0].title}”,",
            found.neighbours[0].confidence,
        )
    return (
        f"{first} has a confidence of {_percent(has)}, below the threshold of"
        f" {_percent(verdict.threshold)}, so nothing is shown"
    )


def _percent(share: float) -> str:
    return f"{100 * share:.1f} %" if share < 0.1 else f"{100 * share:.0f} %"
