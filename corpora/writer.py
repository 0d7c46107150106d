"""Blocks under construction: what a paragraph, heading, item, cell or code block gathers.

Knows: which text belongs to which block, and in what order blocks come out.
Must not know: HTML tags and attributes.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Literal

from corpora.anchors import Anchors
from corpora.article import Block, Code, Heading, Image, Paragraph, Text
from corpora.characters import clean, clean_line
from corpora.lists import ListBuilder
from corpora.runs import Run
from corpora.shelf import Shelf
from corpora.tables import Grid

Close = Callable[[], None]
Resolve = Callable[[str], str]
_FILE_NAME = re.compile(r"\S+\.(?:png|jpe?g|gif|svg|webp|bmp|tiff?)", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]{2}|[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")


class Frame:
    """An open element that gathers text. In a leaf, other blocks are only line breaks."""

    def __init__(self, kind: Literal["flow", "item", "heading", "cell", "code"]) -> None:
        self.kind = kind
        self.leaf = kind in ("heading", "cell", "code")
        self.run = Run()
        self.raw: list[str] = []
        self.images: list[str] = []
        self.anchor = ""
        self.language = ""
        self.continued = False
        self.counted = False
        self.fresh = True


class Writer:
    """Receives text and structure in reading order; finished blocks go to the shelf.

    Every `open_...` returns what must be called when that element ends.
    """

    def __init__(self, shelf: Shelf, resolve: Resolve = str) -> None:
        self.shelf = shelf
        self.resolve = resolve
        self._anchors = Anchors()
        self._lists = ListBuilder()
        self._grids: list[Grid | None] = []
        self._frames = [Frame("flow")]
        self._level = 1

    @property
    def top(self) -> Frame:
        """The innermost open element that gathers text."""
        return self._frames[-1]

    # Text

    def text(self, text: str) -> None:
        """Words as they stand in the source."""
        if self.top.kind == "code":
            self.top.raw.append(text)
            return
        self.top.run.write(text)
        if self.top.fresh and not text.isspace():
            self.top.fresh = False

    def line_break(self) -> None:
        """A forced line break; two of them in a row end the paragraph."""
        if self.top.kind == "code":
            self.top.raw.append("\n")
        elif self.top.kind == "heading":
            self.top.run.space()
        elif self.top.run.ends_with_break and self.top.kind == "flow":
            self.boundary()
        else:
            self.top.run.break_line()

    def open_link(self, href: str) -> Close:
        """What follows is linked."""
        self.top.run.open_link(href)
        return self.top.run.close_link

    def image(self, alt: str) -> None:
        """A picture; its words count only where it stands alone."""
        alt = clean_line(alt)
        if _WORD.search(alt) and not _FILE_NAME.fullmatch(alt):
            self.top.images.append(alt)

    # Blocks

    def boundary(self) -> None:
        """A block ends or begins here."""
        frame = self.top
        if frame.leaf:
            self.line_break() if frame.kind != "code" else None
        elif frame.kind == "flow" or frame.continued:
            self._commit()
        elif frame.fresh and frame.images:
            self._put_images()
        else:
            frame.run.break_line()
        frame.fresh = True

    def open_heading(self, level: int, anchor: str) -> Close:
        """A heading; `level` 0 is one below the last heading with a level."""
        if self.top.leaf:
            return self._transparent()
        self.boundary()
        frame = self._push("heading")
        frame.anchor = anchor
        return lambda: self._close_heading(level)

    def _close_heading(self, level: int) -> None:
        frame = self._frames.pop()
        text = frame.run.take().text.replace("\n", " ") or " ".join(frame.images)
        self._level = level or self._level
        if text:
            anchor = self._anchors.take(frame.anchor, text)
            self._put(Heading(level=level or min(6, self._level + 1), text=text, anchor=anchor))

    def open_code(self, language: str) -> Close:
        """Preformatted text."""
        if self.top.leaf:
            return self._transparent()
        self.boundary()
        self._push("code").language = language
        return self._close_code

    def _close_code(self) -> None:
        frame = self._frames.pop()
        lines = clean("".join(frame.raw)).expandtabs(4).split("\n")
        text = "\n".join(line.rstrip() for line in lines).strip("\n")
        if text:
            self._put(Code(text=text, language=frame.language))

    # Lists

    def open_list(self, *, ordered: bool, start: int) -> Close:
        """A list, inside the open item if there is one."""
        if self.top.leaf:
            return self._transparent()
        if self.top.kind == "item":
            self._commit()
        else:
            self.boundary()
        self._lists.enter(ordered=ordered, start=start)
        return self._close_list

    def _close_list(self) -> None:
        self.boundary()
        self._lists.leave()
        if not self._lists.inside:
            self._shelve_list()

    def open_item(self) -> Close:
        """A list item; without a list around it, it makes one of its own."""
        if self.top.leaf:
            return self._transparent()
        stray = None if self._lists.inside else self.open_list(ordered=False, start=1)
        self._push("item")
        return lambda: self._close_item(stray)

    def _close_item(self, close_list: Close | None) -> None:
        self._commit()
        frame = self._frames.pop()
        if frame.continued and not frame.counted:
            self._lists.skip()
        if close_list:
            close_list()

    # Tables

    def open_table(self, *, layout: bool) -> Close:
        """A table; one for layout only is no more than a block around its cells."""
        if self.top.leaf or layout:
            self._grids.append(None)
        else:
            self.boundary()
            self._grids.append(Grid())
        return self._close_table

    def _close_table(self) -> None:
        grid = self._grids.pop()
        table = grid.table() if grid else None
        if table:
            self._put(table)
        self.boundary()

    def open_row(self) -> Close:
        """A row of the innermost table."""
        grid = self._grids[-1] if self._grids else None
        if grid is None:
            return self._transparent()
        grid.start_row()
        return grid.end_row

    def open_cell(self, columns: int, rows: int, *, header: bool) -> Close:
        """A cell of the row."""
        grid = self._grids[-1] if self._grids else None
        if grid is None:
            return self._transparent()
        self._push("cell")
        return lambda: self._close_cell(grid, columns, rows, header=header)

    def _close_cell(self, grid: Grid, columns: int, rows: int, *, header: bool) -> None:
        frame = self._frames.pop()
        cell = frame.run.take()
        if not cell.text and frame.images:
            cell = Text(text=" ".join(frame.images))
        grid.add(cell, columns, rows, header=header)

    # Order

    def finish(self) -> None:
        """Shelve what is still open."""
        self._commit()
        self._shelve_list()

    def _push(self, kind: Literal["item", "heading", "cell", "code"]) -> Frame:
        href = self.top.run.href
        self._frames.append(Frame(kind))
        if href:
            self.top.run.open_link(href)
        return self.top

    def _transparent(self) -> Close:
        self.boundary()
        return self.boundary

    def _put(self, block: Block) -> None:
        """Shelve a block of its own, after the text and items before it."""
        self._commit()
        self._shelve(block)
        self.top.continued = True

    def _put_images(self) -> None:
        images, self.top.images = self.top.images, []
        for alt in images:
            self._put(Image(alt=alt))

    def _commit(self) -> None:
        """Make a paragraph or item of the text so far; pictures count if there is none."""
        frame = self.top
        text = frame.run.take()
        images, frame.images = frame.images, []
        if text.text and frame.kind == "item" and not frame.continued:
            self._lists.add(text)
            frame.continued = frame.counted = True
        elif text.text:
            self._shelve(Paragraph(text=text.text, links=text.links))
        else:
            for alt in images:
                self._shelve(Image(alt=alt))
                frame.continued = True

    def _shelve(self, block: Block) -> None:
        self._shelve_list()
        self.shelf.add(block)

    def _shelve_list(self) -> None:
        if items := self._lists.take():
            self.shelf.add(items)
