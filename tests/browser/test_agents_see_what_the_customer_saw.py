"""Who asks a human takes along what was typed, shown, opened and rejected."""

from __future__ import annotations

from playwright.sync_api import expect

from answerbot.enquiries import Kind
from answerbot.services import Services
from answerbot.staff import Member, Role
from tests.browser.conftest import ANSWER, ARTICLE_TITLE, QUESTION, Site, Visitor, Windows

STORY = "What the customer saw, and what was done"


def test_a_request_from_the_widget_reaches_the_desk_with_its_story(
    site: Site, visitor: Visitor, agent: Visitor
) -> None:
    widget = visitor.ask()
    widget.get_by_role("button", name=ARTICLE_TITLE).click()
    widget.get_by_role("button", name="No", exact=True).click()
    widget.get_by_role("button", name="It does not answer my question").click()
    widget.get_by_role("button", name="Ask a human").click()
    widget.get_by_label("Topic").select_option("remote")
    widget.get_by_label("What happened").fill(
        "It says that the password is wrong, on the phone too."
    )
    widget.get_by_label("Your e-mail address").fill("grace@example.com")
    widget.get_by_role("button", name="Send").click()
    expect(widget.get_by_role("heading", name="Your request is with us")).to_be_visible()
    enquiry = visitor.enquiry()
    number = site.services.tickets.of_enquiry(enquiry)[0].number

    page = agent.go("/desk")
    row = page.get_by_role("row").filter(has_text="grace@example.com")
    expect(row).to_contain_text("Farview Remote")
    expect(row).to_contain_text("open")
    row.get_by_role("link", name=QUESTION).click()
    page.wait_for_url(f"**/desk/{number}")
    story = page.get_by_role("region", name=STORY)
    expect(story).to_contain_text(QUESTION)
    expect(story).to_contain_text(ARTICLE_TITLE)
    expect(story).to_contain_text("It does not answer my question")
    expect(story).to_contain_text("Asked a human")
    expect(story).to_contain_text("Was offered on the request's page")
    suggested = page.get_by_role("region", name="Suggested articles")
    expect(suggested.get_by_role("listitem").first).to_be_visible()
    expect(suggested.get_by_role("link", name=ARTICLE_TITLE)).to_have_count(0)
    assert agent.complaints == []


def test_the_contact_form_takes_along_what_the_widget_showed(
    site: Site, visitor: Visitor, agent: Visitor
) -> None:
    visitor.ask()
    enquiry = visitor.enquiry()
    ticket = site.ticket(visitor.send_form())
    assert ticket.enquiry == enquiry
    assert Kind.SUBMITTED in {event.kind for event in site.events(enquiry)}
    page = agent.go(f"/desk/{ticket.number}")
    expect(page.get_by_role("region", name=STORY)).to_contain_text(QUESTION)


def test_an_enquiry_of_another_visitor_is_left_out(
    site: Site, visitor: Visitor, window: Windows
) -> None:
    visitor.ask()
    enquiry = visitor.enquiry()
    stranger = window()
    answer = stranger.page.request.post(
        f"{site.origin}/contact",
        form={"subject": "x", "enquiry": enquiry, "session": "guessed"},
        max_redirects=0,
    )
    assert answer.status == 303
    assert site.services.tickets.get(answer.headers["location"][9:]).enquiry != enquiry
    assert not site.services.tickets.of_enquiry(enquiry)


