"""Front matter is read as YAML, refused where it is dangerous, and errors name the line."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpora.front_matter import FrontMatterError, split_front_matter


def test_front_matter_and_body_are_split() -> None:
    text = "---\ntitle: A\nid: 12\nms.date: 2021-03-04\ntags: [a, b]\n---\n\n# Body\n---\n"
    meta, body = split_front_matter(text)
    assert meta == {
        "title": "A",
        "id": 12,
        "ms.date": datetime.date(2021, 3, 4),
        "tags": ["a", "b"],
    }
    assert body == "\n# Body\n---\n"


@pytest.mark.parametrize(
    "text",
    ["", "# Title\n", "text\n---\na: b\n---\n", "---\nno end", "----\na: b\n---\n", "--- a\n---\n"],
)
def test_a_text_without_front_matter_is_all_body(text: str) -> None:
    assert split_front_matter(text) == ({}, text)


def test_a_text_between_rules_is_no_front_matter() -> None:
    text = "---\nJust a paragraph.\n---\nMore.\n"
    assert split_front_matter(text) == ({}, text)


def test_empty_front_matter_a_byte_order_mark_and_three_dots() -> None:
    assert split_front_matter("\ufeff---\n---\na") == ({}, "a")
    assert split_front_matter("---\na: 1\n...\nb") == ({"a": 1}, "b")


@pytest.mark.parametrize(
    ("yaml", "message"),
    [
        ("a: b\nc: 'd\ne: f", "line"),
        ("title: a: b", "line 2"),
        ("a: b\n\tc: d", "line 3"),
        ("a: [1, 2", "line"),
        ("- a\n- b", "key: value"),
        ("a: !!python/object/apply:os.system [x]", "line 2"),
        ("a: &x [1]\nb: *x", "line 3"),
        ("a: 2021-13-45", "month"),
        ("a: \x01", "not YAML"),
        ("a: " + "[" * 30 + "]" * 30, "deeper than 20"),
        ("a: " + "[" * 30_000, "deeper than 20"),
        ("a: " + "x" * 70_000, "70,003 characters"),
        ("? [a]\n: b", "line 2"),
    ],
)
def test_wrong_yaml_is_refused_with_a_reason(yaml: str, message: str) -> None:
    with pytest.raises(FrontMatterError, match=message):
        split_front_matter(f"---\n{yaml}\n---\nbody")


def test_an_alias_bomb_is_refused_at_once() -> None:
    lines = ["a0: &a0 [x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 9)]
    with pytest.raises(FrontMatterError, match=r"line 3: references \(\*a0\)"):
        split_front_matter("---\n" + "\n".join(lines) + "\n---\n")


@given(st.text())
def test_any_text_is_split_or_refused(text: str) -> None:
    for source in (text, f"---\n{text}\n---\nbody"):
        try:
            meta, body = split_front_matter(source)
        except FrontMatterError as error:
            assert str(error)  # noqa: PT017
        else:
            assert all(isinstance(key, str) for key in meta)
            assert source.endswith(body)
