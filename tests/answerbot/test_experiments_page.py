"""The pages of experiments: planned with what they cost, read without statistics, stopped once."""

from __future__ import annotations

import csv
import io
import re
from datetime import timedelta
from typing import Any

import numpy as np
import pytest
from selectolax.lexbor import LexborHTMLParser

from answerbot.enquiries import Event, Kind
from answerbot.experiments.experiment import Arm, Experiment, exposure, who
from answerbot.experiments.experiment import Kind as Sort
from answerbot.staff import Role
from answerbot.store.audit import Act, Audit
from answerbot.store.experiments import Experiments
from answerbot.store.exposures import insert_exposures
from answerbot.store.ledger import Enquiry, insert_enquiry, insert_events
from tests.answerbot.conftest import START, Deployment

FIELDS = {"name": "What does it prevent?", "share": "20", "effect": "5", "channel": "widget"}


def text(page: str, selector: str = "main") -> str:
    found = LexborHTMLParser(page).css(selector)
    return " ".join(" ".join(node.text() for node in found).split())


def begun(bot: Deployment, **more: str) -> Experiment:
    response = bot.form("/experiments/new", {**FIELDS, **more})
    assert response.status_code == 303, text(response.text)
    (made,) = Experiments(bot.services.store).all()
    return made


def people(
    bot: Deployment, made: Experiment | None, n: int, *, days: int, rates: tuple[float, float],
    days_ago: int = 0, browser: str = "",
) -> None:  # fmt: skip
    """Persons who ask once within so many days, and submit by the rate of their arm."""
    rng = np.random.default_rng(3)
    began = bot.clock() - timedelta(days=days_ago)

    def work(db: Any) -> None:
        for number in range(n):
            at = began + timedelta(days=days) * (number / n)
            session = f"{days_ago}-{number}"
            visitor = browser and f"{browser}-{number}"
            enquiry = Enquiry(f"e{session}", session, "widget", "en", "", "", at, visitor=visitor)
            insert_enquiry(db, enquiry)
            arm = Arm.USUAL
            if made:
                drawn = exposure(
                    made, enquiry.id, who(person="", visitor=visitor, session=session), at
                )
                insert_exposures(db, [drawn])
                arm = drawn.arm
            kinds = [Kind.ASKED, Kind.OFFERED]
            if rng.random() < rates[arm is Arm.OTHER]:
                kinds.append(Kind.SUBMITTED)
            insert_events(
                db, [Event(f"{enquiry.id}-{i}", enquiry.id, k, at) for i, k in enumerate(kinds)]
            )

    bot.services.store.write(work)


def counted(bot: Deployment) -> None:
    while Experiments(bot.services.store).count(now=bot.clock(), limit=500):
        pass


def test_the_form_says_how_long_it_takes_and_whom_it_costs(bot: Deployment) -> None:
    bot.sign_in()
    page = text(bot.client.get("/experiments/new").text)
    assert "Too few to tell" in page
    people(bot, None, 1_600, days=16, days_ago=16, rates=(0.25, 0.25))
    work_out = bot.form("/experiments/new", {**FIELDS, "work_out": "1"})
    page = text(work_out.text, ".beside")
    assert "about 100 new people a day" in page
    assert "people will see nothing" in page
    assert Experiments(bot.services.store).all() == []
    plans = [text(bot.form("/experiments/new", {**FIELDS, "work_out": "1", "effect": e}).text,
                  ".beside .big") for e in ("3", "12")]  # fmt: skip
    assert int(plans[0].split()[0].replace(",", "")) > int(plans[1].split()[0])


def test_one_that_is_too_short_says_so_before_it_begins(bot: Deployment) -> None:
    bot.sign_in()
    people(bot, None, 1_600, days=16, days_ago=16, rates=(0.25, 0.25))
    form = bot.client.get("/experiments/new").text
    assert "Empty: four weeks" in form, "at most twelve weeks are chosen unasked"
    small = {**FIELDS, "effect": "3"}
    answer = bot.form("/experiments/new", small)
    assert answer.status_code == 422
    said = text(answer.text, "[role=alert]")
    assert re.match(r"A difference of 3 in 100 people needs about \d{3} days; in 28 days", said)
    assert "in 100 people or more can be told" in said
    assert Experiments(bot.services.store).all() == []
    buttons = LexborHTMLParser(answer.text).css("form.trial button, .trial form button")
    assert [button.attributes["name"] for button in buttons] == ["work_out", "begin", "sure"], (
        "Enter presses the first"
    )
    sure = buttons[-1].attributes["value"]
    changed = bot.form("/experiments/new", {**small, "effect": "2", "sure": sure})
    assert changed.status_code == 422, "they were sure of something else"
    assert Experiments(bot.services.store).all() == []
    assert bot.form("/experiments/new", {**small, "sure": sure}).status_code == 303


