"""A file of past tickets, whatever its kind.

Knows: which kinds of files there are, and what becomes of tickets that stand there twice.
Must not know: how a kind is read.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal, NamedTuple, get_args

from eval.errors import BadLabels, NoAnswers
from eval.records import read_rows
from eval.replay.columns import Columns
from eval.replay.csv_tickets import csv_tickets
from eval.replay.jsonl_tickets import jsonl_tickets
from eval.replay.ticket import PastTicket
from eval.replay.zendesk_tickets import is_zendesk, zendesk_tickets

Kind = Literal["csv", "jsonl", "zendesk"]
KINDS: tuple[Kind, ...] = get_args(Kind)

REPEATED, OLDER = "repeated", "older than the last"

_EARLIEST = datetime.min.replace(tzinfo=UTC)


class Tickets(NamedTuple):
    """The tickets to replay, each id once, and how many were left out, by reason."""

    tickets: tuple[PastTicket, ...]
    left_out: Mapping[str, int]


def read_tickets(
    file: Path, columns: Columns | None = None, *, kind: Kind | None = None, last: int | None = None
) -> Tickets:
    """Read a file; its kind is found out unless it is given. `last`: only the newest ones.

    Raises BadLabels, and NoAnswers if there is no ticket in it.
    """
    columns = columns or Columns()
    found: Iterable[PastTicket | str]
    match kind or kind_of(file):
        case "csv":
            found = csv_tickets(file, columns)
        case "jsonl":
            found = jsonl_tickets(file, columns)
        case "zendesk":
            found = zendesk_tickets(file, columns)
    kept, left_out = _once(found)
    if not kept:
        reasons = ", ".join(f"{n} {reason}" for reason, n in left_out.items())
        raise NoAnswers(f"{file}: there is no ticket to replay{f' ({reasons})' if reasons else ''}")
    if last is not None and last < len(kept):
        newest = sorted(kept, key=lambda ticket: ticket.created_at or _EARLIEST)[-last:]
        left_out[OLDER] = len(kept) - last
        kept = newest
    return Tickets(tuple(kept), dict(left_out))


def kind_of(file: Path) -> Kind:
    """The kind of a file, by its name and its first line. Raises BadLabels."""
    match file.suffix.lower():
        case ".csv" | ".tsv":
            return "csv"
        case ".json":
            return "zendesk"
        case ".jsonl" | ".ndjson":
            first = next((row for _, row in read_rows(file)), {})
            return "zendesk" if is_zendesk(first) else "jsonl"
        case other:
            known = "known are .csv, .tsv, .json, .jsonl and .ndjson; or give --format"
            raise BadLabels(file, None, f"{other or 'no ending'} says no kind of file; {known}")


def _once(found: Iterable[PastTicket | str]) -> tuple[list[PastTicket], Counter[str]]:
    """Of a ticket that occurs again the last version, since exports repeat what changed;
    the articles that solved it are those of all."""
    left_out: Counter[str] = Counter()
    kept: dict[str, PastTicket] = {}
    for one in found:
        if isinstance(one, str):
            left_out[one] += 1
            continue
        before = kept.get(one.id)
        if before is not None:
            left_out[REPEATED] += 1
            one = one._replace(solved_by=tuple(dict.fromkeys(before.solved_by + one.solved_by)))
        kept[one.id] = one
    return list(kept.values()), left_out
