"""Which other gaps may ask for the same: for an editor to put together, or not.

Knows: likeness of words.
Must not know: SQL, HTML, decisions.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from answerbot.gaps.gap import Gap
from answerbot.gaps.words import Words

MOST = 5
SAME_ARTICLE = 0.1
"""What it adds to the cosine of their words that the bot found the same article closest."""


def related(gap: Gap, others: Sequence[Gap], samples: Mapping[str, Sequence[str]]) -> list[Gap]:
    """The likest of the others in the same language, the likest first; `samples` are questions by
    a gap's id."""
    same = [one for one in others if one.language == gap.language and one.id != gap.id]
    texts = [" ".join((one.name, *samples.get(one.id, ()))) for one in (gap, *same)]
    rows = Words(texts, gap.language).vectors()
    cosines = (rows[1:] @ rows[0].T).toarray().ravel() if same else []
    closest = gap.failing.article
    likeness = {
        one.id: float(cosine) + SAME_ARTICLE * (one.failing.article == closest != "")
        for one, cosine in zip(same, cosines, strict=True)
    }
    found = sorted(same, key=lambda one: (-likeness[one.id], one.id))
    return [one for one in found if likeness[one.id] > 0][:MOST]