def test_one_lasts_as_long_as_it_takes(bot: Deployment) -> None:
    bot.sign_in()
    people(bot, None, 1_600, days=16, days_ago=16, rates=(0.25, 0.25))
    form = bot.form("/experiments/new", {**FIELDS, "effect": "8", "work_out": "1"}).text
    found = re.search(r"Empty: (\d+) days, as many as it takes", form)
    assert found
    made = begun(bot, effect="8")
    assert made.ends_at - made.begins_at == timedelta(days=int(found[1]))


@pytest.mark.parametrize(
    ("sent", "says"),
    [
        ({"name": ""}, "needs a name"),
        ({"share": "much"}, "'much' is no number"),
        ({"share": "nan"}, "'nan' is no number"),
        ({"share": "80"}, "80 % is not between"),
        ({"effect": "0"}, "0 points are not between"),
        ({"ends": "2026-13-01"}, "is no day"),
        ({"begins": "2026-10-01"}, "is past"),
        ({"channel": "pigeon"}, "channel 'pigeon' is none of"),
        ({"form": "gone"}, "no form 'gone'"),
        ({"kind": "setting", "value": ""}, "is no number"),
        ({"kind": "generation", "generation": "gen-000009"}, "no other generation"),
        ({"kind": "generation"}, "which generation?"),
        ({"kind": "setting", "value": "7"}, "form_precision = 7 is not between"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(
    bot: Deployment, sent: dict[str, str], says: str
) -> None:
    bot.sign_in()
    response = bot.form("/experiments/new", {**FIELDS, **sent})
    assert response.status_code == 422
    assert says in text(response.text, ".wrong")
    assert Experiments(bot.services.store).all() == []


@pytest.mark.parametrize(("browser", "pages"), [("", True), ("b", False)])
def test_whoever_counts_page_loads_is_told_so(bot: Deployment, browser: str, pages: bool) -> None:
    bot.sign_in()
    people(bot, None, 60, days=6, days_ago=6, rates=(0.2, 0.2), browser=browser)
    words = "only by page load" if pages else "by what their browser keeps"
    before = text(bot.client.get("/experiments/new").text, ".beside")
    assert f"60 (100 %) {words}" in before, before
    assert ("Most are page loads" in before) == pages
    made = begun(bot)
    people(bot, made, 40, days=2, rates=(0.2, 0.2), browser=browser)
    page = text(bot.client.get(f"/experiments/{made.id}").text)
    assert f"Told apart: 40 (100 %) {words}." in page
    assert ("Most of these people are page loads" in page) == pages
    told = bot.call("GET", f"/v1/metrics/experiments/{made.id}", key=bot.secret).json()
    assert told["told_apart"]["session" if pages else "visitor"] == 40
    rows = csv.DictReader(
        io.StringIO(bot.client.get(f"/experiments/{made.id}/assignments.csv").text))  # fmt: skip
    assert {row["told_apart_by"] for row in rows} == {"session" if pages else "visitor"}


def test_a_hold_out_is_read_in_words_and_taken_away_in_figures(bot: Deployment) -> None:
    bot.sign_in()
    made = begun(bot)
    early = text(bot.client.get(f"/experiments/{made.id}").text)
    assert "Nothing is known yet: what a person does counts after 7 days." in early
    people(bot, made, 2_000, days=20, rates=(0.20, 0.35))
    bot.clock.pass_time(days=21)
    counted(bot)
    bot.sign_in()
    page = bot.client.get(f"/experiments/{made.id}").text
    says = text(page, ".says")
    assert says.startswith("The bot spares 1")
    assert "in 100 people asking for a human; between" in says
    assert "more were drawn less than 7 days ago" in text(page, ".headfigure")
    assert "as it should be" in text(page)
    overview = text(bot.client.get("/overview").text, ".note")
    drawn = sum(t.sums.n for t in Experiments(bot.services.store).tallies(made.id)
                if (t.measure, t.arm) == ("drawn", Arm.OTHER))  # fmt: skip
    assert (
        f"{drawn} customers drawn in these days for the hold-out What does it prevent? see nothing"
        in overview
    )
    lately = sum(t.sums.n for t in Experiments(bot.services.store).tallies(made.id)
                 if (t.measure, t.arm) == ("drawn", Arm.OTHER)
                 and t.day >= bot.clock().date() - timedelta(days=6))  # fmt: skip
    assert 0 < lately < drawn
    for choice, told in (
        ("days=7", f"{lately} customers drawn in these days"),
        ("channel=widget", f"{drawn} customers drawn"),
        ("locale=en", "Customers in the hold-out What does it prevent? see nothing"),
    ):
        assert told in text(bot.client.get(f"/overview?{choice}").text, ".note"), choice
    assert "hold-out" not in text(bot.client.get("/overview?channel=api").text, ".note")
    assert "Silent is worse with the bot" in text(page, ".headfigure"), "nobody said Yes here"
    assert "The bot spares" in text(bot.client.get("/experiments").text)
    assert "experiment: What does it prevent? begins" in text(
        bot.client.get("/overview?days=28").text
    )

    kept = list(csv.DictReader(io.StringIO(
        bot.client.get(f"/experiments/{made.id}/assignments.csv").text)))  # fmt: skip
    assert len(kept) == 2_000
    other = [row for row in kept if row["arm"] == "other" and row["counted"] == "1"]
    figures = csv.DictReader(
        io.StringIO(bot.client.get(f"/experiments/{made.id}/figures.csv").text)
    )
    first = next(figures)
    assert int(first["people_other"]) == len(other)
    assert int(first["part_other"]) == sum(int(row["submitted"]) > 0 for row in other)
    back = next(row for row in figures if row["measure"] == "returned")
    assert int(back["part_other"]) == sum(int(row["later"]) > 0 for row in other)
    assert "<svg xmlns" in bot.client.get(f"/experiments/{made.id}/known.svg").text

    told = bot.call("GET", f"/v1/metrics/experiments/{made.id}", key=bot.secret).json()
    assert told["headline"] == says
    assert told["measures"][0]["difference"]["any_day"]["low"] == pytest.approx(
        float(first["any_day_low"]), abs=1e-5
    )
    assert told["counted"] + told["waiting"] == 2_000
    listed = bot.call("GET", "/v1/metrics/experiments", key=bot.secret).json()
    assert [one["id"] for one in listed] == [made.id]


def test_a_mismatch_silences_the_headline(bot: Deployment) -> None:
    bot.sign_in()
    made = begun(bot)
    people(bot, made, 1_000, days=1, rates=(0.1, 0.5))
    sql = "UPDATE tallies SET n = n / 2 WHERE measure = 'drawn' AND arm = 'other'"
    bot.services.store.write(lambda db: db.execute(sql))
    bot.clock.pass_time(days=9)
    counted(bot)
    bot.sign_in()
    page = bot.client.get(f"/experiments/{made.id}").text
    assert "Do not trust these figures" in text(page, ".says")
    assert "not as large as they were drawn" in text(page, "[role=alert]")


def test_it_is_stopped_once_by_an_admin_after_a_warning_and_audited(bot: Deployment) -> None:
    bot.sign_in()
    made = begun(bot)
    bot.sign_in(Role.EDITOR)
    assert bot.client.get(f"/experiments/{made.id}").status_code == 200
    assert bot.form(f"/experiments/{made.id}/stop", {}).status_code == 403
    bot.clock.pass_time(hours=1)
    admin = bot.sign_in(Role.ADMIN)
    assert "cannot be taken up again" in text(bot.client.get(f"/experiments/{made.id}/stop").text)
    for _ in range(2):
        assert bot.form(f"/experiments/{made.id}/stop", {}).status_code == 303
    deeds = [(d.act, d.who, d.about) for d in Audit(bot.services.store).latest(10)]
    stopped = [deed for deed in deeds if deed[0] is Act.STOPPED]
    assert stopped == [(Act.STOPPED, admin.who, made.name)]
    assert (Act.BEGAN, made.made_by, made.name) in deeds
    page = text(bot.client.get(f"/experiments/{made.id}?done=stopped").text)
    assert "It is stopped" in page
    assert "stopped by Admin" in page


def test_another_setting_is_compared_by_the_same_machinery(bot: Deployment) -> None:
    bot.sign_in()
    made = begun(bot, kind="setting", setting="suggestions", value="1")
    assert made.kind is Sort.SETTING
    people(bot, made, 1_200, days=2, rates=(0.2, 0.4))
    bot.clock.pass_time(days=10)
    counted(bot)
    bot.sign_in()
    page = bot.client.get(f"/experiments/{made.id}").text
    assert "more in 100 people ask for a human" in text(page, ".says")
    assert "worse with the other setting" in text(page, ".rates")


def test_unknown_ones_are_not_found(bot: Deployment) -> None:
    bot.sign_in()
    for path in ("", "/stop", "/figures.csv", "/assignments.csv", "/known.svg"):
        assert bot.client.get(f"/experiments/gone{path}").status_code == 404
    assert "No experiment yet" in text(bot.client.get("/experiments").text)


def test_a_plan_begins_later(bot: Deployment) -> None:
    bot.sign_in()
    tomorrow = (START + timedelta(days=1)).date().isoformat()
    made = begun(bot, begins=tomorrow)
    assert "It begins on 02 November 2026." in text(bot.client.get(f"/experiments/{made.id}").text)
