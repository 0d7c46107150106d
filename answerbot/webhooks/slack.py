"""News for a Slack-compatible incoming webhook: a sentence, a link, some facts.

Knows: blocks, and how words are kept from being commands.
Must not know: where it is sent.

`&`, `<` and `>` are all that begins a command in Slack's text (`<!channel>`, `<@user>`, links):
escaped, they are read as they were written.
"""

from __future__ import annotations

from typing import Any

from answerbot.webhooks.endpoint import Endpoint
from answerbot.webhooks.happenings import TEST, WANTED, News

SENTENCES = {
    "ticket.created": "New ticket",
    "ticket.bot_resolved": "Solved by an article",
    "ticket.reopened": "Opened again",
    "ticket.message": "The customer wrote again",
    "ticket.changed": "Changed by an agent",
    "ticket.assigned": "Given to an agent or a team",
    "ticket.replied": "Answered by an agent",
    "ticket.solved": "Solved by an agent",
    "ticket.assumed": "Closed, as nobody answered",
    "target.nearing": "A target is near",
    "target.breached": "A target was missed",
    "enquiry.accepted": "An article answered a question",
    "enquiry.recontacted": "The same person asked the same again",
    "enquiry.rated": "A customer rated the help",
    "article.flagged": "An article is wrong, old or missing, says an agent",
    WANTED: "An issue is wanted",
    TEST: "A test: messages from answerbot come here",
}
LONGEST = 2_900
"""Of a block's text Slack takes 3,000 characters."""


def body(news: News, endpoint: Endpoint, base: str) -> dict[str, Any]:
    """The message; `text` is what notifications show."""
    title, ticket = SENTENCES.get(news.name, news.name), news.ticket
    if ticket is None:
        about = f": {escaped(news.event.article)}" if news.event.article else ""
        return {"text": title + about, "blocks": [_section(f"*{title}*{about}")]}
    named = f"{title}: ticket {ticket.number}"
    words = endpoint.words
    subject = f" {escaped(_line(ticket.subject))}" if words else ""
    head = f"*{title}* <{base}/desk/{ticket.number}|ticket {ticket.number}>{subject}"
    blocks = [_section(head)]
    if words and news.name == "ticket.created" and ticket.description:
        blocks.append(_section(escaped(ticket.description[:1_000])))
    facts = [
        ticket.priority.value, ticket.form, ticket.team, ticket.locale,
        _due(news),
    ]  # fmt: skip
    context = " · ".join(escaped(fact) for fact in facts if fact)
    blocks.append({"type": "context", "elements": [{"type": "mrkdwn", "text": context[:LONGEST]}]})
    return {"text": named + subject, "blocks": blocks}


def escaped(text: str) -> str:
    """Words that are no commands."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _due(news: News) -> str:
    due = news.event.detail.get("due")
    return f"due {due}" if isinstance(due, str) and due else ""


def _line(text: str) -> str:
    return " ".join(text.split())[:200]


def _section(text: str) -> dict[str, Any]:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text[:LONGEST]}}
