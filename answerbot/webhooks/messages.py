"""A piece of news as a request: in the standard format, for Slack, for Jira.

Knows: the three formats.
Must not know: SQL, how a request is sent.
"""

from __future__ import annotations

import json
from base64 import b64encode
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from answerbot.webhooks import slack
from answerbot.webhooks.endpoint import Endpoint, Format
from answerbot.webhooks.happenings import TEST, News, data_of
from answerbot.webhooks.signing import headers

JSON = {"content-type": "application/json"}


@dataclass(frozen=True, slots=True)
class Message:
    """A request to send."""

    url: str
    headers: dict[str, str]
    body: bytes
    method: str = "POST"


def message(
    endpoint: Endpoint, news: News, identifier: str, *, base: str, now: datetime
) -> Message:
    """What to send to an endpoint under the message id `identifier`."""
    match endpoint.format:
        case Format.SLACK:
            return Message(endpoint.url, dict(JSON), _bytes(slack.body(news, endpoint, base)))
        case Format.JIRA:
            return jira_message(endpoint, news, base)
        case Format.STANDARD:
            body = _bytes(
                {
                    "type": news.name,
                    "timestamp": news.event.at.isoformat(),
                    "data": data_of(news, base=base, words=endpoint.words),
                }
            )
            signed = headers(identifier, body, endpoint.signing(now), now)
            return Message(endpoint.url, {**JSON, **signed}, body)


def jira_message(endpoint: Endpoint, news: News, base: str) -> Message:
    """An issue to make; a test looks whether the project can be seen."""
    root, jira = endpoint.url.rstrip("/"), endpoint.jira
    basic = b64encode(f"{jira.email}:{jira.token}".encode()).decode()
    sent = {**JSON, "accept": "application/json", "authorization": f"Basic {basic}"}
    if news.name == TEST:
        return Message(f"{root}/rest/api/3/project/{jira.project}", sent, b"", "GET")
    return Message(f"{root}/rest/api/3/issue", sent, _bytes(issue(endpoint, news, base)))


def issue(endpoint: Endpoint, news: News, base: str) -> dict[str, Any]:
    """An issue in the shape of Jira's REST API, version 3."""
    ticket, jira = news.ticket, endpoint.jira
    summary, link, labels = slack.SENTENCES.get(news.name, news.name), base, ["answerbot"]
    paragraphs = [_paragraph(f"Article: {news.event.article}")] if news.event.article else []
    if ticket:
        summary = f"Ticket {ticket.number}" + (f": {ticket.subject}" if endpoint.words else "")
        link = f"{base}/desk/{ticket.number}"
        labels.append(label(ticket.number))
        if endpoint.words and ticket.description:
            paragraphs.append(_paragraph(ticket.description))
    return {
        "fields": {
            "project": {"key": jira.project},
            "issuetype": {"name": jira.issue_type},
            "summary": " ".join(summary.split())[:250],
            "labels": labels,
            "description": {
                "type": "doc",
                "version": 1,
                "content": [*paragraphs, _paragraph(link, href=link)],
            },
        }
    }


def label(number: int) -> str:
    """What an issue is found again by."""
    return f"answerbot-{number}"


def found_issue(endpoint: Endpoint, body: bytes) -> tuple[str, str] | None:
    """The key of the issue that Jira says it made, and its address."""
    try:
        key = json.loads(body)["key"]
    except (ValueError, KeyError, TypeError, RecursionError):
        return None
    if not isinstance(key, str) or not key.replace("-", "").replace("_", "").isalnum():
        return None
    return key, f"{endpoint.url.rstrip('/')}/browse/{key}"


def _paragraph(text: str, href: str = "") -> dict[str, Any]:
    piece: dict[str, Any] = {"type": "text", "text": text[:20_000]}
    if href:
        piece["marks"] = [{"type": "link", "attrs": {"href": href}}]
    return {"type": "paragraph", "content": [piece]}


def _bytes(data: Any) -> bytes:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode()
