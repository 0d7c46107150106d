"""Which tickets an agent wants to see, and in which order.

Knows: the views, filters and orders of the queue, and how an address says them.
Must not know: SQL, HTTP, pages.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Any
from urllib.parse import urlencode

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from answerbot.tickets import Priority, Status

PER_PAGE = 50
LAST_PAGE = 10_000


class View(StrEnum):
    """A tab of the queue. `unsolved` is what the API lists: waiting and pending."""

    WAITING = "waiting"
    MINE = "mine"
    UNASSIGNED = "unassigned"
    PENDING = "pending"
    SOLVED = "solved"
    ALL = "all"
    UNSOLVED = "unsolved"


TABS = (View.WAITING, View.MINE, View.UNASSIGNED, View.PENDING, View.SOLVED, View.ALL)


class Sort(StrEnum):
    """Waiting longest, next to be late, newest; `latest` is by the last change."""

    WAITING = "waiting"
    DUE = "due"
    NEWEST = "newest"
    LATEST = "latest"


_EMPTY = BeforeValidator(lambda value: value or None)
"""A form sends what was left open as an empty text."""

Short = Annotated[str, Field(max_length=100)]


class Wanted(BaseModel):
    """What an address of the queue asks for. An empty filter asks for everything."""

    model_config = ConfigDict(frozen=True)

    view: Annotated[View | None, _EMPTY] = None
    sort: Annotated[Sort | None, _EMPTY] = None
    form: Short = ""
    audience: Short = ""
    team: Short = ""
    priority: Annotated[Priority | None, _EMPTY] = None
    channel: Short = ""
    locale: Short = ""
    tag: Short = ""
    status: Annotated[Status | None, _EMPTY] = None
    find: Annotated[str, Field(max_length=200)] = ""
    page: Annotated[int, Field(ge=1, le=LAST_PAGE)] = 1

    @property
    def shown(self) -> View:
        """The view; who searches without choosing one looks everywhere."""
        return self.view or (View.ALL if self.find.strip() or self.status else View.WAITING)

    @property
    def order(self) -> Sort:
        """The order; of what is solved the latest first, if none is chosen."""
        late = self.shown in (View.SOLVED, View.ALL)
        return self.sort or (Sort.LATEST if late else Sort.WAITING)

    @property
    def filters(self) -> dict[str, str]:
        """The filters that are set, by name."""
        names = ("form", "audience", "team", "priority", "channel", "locale", "tag", "status")
        held = {name: getattr(self, name) for name in names}
        return {name: str(value) for name, value in held.items() if value}

    def address(self, **changes: Any) -> str:
        """The address of the queue with `changes`; what stands in it by itself is left out.

        A change of anything but the page begins at the first page.
        """
        said = {"page": 1, **changes} if changes else {}
        own = set(Wanted.model_fields)
        held = self.model_dump(include=own, exclude_defaults=True, mode="json")
        after = {**held, **said}
        first = {"page": (1, "1")}
        kept = {n: v for n, v in after.items() if v and v not in first.get(n, ())}
        return f"/desk?{urlencode(kept)}" if kept else "/desk"
