"""Invisible characters go; those that scripts and emoji need stay."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpora.characters import clean, clean_line


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a\u202eb\u2066c\u200fd\u061c", "abcd"),
        ("pass\u00adword\u200b\u2060\ufeff", "password"),
        ("a\x00\x07\x1b[31m\x7f\x9b", "a[31m"),
        ("lone \ud83d surrogate", "lone  surrogate"),
        ("hidden\U000e0041\U000e0042", "hidden"),
        ("a\r\nb\rc\u2028d\x85e", "a\nb\nc\nd\ne"),
        ("pay\u200dpal \u200cx", "paypal x"),
        ("👩\u200d👩\u200d👧 ❤\ufe0f\u200d🔥", "👩\u200d👩\u200d👧 ❤\ufe0f\u200d🔥"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("क्\u200dष", "क्\u200dष"),
        ("👩\u200d\u200d👧", "👩\u200d👧"),
    ],
)
def test_only_what_shows_or_joins_is_kept(text: str, expected: str) -> None:
    assert clean(text) == expected


def test_a_line_has_single_blanks() -> None:
    assert clean_line(" a \u00a0\t b\u3000c\n") == "a b c"


@given(st.text())
def test_cleaning_twice_changes_nothing(text: str) -> None:
    assert clean(clean(text)) == clean(text)
    assert clean_line(clean_line(text)) == clean_line(text)
