"""Messages as mail programs really write them: their own markup for quotes and signatures.

Each builder takes what the customer wrote, as lines, and returns the bytes of a message.
Nothing here imports the parser.
"""

from __future__ import annotations

import base64
import quopri
import textwrap
from collections.abc import Sequence
from html import escape
from typing import NamedTuple

BOUNDARY = "=_b0undary_{level}"


class Quote(NamedTuple):
    """What is answered: the line that introduces it, and its lines."""

    attribution: str
    lines: Sequence[str]


def part(text: str | bytes, kind: str = "text/plain", charset: str = "utf-8", how: str = "") -> str:
    """A MIME part, its head included. `how` is the transfer encoding."""
    data = text if isinstance(text, bytes) else text.encode(charset)
    how = how or ("7bit" if charset.startswith("iso-2022") else "quoted-printable")
    head = f"Content-Type: {kind}"
    if kind.startswith("text/"):
        head += f'; charset="{charset}"'
    return f"{head}\r\nContent-Transfer-Encoding: {how}\r\n\r\n{_encoded(data, how)}"


def file(name: str, data: bytes, kind: str = "application/octet-stream") -> str:
    """An attachment."""
    return (
        f'Content-Type: {kind}; name="{name}"\r\nContent-Transfer-Encoding: base64\r\n'
        f'Content-Disposition: attachment; filename="{name}"\r\n\r\n{_encoded(data, "base64")}'
    )


def multi(*parts: str, kind: str = "alternative", level: int = 0) -> str:
    """A multipart of parts."""
    boundary = BOUNDARY.format(level=level)
    body = "".join(f"--{boundary}\r\n{inner}\r\n" for inner in parts)
    return f'Content-Type: multipart/{kind}; boundary="{boundary}"\r\n\r\n{body}--{boundary}--\r\n'


def message(content: str, **heads: str) -> bytes:
    """The whole message; `heads` name headers with `_` for `-`."""
    told = {
        "from": "Jo Customer <jo@customer.example>",
        "to": "support@shop.example",
        "subject": "Question",
        "message_id": "<m1@customer.example>",
        "date": "Wed, 04 Mar 2026 10:15:00 +0100",
        **heads,
    }
    lines = [f"{name.replace('_', '-').title()}: {value}" for name, value in told.items()]
    head = "\r\n".join([*lines, "MIME-Version: 1.0", ""])
    return (head + content).encode("utf-8", "surrogateescape")


def plain(text: str, charset: str = "utf-8", how: str = "", **heads: str) -> bytes:
    """A message of one text part."""
    return message(part(text.replace("\n", "\r\n"), charset=charset, how=how), **heads)


def html(text: str, charset: str = "utf-8", how: str = "", **heads: str) -> bytes:
    """A message of one HTML part."""
    return message(part(text, "text/html", charset, how), **heads)


def quoted(lines: Sequence[str], mark: str = "> ") -> str:
    """Lines as quoted text."""
    return "\n".join(f"{mark}{line}" if line else mark.rstrip() for line in lines)


def gmail(
    own: Sequence[str], quote: Quote | None = None, sign: Sequence[str] = (), **heads: str
) -> bytes:
    """Gmail on the web: plain text wrapped at 76, and HTML with gmail_quote."""
    text = "\n".join(textwrap.fill(line, 76) if line else "" for line in own)
    page = f'<div dir="ltr">{_divs(own)}</div>'
    if sign:
        text += "\n\n-- \n" + "\n".join(sign)
        page += (
            '<div><br clear="all"></div><span class="gmail_signature_prefix">-- </span><br>'
            f'<div dir="ltr" class="gmail_signature" data-smartmail="gmail_signature">{_divs(sign)}</div>'
        )
    if quote:
        text += f"\n\n{textwrap.fill(quote.attribution, 76)}\n\n{quoted(quote.lines)}\n"
        page += (
            '<br><div class="gmail_quote gmail_quote_container"><div dir="ltr" class="gmail_attr">'
            f"{escape(quote.attribution)}<br></div>"
            '<blockquote class="gmail_quote" style="margin:0px 0px 0px 0.8ex;border-left:1px solid'
            f' rgb(204,204,204);padding-left:1ex"><div dir="ltr">{_divs(quote.lines)}</div>'
            "</blockquote></div>"
        )
    return message(multi(part(text), part(page, "text/html")), **heads)


