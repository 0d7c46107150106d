"""An experiment shows some people something else, always the same people, and counts them once."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import numpy as np
import pytest

from answerbot.drawing import NOT_DRAWN, of_mail
from answerbot.enquiries import Event
from answerbot.errors import Invalid
from answerbot.experiments.experiment import Arm, Experiment, Kind, arm_of, checked, unit_of, who
from answerbot.experiments.measures import MEASURES, Sums, sums
from answerbot.experiments.mismatch import balance
from answerbot.experiments.person import Asked, Person, person_of
from answerbot.readings import reading_of
from answerbot.store.experiments import Experiments
from answerbot.store.exposures import DRAWN
from answerbot.store.gap_searches import Searches
from indexer.build import build
from indexer.generation import existing
from tests.answerbot.conftest import START, Deployment
from tests.indexer.conftest import HELP_CENTER, WORDS_ONLY

HALF = 500_000


def experiment(**more: Any) -> Experiment:
    given = {"begins_at": START, "ends_at": START + timedelta(days=30), "salt": "salt", **more}
    return Experiment(
        **{"id": "exp_1", "name": "Is it worth it?", "kind": Kind.HOLDOUT, "share": HALF, **given}
    )


def begin(bot: Deployment, **more: Any) -> Experiment:
    made = experiment(**more)
    Experiments(bot.services.store).add(made, now=bot.clock())
    return made


def session_in(arm: Arm, made: Experiment, number: int = 0) -> str:
    """A browser session that is drawn for an arm."""
    from answerbot.api.callers import hashed

    names = (f"tab-{i}" for i in range(1_000))
    drawn = [n for n in names if arm_of(made, who(person="", session=hashed(n))) is arm]
    return drawn[number]


# Who is in which arm


def test_the_draw_keeps_its_share_is_stable_and_independent_of_other_experiments() -> None:
    first, second = experiment(share=200_000), experiment(salt="another", share=HALF)
    everybody = [who(person=f"p{i}", session="") for i in range(20_000)]
    held = [arm_of(first, one) is Arm.OTHER for one in everybody]
    assert held == [arm_of(first, one) is Arm.OTHER for one in everybody]
    assert balance(held.count(False), held.count(True), first.share).p > 0.01
    both = [one for one, out in zip(everybody, held, strict=True) if out]
    other = [arm_of(second, one) for one in both].count(Arm.OTHER)
    assert balance(len(both) - other, other, HALF).p > 0.01
    assert unit_of(first, everybody[0]) != unit_of(second, everybody[0])
    assert who(person="ada", session="tab") == who(person="ada", session="another tab")
    assert who(person="", session="") == ""


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"name": " "}, "name"),
        ({"share": 5_000}, "share"),
        ({"share": 600_000}, "share"),
        ({"ends_at": START}, "ends_at"),
        ({"ends_at": START + timedelta(days=400)}, "ends_at"),
        ({"begins_at": START - timedelta(minutes=1)}, "begins_at"),
        ({"window": 0}, "window"),
        ({"channels": ("pigeon",)}, "channels"),
        ({"channels": ("widget", "email")}, "channels"),
        ({"kind": Kind.SETTING, "setting": "port", "value": 1.0}, "setting"),
        ({"kind": Kind.SETTING, "setting": "suggestions", "value": 11.0}, "value"),
    ],
)
def test_what_makes_no_sense_is_refused_with_its_value(more: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as refused:
        checked(experiment(**more), [], now=START)
    assert refused.value.field == field


def test_of_two_hold_outs_at_a_time_the_second_is_refused(bot: Deployment) -> None:
    made = begin(bot)
    held = Experiments(bot.services.store)
    again = replace(made, id="exp_2", salt="other")
    with pytest.raises(Invalid, match="Is it worth it"):
        held.add(again, now=bot.clock())
    bot.clock.pass_time(hours=1)
    held.stop("exp_1", by="staff:x", now=bot.clock())
    with pytest.raises(Invalid, match="over since"):
        held.stop("exp_1", by="staff:x", now=bot.clock())
    held.add(replace(again, begins_at=bot.clock()), now=bot.clock())
    assert [one.id for one in held.running(bot.clock())] == ["exp_2"]


# What a customer gets


def test_in_the_hold_out_nothing_is_shown_and_nothing_tells(bot: Deployment) -> None:
    made = begin(bot)
    usual, other = (session_in(arm, made) for arm in (Arm.USUAL, Arm.OTHER))
    shown, kept = (bot.suggest(session=session) for session in (usual, other))
    assert shown["suggestions"]
    assert kept["suggestions"] == []
    assert kept["abstained"] is True
    assert kept.keys() == shown.keys()
    last = bot.services.ledger.last(kept["enquiry"], *list(_kinds("unoffered")))
    assert last is not None
    assert last.detail["withheld"] == [one["article"] for one in shown["suggestions"]]
    assert last.detail["experiments"] == {"exp_1": "other"}
    ticket = bot.ticket(subject="reset my password", enquiry=kept["enquiry"], session=other)
    on_it = bot.call("GET", f"/v1/tickets/{ticket['ticket']}/suggestions", session=other).json()
    assert on_it["suggestions"] == []
    bot.sign_in()
    page = bot.client.get(f"/desk/{ticket['number']}").text
    assert "an experiment kept back" in page, "the agent knows"
    gaps = Searches(bot.services.store).questions(START, "en")
    assert kept["enquiry"] not in {one.enquiry for one in gaps}, "no article is missing"


BROWSER = "browser-0123456789"


def test_a_browser_that_is_known_again_is_one_person_on_every_page(bot: Deployment) -> None:
    made, held = begin(bot), Experiments(bot.services.store)
    body = {"query": "reset my password"}
    for page in range(8):
        bot.call("POST", "/v1/suggest", body, session=f"page-{page}", x_answerbot_visitor=BROWSER)
    bot.call("POST", "/v1/tickets", {"subject": "help"}, session="x", x_answerbot_visitor=BROWSER)
    bot.clock.pass_time(days=8)
    held.count(now=bot.clock(), limit=10)
    ((_, counted, person, known),) = held.everybody(made.id)
    assert (counted, person.enquiries, person.submitted, known) == (True, 8, 1, "visitor")
    for page in range(8):
        bot.suggest(session=f"other-{page}")
    assert [known for *_, known in held.everybody(made.id)].count("session") == 8
    assert reading_of(bot.services, made).told.counts == {
        "person": 0, "email": 0, "visitor": 1, "session": 8
    }  # fmt: skip


@pytest.mark.parametrize(
    "sent", ["short", "x" * 65, "sixteen letters, but a space", "x" * 15 + "/"]
)
def test_an_id_of_another_length_or_alphabet_is_refused(bot: Deployment, sent: str) -> None:
    for path, body in (("/v1/suggest", {"query": "x"}), ("/v1/tickets", {"subject": "x"})):
        refused = bot.call("POST", path, body, x_answerbot_visitor=sent)
        assert refused.status_code == 422
        assert refused.json()["error"]["field"] == "X-Answerbot-Visitor"
    assert bot.services.ledger.everything() == []


def test_one_browser_with_hundreds_of_enquiries_weighs_no_more_than_a_person() -> None:
    many = Person(Arm.USUAL, START, 400, 300, accepted=100, offered=400, rated=50, satisfaction=250)
    usual = Person(Arm.USUAL, START, 1, 0)
    for measure in MEASURES:
        found = sums(measure, [many])
        assert found.whole <= 10, measure.name
        assert found.part <= found.whole * measure.most
    assert sums(MEASURES[0], [many]) == Sums(1, 1, 1, 1, 1, 1)
    accepted = next(one for one in MEASURES if one.name == "accepted")
    assert sums(accepted, [many, usual]).part / sums(accepted, [many, usual]).whole == 2 / 11


def test_staff_sessionless_and_other_places_are_in_no_experiment(bot: Deployment) -> None:
    made = begin(bot, forms=("account",))
    other = session_in(Arm.OTHER, made)
    assert bot.suggest(session=other)["suggestions"], "not on this form"
    assert not bot.suggest(session=other, form="account")["suggestions"]
    assert bot.suggest(session="", form="account")["suggestions"]
    bot.sign_in()
    response = bot.client.post(
        "/v1/suggest", json={"query": "reset my password", "form": "account"},
        headers={"x-answerbot-session": other},
    )  # fmt: skip
    assert response.json()["suggestions"], "staff try it out"
    again = bot.suggest(session=session_in(Arm.OTHER, made, 1), form="account")
    assert again["suggestions"], "in the widget too, signed in as they are"
    assert len(list(Experiments(bot.services.store).everybody(made.id))) == 1


def test_a_ticket_that_staff_send_to_try_it_out_is_in_no_experiment_and_no_figure(
    bot: Deployment,
) -> None:
    begin(bot)
    held, ledger = Experiments(bot.services.store), bot.services.ledger
    customers = ledger.enquiry(bot.suggest(session="tab-1")["enquiry"])
    bot.sign_in()
    by_widget = bot.ticket(subject="reset my password", email="a@shop.example")
    sent = bot.form("/contact", {"subject": "reset my password", "email": "a@shop.example"})
    for made in (by_widget["ticket"], sent.headers["location"].rpartition("/")[2]):
        ticket = bot.services.tickets.get(made)
        enquiry = ledger.enquiry(ticket.enquiry)
        assert (ticket.channel in ("widget", "form"), enquiry.channel) == (True, "staff")
        assert held.of_enquiry(enquiry.id) == {}
    assert bot.services.standings.summary(now=bot.clock(), matures=bot.services.matures).asked == 1
    bot.clock.pass_time(hours=1)
    held.stop("exp_1", by="staff:x", now=bot.clock())
    begin(bot, id="exp_2", channels=("email",), begins_at=bot.clock())
    assert of_mail(held, customers, "a@shop.example", bot.clock()).exposures
    assert of_mail(held, enquiry, "a@shop.example", bot.clock()) == NOT_DRAWN


def test_an_enquiry_keeps_its_arm_and_sees_everything_once_it_is_stopped(bot: Deployment) -> None:
    before = bot.suggest(session="tab-x")
    made = begin(bot)
    other = session_in(Arm.OTHER, made)
    kept = bot.suggest(session=other)
    assert not bot.suggest(session=other, enquiry=kept["enquiry"])["suggestions"]
    again = bot.suggest(session="tab-x", enquiry=before["enquiry"])
    assert again["suggestions"], "it began before"
    Experiments(bot.services.store).stop(made.id, by="staff:x", now=bot.clock())
    assert bot.suggest(session=other, enquiry=kept["enquiry"])["suggestions"]


def test_another_setting_is_in_force_for_its_arm_only_and_not_for_the_held_out(
    bot: Deployment,
) -> None:
    made = begin(bot, kind=Kind.SETTING, setting="form_precision", value=1.0)
    usual, other = (session_in(arm, made) for arm in (Arm.USUAL, Arm.OTHER))
    assert bot.suggest(session=usual)["suggestions"]
    assert not bot.suggest(session=other)["suggestions"]
    hold_out = begin(bot, id="exp_2", salt="another")
    both = next(
        s
        for number in range(50)
        if (s := session_in(Arm.OTHER, made, number))
        and s in [session_in(Arm.OTHER, hold_out, n) for n in range(100)]
    )
    kept = bot.suggest(session=both)
    arms = Experiments(bot.services.store).of_enquiry(kept["enquiry"])
    assert arms == {"exp_2": Arm.OTHER}


def test_another_generation_answers_for_its_arm_and_is_not_removed(bot: Deployment) -> None:
    """The other generation is the older one, which had an article more."""
    root = bot.settings.index
    older = bot.services.live.searcher.manifest.name
    newer = [article for article in HELP_CENTER if article.id != "password"]
    build(newer, root, now=START, options=WORDS_ONLY)
    bot.services.live.look()
    made = begin(bot, kind=Kind.GENERATION, generation=older)
    usual, other = (session_in(arm, made) for arm in (Arm.USUAL, Arm.OTHER))
    assert bot.suggest(session=other)["generation"] != older, "not loaded yet"
    assert bot.services.aside.turn() == 1
    assert bot.suggest(session=usual)["generation"] != older
    answer = bot.suggest(session=other)
    assert answer["generation"] == older
    found = {one["article"] for one in answer["suggestions"]}
    assert "password" not in found, "what is gone since is offered by nobody"
    for _ in range(3):
        build(newer, root, now=START, options=replace(WORDS_ONLY, force=True))
    assert older in existing(root)
    Experiments(bot.services.store).stop(made.id, by="staff:x", now=bot.clock())
    bot.services.aside.turn()
    assert bot.services.aside.searcher(older) is None
    build(newer, root, now=START, options=replace(WORDS_ONLY, force=True))
    assert older not in existing(root)


# What is counted


def test_the_tallies_are_what_a_plain_loop_over_the_ledger_makes(bot: Deployment) -> None:
    made = begin(bot, share=200_000)
    rng = np.random.default_rng(7)
    for number in range(60):
        session = f"tab-{number % 40}"
        asked = bot.suggest(session=session)
        if asked["suggestions"] and rng.random() < 0.5:
            name = asked["suggestions"][0]["article"]
            bot.event(asked["enquiry"], "accepted", f"event-{number:04}", article=name,
                      session=session)  # fmt: skip
        elif rng.random() < 0.5:
            bot.ticket(subject="help", enquiry=asked["enquiry"], session=session)
        if number % 7 == 0:  # a request by another way, which counts for the same person
            bot.ticket(subject="help me", session=session)
        bot.clock.pass_time(hours=2)
    held = Experiments(bot.services.store)
    bot.clock.pass_time(days=4)
    part = held.count(now=bot.clock(), limit=10)
    assert part == 10
    while held.count(now=bot.clock(), limit=10):
        pass
    ripe = bot.clock() - made.counts_for
    expected = plainly(bot, made, ripe)
    kept = {unit: person for unit, counted, person, _ in held.everybody(made.id) if counted}
    assert kept == expected
    assert 10 < len(kept) < 40
    assert held.waiting(made.id) == 40 - len(kept)
    for measure in MEASURES:
        for arm in Arm:
            mine = [p for p in expected.values() if p.arm is arm]
            assert total(held, made, measure.name, arm) == sums(measure, mine)
    drawn = sum(total(held, made, DRAWN, arm).n for arm in Arm)
    assert drawn == 40


def plainly(bot: Deployment, made: Experiment, ripe: datetime) -> dict[str, Person]:
    """From enquiries and events alone, without any table of experiments."""
    from answerbot.store.ledger import _enquiry

    rows = bot.services.store.read().query("SELECT * FROM enquiries ORDER BY asked_at")
    events: dict[str, list[Event]] = {}
    for event in bot.services.ledger.everything():
        events.setdefault(event.enquiry, []).append(event)
    by_unit: dict[str, list[Asked]] = {}
    arms: dict[str, Arm] = {}
    for row in rows:
        enquiry = _enquiry(row)
        somebody = who(person=enquiry.person, session=enquiry.session)
        unit = unit_of(made, somebody)
        arms[unit] = arm_of(made, somebody)
        mine = tuple(events[enquiry.id])
        asked = any(event.kind == "asked" for event in mine)
        by_unit.setdefault(unit, []).append(Asked(enquiry.asked_at, asked, mine))
    return {
        unit: person_of(arms[unit], found, made.counts_for)
        for unit, found in by_unit.items()
        if min(one.at for one in found) <= ripe
    }


def total(held: Experiments, made: Experiment, measure: str, arm: Arm) -> Sums:
    found = [t.sums for t in held.tallies(made.id) if t.measure == measure and t.arm is arm]
    return sum(found, Sums())


def _kinds(*names: str) -> list[Any]:
    from answerbot.enquiries import Kind as Happened

    return [Happened(name) for name in names]
