"""POST /v1/explain: why an article is shown for a question, or why it is not.

Knows: how an explanation looks on the wire.
Must not know: SQL, ranking.
"""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter
from pydantic import BaseModel, Field, StringConstraints

from answerbot.api.callers import Shared, Trusted
from answerbot.api.schemas import Clean, Identifier, Locale, Page, Sent, Tags
from answerbot.context import Clue, context_of
from answerbot.errors import Invalid
from answerbot.explain import Verdict, judged
from answerbot.services import Services
from answerbot.store.articles import Articles
from answerbot.store.exclusions import Exclusions
from answerbot.thresholds import of_question
from indexer.explain import SIGNALS, Filter, Neighbour, Term
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
    form: Identifier = Field(default="", description="The id of the contact form, if there is one.")
    page: Page = Field(
        default="", description="The address of the page; its query and fragment are dropped."
    )
    product: Identifier = Field(default="", description="What the page is about.")
    tags: Tags = Field(default=[], description="Likewise, several.")


class ExplainResponse(BaseModel):
    """Why an article is shown or not. Signals change with the ranking; the rest is stable."""

    sentence: str = Field(description="Why it is shown or not, for people.")
    shown: bool
    place: int | None = Field(description="From 1, among what is shown.")
    place_by_words: int | None = Field(description="Likewise, if form and page were not known.")
    clues: list[Clue] = Field(description="Why it fits form and page, and how much that counts.")
    article: str
    title: str
    locale: str
    language: str = Field(description="In which the question was read.")
    translated: bool = Field(description="Whether other languages were searched.")
    generation: str
    imported: list[str] = Field(description="The locales in which the article is imported.")
    draft: bool
    filters: list[Filter]
    terms: list[Term]
    rank: int | None = Field(description="From 1, among all articles that were found.")
    ranked: int
    confidence: float | None
    threshold: float = Field(description="What the surest article must reach.")
    limit: int = Field(description="How many are shown at most.")
    reason: str | None
    signals: dict[str, float]
    signals_help: dict[str, str]
    neighbours: list[Neighbour]


@router.post("/v1/explain")
def explain(sent: ExplainRequest, _who: Trusted, shared: Shared) -> ExplainResponse:
    """Why an article is shown for a question, or why it is not, for people who look into it."""
    if not sent.query.strip():
        raise Invalid("query: write a question", field="query")
    return shaped(asked(shared, sent))


def asked(shared: Services, sent: ExplainRequest) -> Verdict:
    """The verdict on what was sent, as of now."""
    query = Query(
        text=sent.query,
        now=shared.clock(),
        language=sent.locale.split("-")[0] or None,
        locale=sent.locale,
        audiences=frozenset(sent.audiences),
        excluded=Exclusions(shared.store).current(),
        typing=sent.typing,
    )
    versions = Articles(shared.store).versions(sent.article)
    return judged(
        shared.live.searcher,
        query,
        sent.article,
        versions=versions,
        precision=shared.precisions.wanted(of_question(typing=sent.typing)),
        limit=shared.settings["suggestions"],
        context=context_of(
            shared.settings.forms, sent.form, page=sent.page, product=sent.product, tags=sent.tags
        ),
    )


def shaped(verdict: Verdict) -> ExplainResponse:
    """A verdict on the wire."""
    found, hit = verdict.explanation, verdict.explanation.hit
    signals = hit.signals if hit else {}
    return ExplainResponse(
        sentence=verdict.sentence,
        shown=verdict.place is not None,
        place=verdict.place,
        place_by_words=verdict.place_by_words,
        clues=list(verdict.clues),
        article=found.article,
        title=found.title,
        locale=found.locale,
        language=found.language,
        translated=found.translated,
        generation=found.generation,
        imported=list(verdict.imported),
        draft=verdict.draft,
        filters=list(found.filters),
        terms=list(found.terms),
        rank=found.rank,
        ranked=found.ranked,
        confidence=hit.confidence if hit else None,
        threshold=verdict.threshold,
        limit=verdict.limit,
        reason=hit.reason if hit else None,
        signals=signals,
        signals_help={name: SIGNALS.get(name, "") for name in signals},
        neighbours=list(found.neighbours),
    )
