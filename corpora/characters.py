"""Characters that may appear in an article: what is stripped from untrusted text, and why.

Knows: control characters, bidirectional overrides, invisible formatting, joiners.
Must not know: HTML, blocks, languages of articles.
"""

from __future__ import annotations

import re

# Cc and Cs, the bidirectional controls, and format characters that show nothing: they
# can hide words, reverse them on screen, or make equal texts unequal. Tab and newline
# stay here; the callers decide about them.
_STRIPPED = (
    "\\x00-\\x08\\x0b\\x0e-\\x1f\\x7f-\\x84\\x86-\\x9f\\xad\\u061c\\u180e\\u200b\\u200e\\u200f"
    "\\u202a-\\u202e\\u2060-\\u206f\\ufeff\\ufff9-\\ufffb\\ufffe\\uffff\\ud800-\\udfff"
    "\\U000e0000-\\U000e007f"
)
# A joiner means something only after these: scripts whose letters join or stack
# (Arabic to Sinhala, Myanmar, Khmer, Mongolian), and emoji.
_JOINABLE = (
    "\\u0600-\\u0dff\\u1000-\\u109f\\u1780-\\u18af\\ufb50-\\ufdff\\ufe0f\\ufe70-\\ufefc"
    "\\u2190-\\u21ff\\u2300-\\u27bf\\u2900-\\u2bff\\U0001f000-\\U0001faff"
)
_UNWANTED = re.compile(f"[{_STRIPPED}]")
_STRAY_JOINER = re.compile(f"(?<![{_JOINABLE}])[\\u200c\\u200d]+")
_LINE_ENDS = re.compile("\r\n?|[\x85\u2028\u2029\x0b\x0c]")


def clean(text: str) -> str:
    """The text without invisible and control characters; tab, newline and space stay.

    All kinds of line end become a newline. Zero-width joiners stay where emoji, Indic
    and Arabic scripts need them. Cleaning twice gives the same text.
    """
    if text.isascii() and text.isprintable():
        return text
    return _STRAY_JOINER.sub("", _UNWANTED.sub("", _LINE_ENDS.sub("\n", text)))


def clean_line(text: str) -> str:
    """`clean`, with every run of white space as one space and none at the ends."""
    return " ".join(clean(text).split())
