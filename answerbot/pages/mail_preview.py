"""/editor/mail: how our messages look, by locale and template, with sample data.

Knows: which templates there are, data to fill them with.
Must not know: SQL, when a message is sent.
"""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse

from answerbot.api.callers import Shared
from answerbot.letters.compose import Shown, Trouble
from answerbot.letters.render import FOLDER, BadTemplate, Letter, strictly
from answerbot.letters.words import CATALOGUES
from answerbot.outgoing import subject_of
from answerbot.pages.view import EditorsOnly, page
from answerbot.reporting import Reporter
from answerbot.security.headers import PAGE, SANDBOXED
from answerbot.services import Services
from answerbot.telling import News
from answerbot.weekly import Weekly, due

router = APIRouter(dependencies=[EditorsOnly])

NAMES = {
    "auto_reply": "Automatic reply",
    "agent_reply": "Reply of an agent",
    "confirmation": "Confirmation",
    "reminder": "Reminder",
    "topic_news": "News of a topic",
    "report": "Weekly report to staff",
}
Template = Annotated[str, Query(pattern=f"^({'|'.join(NAMES)})$")]
Locale = Annotated[str, Query(max_length=35)]


@router.get("/editor/mail")
def preview(
    request: Request,
    shared: Shared,
    template: Template = "auto_reply",
    locale: Locale = "",
) -> HTMLResponse:
    """A message as text and as HTML, side by side; or what is wrong with its template."""
    wanted = locale or shared.settings["locale"]
    letter, problem = _written(shared, template, wanted)
    languages = {*CATALOGUES, shared.settings["locale"], wanted}
    answer = page(
        request,
        "mail_preview.html",
        names=NAMES,
        chosen=template,
        wanted=wanted,
        languages=sorted(languages),
        letter=letter,
        problem=problem,
        subject=_subject(shared, template),
        folder=shared.settings.home / FOLDER,
    )
    policy = PAGE["Content-Security-Policy"]
    answer.headers["Content-Security-Policy"] = f"{policy}; frame-src 'self'"
    return answer


@router.get("/editor/mail/html")
def as_html(shared: Shared, template: Template = "auto_reply", locale: Locale = "") -> HTMLResponse:
    """The HTML alone, powerless."""
    letter, _ = _written(shared, template, locale or shared.settings["locale"])
    return HTMLResponse(letter.html, headers=SANDBOXED)


def _written(shared: Services, template: str, locale: str) -> tuple[Letter, str]:
    """The letter, and what is wrong with the deployment's own template; then it is ours."""
    data = _sample(shared)
    try:
        return strictly(shared.settings.home, template, locale, data), ""
    except BadTemplate as error:
        return strictly(None, template, locale, data), error.message


def _subject(shared: Services, template: str) -> str:
    return (
        shared.settings["name"]
        if template == "report"
        else subject_of("Locked out of my account", 12)
    )


def _week(shared: Services) -> Weekly:
    """The last whole week of this very deployment."""
    zone = shared.settings.targets.hours.time_zone
    return Reporter(shared).report(due(shared.clock(), zone)[0])


def _sample(shared: Services) -> dict[str, Any]:
    base = shared.writer.base
    article = Shown(
        "Reset your password",
        "Open the sign-in page and choose “Forgot password”. The link we send is good for an hour.",
        f"{base}/a/EXAMPLE",
        "en",
    )
    second = Shown("When your account is locked", "After ten tries…", f"{base}/a/EXAMPLE-2", "en")
    return {
        "help_center": shared.settings["name"],
        "name": "Ada Example",
        "number": 12,
        "subject": "Locked out of my account",
        "link": f"{base}/tickets/EXAMPLE",
        "articles": [article, second],
        "article": article,
        "incident": Trouble("Sign-in is slow", "We are on it.", "https://status.example"),
        "said": "Please try this:\nhttps://help.example/reset\n\nKind regards\nAnn",
        "until": "1 January 2030",
        "days": 4,
        "told": _week(shared),
        "news": News("Sign-in works again", "It was down from 9:00 to 9:40. Sorry!"),
    }
