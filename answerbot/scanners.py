"""Whether a machine followed a link of ours, and by what that was told.

Knows: how mail scanners, prefetchers, link previews and programs show themselves.
Must not know: HTTP frameworks, pages, what a customer's yes does.

Nothing rests on this alone: what a GET asks for never acts, and a POST needs the page's own
one-time token. It keeps machines that go further out of the figures, and in the open.
"""

# ruff: noqa: E501
from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import timedelta
from enum import StrEnum
from typing import NamedTuple


class Sign(StrEnum):
    """By what a machine was told."""

    METHOD = "method"
    AGENT = "agent"
    PREFETCH = "prefetch"
    HEADERS = "headers"
    GESTURE = "gesture"
    TOO_SOON = "too_soon"
    UNBOUND = "unbound"
    REPLAYED = "replayed"


EXPLAINED = {
    Sign.METHOD: "it asked for the headers alone (HEAD)",
    Sign.AGENT: "it names itself as a scanner, a preview or a program",
    Sign.PREFETCH: "a browser fetched the page before anybody asked for it",
    Sign.HEADERS: "it lacks headers that every browser sends",
    Sign.GESTURE: "the form was sent without a hand on mouse or keyboard",
    Sign.TOO_SOON: "the form was sent sooner than anybody can read and press",
    Sign.UNBOUND: "the form came without the token that its page had for it",
    Sign.REPLAYED: "the form's token had been used before",
}


class Machine(NamedTuple):
    """What was recognised; `name` is the machine's, as far as it says."""

    sign: Sign
    name: str = ""


AGENTS: tuple[tuple[str, str], ...] = (
    (r"safelinks|microsoftpreview|ms[- ]office|microsoft office|bingpreview|skypeuripreview", "Microsoft"),
    (r"proofpoint|urldefense", "Proofpoint"),
    (r"mimecast", "Mimecast"),
    (r"barracuda", "Barracuda"),
    (r"googleimageproxy|google-safety|google-read-aloud|google favicon|feedfetcher|apis-google", "Google"),
    (r"yahoomailproxy|yahoo! slurp|yahoocachesystem", "Yahoo"),
    (r"slackbot|slack-imgproxy", "Slack"),
    (r"whatsapp", "WhatsApp"),
    (r"telegrambot", "Telegram"),
    (r"facebookexternalhit|facebot|meta-external", "Facebook"),
    (r"linkedinbot", "LinkedIn"),
    (r"discordbot", "Discord"),
    (r"twitterbot", "Twitter"),
    (r"applebot|apple-mail-privacy|cfnetwork/", "Apple"),
    (r"symantec|messagelabs|brightmail", "Symantec"),
    (r"trend ?micro|tmufe", "Trend Micro"),
    (r"fireeye|trellix", "Trellix"),
    (r"ironport|cisco", "Cisco"),
    (r"sophos", "Sophos"),
    (r"zscaler", "Zscaler"),
    (r"forcepoint|websense", "Forcepoint"),
    (r"checkpoint|avanan", "Check Point"),
    (r"kaspersky", "Kaspersky"),
    (r"\beset\b", "ESET"),
    (r"virustotal|urlscan|urlvoid|phishtank|netcraft|safebrowsing", "URL scanner"),
    (r"headlesschrome|phantomjs|puppeteer|playwright|selenium|slimerjs|lighthouse", "headless browser"),
    (r"curl/|wget|python|aiohttp|httpx|go-http-client|\bjava/|okhttp|apache-httpclient|libwww|lwp"
     r"|axios|node-fetch|undici|ruby|guzzle|php/|winhttp|powershell|restsharp|postman|insomnia|dart/", "program"),
    (r"bot\b|bot/|crawler|spider|scanner|scan\b|preview|prefetch|unfurl|linkcheck|validator|monitor"
     r"|archiver", "crawler"),
)  # fmt: skip
"""Patterns in a User-Agent, and whose they are; the first that fits."""

_AGENTS = tuple((re.compile(pattern, re.IGNORECASE), name) for pattern, name in AGENTS)
_PREFETCHED = ("purpose", "sec-purpose", "x-purpose", "x-moz")
_TELLS_GESTURE = re.compile(
    r"(?:chrome|chromium|edg)/(?:[89]\d|\d{3})|firefox/(?:9\d|\d{3})", re.IGNORECASE
)
"""Browsers that say of each page that they go to whether somebody asked for it."""


def machine(method: str, headers: Mapping[str, str], *, secure: bool) -> Machine | None:
    """What a request shows of a machine; None if a person may have sent it.

    `headers` are by name in lower case. `secure`: over a connection on which browsers say
    more of themselves (TLS, or this very machine).
    """
    agent = headers.get("user-agent", "").strip()
    for pattern, name in _AGENTS:
        if pattern.search(agent):
            return Machine(Sign.AGENT, name)
    if method == "HEAD":
        return Machine(Sign.METHOD)
    if any(re.search(r"prefetch|prerender|preview", headers.get(n, "")) for n in _PREFETCHED):
        return Machine(Sign.PREFETCH)
    if not all(headers.get(name) for name in ("user-agent", "accept", "accept-language")):
        return Machine(Sign.HEADERS)
    if headers.get("sec-fetch-dest", "document") != "document":
        return Machine(Sign.HEADERS)
    if method == "POST" and not _by_hand(agent, headers, secure=secure):
        return Machine(Sign.GESTURE)
    return None


def too_soon(waited: timedelta, least: timedelta) -> bool:
    """Whether a form came back sooner than anybody can press."""
    return waited < least


def _by_hand(agent: str, headers: Mapping[str, str], *, secure: bool) -> bool:
    """Whether the form was sent by somebody, as far as the browser tells."""
    if "sec-fetch-site" in headers and headers["sec-fetch-site"] != "same-origin":
        return False
    if not _TELLS_GESTURE.search(agent):
        return True
    tells = secure or "sec-fetch-mode" in headers
    return not tells or headers.get("sec-fetch-user") == "?1"
