"""What is not documented fails, and so does what is documented and stale."""

from __future__ import annotations

import tomllib
from pathlib import Path

import click
import pytest

from answerbot import __version__
from answerbot.cli import main
from answerbot.docs import KINDS, STATES, commands, pages
from answerbot.enquiries import Kind, State
from tests.conftest import REPOSITORY

DOCS = REPOSITORY / "docs"


@pytest.mark.parametrize("name", sorted(pages()))
def test_generated_pages_are_fresh(name: str) -> None:
    written = (DOCS / name).read_text(encoding="utf-8")
    assert written == pages()[name], f"docs/{name} is stale; run: make docs"


def test_every_command_and_option_has_help() -> None:
    for name, command in commands(main, "answerbot"):
        assert command.help, name
        for option in command.params:
            if isinstance(option, click.Option):
                assert option.help, f"{name} --{option.name}"


def test_every_event_and_state_is_explained() -> None:
    assert set(KINDS) == set(Kind)
    assert set(STATES) == set(State)


def test_every_folder_has_its_section_in_the_architecture() -> None:
    text = (DOCS / "ARCHITECTURE.md").read_text(encoding="utf-8")
    for folder in ("corpora", "indexer", "answerbot", "widget", "eval", "tests"):
        assert f"`{folder}/`" in text


def test_version_changelog_and_package_agree() -> None:
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))
    assert project["project"]["version"] == __version__
    changelog = (REPOSITORY / "CHANGELOG.md").read_text(encoding="utf-8")
    assert f"## {__version__}" in changelog


def test_links_between_documents_lead_somewhere() -> None:
    import re

    for file in [*DOCS.rglob("*.md"), *REPOSITORY.glob("*.md")]:
        for target in re.findall(r"\]\(([^)#\s]+)", file.read_text(encoding="utf-8")):
            if "://" not in target and not target.startswith("mailto:"):
                assert (file.parent / target).exists(), f"{file.name}: {target}"


def every_source() -> list[Path]:
    folders = ("answerbot", "indexer", "eval", "corpora")
    return [p for folder in folders for p in (REPOSITORY / folder).rglob("*.py")]


def test_every_module_says_what_it_knows_and_must_not_know() -> None:
    for file in every_source():
        text = file.read_text(encoding="utf-8")
        if file.name == "__init__.py":
            continue
        head = text.split('"""')[1] if text.startswith('"""') else ""
        assert "Must not know:" in head, file.relative_to(REPOSITORY)


def test_files_stay_small() -> None:
    lengths = {
        str(f.relative_to(REPOSITORY)): len(f.read_text(encoding="utf-8").splitlines())
        for f in every_source()
    }
    assert max(lengths.values()) <= 400, max(lengths, key=lambda name: lengths[name])
    assert sorted(lengths.values())[len(lengths) // 2] <= 150


def test_serving_never_imports_torch() -> None:
    import subprocess
    import sys

    heavy = "{'torch', 'sentence_transformers', 'transformers', 'sklearn'}"
    code = f"import sys, answerbot.app, answerbot.cli; print(sorted({heavy} & set(sys.modules)))"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"
