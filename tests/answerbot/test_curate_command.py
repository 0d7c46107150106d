"""Wordings on the command line, and in one file."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st

from answerbot.cli import main
from answerbot.curation import Wording
from answerbot.errors import Invalid
from answerbot.settings import read as settings
from answerbot.store.articles import Articles
from answerbot.store.db import Store
from answerbot.wording_file import read, written
from corpora.curation import Phrasing, Pin, StopWord, Synonyms
from tests.answerbot.conftest import START
from tests.indexer.conftest import HELP_CENTER

LINES = """\
{"kind": "phrasing", "text": "I forgot", "article": "password", "locale": "en", "source": "editor"}
{"kind": "synonyms", "language": "en", "words": ["login", "sign-in page"]}
{"kind": "pin", "article": "upload", "words": ["stuck", "video"]}
{"kind": "stop_word", "language": "en", "word": "FarView"}
"""


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("ANSWERBOT_HOME", str(tmp_path))
    monkeypatch.setenv("ANSWERBOT_MODEL", "")
    store = Store(settings(tmp_path, {}).database)
    Articles(store).replace("s", HELP_CENTER, now=START)
    store.close()
    return tmp_path


def run(*arguments: object, status: int = 0) -> Result:
    result = CliRunner().invoke(main, ["curate", *map(str, arguments)])
    assert result.exit_code == status, result.output
    return result


def test_what_is_set_goes_into_the_index_and_out_of_it(home: Path) -> None:
    assert (
        "1  phrasing   en     I forgot -> password"
        in run("phrase", "password", "I forgot", "--locale", "en").stdout
    )
    run("synonyms", "en", "login", "sign-in page")
    run("pin", "upload", "stuck", "video")
    assert "answerbot index" in run("stop", "en", "FarView").stderr
    assert run("export").stdout == LINES
    assert [e["number"] for e in json.loads(run("list", "--json").stdout)] == [1, 2, 3, 4]
    assert CliRunner().invoke(main, ["index"]).exit_code == 0
    (generation,) = (home / "index").glob("gen-*")
    assert "sign-in page" in (generation / "curation.json").read_text(encoding="utf-8")
    run("remove", 2, 3)
    assert "restore 1" in run("remove", 1).stderr
    run("restore", 3)
    assert run("list").stdout.splitlines() == [
        "    3  pin        all    stuck · video -> upload",
        "    4  stop word  en     FarView",
    ]
    rebuilt = CliRunner().invoke(main, ["index"])
    assert "gen-000002" in rebuilt.stdout
    assert "nothing has changed" in CliRunner().invoke(main, ["index"]).stdout


def test_a_file_is_imported_once_however_often(home: Path, tmp_path: Path) -> None:
    file = tmp_path / "wordings.jsonl"
    file.write_text(LINES, encoding="utf-8")
    assert run("import", file).stdout == "4 added · 0 unchanged\n"
    assert json.loads(run("import", file, "--json").stdout) == {"added": 0, "unchanged": 4}
    assert run("export", tmp_path / "out.jsonl").stdout.startswith("Wrote 4")
    assert (tmp_path / "out.jsonl").read_text(encoding="utf-8") == LINES


def test_lists_are_narrowed(home: Path, tmp_path: Path) -> None:
    (tmp_path / "w.jsonl").write_text(LINES, encoding="utf-8")
    run("import", tmp_path / "w.jsonl")
    for options, count in (
        (("--kind", "pin"), 1),
        (("--in", "en"), 3),
        (("--find", "upload"), 1),
        (("--review",), 0),
    ):
        assert len(json.loads(run("list", *options, "--json").stdout)) == count, options
    assert "There is none" in run("list", "--review").stderr


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("pin", "gone", "x"), "no article 'gone'"),
        (("synonyms", "en", "alone"), "'alone' is one word"),
        (("remove", "9"), "number 9"),
        (("restore", "9"), "number 9"),
        (("keep", "9"), "number 9"),
        (("phrase", "password", "x" * 501), "500 are the most"),
    ],
)
def test_mistakes_get_one_line(home: Path, arguments: tuple[str, ...], says: str) -> None:
    lines = run(*arguments, status=1).stderr.splitlines()
    assert len(lines) == 1
    assert says in lines[0]


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("{", "w.jsonl:2: '{' is not one line of JSON"),
        ("[1]", "w.jsonl:2: '[1]' is no object"),
        ('{"words": []}', "w.jsonl:2: kind is 'None'; write one of phrasing"),
        ('{"kind": ["pin"]}', "w.jsonl:2: kind is"),
        ('{"kind": "stop_word", "word": "a"}', "w.jsonl:2: language: Field required"),
        ('{"kind": "stop_word", "word": 1, "language": "en"}', "w.jsonl:2: word: "),
        ('{"kind": "pin", "article": "gone", "words": ["a"]}', "w.jsonl:2: article: no article"),
        ('{"kind": "pin", "articel": "a", "words": ["a"]}', "w.jsonl:2: article: Field"),
        (b'{"kind": "\xff"}', "w.jsonl:2: it is not UTF-8"),
        ("[" * 100_000, "w.jsonl:2: "),
    ],
)
def test_a_wrong_line_is_named_and_nothing_is_added(
    home: Path, tmp_path: Path, line: str | bytes, says: str
) -> None:
    wrong = line.encode() if isinstance(line, str) else line
    (tmp_path / "w.jsonl").write_bytes(LINES.splitlines()[3].encode() + b"\n" + wrong)
    told = run("import", tmp_path / "w.jsonl", status=1).stderr
    assert says in told
    assert len(told.splitlines()) == 1
    assert json.loads(run("list", "--json").stdout) == []


TEXTS = st.text(max_size=12)
MANY = st.lists(TEXTS, max_size=3).map(tuple)
WORDINGS = st.one_of(
    st.builds(Phrasing, text=TEXTS, article=TEXTS, locale=TEXTS),
    st.builds(Synonyms, language=TEXTS, words=MANY),
    st.builds(Pin, article=TEXTS, words=MANY, locale=TEXTS),
    st.builds(StopWord, language=TEXTS, word=TEXTS),
)


@given(st.lists(WORDINGS, max_size=5))
def test_what_is_written_is_read_again(wordings: list[Wording]) -> None:
    assert [wording for _, wording in read("f", written(wordings).encode())] == wordings


@given(st.binary(max_size=60) | st.text(alphabet='{}[]":,kindp\n', max_size=60).map(str.encode))
def test_any_bytes_are_read_or_refused_with_their_line(content: bytes) -> None:
    try:
        assert all(where.startswith("f:") for where, _ in read("f", content))
    except Invalid as refused:
        assert refused.message.startswith("f:")  # noqa: PT017
