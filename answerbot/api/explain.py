"""POST /v1/explain: why an article is shown for a question, or why it is not.

Knows: how an explanation looks on the wire.
Must not know: SQL, ranking.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated, Any

from fastapi import APIRouter
from pydantic import Field, StringConstraints

from answerbot.api.callers import Shared, Trusted
from answerbot.api.schemas import Clean, Identifier, Locale, Sent
from answerbot.errors import Invalid
from answerbot.explain import Verdict, judged
from answerbot.services import Services
from answerbot.store.articles import Articles
from indexer.explain import SIGNALS
from indexer.query import Query

router = APIRouter(tags=["explain"])


class ExplainRequest(Sent):
    """A question and an article."""

    query: Annotated[str, StringConstraints(min_length=1, max_length=20_000), Clean]
    article: Annotated[str, StringConstraints(min_length=1, max_length=300), Clean]
    locale: Locale = Field(default="", description="The asker's locale; empty: found out.")
    audiences: tuple[Identifier, ...] = Field(
        default=(), max_length=20, description="The asker's audiences, besides everyone."
    )
    typing: bool = Field(default=False, description="Whether the question is being typed.")


@router.post("/v1/explain")
def explain(sent: ExplainRequest, _who: Trusted, shared: Shared) -> dict[str, Any]:
    """The terms, signals, filters and neighbours behind an article's place, and a sentence.

    For people who look into one case: fields may be added, and signals change with the
    ranking; `signals_help` says what each means.
    """
    if not sent.query.strip():
        raise Invalid("query: write a question", field="query")
    return as_plain(asked(shared, sent))


def asked(shared: Services, sent: ExplainRequest) -> Verdict:
    """The verdict on what was sent, as of now."""
    query = Query(
        text=sent.query,
        now=shared.clock(),
        language=sent.locale.split("-")[0] or None,
        locale=sent.locale,
        audiences=frozenset(sent.audiences),
        typing=sent.typing,
    )
    versions = Articles(shared.store).versions(sent.article)
    return judged(
        shared.live.searcher, query, sent.article, versions=versions, settings=shared.settings
    )


def as_plain(verdict: Verdict) -> dict[str, Any]:
    """A verdict as plain data, flat, the sentence first."""
    found = verdict.explanation
    hit = found.hit
    signals = hit.signals if hit else {}
    return {
        "sentence": verdict.sentence,
        "shown": verdict.place is not None,
        "place": verdict.place,
        **{name: value for name, value in asdict(found).items() if name != "hit"},
        "confidence": hit.confidence if hit else None,
        "reason": hit.reason if hit else None,
        "signals": signals,
        "signals_help": {name: SIGNALS.get(name, "") for name in signals},
        "threshold": verdict.threshold,
        "limit": verdict.limit,
        "imported": list(verdict.imported),
        "draft": verdict.draft,
    }
