"""What a run of `learn` says: for people, and for programs.

Knows: tables, JSON.
Must not know: how anything was found out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from rich.console import Console
from rich.markup import escape

from answerbot.teaching import Taught
from eval.lessons import Learnt
from eval.tables import cell, numbers
from eval.trial import MEASURES, Change, Trial

SHOWN = 10
"""Articles and questions named, of each kind."""


def as_json_object(found: Learnt) -> dict[str, Any]:
    """One object: everything, but no more than a few questions of each kind."""
    return {
        "decision": found.decision,
        "generation": found.generation,
        "objections": found.trial.objections if found.trial else [],
        "lessons": _sources(found.taught),
        "held_out": len(found.taught.held_out),
        "gained": dict(sorted(found.gained.items())),
        "lost": dict(sorted(found.lost.items())),
        "examination": _trial(found.trial) if found.trial else None,
    }


def show(found: Learnt, console: Console) -> None:
    """The same for people."""
    learnt = _sources(found.taught)
    words = ", ".join(f"{n} {source}" for source, n in learnt.items()) or "none"
    console.print(f"Lessons: {words}; {len(found.taught.held_out)} held back to examine with")
    if found.trial is None:
        console.print(f"{found.decision}: {found.generation} has it all")
        return
    for what, counts in (("gained", found.gained), ("lost", found.lost)):
        for line in _articles(what, counts):
            console.print(line, markup=False)
    _figures(found.trial, console)
    for what, changes in (("Better", found.trial.better), ("Worse", found.trial.worse)):
        console.print(f"{what}: {len(changes)} questions")
        for change in changes[:SHOWN]:
            before, now = _place(change.before), _place(change.now)
            console.print(f"  {before} -> {now}  {change.query.text}", markup=False)
    for objection in found.trial.objections:
        console.print(f"[red]worse[/]: {escape(objection)}")
    console.print(f"{found.decision}; {found.generation} serves")
    if found.trial.objections:
        console.print(
            "If articles or wordings changed since the last index, run answerbot index first,"
            " so that only lessons are on trial."
        )


def _figures(trial: Trial, console: Console) -> None:
    table = numbers("questions", "n", *(f"{m} {w}" for m in MEASURES for w in ("old", "new")))
    for part in trial.parts:
        values = (figures[m] for m in MEASURES for figures in (part.old, part.new))
        table.add_row(part.part, f"{part.queries:,}", *map(cell, values))
    if trial.differences:
        both = (value for d in trial.differences for value in (d.a, d.b))
        table.add_section()
        table.add_row("all", f"{sum(p.queries for p in trial.parts):,}", *map(cell, both))
    console.print(table)
    kept = trial.guards - len(trial.displaced)
    console.print(f"Pins and phrasings of editors: {kept} of {trial.guards} keep their place")


def _trial(trial: Trial) -> dict[str, Any]:
    return {
        "measures": [difference.report for difference in trial.differences],
        "parts": [part._asdict() for part in trial.parts],
        "better": _changes(trial.better),
        "worse": _changes(trial.worse),
        "guards": trial.guards,
        "displaced": [
            {"kind": g.kind, "text": g.query.text, "article": g.article} for g in trial.displaced
        ],
    }


def _changes(changes: Sequence[Change]) -> dict[str, Any]:
    shown = [
        {"part": c.part, "text": c.query.text, "before": c.before, "now": c.now}
        for c in changes[:SHOWN]
    ]
    return {"count": len(changes), "questions": shown}


def _sources(taught: Taught) -> dict[str, int]:
    return dict(sorted(Counter(phrasing.source for phrasing in taught.learnt).items()))


def _articles(what: str, counts: Mapping[str, int]) -> Iterator[str]:
    for article, times in Counter(counts).most_common(SHOWN):
        yield f"  {article}: {times} {what}"
    if len(counts) > SHOWN:
        yield f"  and {len(counts) - SHOWN} articles more with wordings {what}"


def _place(rank: int | None) -> str:
    return f"{rank:>2}." if rank else "none"
