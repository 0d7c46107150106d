"""A plot can be taken along: as SVG with its colours, and as PNG drawn by the browser."""

from __future__ import annotations

import struct
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from playwright.sync_api import Page, expect

from tests.browser.conftest import Site, Windows
from tests.browser.small_png import read_pixels
from tests.browser.test_editors_see_what_articles_do import record

BARS = (0xC3, 0xC9, 0xD6)


def colours(page: Page, png: bytes) -> set[tuple[int, ...]]:
    pixels: NDArray[np.uint8] = read_pixels(page, png)
    return {tuple(pixel) for pixel in pixels.reshape(-1, 3).tolist()}


def test_a_plot_is_saved_as_png(empty_site: Site, window: Windows, tmp_path: Path) -> None:
    record(empty_site, enquiries=40, kinds=())
    visitor = window(empty_site.origin)
    page = visitor.sign_in("/overview")
    with page.expect_download(timeout=8000) as downloading:
        page.get_by_role("link", name="as PNG").first.click()
    file = tmp_path / downloading.value.suggested_filename
    downloading.value.save_as(file)
    png = file.read_bytes()
    assert (file.suffix, png[:8]) == (".png", b"\x89PNG\r\n\x1a\n")
    width, height = struct.unpack(">II", png[16:24])
    assert width > height > 400
    expect(page.get_by_role("link", name="Picture as SVG")).to_be_visible()
    page.goto("about:blank")  # our own pages may not read a picture from text
    found = colours(page, png)
    assert (255, 255, 255) in found, "not on white"
    assert BARS in found, "drawn without its colours"
    assert visitor.complaints == []
