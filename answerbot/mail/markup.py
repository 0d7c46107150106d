"""A message's HTML as lines of text: quotes marked with `>`, signatures with `-- `.

Knows: what mail programs call their quotes, signatures and histories.
Must not know: MIME, what is done with the lines.

The tree is walked once, without recursion; `corpora.blocks.parse` bounds its depth.
"""

from __future__ import annotations

import re

from selectolax.lexbor import LexborNode

from answerbot.mail.history import REST
from corpora.blocks import parse
from corpora.characters import clean
from corpora.names import names

MOST_LINES = 20_000
MOST_ELEMENTS = 100_000
"""More than any message has that people write; where there are more, the rest is left out."""

_DROPPED = names(
    "script style template iframe object embed applet svg canvas audio video map noscript head"
    " title link meta base select textarea frame frameset noembed xml"
)
_BLOCKS = names(
    "address article aside blockquote body center dd details div dl dt fieldset figure footer form"
    " header hr h1 h2 h3 h4 h5 h6 legend li main ol pre section table tbody thead tr ul"
)
_SPACED = names("p h1 h2 h3 h4 h5 h6 ul ol table pre")
_CELLS = names("td th")
_QUOTES = re.compile(
    r"\b(?:yahoo_quoted|ydp\w*yahoo_quoted|protonmail_quote|zmail_extra|moz-cite-prefix|tutanota_quote"
    r"|mail_quote|mailru-blockquote|includetail)\b"
)
_HISTORY = names("appendonsend divrplyfwdmsg mail-editor-reference-message-container reply-intro")
_SIGNATURE = re.compile(
    r"\b(?:gmail_signature|moz-signature|protonmail_signature_block|applemailsignature"
    r"|ms-outlook-mobile-signature|tutanota_signature)\b"
)
_WORD_RULE = re.compile(r"border-top:\s*solid\s+#(?:e1e1e1|b5c4df)", re.IGNORECASE)
_INDENTED = re.compile(r"border:\s*(?:none|0)", re.IGNORECASE)
_HIDDEN = re.compile(r"display:\s*none|visibility:\s*hidden|mso-hide:\s*all", re.IGNORECASE)
_SPACES = re.compile(r"[ \t\r\n\f]+")

_Attributes = dict[str, str | None]


class _Page:
    """The lines that are written so far, and the one under way."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.line = ""
        self.depth = 0
        self.verbatim = 0

    def say(self, text: str) -> None:
        """Add to the line; white space collapses as browsers do it."""
        if self.verbatim:
            first, *more = text.split("\n")
            self.line += first
            for line in more:
                self.end()
                self.line = line
            return
        words = _SPACES.sub(" ", text)
        self.line += words.lstrip(" ") if not self.line or self.line[-1] == " " else words

    def end(self) -> None:
        """End the line, also an empty one."""
        text = self.line.replace("\xa0", " ").rstrip()
        self.lines.append(">" * self.depth + (" " if self.depth else "") + text)
        self.line = ""

    def boundary(self) -> None:
        """End the line if something stands in it."""
        if self.line.strip(" "):
            self.end()
        self.line = ""

    def gap(self) -> None:
        """An empty line, unless one is there."""
        self.boundary()
        if self.lines and self.lines[-1].strip("> "):
            self.end()

    def note(self, line: str) -> None:
        """A line of ours."""
        self.boundary()
        self.lines.append(line)


def lines_from_html(html: str) -> list[str]:
    """The lines of a message's HTML. Any text is accepted: there is no HTML that raises."""
    page = _Page()
    root = parse(html).body
    node = root.first_child if root is not None else None
    open_elements: list[tuple[LexborNode, tuple[str, bool]]] = []
    seen = 0
    while node is not None and seen < MOST_ELEMENTS and len(page.lines) < MOST_LINES:
        seen += 1
        child = None
        if node.is_text_node:
            page.say(clean(node.text_content or ""))
        elif node.is_element_node and node.tag not in _DROPPED:
            attributes = node.attributes
            if not _is_hidden(attributes):
                entered = _enter(node.tag or "", attributes, page)
                child = node.first_child
                if child is None:
                    _leave(entered, page)
                else:
                    open_elements.append((node, entered))
        while child is None and node.next is None and open_elements:
            node, entered = open_elements.pop()
            _leave(entered, page)
        node = child or node.next
    page.boundary()
    return page.lines if node is None else [*page.lines, "…"]


def _enter(tag: str, attributes: _Attributes, page: _Page) -> tuple[str, bool]:
    """Begin an element; returns its tag and whether it is a quote, for its end."""
    if attributes:
        _announce(attributes, page)
    if tag == "br":
        page.end()
    elif tag == "img":
        page.say(_emoji(attributes.get("alt") or ""))
    elif tag in _CELLS:
        page.say(" ")
    _space(tag, attributes, page)
    quote = _is_quote(tag, attributes)
    if quote:
        page.boundary()
        page.depth += 1
    if tag == "li":
        page.say("- ")
    page.verbatim += tag == "pre"
    return (tag if not _is_word(attributes) else "div"), quote


def _leave(entered: tuple[str, bool], page: _Page) -> None:
    tag, quote = entered
    page.verbatim -= tag == "pre"
    _space(tag, {}, page)
    if quote:
        page.boundary()
        page.depth -= 1


def _space(tag: str, attributes: _Attributes, page: _Page) -> None:
    if tag in _SPACED and not _is_word(attributes):
        page.gap()
    elif tag in _BLOCKS or tag == "p":
        page.boundary()


def _announce(attributes: _Attributes, page: _Page) -> None:
    """Say where a signature or the history begins."""
    named = (attributes.get("id") or "").lower().removeprefix("x_")
    classes = f"{attributes.get('class') or ''} {named}".lower()
    if named in _HISTORY or _WORD_RULE.search(attributes.get("style") or ""):
        page.note(REST)
    elif named == "signature" or _SIGNATURE.search(classes):
        page.note("-- ")


def _is_quote(tag: str, attributes: _Attributes) -> bool:
    if tag == "blockquote":
        return not _INDENTED.search(attributes.get("style") or "")
    if not attributes:
        return False
    named = f"{attributes.get('class') or ''} {attributes.get('id') or ''}"
    return attributes.get("name") == "quote" or _QUOTES.search(named) is not None


def _is_word(attributes: _Attributes) -> bool:
    """Word's paragraphs have no space between them."""
    return "Mso" in (attributes.get("class") or "")


def _is_hidden(attributes: _Attributes) -> bool:
    return "hidden" in attributes or _HIDDEN.search(attributes.get("style") or "") is not None


def _emoji(alt: str) -> str:
    """Some programs send emoji as pictures; other pictures say nothing of the customer's."""
    return alt if 0 < len(alt) <= 8 and not any(c.isalnum() for c in alt) else ""
