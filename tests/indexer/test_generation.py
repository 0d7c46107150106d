"""A generation is whole or absent; a damaged one is refused and the one before serves."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from indexer.build import Options, build, prepared
from indexer.errors import GenerationDamaged, NoGeneration, NothingToIndex
from indexer.fs import RealFileSystem
from indexer.generation import (
    CURRENT,
    collect_garbage,
    current,
    existing,
    read_manifest,
    verify,
    write_manifest,
)
from indexer.query import Query
from indexer.searcher import open_current, open_folder
from tests.indexer.conftest import HELP_CENTER, NOW, WORDS_ONLY, article


def make(root: Path, *extra: str, options: Options = WORDS_ONLY) -> str:
    articles = [*HELP_CENTER, *(article(name, name, name) for name in extra)]
    return build(articles, root, now=NOW, options=options).manifest.name


def test_the_same_articles_change_nothing(root: Path) -> None:
    assert make(root) == make(root) == "gen-000001"
    assert existing(root) == ["gen-000001"]


def test_the_same_articles_in_another_order_give_the_same_bytes(root: Path, tmp_path: Path) -> None:
    make(root)
    build(HELP_CENTER[::-1], tmp_path / "other", now=NOW, options=WORDS_ONLY)
    assert read_manifest(root / "gen-000001") == read_manifest(tmp_path / "other" / "gen-000001")


def test_a_changed_article_makes_a_new_generation_and_the_old_one_is_kept(root: Path) -> None:
    assert [make(root), make(root, "new"), make(root, "new", "newer")][-1] == "gen-000003"
    assert existing(root) == ["gen-000003", "gen-000002"]
    assert current(root) == "gen-000003"


def test_a_prepared_generation_answers_aside_and_serves_only_if_published(root: Path) -> None:
    make(root)
    more = [*HELP_CENTER, article("zebra", "zebra", "zebra")]
    asked = Query("zebra", now=NOW, language="en")
    for publishes in (False, True):
        with prepared(more, root, now=NOW, options=WORDS_ONLY) as made:
            assert open_folder(made.folder).search(asked).hits[0].article == "zebra"
            assert open_current(root).searcher.manifest.name == "gen-000001"
            assert existing(root) == ["gen-000001"]
            if publishes:
                made.publish()
        assert not list(root.glob(".gen-*"))
        assert len(open_current(root).searcher.search(asked).hits) == publishes
    with prepared(more, root, now=NOW, options=WORDS_ONLY) as made:
        assert (made.built.changed, made.folder) == (False, root / "gen-000002")
        assert made.publish() == made.built


def test_drafts_are_left_out(root: Path) -> None:
    built = build(
        [article("a", "a"), article("b", "b", draft=True)], root, now=NOW, options=WORDS_ONLY
    )
    assert built.manifest.articles == 1
    with pytest.raises(NothingToIndex, match="answerbot import"):
        build([article("b", "b", draft=True)], root, now=NOW, options=WORDS_ONLY)


def test_without_any_generation_the_message_says_what_to_do(root: Path) -> None:
    with pytest.raises(NoGeneration, match="answerbot index"):
        open_current(root)


def test_a_flipped_byte_in_any_file_is_found_and_the_one_before_serves(root: Path) -> None:
    make(root)
    newest = root / make(root, "new")
    files = [p for p in newest.rglob("*") if p.is_file()]
    assert len(files) > 20
    for file in files:
        whole = file.read_bytes()
        middle = len(whole) // 2
        file.write_bytes(whole[:middle] + bytes([whole[middle] ^ 1]) + whole[middle + 1 :])
        opened = open_current(root)
        assert opened.searcher.manifest.name == "gen-000001", file.name
        assert newest.name in opened.warning
        assert "answerbot index" in opened.warning
        file.write_bytes(whole)
    assert open_current(root).warning == ""


@pytest.mark.parametrize("damage", ["truncated", "missing", "empty"])
def test_other_damage_is_found_too(root: Path, damage: str) -> None:
    folder = root / make(root)
    file = folder / "en" / "words.data.npy"
    if damage == "missing":
        file.unlink()
    else:
        file.write_bytes(b"" if damage == "empty" else file.read_bytes()[:-5])
    with pytest.raises(GenerationDamaged, match=r"words\.data\.npy"):
        verify(folder)
    with pytest.raises(GenerationDamaged):
        open_current(root)


def test_a_pointer_to_a_missing_folder_is_survived(root: Path) -> None:
    make(root)
    (root / CURRENT).write_text("gen-000099\n")
    opened = open_current(root)
    assert opened.searcher.manifest.name == "gen-000001"
    assert "gen-000099" in opened.warning


def test_a_generation_of_another_format_is_refused_by_name(root: Path) -> None:
    folder = root / make(root)
    other = read_manifest(folder).model_copy(update={"format": 99})
    (folder / "manifest.json").write_bytes(write_manifest(other))
    with pytest.raises(GenerationDamaged, match="format 99"):
        verify(folder)


@pytest.mark.parametrize("step", [1, 7, 31])
def test_no_flipped_byte_of_the_manifest_goes_unnoticed(root: Path, step: int) -> None:
    make(root)
    file = root / make(root, "new") / "manifest.json"
    whole = file.read_bytes()
    for place in range(0, len(whole), len(whole) // 60 + step):
        file.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        assert open_current(root).searcher.manifest.name == "gen-000001", place


@pytest.mark.parametrize("content", [b"\xe7en-000002\n", b"", b"gen-2\n", b"../../etc\n", b"\x00"])
def test_whatever_the_pointer_holds_an_index_serves_and_the_next_build_mends_it(
    root: Path, content: bytes
) -> None:
    make(root)
    (root / CURRENT).write_bytes(content)
    opened = open_current(root)
    assert opened.searcher.manifest.name == "gen-000001"
    assert "answerbot index" in opened.warning
    assert make(root) == current(root)


def test_blocks_can_be_read_after_their_generation_was_removed(root: Path) -> None:
    make(root)
    searcher = open_current(root).searcher
    for name in "abc":
        make(root, name)
    assert "gen-000001" not in existing(root)
    found = searcher.article("upload", "en")
    assert found is not None
    assert found.blocks


class FailsAt(RealFileSystem):
    """The n-th operation fails, as a full disk would make it."""

    def __init__(self, n: int) -> None:
        self.left = n

    def __getattribute__(self, name: str) -> Any:
        if name in ("write", "copy", "sync_folder", "rename"):
            self.left -= 1
            if self.left < 0:
                raise OSError(28, "No space left on device")
        return super().__getattribute__(name)


def test_whichever_operation_fails_an_index_serves_and_the_next_build_works(root: Path) -> None:
    make(root)
    for n in range(200):
        disk = FailsAt(n)
        try:
            make(root, "new", options=Options(model="", fs=disk))
        except OSError:
            assert open_current(root).searcher.manifest.articles in (8, 9)
            assert not list(root.glob(".gen-*"))
        if disk.left >= 0:
            break
    assert n > 20
    assert open_current(root).searcher.search(Query("new", NOW)).hits[0].article == "new"


KILLED = """
import os, sys
from pathlib import Path
from indexer.build import Options, build, prepared
from indexer.fs import RealFileSystem
from tests.indexer.conftest import HELP_CENTER, NOW, article

