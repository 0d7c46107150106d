"""Names for headings, so that a link can point into an article.

Knows: how a name is made from words of any script, and that it is used once.
Must not know: HTML, blocks.
"""

from __future__ import annotations

import re
import unicodedata

MAX_LENGTH = 80
_SANE = re.compile(r"[^\W_][\w.:\-]{0,99}")


def slug(text: str) -> str:
    """Words joined by hyphens, in lower case, in any script; `section` if there are none."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    kept = (char if unicodedata.category(char)[0] in "LNM" else " " for char in folded)
    return "-".join("".join(kept).split())[:MAX_LENGTH].strip("-") or "section"


class Anchors:
    """Hands out anchors; never the same one twice."""

    def __init__(self) -> None:
        self._taken: dict[str, int] = {}

    def take(self, wanted: str, text: str) -> str:
        """`wanted` if it is sane, else a slug of `text`; numbered when taken."""
        base = wanted if _SANE.fullmatch(wanted) else slug(text)
        anchor = base
        while anchor in self._taken:
            self._taken[base] += 1
            anchor = f"{base}-{self._taken[base]}"
        self._taken[anchor] = 1
        return anchor
