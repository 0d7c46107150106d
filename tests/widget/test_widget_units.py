"""The widget's own promises: its unit tests pass, it has no way to run markup.

Knows: the files under `widget/`. Must not know: any other package.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

WIDGET = Path(__file__).parents[2] / "widget"
MODULES = sorted((WIDGET / "src").glob("*.js"))
CATALOGUES = sorted((WIDGET / "src" / "i18n").glob("*.js"))
SOURCES = [*MODULES, *CATALOGUES]

SINKS = {
    "markup": r"\b(innerHTML|outerHTML|insertAdjacentHTML|setHTML\w*|srcdoc|DOMParser)\b",
    "fragment": r"\bcreateContextualFragment\b",
    "document.write": r"\bdocument\s*\.\s*write",
    "eval": r"\beval\s*\(",
    "Function": r"\bnew\s+Function\b|\bFunction\s*\(",
    "timer with text": r"\bset(Timeout|Interval)\s*\(\s*['\"`]",
    "style attribute": r"setAttribute\(\s*['\"`]style|\.style\b|(?<![-\w])style\s*:|cssText",
    "handler attribute": r"setAttribute\(\s*['\"`]on|\.on[a-z]+\s*=[^=]",
    "style element": r"['\"`]style['\"`]",
    "storage": r"\b(localStorage|sessionStorage|indexedDB)\b|document\s*\.\s*cookie",
}


MAY = {"visitor.js": {"storage": "localStorage"}}
"""One file keeps one id, where the site wants it."""


def catalogue_keys(path: Path) -> list[str]:
    """The texts a catalogue holds, in order."""
    return re.findall(r"^  (\w+):", path.read_text("utf-8"), re.MULTILINE)


def test_unit_tests_pass() -> None:
    node = shutil.which("node")
    if node is None:
        if os.environ.get("ANSWERBOT_REQUIRE_ALL"):
            pytest.fail("node is not installed, and ANSWERBOT_REQUIRE_ALL is set")
        pytest.skip("node is not installed")
    run = subprocess.run(
        [node, "--test", "test/"],
        cwd=WIDGET,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert run.returncode == 0, run.stdout + run.stderr
    passed = re.search(r"^. pass (\d+)$", run.stdout, re.MULTILINE)
    assert passed is not None, run.stdout
    assert int(passed[1]) >= 50, "node found too few tests"


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.name)
def test_no_source_can_run_markup_or_keep_data(path: Path) -> None:
    source = path.read_text("utf-8")
    found = {name: match[0] for name, sink in SINKS.items() if (match := re.search(sink, source))}
    assert found == MAY.get(path.name, {})


@pytest.mark.parametrize(
    "line",
    [
        "a.innerHTML = b",
        "a.insertAdjacentHTML('x', y)",
        "document.write(x)",
        "eval(x)",
        "new Function(x)",
        "a.setAttribute('style', x)",
        'a.setAttribute("onclick", x)',
        "a.onclick = x",
        "h('p', { style: x })",
        "a.style.color = x",
        "localStorage.x",
    ],
)
def test_the_scan_finds_what_it_looks_for(line: str) -> None:
    assert any(re.search(sink, line) for sink in SINKS.values())


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.name)
def test_sources_are_type_checked_and_say_what_they_are(path: Path) -> None:
    assert re.match(r"// @ts-check\n/\*\*", path.read_text("utf-8"))


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.name)
def test_catalogues_have_the_same_texts(path: Path) -> None:
    keys = catalogue_keys(path)
    assert len(keys) > 40
    assert keys == catalogue_keys(WIDGET / "src" / "i18n" / "en.js")


def test_the_screen_reader_s_script_quotes_the_widget_s_own_words() -> None:
    english = (WIDGET / "src" / "i18n" / "en.js").read_text("utf-8")
    said = set(re.findall(r"'((?:[^'\\]|\\.)+)'", english))
    grades = {"1 of 5: Not at all"}
    script = (WIDGET.parent / "docs" / "SCREEN_READER.md").read_text("utf-8")
    quoted = re.findall(r"“([^”]+)”", script)
    assert len(quoted) >= 50
    assert [q for q in quoted if q not in said | grades and not _of_parts(q, said)] == []


def _of_parts(quote: str, said: set[str]) -> bool:
    """Two texts are announced as one, with a full stop between them."""
    first, stop, rest = quote.partition(". ")
    return bool(stop) and first in said and rest in said
