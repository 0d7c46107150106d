"""What is wrong with an address or a form, in one sentence for people.

Knows: the kinds of faults that pydantic finds in what pages are sent.
Must not know: which page it was.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

SHOWN = 60
"""Characters of a wrong value that are repeated."""

SAID = {
    "missing": "{field} is missing",
    "literal_error": "{field} is {value}, which is none of the choices: {expected}",
    "enum": "{field} is {value}, which is none of the choices: {expected}",
    "string_pattern_mismatch": "{field} is {value}, which is none of the choices",
    "string_too_long": "{field} is too long; {max_length} characters are the most",
    "greater_than_equal": "{field} is {value}; {ge} is the least",
    "less_than_equal": "{field} is {value}; {le} is the most",
    "less_than": "{field} is {value}; it has to be below {lt}",
    "int_parsing": "{field} is {value}, which is no whole number",
    "float_parsing": "{field} is {value}, which is no number",
    "bool_parsing": "{field} is {value}; write true or false",
    "date_from_datetime_parsing": "{field} is {value}, which is no day; write one like 2026-11-28",
}
"""By pydantic's name of the fault."""


def in_words(fault: Mapping[str, Any]) -> str:
    """The sentence: which part is wrong, how it reads, what is possible. Of a fault that is not
    listed the value stays out: it may be anything, a password too."""
    where, *parts = fault.get("loc") or ("request",)
    told: dict[str, Any] = {**fault.get("ctx", {}), "field": ".".join(map(str, parts)) or where}
    told["value"] = _shown(fault.get("input"))
    told["expected"] = str(told.get("expected", "")).replace("''", "nothing")
    said = SAID.get(str(fault.get("type")), "{field} cannot be used as it is sent")
    return f"{said.format(**told)}."


def _shown(value: object) -> str:
    text = value if isinstance(value, str) else "what was sent"
    return f"“{text[:SHOWN]}{'…' if len(text) > SHOWN else ''}”"
