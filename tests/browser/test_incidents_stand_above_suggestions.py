"""What an editor writes of an incident is read by whom it concerns, who may ask to be told."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from answerbot.store.topics import Topics
from answerbot.topics import Kind, Said, Topic
from tests.browser.conftest import Site, Visitor, Windows

ABOUT = "zebrafish"
"""No article has it, and no other test asks for it."""


@pytest.fixture(scope="module")
def topics(site: Site) -> Iterator[Topics]:
    held, now = Topics(site.services.store), site.services.clock()
    incident = Said(title="Zebrafish are ill", text="The vet is here.", words=(ABOUT,))
    question = Said(title="Do you sell axolotls?", words=("axolotl",))
    made = [
        Topic(
            id="top_fish",
            kind=Kind.INCIDENT,
            texts={"en": incident},
            starts=now,
            fix=now + timedelta(days=2),
            url="https://status.example/fish",
        ),
        Topic(id="top_axolotl", kind=Kind.UNANSWERED, texts={"en": question}, starts=now),
    ]
    for topic in made:
        held.add(topic, author="ada", now=now)
    yield held
    for topic in made:
        held.change(topic.model_copy(update={"open": False}), author="ada", now=now)


def test_an_incident_is_read_above_the_suggestions(topics: Topics, visitor: Visitor) -> None:
    widget = visitor.widget()
    field = widget.get_by_role("textbox")
    field.press_sequentially(f"how do I reset my password {ABOUT} ")
    banner = widget.get_by_role("region", name="Zebrafish are ill")
    expect(banner).to_contain_text("The vet is here.")
    expect(banner).to_contain_text("Expected to be fixed: ")
    expect(banner.get_by_role("link")).to_have_attribute("href", "https://status.example/fish")
    expect(widget.locator(".suggestion").first).to_be_visible()
    tops = widget.evaluate(
        """w => ['.banner', '.suggestion'].map((s) =>
            w.shadowRoot.querySelector(s).getBoundingClientRect().top)"""
    )
    assert tops == sorted(tops)
    field.fill("how do I reset my password")
    expect(banner).to_be_hidden()


def test_an_incident_is_read_where_no_article_fits_too(topics: Topics, visitor: Visitor) -> None:
    widget = visitor.widget()
    widget.get_by_role("textbox").fill(f"{ABOUT} qqxz")
    widget.get_by_role("textbox").press("Enter")
    expect(widget.get_by_role("region", name="Zebrafish are ill")).to_be_visible()
    expect(widget.get_by_text("No article fits this question")).to_be_visible()
    expect(widget.get_by_role("button", name="Ask a human")).to_be_visible()


def test_whoever_wants_to_be_told_is_noted_once(topics: Topics, visitor: Visitor) -> None:
    widget = visitor.widget()
    widget.get_by_role("textbox").fill(f"{ABOUT} qqxz")
    ask = widget.get_by_role("button", name="Tell me when it is fixed")
    ask.focus()
    visitor.page.keyboard.press("Enter")
    address = widget.get_by_label("Your e-mail address")
    expect(address).to_be_focused()
    address.fill("ada")
    address.press("Enter")
    expect(address).to_be_focused()
    expect(address).to_have_attribute("aria-invalid", "true")
    expect(widget.get_by_text("Please give an address like name@example.com.")).to_be_visible()
    address.fill("ada@fish.example")
    address.press("Enter")
    told = widget.get_by_text("We will write to ada@fish.example.")
    expect(told).to_be_focused()
    kept = topics.followers("top_fish")
    assert [(one.email, one.locale) for one in kept] == [("ada@fish.example", "en")]
    assert kept[0].enquiry == visitor.enquiry()
    widget.get_by_role("textbox").fill(f"more about {ABOUT} ")
    expect(told).to_be_visible()


def test_a_half_typed_address_survives_the_next_suggestion(
    topics: Topics, visitor: Visitor
) -> None:
    widget = visitor.widget()
    field = widget.get_by_role("textbox", name="Your question")
    field.fill(f"{ABOUT} ")
    widget.get_by_role("button", name="Tell me when it is fixed").click()
    widget.get_by_label("Your e-mail address").fill("ada@")
    with visitor.page.expect_response("**/v1/suggest"):
        field.fill(f"{ABOUT} password")
    expect(widget.get_by_label("Your e-mail address")).to_have_value("ada@")


def test_a_known_question_without_an_answer_can_be_followed(
    topics: Topics, visitor: Visitor
) -> None:
    widget = visitor.widget()
    widget.get_by_role("textbox").fill("axolotl qqxz")
    widget.get_by_role("textbox").press("Enter")
    box = widget.get_by_role("region", name="Do you sell axolotls?")
    box.get_by_role("button", name="Tell me when you have an answer").click()
    box.get_by_label("Your e-mail address").fill("bob@fish.example")
    box.get_by_role("button", name="Tell me").click()
    expect(box.get_by_text("We will write to bob@fish.example.")).to_be_visible()
    assert [one.email for one in topics.followers("top_axolotl")] == ["bob@fish.example"]


def test_a_topic_that_is_closed_meanwhile_takes_nobody_s_address(
    site: Site, topics: Topics, visitor: Visitor
) -> None:
    widget = visitor.widget()
    widget.get_by_role("textbox").fill("axolotl qqxz")
    widget.get_by_role("button", name="Tell me when you have an answer").click()
    kept, now = topics.get("top_axolotl").topic, site.services.clock()
    topics.change(kept.model_copy(update={"open": False}), author="ada", now=now)
    widget.get_by_label("Your e-mail address").fill("eve@fish.example")
    widget.get_by_label("Your e-mail address").press("Enter")
    expect(widget.get_by_text("This could not be sent. Please try again.")).to_be_visible()
    topics.undo("top_axolotl", author="ada", now=now)
    assert "eve@fish.example" not in [one.email for one in topics.followers("top_axolotl")]


def test_an_editor_writes_an_incident_and_a_customer_reads_it(
    site: Site, window: Windows, agent: Visitor
) -> None:
    page = agent.go("/editor/topics")
    page.get_by_role("link", name="New topic").click()
    page.get_by_label("Title").first.fill("Pandas are late")
    page.get_by_label("Words by which").first.fill("pandas")
    page.get_by_role("button", name="Whom would it reach?").click()
    expect(page.get_by_role("status")).to_contain_text("it would have been shown for 0")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("status")).to_contain_text("is saved and counts at once")

    customer = window()
    widget = customer.widget()
    widget.get_by_role("textbox").fill("where are my pandas ")
    expect(widget.get_by_role("region", name="Pandas are late")).to_be_visible()

    page.get_by_role("button", name="Close “Pandas are late”").click()
    expect(page.get_by_role("status")).to_contain_text("nobody sees it any more")
    widget.get_by_role("textbox").fill("where are all my pandas ")
    expect(widget.get_by_role("region", name="Pandas are late")).to_be_hidden()
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("status")).to_contain_text("is undone")
    page.get_by_role("button", name="Close “Pandas are late”").click()
    expect(page.get_by_role("status")).to_contain_text("nobody sees it any more")
    assert customer.complaints == []
