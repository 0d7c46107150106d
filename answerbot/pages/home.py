"""The customer's page: the widget, articles by topic, the company's own contact form.

Knows: a form that works without any script.
Must not know: SQL, ranking.
"""

from __future__ import annotations

from functools import partial
from typing import Annotated

from fastapi import APIRouter, Form, Query, Request, Response
from pydantic import BaseModel, Field, ValidationError

from answerbot.api.callers import Shared, hashed, looked_at_by_staff
from answerbot.api.schemas import TicketRequest
from answerbot.api.tickets import first_line
from answerbot.errors import Forbidden, NotFound, NotReady
from answerbot.pages.texts import texts
from answerbot.pages.view import page, see, visitor
from answerbot.reading import quick_links, readable_languages
from answerbot.services import Services
from answerbot.store.exclusions import Exclusions
from answerbot.store.tickets import NewTicket
from answerbot.ticketing import submit

router = APIRouter()

Text = Annotated[str, Form(max_length=20_000)]

BLANK = {"subject": "", "description": "", "email": "", "form": ""}


@router.get("/")
def home(
    request: Request, shared: Shared, locale: Annotated[str, Query(max_length=35)] = ""
) -> Response:
    """A customer's page, with the widget and a contact form."""
    return _home(request, shared, locale or preferred(request, shared), BLANK)


def preferred(request: Request, shared: Services) -> str:
    """The first language of the browser that has articles, else the help center's."""
    searcher, now = shared.searcher, shared.clock()
    have = readable_languages(searcher, now=now) if searcher else ()
    for part in request.headers.get("accept-language", "")[:500].split(","):
        language = part.split(";")[0].strip().split("-")[0].lower()
        if language in have:
            return language
    return str(shared.settings["locale"])


class Contact(BaseModel):
    """The contact form as it is sent. `enquiry` and `session` are the widget's."""

    subject: str = Field(default="", max_length=300)
    description: str = Field(default="", max_length=20_000)
    email: str = Field(default="", max_length=300)
    form: str = Field(default="", max_length=300)
    locale: str = Field(default="", max_length=35)
    enquiry: str = Field(default="", max_length=300)
    session: str = Field(default="", max_length=300)

    @property
    def typed(self) -> dict[str, str]:
        """What the customer wrote or chose."""
        return self.model_dump(include=set(BLANK))


@router.post("/contact")
def contact(request: Request, shared: Shared, sent: Annotated[Contact, Form()]) -> Response:
    """The contact form: a ticket. What was typed stays where something is wrong with it.

    A script on the page fills in `enquiry` and `session` of the widget, so that the
    agent sees what the customer saw. Without them the ticket is made all the same.
    """
    shared.write_limit.take(f"contact {visitor(request, shared)}")
    locale = sent.locale or shared.settings["locale"]
    wrong, ticket = checked(sent.typed, locale)
    if ticket is None:
        return _home(request, shared, locale, sent.typed, wrong)
    known = {form.id for form in shared.settings.forms}
    new = NewTicket(
        id=f"tkt_{shared.random()}",
        subject=ticket.subject.strip() or first_line(ticket.description),
        description=ticket.description.strip(),
        name="",
        email=ticket.email,
        form=ticket.form if ticket.form in known else "",
        locale=ticket.locale,
        channel="form",
    )
    by_staff = looked_at_by_staff(request, shared)
    return see(f"/tickets/{_submitted(shared, new, sent, by_staff)}")


def checked(typed: dict[str, str], locale: str) -> tuple[dict[str, str], TicketRequest | None]:
    """What is wrong, by field, in the customer's language; or the request."""
    words = texts(locale)
    if not (typed["subject"].strip() or typed["description"].strip()):
        return {"description": words["say_something"]}, None
    try:
        sent = TicketRequest(**{**typed, "email": typed["email"].strip()}, locale=locale)
    except ValidationError as error:
        fields = {str(found["loc"][0]) for found in error.errors()}
        if "email" in fields:
            return {"email": words["bad_email"]}, None
        return {next(iter(fields & typed.keys()), "description"): words["bad_form"]}, None
    return {}, sent


def _submitted(shared: Services, new: NewTicket, sent: Contact, by_staff: bool) -> str:
    """The ticket's id. An enquiry that is not this visitor's is left out, not refused."""
    send = partial(submit, shared, new, by_staff=by_staff)
    try:
        return send(session=hashed(sent.session), enquiry=sent.enquiry).id
    except (NotFound, Forbidden):
        return send(session="", enquiry="").id


def _home(
    request: Request,
    shared: Services,
    locale: str,
    typed: dict[str, str],
    wrong: dict[str, str] | None = None,
) -> Response:
    try:
        searcher = shared.live.searcher
        own, now = shared.settings["locale"], shared.clock()
        excluded = Exclusions(shared.store).current()
        links = {
            form.id: quick_links(searcher, form, locale, home=own, now=now, excluded=excluded)
            for form in shared.settings.forms
        }
        languages = readable_languages(searcher, now=now)
    except NotReady:
        links, languages = {}, ()
    public = next((key.public for key in shared.keys.all() if key.kind == "public"), "")
    return page(
        request,
        "home.html",
        status=422 if wrong else 200,
        locale=locale,
        key=public,
        forms=shared.settings.forms,
        links=links,
        languages=languages,
        typed=typed,
        wrong=wrong or {},
        demo=shared.demo,
    )