def apple(own: Sequence[str], quote: Quote | None = None, sign: str = "", **heads: str) -> bytes:
    """Apple Mail and iPhones: blockquote type=cite with the attribution inside."""
    text = "\n".join(own)
    page = "".join(f"<div>{escape(line) or '<br>'}</div>" for line in own)
    if sign:
        text += f"\n\n{sign}"
        page += f'<br id="lineBreakAtBeginningOfSignature"><div dir="ltr">{escape(sign)}</div>'
    if quote:
        text += f"\n\n> {quote.attribution}\n> \n{quoted(quote.lines)}\n"
        page += (
            f'<div dir="ltr"><br><blockquote type="cite">{escape(quote.attribution)}<br><br>'
            f'</blockquote></div><blockquote type="cite"><div dir="ltr">{_divs(quote.lines)}</div>'
            "</blockquote>"
        )
    page = (
        f'<html><head><meta http-equiv="content-type"></head><body dir="auto">{page}</body></html>'
    )
    return message(multi(part(text), part(page, "text/html")), **heads)


def outlook(own: Sequence[str], header: Sequence[str], old: Sequence[str], **heads: str) -> bytes:
    """Outlook for Windows, HTML by Word alone: MsoNormal, a border above the old message."""
    block = "<br>".join(
        f"<b>{escape(line.split(':')[0])}:</b>{escape(line.partition(':')[2])}" for line in header
    )
    style = "<style><!-- p.MsoNormal {margin:0cm; font-size:11.0pt;} --></style>"
    rest = (
        '<div><div style="border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm">'
        f'<p class="MsoNormal">{block}<o:p></o:p></p></div></div>{_mso(["", *old])}'
    )
    page = (
        '<html xmlns:o="urn:schemas-microsoft-com:office:office"><head>'
        f'<meta name="Generator" content="Microsoft Word 15">{style}</head>'
        f'<body lang="EN-US"><div class="WordSection1">{_mso(own)}{rest if header else ""}</div>'
        "</body></html>"
    )
    return message(part(page, "text/html", heads.pop("charset", "utf-8")), **heads)


def outlook_web(
    own: Sequence[str], header: Sequence[str], old: Sequence[str], **heads: str
) -> bytes:
    """Outlook on the web and Microsoft 365: appendonsend, divRplyFwdMsg, text after a rule."""
    block = "<br>".join(escape(line) for line in header)
    page = (
        '<html><head><style type="text/css">P {margin-top:0;margin-bottom:0;}</style></head><body>'
        + "".join(f'<div class="elementToProof">{escape(line) or "<br>"}</div>' for line in own)
        + '<div id="appendonsend"></div><hr style="display:inline-block;width:98%" tabindex="-1">'
        f'<div id="divRplyFwdMsg" dir="ltr"><font face="Calibri">{block}</font><div>&nbsp;</div></div>'
        f'<div class="BodyFragment">{_divs(old)}</div></body></html>'
    )
    text = "\n".join([*own, "", "_" * 32, *header, "", *old])
    return message(multi(part(text), part(page, "text/html")), **heads)


def thunderbird(text: str, quote: Quote | None = None, below: str = "", **heads: str) -> bytes:
    """Thunderbird: format=flowed text; the answer above or below the quote."""
    body = text
    if quote:
        body += f"\n\n{quote.attribution}\n{quoted(quote.lines)}\n{below}"
    content = (
        "Content-Type: text/plain; charset=UTF-8; format=flowed\r\n"
        "Content-Transfer-Encoding: 8bit\r\n\r\n" + body.replace("\n", "\r\n")
    )
    return message(content, **heads)


def _encoded(data: bytes, how: str) -> str:
    if how == "base64":
        return base64.encodebytes(data).decode("ascii").replace("\n", "\r\n")
    if how == "quoted-printable":
        return quopri.encodestring(data).decode("ascii").replace("\r\n", "\n").replace("\n", "\r\n")
    return data.decode("utf-8", "surrogateescape")


def _divs(lines: Sequence[str]) -> str:
    return "".join(f"<div>{escape(line) or '<br>'}</div>" for line in lines)


def _mso(lines: Sequence[str]) -> str:
    """Word's way: a paragraph a line, an empty one for a blank line."""
    return "".join(
        f'<p class="MsoNormal">{escape(line) or "&nbsp;"}<o:p></o:p></p>' for line in lines
    )
