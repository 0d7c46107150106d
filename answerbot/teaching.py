"""The curation in force: what editors set, and what was learnt from use.

Knows: that both go into a generation, and what is held back to examine with.
Must not know: SQL, how a generation is made, whether learning did any good.

`index` and `learn` both ask here, so that indexing again never loses a lesson.
"""

from __future__ import annotations

from typing import NamedTuple

from answerbot.lessons import Limits, evidence, lessons, split
from answerbot.settings import Settings
from answerbot.store.articles import Articles
from answerbot.store.curation import Wordings
from answerbot.store.db import Store
from answerbot.store.lessons import Telling
from corpora.curation import Curation, Phrasing


class Taught(NamedTuple):
    """What people set, what was learnt, and the lessons that are not taught: questions to
    examine with."""

    kept: Curation
    learnt: tuple[Phrasing, ...]
    held_out: tuple[Phrasing, ...]

    @property
    def curation(self) -> Curation:
        """What goes into a generation."""
        phrasings = (*self.kept.phrasings, *self.learnt)
        return self.kept.model_copy(update={"phrasings": phrasings})


def taught(store: Store, settings: Settings, *, until: int | None = None) -> Taught:
    """What is taught by the wordings in the store and the ledger up to the event `until`:
    by default the last one that was learnt from."""
    telling = Telling(store)
    last = telling.learnt() if until is None else until
    limits = Limits(settings["learn_visitors"], settings["learn_per_visitor"])
    told = (one for enquiry in telling.enquiries(last) for one in evidence(enquiry))
    learnt, held_out = split(lessons(told, Articles(store).settled(), limits))
    return Taught(Wordings(store).curation(), tuple(learnt), tuple(held_out))
