"""Where a question is asked, and what that says about the articles for it.

Knows: forms, pages, products, tags; how much they count.
Must not know: HTTP, SQL, how articles are ranked by the question's words.

The place is a hint, not an answer: it changes the order among articles that are likely by the
words, and never makes one good enough that is not.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from math import log
from urllib.parse import unquote, urlsplit

from answerbot.settings import Form
from indexer.hits import no_surer_than_before
from indexer.pins import PINNED
from indexer.query import Hit
from indexer.searcher import Searcher
from indexer.subjects import folded
from indexer.tokens import terms

FULL = 1.0
"""What a full match counts, in log-odds of being right: one of 50 % passes one of up to 73 %."""

PAGE = 0.5
"""The words of an address are chance more often than what a page says of itself."""

LOOKED_AT = 10
"""How many articles are put in order where there is a context, whatever is shown of them."""

NOISE = frozenset(
    {
        "article", "articles", "center", "centre", "contact", "contacts", "faq",
        "form", "forms", "help", "home", "htm", "html", "index",
        "kb", "knowledge", "page", "pages", "php", "search", "support",
        "www",
    }
)  # fmt: skip
"""What addresses of help centers say whatever the page is about."""

_WORDS = re.compile(r"[^\W\d_]{3,}")


@dataclass(frozen=True, slots=True)
class Context:
    """Where the customer is: what the form prefers and is limited to (subjects, folded), the
    words of the page's path, product and tags. Empty: nothing is known."""

    form: str = ""
    prefers: frozenset[str] = frozenset()
    only: frozenset[str] = frozenset()
    page: str = ""
    product: str = ""
    tags: tuple[str, ...] = ()

    @property
    def counts(self) -> bool:
        """Whether it can change an order."""
        return bool(self.prefers or self.page or self.product or self.tags)


@dataclass(frozen=True, slots=True)
class Clue:
    """Why an article fits the place: the name of the clue, how much it counts, words for it."""

    name: str
    weight: float
    text: str


Weigh = Callable[[Hit], float]


def context_of(
    forms: Iterable[Form], form: str, *, page: str = "", product: str = "", tags: Iterable[str] = ()
) -> Context:
    """The context of a question from `form`, an id that may be unknown."""
    chosen = next((one for one in forms if one.id == form), None)
    return Context(
        form=chosen.id if chosen else "",
        prefers=frozenset(map(folded, chosen.prefers if chosen else ())),
        only=frozenset(map(folded, chosen.only if chosen else ())),
        page=_path(page),
        product=folded(product),
        tags=tuple(sorted({folded(tag) for tag in tags} - {""})),
    )


def clues(context: Context, searcher: Searcher, article: str, locale: str) -> list[Clue]:
    """Why an article fits the place, strongest first."""
    card = searcher.card(article, locale)
    if card is None:
        return []
    names = searcher.subjects_of(article)
    spoken = set(terms(" \n ".join((card.title, *sorted(names))), card.language))
    found = []
    if both := sorted(context.prefers & names):
        found.append(Clue("form", 1.0, f"the form {context.form!r} prefers {both[0]}"))
    if context.product and _about(context.product, names, spoken, card.language):
        found.append(Clue("product", 1.0, f"it is about the product {context.product}"))
    if both := [tag for tag in context.tags if tag in names]:
        found.append(Clue("tags", 1.0, f"it has the tag {both[0]}"))
    walked = set(terms(context.page, card.language))
    if met := sorted(walked & spoken):
        weight = PAGE * len(met) / len(walked)
        found.append(Clue("page", weight, f"the page's address has {', '.join(met)}"))
    return found


def weight_of(found: Iterable[Clue]) -> float:
    """Clues together, at most 1: several that say the same prove it no more than once."""
    return min(1.0, sum(clue.weight for clue in found))


def in_context(hits: Sequence[Hit], weigh: Weigh, threshold: float) -> tuple[Hit, ...]:
    """The hits with those that fit the place before others that are about as sure.

    Pinned ones stay first, and none below `threshold` passes one above it. Of equal ones, the
    order stays.
    """

    def place(hit: Hit) -> tuple[bool, bool, float]:
        fits = _log_odds(hit.confidence) + FULL * weigh(hit)
        pinned = hit.reason == PINNED
        return not pinned, hit.confidence < threshold, 0 if pinned else -fits

    return tuple(no_surer_than_before(sorted(hits, key=place)))


def _log_odds(share: float) -> float:
    kept = min(max(share, 1e-6), 1 - 1e-6)
    return log(kept / (1 - kept))


def _about(product: str, names: frozenset[str], spoken: set[str], language: str) -> bool:
    asked = set(terms(product, language))
    return product in names or (bool(asked) and asked <= spoken)


def _path(page: str) -> str:
    """The words of an address's path: they tell what the page is about, the host's do not."""
    try:
        path = unquote(urlsplit(page).path)
    except ValueError:
        return ""
    words = _WORDS.findall(path.casefold())
    return " ".join(word for word in words if word not in NOISE)