def test_an_agent_inserts_a_link_and_it_is_recorded(
    site: Site, visitor: Visitor, agent: Visitor
) -> None:
    visitor.go("/")
    ticket = site.ticket(visitor.send_form(QUESTION, "I changed my password, now I am locked out"))
    page = agent.go(f"/desk/{ticket.number}")
    offer = page.get_by_role("listitem").filter(has=page.get_by_role("link", name=ARTICLE_TITLE))
    offer.get_by_role("button", name="Insert link").click()
    expect(page.get_by_role("status")).to_contain_text(f"With a link to “{ARTICLE_TITLE}”")
    expect(page.get_by_label("Reply")).to_be_focused()
    page.get_by_label("Reply").fill("This explains it:")
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.get_by_role("region", name="Conversation")).to_contain_text("This explains it:")

    last = site.events(ticket.enquiry)[-1]
    assert (last.kind, last.article) == (Kind.LINKED, ANSWER)
    visitor.page.reload()
    reply = visitor.page.get_by_role("region", name="Conversation")
    expect(reply).to_contain_text("This explains it:")
    reply.get_by_role("link").click()
    expect(visitor.page.get_by_role("heading", level=1)).to_have_text(ARTICLE_TITLE)


def test_an_inserted_link_can_be_removed(site: Site, visitor: Visitor, agent: Visitor) -> None:
    visitor.go("/")
    ticket = site.ticket(visitor.send_form(QUESTION))
    page = agent.go(f"/desk/{ticket.number}")
    page.get_by_role("button", name="Insert link").first.click()
    page.get_by_role("button", name="Remove").click()
    page.get_by_label("Reply").fill("Just words")
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.get_by_role("region", name="Conversation")).to_contain_text("Just words")
    assert Kind.LINKED not in {event.kind for event in site.events(ticket.enquiry)}


def test_sending_and_solving_is_one_step(site: Site, visitor: Visitor, agent: Visitor) -> None:
    visitor.go("/")
    ticket = site.ticket(visitor.send_form("A thing of its own"))
    page = agent.go(f"/desk/{ticket.number}")
    page.get_by_label("Reply").fill("Done for you.")
    page.get_by_role("button", name="Send and solve").click()
    expect(page.locator(".badge.solved")).to_be_visible()
    page.goto(f"{site.origin}/desk?view=solved")
    expect(page.get_by_role("link", name="A thing of its own")).to_be_visible()
    visitor.page.reload()
    visitor.page.get_by_role("button", name="Open it again").click()
    expect(visitor.page.get_by_text("Open again", exact=True)).to_be_visible()


def account(services: Services, email: str, password: str) -> None:
    now, members = services.clock(), services.members
    if members.by_email(email) is None:
        members.add(Member("m_ada", "Ada", Role.AGENT, email), by="test", now=now)
        members.set_password("m_ada", services.passwords.hash(password), by="test", now=now)


def test_the_desk_works_without_script(site: Site, visitor: Visitor, window: Windows) -> None:
    visitor.go("/")
    ticket = site.ticket(visitor.send_form(QUESTION))
    agent = window(java_script_enabled=False)
    page = agent.go("/sign-in")
    account(site.services, "ada@shop.example", "correct horse battery")
    page.get_by_label("E-mail address").fill("ada@shop.example")
    page.get_by_label("Password").fill("correct horse battery")
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.goto(f"{site.origin}/desk/{ticket.number}")
    page.get_by_label("Reply").fill("See here.")
    page.get_by_role("button", name="Reply with this link").first.click()
    said = page.get_by_role("region", name="Conversation")
    expect(said).to_contain_text("See here.")
    expect(said.get_by_role("link").first).to_be_visible()
    assert site.events(ticket.enquiry)[-1].kind is Kind.LINKED


def test_a_draft_outlives_every_other_button(site: Site, visitor: Visitor, agent: Visitor) -> None:
    visitor.go("/")
    ticket = site.ticket(visitor.send_form(QUESTION))
    page = agent.go(f"/desk/{ticket.number}")
    page.get_by_label("Reply").fill("Half an answer")
    page.get_by_label("Priority", exact=True).select_option("high")
    page.get_by_role("button", name="Set priority").click()
    expect(page.get_by_label("Reply")).to_have_value("Half an answer")
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.get_by_role("region", name="Conversation")).to_contain_text("Half an answer")
    page.reload()
    expect(page.get_by_label("Reply")).to_have_value("")
