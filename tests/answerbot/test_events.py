"""What customers do is recorded once, by nobody else, and is never lost."""

from __future__ import annotations

import pytest

from indexer.build import build
from tests.answerbot.conftest import START, Deployment
from tests.indexer.conftest import HELP_CENTER, WORDS_ONLY

ID = "0b0e7a52-8f3c-4a58-9a39-000000000001"


def test_the_flow_from_question_to_confirmed(bot: Deployment) -> None:
    enquiry = bot.suggest()["enquiry"]
    for number, kind in enumerate(("seen", "opened", "accepted")):
        answer = bot.event(enquiry, kind, f"event-id-{number}", article="password").json()
    assert answer == {
        "event": "event-id-2",
        "kind": "accepted",
        "enquiry": enquiry,
        "state": "accepted",
        "article": "password",
    }
    bot.clock.pass_time(days=8)
    assert bot.event(enquiry, "seen", "event-id-9", article="password").json()["state"] == (
        "confirmed"
    )


def test_the_same_event_twice_is_one_event_and_gets_the_same_answer(bot: Deployment) -> None:
    enquiry = bot.suggest()["enquiry"]
    first = bot.event(enquiry, "accepted", ID, article="password")
    again = bot.event(enquiry, "accepted", ID, article="password")
    assert first.content == again.content
    assert len(bot.services.ledger.events(enquiry)) == 3


def test_the_same_id_for_something_else_is_a_conflict(bot: Deployment) -> None:
    enquiry = bot.suggest()["enquiry"]
    bot.event(enquiry, "opened", ID, article="password")
    response = bot.event(enquiry, "accepted", ID, article="password")
    assert (response.status_code, response.json()["error"]["code"]) == (409, "conflict")


def test_another_tab_cannot_speak_for_this_one(bot: Deployment) -> None:
    enquiry = bot.suggest(session="tab-1")["enquiry"]
    for session in ("tab-2", ""):
        response = bot.event(enquiry, "accepted", ID, article="password", session=session)
        assert (response.status_code, response.json()["error"]["code"]) == (403, "forbidden")
        body = {"query": "x", "enquiry": enquiry}
        response = bot.call("POST", "/v1/suggest", body, session=session)
        assert response.status_code == 403
        response = bot.call(
            "POST", "/v1/tickets", {"subject": "x", "enquiry": enquiry}, session=session
        )
        assert response.status_code == 403
    assert len(bot.services.ledger.events(enquiry)) == 2


def test_an_enquiry_without_a_session_belongs_to_whoever_knows_its_id(bot: Deployment) -> None:
    enquiry = bot.suggest(session="")["enquiry"]
    response = bot.event(enquiry, "accepted", ID, article="password", session="")
    assert response.status_code == 200


@pytest.mark.parametrize(
    ("enquiry", "body", "status", "field"),
    [
        ("enq_unknown", {"id": ID, "kind": "seen", "article": "password"}, 404, None),
        (None, {"id": ID, "kind": "accepted"}, 422, "article"),
        (None, {"id": ID, "kind": "opened", "article": "gone"}, 422, "article"),
        (None, {"id": ID, "kind": "asked"}, 422, "kind"),
        (None, {"id": "short", "kind": "undone"}, 422, "id"),
        (None, {"id": ID, "kind": "undone", "reason": "not_related"}, 422, "reason"),
        (None, {"id": ID, "kind": "rejected", "reason": "ugly"}, 422, "reason"),
        (None, {"kind": "undone"}, 422, "id"),
    ],
)  # fmt: skip
def test_events_that_make_no_sense(
    bot: Deployment, enquiry: str | None, body: dict[str, object], status: int, field: str | None
) -> None:
    enquiry = enquiry or bot.suggest()["enquiry"]
    response = bot.call("POST", f"/v1/enquiries/{enquiry}/events", body)
    assert response.status_code == status
    assert response.json()["error"].get("field") == field


def test_a_rejection_keeps_its_reason_and_words(bot: Deployment) -> None:
    enquiry = bot.suggest()["enquiry"]
    response = bot.event(
        enquiry, "rejected", ID, article="password", reason="out_of_date", text="old <menu>\x07"
    )
    assert response.json()["state"] == "rejected"
    kept = bot.services.ledger.events(enquiry)[-1].detail
    assert kept == {"reason": "out_of_date", "text": "old <menu> "}


def test_an_event_sent_again_after_its_article_is_gone_is_still_known(bot: Deployment) -> None:
    enquiry = bot.suggest()["enquiry"]
    first = bot.event(enquiry, "accepted", ID, article="password")
    rest = [a for a in HELP_CENTER if a.id != "password"]
    build(rest, bot.settings.index, now=START, options=WORDS_ONLY)
    bot.services.live.look()
    again = bot.event(enquiry, "accepted", ID, article="password")
    assert (again.status_code, again.json()) == (200, first.json())
    new = bot.event(enquiry, "accepted", "another-id", article="password")
    assert new.status_code == 422


def test_what_was_typed_last_is_kept_although_nothing_was_offered(bot: Deployment) -> None:
    enquiry = bot.suggest("xqzw", typing=True)["enquiry"]
    bot.suggest("xqzw and zzzqq", typing=True, enquiry=enquiry)
    assert bot.services.ledger.events(enquiry)[-1].detail["query"] == "xqzw and zzzqq"


def test_a_rating_is_kept_and_changes_no_outcome(bot: Deployment) -> None:
    enquiry = bot.suggest()["enquiry"]
    bot.event(enquiry, "accepted", ID, article="password")
    first = bot.event(enquiry, "rated", "rating-id-1", article="password", satisfaction=4)
    second = bot.event(enquiry, "rated", "rating-id-2", satisfaction=5, effort=2)
    assert [r.json()["state"] for r in (first, second)] == ["accepted", "accepted"]
    assert bot.services.ledger.events(enquiry)[-1].detail == {"satisfaction": 5, "effort": 2}


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"kind": "rated"}, "satisfaction"),
        ({"kind": "rated", "satisfaction": 0}, "satisfaction"),
        ({"kind": "rated", "satisfaction": 6}, "satisfaction"),
        ({"kind": "rated", "satisfaction": "5"}, "satisfaction"),
        ({"kind": "rated", "satisfaction": True}, "satisfaction"),
        ({"kind": "rated", "effort": 2.5}, "effort"),
        ({"kind": "undone", "effort": 2}, "effort"),
        ({"kind": "accepted", "article": "password", "satisfaction": 2}, "satisfaction"),
        ({"kind": "rated", "satisfaction": 3, "reason": "not_related"}, "reason"),
    ],
)
def test_ratings_that_make_no_sense(bot: Deployment, body: dict[str, object], field: str) -> None:
    enquiry = bot.suggest()["enquiry"]
    response = bot.call("POST", f"/v1/enquiries/{enquiry}/events", {"id": ID, **body})
    assert (response.status_code, response.json()["error"]["field"]) == (422, field)


def test_staff_see_what_customers_gave(bot: Deployment) -> None:
    enquiry = bot.suggest()["enquiry"]
    bot.event(enquiry, "accepted", ID, article="password")
    bot.event(enquiry, "rated", "rating-id-1", satisfaction=2)
    bot.event(enquiry, "rated", "rating-id-2", satisfaction=4, effort=5)
    number = bot.ticket(subject="still locked", enquiry=enquiry)["number"]
    bot.sign_in()
    overview = bot.client.get("/overview").text
    assert "4.0 of 5" in overview
    assert "5.0 of 5" in overview
    assert "satisfaction 4 of 5, effort 5 of 5" in bot.client.get(f"/desk/{number}").text
