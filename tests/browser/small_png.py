"""A screenshot with at most 256 colours: a quarter of the bytes, and nobody sees the difference."""

from __future__ import annotations

import base64
import struct
import zlib
from typing import Any

import numpy as np
from numpy.typing import NDArray
from playwright.sync_api import Page

PIXELS = """async (png) => {
  const image = new Image();
  image.src = `data:image/png;base64,${png}`;
  await image.decode();
  const canvas = new OffscreenCanvas(image.width, image.height);
  const context = canvas.getContext('2d');
  context.drawImage(image, 0, 0);
  const { data } = context.getImageData(0, 0, image.width, image.height);
  let text = '';
  for (let i = 0; i < data.length; i += 30000)
    text += String.fromCharCode(...data.subarray(i, i + 30000));
  return { width: image.width, height: image.height, data: btoa(text) };
}"""


def small_png(page: Page, png: bytes) -> bytes:
    """`png` with a palette. `page` is any blank page: its browser reads the pixels."""
    pixels = read_pixels(page, png)
    height, width, _ = pixels.shape
    palette, indexed = quantised(pixels)
    head = struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)
    rows = np.pad(indexed, ((0, 0), (1, 0))).tobytes()  # each row begins with its filter: none
    body = zlib.compress(rows, 9)
    parts = ((b"IHDR", head), (b"PLTE", palette.tobytes()), (b"IDAT", body), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(*part) for part in parts)


def read_pixels(page: Page, png: bytes) -> NDArray[np.uint8]:
    """The colours of a picture, height by width by three."""
    read: dict[str, Any] = page.evaluate(PIXELS, base64.b64encode(png).decode())
    shape = read["height"], read["width"], 4
    return np.frombuffer(base64.b64decode(read["data"]), np.uint8).reshape(shape)[:, :, :3]


def quantised(pixels: NDArray[np.uint8]) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """The colours, and each pixel's place among them: as many bits of each as 256 allow."""
    for bits in range(8, 1, -1):
        coarse = (pixels >> (8 - bits)).astype(np.int32)
        codes = (coarse[:, :, 0] << 16) | (coarse[:, :, 1] << 8) | coarse[:, :, 2]
        known, places, counts = np.unique(codes, return_inverse=True, return_counts=True)
        if len(known) <= 256:
            break
    places = places.reshape(-1)
    sums = [np.bincount(places, pixels[:, :, c].reshape(-1)) / counts for c in range(3)]
    palette = np.stack(sums, axis=1).round().astype(np.uint8)
    return palette, places.reshape(pixels.shape[:2]).astype(np.uint8)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
