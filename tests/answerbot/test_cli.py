"""The command line, as a user types it."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from answerbot.cli import main

PAGE = "---\nid: {0}\ntitle: About {0}\n---\n\nEverything about the {0} of our zoo.\n"


@pytest.fixture
def source(tmp_path: Path) -> Path:
    folder = tmp_path / "source"
    folder.mkdir()
    for name in ("zebra", "yak", "gnu"):
        (folder / f"{name}.md").write_text(PAGE.format(name), encoding="utf-8")
    return folder


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("ANSWERBOT_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("ANSWERBOT_MODEL", "")
    monkeypatch.setenv("ANSWERBOT_FORM_PRECISION", "0.45")
    return tmp_path / "home"


def run(*arguments: object, status: int = 0) -> Result:
    result = CliRunner().invoke(main, [str(argument) for argument in arguments])
    assert result.exit_code == status, result.output
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return result


def test_import_index_suggest(home: Path, source: Path) -> None:
    summary = json.loads(run("import", source, "--json").stdout)
    assert (summary["added"], summary["skipped"]) == (3, [])
    assert "gen-000001: 3 articles" in run("index").stdout
    assert "nothing has changed" in run("index").stdout
    found = json.loads(run("suggest", "zebras", "--json").stdout)
    assert found["suggestions"][0]["article"] == "zebra"
    assert "About zebra" in run("suggest", "zebras").stdout
    assert "No article" in run("suggest", "quantum").stdout


def test_what_is_gone_from_the_source_is_gone_here(home: Path, source: Path) -> None:
    run("import", source)
    (source / "yak.md").unlink()
    (source / "gnu.md").write_text(PAGE.format("gnu") + "\nNew.\n", encoding="utf-8")
    assert run("import", source).stdout.startswith("0 added · 1 changed · 1 unchanged · 1 removed")


def test_a_source_that_moved_is_named_or_what_stayed_behind_is_told(
    home: Path, source: Path
) -> None:
    moved = source.with_name("moved")
    run("import", source)
    shutil.copytree(source, moved)
    (moved / "yak.md").unlink()
    told = run("import", moved).stdout
    assert f"Also here: 1 articles from {source}" in told
    assert run("forget", source).stdout.startswith("1 removed")
    assert str(moved) in run("forget", source, status=1).stderr
    run("import", moved, "--name", "zoo")
    (moved / "gnu.md").unlink()
    shutil.move(moved, source.with_name("again"))
    assert "1 removed" in run("import", source.with_name("again"), "--name", "zoo").stdout


def test_files_that_cannot_be_read_are_named_and_the_rest_goes_on(home: Path, source: Path) -> None:
    (source / "bad.md").write_bytes(b"---\ntitle: [unclosed\n---\nx")
    (source / "latin.md").write_bytes("Größe".encode("latin-1"))
    (source / "empty.md").write_text("")
    (source / "twice.md").write_text(PAGE.format("yak"), encoding="utf-8")
    (source / "huge.md").write_bytes(b"word " * 1_000_000)
    result = run("import", source)
    for name in ("bad.md", "latin.md", "empty.md", "huge.md"):
        assert re.search(rf"skipped {name}: \S+", result.stderr), result.stderr
    assert re.search(r"skipped (twice|yak).md: \S+", result.stderr)
    assert "3 added" in result.stdout
    assert "5 skipped" in result.stdout


def test_strict_changes_nothing_if_anything_is_skipped(home: Path, source: Path) -> None:
    (source / "empty.md").write_text("")
    result = run("import", source, "--strict", status=1)
    assert "--strict" in result.output
    assert "0 added" in result.stdout
    run("index", status=1)


@pytest.mark.parametrize(
    ("arguments", "status", "says"),
    [
        (("index",), 1, "answerbot import"),
        (("suggest", "x"), 1, "answerbot index"),
        (("import", "nowhere"), 1, "nowhere"),
        (("import", "x", "--audience", "nonsense"), 2, "THEIRS=OURS"),
        (("keys", "revoke", "nope"), 1, "nope"),
        (("keys", "add", "--kind", "public", "--origin", "shop.example"), 1, "origin"),
        (("keys", "add"), 2, "--kind"),
        (("suggest",), 2, "TEXT"),
        (("suggest", "  "), 2, "write a question"),
        (("dance",), 2, "dance"),
    ],
)
def test_mistakes_get_one_line_that_says_what_to_do(
    home: Path, arguments: tuple[str, ...], status: int, says: str
) -> None:
    result = run(*arguments, status=status)
    assert says in result.stderr
    assert "Traceback" not in result.output


def test_keys_are_made_listed_and_revoked(home: Path) -> None:
    added = json.loads(
        run("keys", "add", "--kind", "public", "--origin", "https://a.example", "--json").stdout
    )
    assert added["key"].startswith("pk_")
    assert added["key"] in run("keys", "list").stdout
    run("keys", "revoke", added["id"])
    assert json.loads(run("keys", "list", "--json").stdout) == []


def test_doctor_names_what_is_wrong_and_what_mends_it(home: Path, source: Path) -> None:
    assert "answerbot index" in run("doctor", status=1).stderr
    run("import", source)
    run("index")
    findings = json.loads(run("doctor", "--json").stdout)
    levels = {finding["check"]: finding["level"] for finding in findings}
    assert levels["database"] == levels["articles"] == "ok"
    assert levels["keys"] == levels["model"] == "warning"
    file = next((home / "index" / "gen-000001").glob("passages.jsonl"))
    file.write_bytes(file.read_bytes() + b" ")
    findings = json.loads(run("doctor", "--json", status=1).stdout)
    assert any("passages.jsonl" in f["text"] and f["level"] == "error" for f in findings)


def test_init_writes_a_file_to_edit_and_never_overwrites_it(home: Path) -> None:
    run("init", "--name", "Zoo")
    text = (home / "answerbot.toml").read_text()
    assert 'name = "Zoo"' in text
    assert "nothing was changed" in run("init", "--name", "Other").stdout
    assert (home / "answerbot.toml").read_text() == text


def test_the_demo_keeps_away_from_a_help_center_of_one_s_own(home: Path, source: Path) -> None:
    run("import", source)
    assert "--home DIR" in run("demo", status=1).stderr


def test_an_address_that_is_taken_is_named(home: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert f"{port}" in run("serve", "--port", port, status=1).stderr


def test_the_server_prints_its_addresses_and_ctrl_c_stops_it(home: Path, source: Path) -> None:
    run("import", source)
    run("index")
    command = [
        sys.executable,
        "-c",
        "from answerbot.cli import main; main()",
        "serve",
        "--port",
        "0",
    ]
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=dict(os.environ)
    )
    assert process.stdout is not None
    lines = [process.stdout.readline() for _ in range(5)]
    address = re.search(r"Customer's page +(http://\S+)/", "".join(lines))
    assert address
    with urllib.request.urlopen(f"{address[1]}/health/live", timeout=30) as response:
        assert response.status == 200
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=30)
    assert process.returncode == 0, errors
    assert "Stopped." in errors
    assert "Traceback" not in errors
