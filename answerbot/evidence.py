"""What becomes of the wordings of an article that was edited.

Knows: two versions of an article, where a wording comes from.
Must not know: SQL, how wordings are used.

An article that says something else now may not answer what it answered before.
People's word is kept and shown to them again; what was learnt from visitors, who
cannot be asked, goes.
"""

from __future__ import annotations

from typing import Literal

from corpora.article import Article
from corpora.curation import Source
from indexer.tokens import terms

Verdict = Literal["kept", "review", "dropped"]

LEAST_KEPT = 0.5
SHINGLE = 3
LEARNT: frozenset[Source] = frozenset({"accepted", "rejected"})

Shingles = frozenset[tuple[str, ...]]


def kept_share(before: Article, after: Article) -> float:
    """The share, 0 to 1, of the earlier version's word shingles that the later one still has.

    Shingles are the sets of three neighbouring terms of title and body (Broder 1997); 1.0 if
    the earlier version had no words.
    """
    earlier, later = shingles(before), shingles(after)
    return len(earlier & later) / len(earlier) if earlier else 1.0


def shingles(article: Article) -> Shingles:
    """Every run of three terms; the whole text if it is shorter."""
    found = terms(f"{article.title}\n{article.plain_text}", article.language)
    last = max(1, len(found) - SHINGLE + 1)
    return frozenset(tuple(found[i : i + SHINGLE]) for i in range(last if found else 0))


def after_edit(source: Source, share: float) -> Verdict:
    """What to do with a wording of an article of whose words `share` was kept."""
    if share >= LEAST_KEPT:
        return "kept"
    return "dropped" if source in LEARNT else "review"