class Dies(RealFileSystem):
    left = int(sys.argv[2])
    def rename(self, source, target):
        self.step()
        super().rename(source, target)
        self.step()
    def write(self, file, data):
        self.step()
        super().write(file, data)
    def step(self):
        Dies.left -= 1
        if Dies.left < 0:
            os.kill(os.getpid(), 9)

build([*HELP_CENTER, article("new", "new")], Path(sys.argv[1]), now=NOW,
      options=Options(model="", fs=Dies()))
"""


STEPS = [0, 5, 30, 42, 43, 44, 45, 46, 47, 48]
"""Up to the last rename, which names the new generation in CURRENT."""


@pytest.mark.parametrize("step", STEPS)
def test_a_build_killed_at_any_step_leaves_an_index_and_the_next_works(
    root: Path, step: int
) -> None:
    make(root)
    done = subprocess.run([sys.executable, "-c", KILLED, root, str(step)], check=False)
    assert done.returncode == -9
    assert open_current(root).warning == ""
    make(root, "new")
    assert current(root) == existing(root)[0]
    assert open_current(root).searcher.manifest.articles == 9
    assert not list(root.glob(".gen-*"))


def test_what_interrupted_builds_left_is_removed(root: Path) -> None:
    make(root)
    (root / ".gen-000007.tmp").mkdir()
    assert collect_garbage(root) == [".gen-000007.tmp"]
