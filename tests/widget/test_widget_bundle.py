"""The built widget: it was made from these sources, and all that a customer downloads is small.

Knows: the files under `widget/`, and how the server reads them.
"""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from answerbot import bundle

WIDGET = Path(__file__).parents[2] / "widget"
DIST = WIDGET / "dist"
MANIFEST: dict[str, Any] = json.loads((DIST / "manifest.json").read_text("utf-8"))
BUDGET: dict[str, int] = json.loads((WIDGET / "size-budget.json").read_text("utf-8"))
REBUILD = "run `make widget`, and commit widget/dist"
LANGUAGES = sorted(path for path in MANIFEST["files"] if path.startswith("i18n/"))
TOOLS = ("esbuild", "typescript")


def gzipped(path: str) -> int:
    """Bytes on the wire, as the server compresses them."""
    return len(gzip.compress((DIST / path).read_bytes(), compresslevel=9, mtime=0))


def downloads() -> dict[str, int]:
    """Bytes by what a customer uses; of the languages the one that is largest."""
    language = max(map(gzipped, LANGUAGES))
    loader, widget, beside = map(gzipped, ("embed.js", "answerbot.js", "attach.js"))
    return {
        "loader": loader,
        "language": language,
        "widget in the page or floating": loader + widget + language,
        "widget beside a form": loader + widget + beside + language,
        "zendesk.js": gzipped("zendesk.js"),
        "beacon.js": gzipped("beacon.js"),
    }


def sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def tool(name: str) -> Path:
    """A build tool in the version that package.json pins. Without it nothing is left unchecked
    but the build itself: the sources' hashes say whether it is due."""
    found = WIDGET / "node_modules" / name / "package.json"
    pinned = json.loads((WIDGET / "package.json").read_text("utf-8"))["devDependencies"][name]
    if shutil.which("node") is None or not found.exists():
        pytest.skip(f"{name} is not installed; run `npm ci` in widget/")
    if json.loads(found.read_text("utf-8"))["version"] != pinned:
        pytest.skip(f"{name} {pinned} is wanted; run `npm ci` in widget/")
    return found.parent


def test_the_bundle_was_made_from_these_sources() -> None:
    kept = {path.relative_to(WIDGET).as_posix() for path in (WIDGET / "src").rglob("*.[jt]s")}
    assert kept == {path for path in MANIFEST["sources"] if path.startswith("src/")}, REBUILD
    changed = [p for p, known in MANIFEST["sources"].items() if sha256(WIDGET / p) != known]
    assert changed == [], REBUILD


def test_every_file_is_as_the_manifest_says() -> None:
    for path, known in MANIFEST["files"].items():
        content = (DIST / path).read_bytes()
        digest = hashlib.sha256(content).digest()
        assert (digest.hex(), len(content)) == (known["sha256"], known["bytes"]), path
        assert known["integrity"] == f"sha256-{base64.b64encode(digest).decode()}"
    there = {path.relative_to(DIST).as_posix() for path in DIST.rglob("*.js")}
    assert there == set(MANIFEST["files"])


def test_a_file_knows_the_hashes_of_what_it_loads() -> None:
    files = MANIFEST["files"]
    assert files["answerbot.js"]["integrity"] in (DIST / "embed.js").read_text("utf-8")
    widget = (DIST / "answerbot.js").read_text("utf-8")
    for path in ("attach.js", *LANGUAGES):
        assert files[path]["integrity"] in widget, path


def test_the_same_sources_make_the_same_bundle(tmp_path: Path) -> None:
    for name in TOOLS:
        tool(name)
    done = subprocess.run(
        ["node", "build.js", str(tmp_path)],
        cwd=WIDGET, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    made = {path.relative_to(tmp_path): path.read_bytes() for path in files_in(tmp_path)}
    assert made == {path.relative_to(DIST): path.read_bytes() for path in files_in(DIST)}, REBUILD


def files_in(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def test_the_types_hold() -> None:
    compiler = tool("typescript") / "bin" / "tsc"
    done = subprocess.run(
        ["node", str(compiler), "-p", "."],
        cwd=WIDGET, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout


def test_the_package_and_the_bundle_are_of_one_version() -> None:
    package = json.loads((WIDGET / "package.json").read_text("utf-8"))
    assert package["version"] == MANIFEST["version"]
    for entry in package["exports"].values():
        for path in entry.values() if isinstance(entry, dict) else [entry]:
            assert "*" in path or (WIDGET / path).is_file(), path


@pytest.mark.parametrize("what", BUDGET)
def test_what_a_customer_downloads_is_within_its_budget(what: str) -> None:
    sizes = downloads()
    table = "\n".join(f"{sizes[name]:>7} of {BUDGET[name]:>6}  {name}" for name in BUDGET)
    sys.stdout.write(f"\n{table}\n")
    assert sizes[what] <= BUDGET[what]


def test_everything_has_a_budget() -> None:
    assert downloads().keys() == BUDGET.keys()


def test_what_is_not_a_file_takes_no_memory() -> None:
    held = bundle._read.cache_info().currsize
    assert bundle.bundled("../pyproject.toml") is None
    assert bundle.bundled("x" * 60_000) is None
    assert bundle._read.cache_info().currsize == held
