"""The desk's keyboard shortcuts, in one table for the pages and the documentation.

Knows: which key does what on which page.
Must not know: how a key is heard (`static/keys.js` does).
"""

from __future__ import annotations

from typing import NamedTuple

QUEUE, TICKET = "queue", "ticket"


class Shortcut(NamedTuple):
    """`key` as it is written; two letters are pressed one after the other."""

    key: str
    does: str
    pages: tuple[str, ...]


SHORTCUTS = (
    Shortcut("j", "Next ticket", (QUEUE,)),
    Shortcut("k", "Previous ticket", (QUEUE,)),
    Shortcut("o", "Open the ticket; Enter does so too", (QUEUE,)),
    Shortcut("x", "Select the ticket", (QUEUE,)),
    Shortcut("a", "Assign what is selected, or this one, to me", (QUEUE,)),
    Shortcut("e", "Solve what is selected, or this one", (QUEUE,)),
    Shortcut("/", "Search", (QUEUE,)),
    Shortcut("r", "Write a reply", (TICKET,)),
    Shortcut("i", "Insert the first suggested article", (TICKET,)),
    Shortcut("m", "Choose a macro", (TICKET,)),
    Shortcut("a", "Assign to me", (TICKET,)),
    Shortcut("e", "Solve without a reply", (TICKET,)),
    Shortcut("g q", "Go to the queue", (QUEUE, TICKET)),
    Shortcut("?", "Show this list", (QUEUE, TICKET)),
)


def on(page: str) -> list[Shortcut]:
    """The shortcuts of a page."""
    return [shortcut for shortcut in SHORTCUTS if page in shortcut.pages]
