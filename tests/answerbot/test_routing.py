"""Partner or user: which rule decides, and that a claim alone opens nothing."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from answerbot.cli import main
from answerbot.errors import BadSettings
from answerbot.identity import NOBODY, Identity
from answerbot.routing import Asking, Route, reasons, routed
from answerbot.settings import read
from tests.answerbot.conftest import TOML, Deployment
from tests.answerbot.test_identity import Site

ROUTES = """
[[routes]]
id = "partners"
audiences = ["partners", "resellers"]
priority = "high"
team = "second level"
grant = ["beta"]

[[routes]]
id = "bigcorp"
domains = ["BigCorp.example"]
grant = ["partners"]
priority = "urgent"
tags = ["bigcorp"]

[[routes]]
id = "billing in French"
forms = ["account"]
locales = ["fr"]
team = "Paris"

[[routes]]
id = "default"
team = "first level"
"""

ADA = Identity("ada", ("partners",), "ada@bigcorp.example")


def rules(home: Path) -> tuple[Route, ...]:
    (home / "answerbot.toml").write_text(TOML + ROUTES, encoding="utf-8")
    return read(home, {}).routes


@pytest.mark.parametrize(
    ("asking", "route", "audiences", "withheld"),
    [
        (Asking(ADA, "ada@bigcorp.example"), "partners", ("partners", "beta"), ()),
        (Asking(NOBODY, "eve@bigcorp.example"), "bigcorp", (), ("partners",)),
        (Asking(NOBODY, "eve@mail.bigcorp.example"), "bigcorp", (), ("partners",)),
        (Asking(NOBODY, "eve@BIGCORP.EXAMPLE."), "bigcorp", (), ("partners",)),
        (Asking(NOBODY, "eve@notbigcorp.example"), "default", (), ()),
        (Asking(NOBODY, "bigcorp.example@evil.test"), "default", (), ()),
        (Asking(Identity("bob"), "eve@bigcorp.example"), "bigcorp", (), ("partners",)),
        (
            Asking(Identity("bob", email="Bob@bigcorp.example"), "bob@bigcorp.example"),
            "bigcorp",
            ("partners",),
            (),
        ),
        (Asking(NOBODY, form="account", locale="fr-CA"), "billing in French", (), ()),
        (Asking(NOBODY, form="account", locale="en"), "default", (), ()),
        (Asking(NOBODY), "default", (), ()),
    ],
)
def test_the_first_rule_that_fits_decides_and_only_proof_opens_articles(
    tmp_path: Path, asking: Asking, route: str, audiences: tuple[str, ...], withheld: object
) -> None:
    found = routed(rules(tmp_path), asking)
    assert (found.route, found.audiences, found.withheld) == (route, audiences, withheld)


@pytest.mark.parametrize(
    ("claims", "fits"),
    [
        ({"plan": "gold", "staff": True}, True),
        ({"plan": ("silver", "gold"), "staff": True}, True),
        ({"plan": "gold", "staff": 1}, False),
        ({"plan": "Gold", "staff": True}, False),
        ({"plan": "gold"}, False),
    ],
)
def test_claims_must_be_equal(claims: dict[str, Any], fits: bool) -> None:
    route = Route(id="x", claims={"plan": "gold", "staff": True})
    assert reasons([route], Asking(Identity("a", claims=claims)))[0].fits == fits


@given(
    st.text(max_size=30),
    st.sampled_from(["", "account", "other"]),
    st.sampled_from(["widget", "api", "form", "email"]),
    st.text(max_size=5),
)
def test_nothing_that_is_typed_ever_opens_an_article(
    email: str, form: str, channel: str, locale: str
) -> None:
    routes = [
        Route(id="a", domains=("x.example", "example"), grant=("secret",)),
        Route(id="b", audiences=("secret",), grant=("more",)),
        Route(id="c", claims={"a": 1}, forms=("account",), grant=("more",)),
    ]
    asking = Asking(NOBODY, f"{email}@x.example", form, channel, locale)
    assert routed(routes, asking).audiences == ()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            '[[routes]]\nid = "x"\nforms = ["a"]\ngrant = ["b"]',
            "grants b for nothing that is proven",
        ),
        ('[[routes]]\nid = "x"\n[[routes]]\nid = "y"', "'x' asks nothing"),
        ('[[routes]]\nid = "x"\nforms = ["a"]\n[[routes]]\nid = "x"', "two routes"),
        ('[[routes]]\nid = "x"\npriority = "asap"', "priority"),
        ('[[routes]]\nid = "x"\ndomains = ["@shop.example"]', "no domain"),
        ('[[routes]]\nid = "x"\ndomain = ["shop.example"]', "domain"),
        ('routes = "x"', "routes"),
    ],
)
def test_rules_that_make_no_sense_stop_the_start(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "answerbot.toml").write_text(text, encoding="utf-8")
    with pytest.raises(BadSettings, match=r"\[\[routes\]\] is wrong") as raised:
        read(tmp_path, {})
    assert said in str(raised.value)


@pytest.fixture
def bot(tmp_path: Path) -> Any:
    deployment = Deployment(tmp_path, toml=TOML + ROUTES)
    with deployment.client:
        yield deployment


def test_tickets_come_where_the_rules_put_them(bot: Deployment) -> None:
    site = Site(bot)
    token = site.token("ada", "partners", email="ada@x.example")
    partner = site.call("POST", "/v1/tickets", {"subject": "x"}, as_=token).json()["number"]
    other = bot.ticket(subject="x", email="eve@bigcorp.example", session="t2")["number"]
    by_form = {"subject": "x", "description": "y", "email": "eve@x.example"}
    bot.client.post("/contact", data=by_form)
    mail = b"From: boss@bigcorp.example\nTo: a@b.example\nSubject: Down\nMessage-ID: <1@x>\n\nDown"
    by_mail = bot.services.inbox.take(mail).ticket
    tickets = bot.services.tickets
    found = [tickets.numbered(n) for n in (partner, other, other + 1, by_mail)]
    assert [(t.priority, t.team, t.tags, t.audiences) for t in found] == [
        ("high", "second level", (), ("partners", "beta")),
        ("urgent", "", ("bigcorp",), ()),
        ("normal", "first level", (), ()),
        ("urgent", "", ("bigcorp",), ()),
    ]


def test_one_can_ask_which_rule_decides(bot: Deployment) -> None:
    home = ("--home", str(bot.settings.home))

    def run(*arguments: str) -> str:
        result = CliRunner().invoke(main, ["route", *arguments, *home])
        assert result.exit_code == 0, result.output
        return result.output

    told = run("--email", "eve@bigcorp.example")
    assert "does not  partners: no audience of partners, resellers" in told
    assert "fits      bigcorp: e-mail of bigcorp.example (as typed, not proven)" in told
    assert "not granted, as it is not proven: partners" in told
    assert "audiences  partners" in run("--email", "eve@bigcorp.example", "--verified")
    found = json.loads(run("--audience", "partners", "--json"))
    assert (found["route"], found["priority"]) == ("partners", "high")
