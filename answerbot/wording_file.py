"""Wordings as lines of JSON: one file to keep elsewhere, to edit, to carry to another home.

Knows: how a wording is written, and how to say what is wrong with a line.
Must not know: SQL, files on disk, which wordings make no sense.

    {"kind": "phrasing", "text": "I forgot my login", "article": "password", "locale": "en"}
    {"kind": "synonyms", "language": "en", "words": ["login", "sign-in"]}
    {"kind": "pin", "article": "status", "words": ["outage"]}
    {"kind": "stop_word", "language": "en", "word": "farview"}
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from pydantic import ValidationError

from answerbot.curation import KINDS, Wording, kind_of
from answerbot.errors import Invalid


def written(wordings: Iterable[Wording]) -> str:
    """One line a wording; fields with their usual value are left out."""
    return "".join(json.dumps(as_plain(wording), ensure_ascii=False) + "\n" for wording in wordings)


def as_plain(wording: Wording) -> dict[str, object]:
    """A wording as plain data, its kind first."""
    return {"kind": kind_of(wording), **wording.model_dump(mode="json", exclude_defaults=True)}


def read(name: str, content: bytes) -> Iterator[tuple[str, Wording]]:
    """The wordings of a file, each with its place (`name:line`); empty lines are passed over.

    Raises Invalid, with the place, at the first line that is not understood.
    """
    for number, line in enumerate(content.removeprefix(b"\xef\xbb\xbf").split(b"\n"), start=1):
        if line.strip():
            where = f"{name}:{number}"
            yield where, _wording(where, line)


def _wording(where: str, line: bytes) -> Wording:
    fields = _fields(where, line)
    kind = fields.pop("kind", None)
    record = KINDS.get(kind) if isinstance(kind, str) else None  # type: ignore[call-overload]
    if record is None:
        raise Invalid(f"{where}: kind is {str(kind)[:40]!r}; write one of {', '.join(KINDS)}")
    try:
        found: Wording = record.model_validate(fields)
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(map(str, first["loc"]))
        raise Invalid(f"{where}: {field}: {first['msg']}", field=field) from None
    return found


def _fields(where: str, line: bytes) -> dict[str, object]:
    try:
        found = json.loads(line)
    except UnicodeDecodeError:
        raise Invalid(f"{where}: it is not UTF-8; save the file as UTF-8") from None
    except (json.JSONDecodeError, RecursionError):
        text = line.decode(errors="replace").strip()[:60]
        raise Invalid(f"{where}: {text!r} is not one line of JSON") from None
    if not isinstance(found, dict):
        raise Invalid(f"{where}: {str(found)[:60]!r} is no object; write {{...}}")
    return found
