"""The page of wordings without a browser: every kind, in every language, without a script."""

from __future__ import annotations

import html
import re

import pytest
from selectolax.lexbor import LexborHTMLParser

from answerbot.curation import KINDS, Wording
from answerbot.doubts import Asked, Place, doubts, fired
from answerbot.pages.faults import in_words
from answerbot.pages.texts import spoken
from answerbot.pages.wordings_texts import CATALOGUES, EN
from answerbot.store.articles import Articles
from answerbot.store.curation import Wanted, Wordings
from corpora.curation import Phrasing, Pin, StopWord, Synonyms
from indexer.build import build
from tests.answerbot.conftest import START, Deployment
from tests.indexer.conftest import HELP_CENTER, WORDS_ONLY
from tests.pages.test_texts import places

FORMS = {
    "phrasing": ({"words": "Fammi entrare adesso", "article": "password", "scope": "it"}),
    "synonyms": ({"words": "login, sign-in,", "scope": "en"}),
    "pin": ({"words": "stuck, video", "article": "upload", "scope": ""}),
    "stop_word": ({"words": "FarView", "scope": "en"}),
}
MADE = [
    Phrasing(text="Fammi entrare adesso", article="password", locale="it", source="editor"),
    Synonyms(language="en", words=("login", "sign-in")),
    Pin(article="upload", words=("stuck", "video")),
    StopWord(language="en", word="FarView"),
]


@pytest.fixture
def held(bot: Deployment) -> Wordings:
    Articles(bot.services.store).replace("s", HELP_CENTER, now=START)
    bot.sign_in()
    return Wordings(bot.services.store)


@pytest.mark.parametrize("language", sorted(CATALOGUES))
def test_catalogues_have_the_same_keys_and_places(language: str) -> None:
    assert list(CATALOGUES[language]) == list(EN)
    for key, text in CATALOGUES[language].items():
        assert places(text) == places(EN[key]), key


@pytest.mark.parametrize(
    ("accepted", "language"),
    [("", "en"), ("it-CH,en;q=.5", "it"), ("de, FR;q=0.1", "fr"), ("*", "en"), (";;,", "en")],
)
def test_the_first_language_with_texts_is_spoken(accepted: str, language: str) -> None:
    assert spoken(accepted) == language


def test_every_kind_is_added_and_shown(bot: Deployment, held: Wordings) -> None:
    for kind in KINDS:
        bot.client.post(f"/wordings/add?kind={kind}", data=FORMS[kind])
    assert [entry.wording for entry in held.all()] == MADE
    for kind in KINDS:
        for language in CATALOGUES:
            shown = bot.client.get(f"/wordings?kind={kind}", headers={"accept-language": language})
            assert shown.status_code == 200
            assert html.escape(CATALOGUES[language][f"{kind}_help"], quote=False) in shown.text
            assert FORMS[kind]["words"].split(",")[0] in shown.text


def test_what_waits_for_the_index_is_told(bot: Deployment, held: Wordings) -> None:
    assert html.escape(EN["in_force"]) in bot.client.get("/wordings").text
    bot.client.post("/wordings/add?kind=stop_word", data=FORMS["stop_word"])
    assert html.escape(EN["waiting"]) in bot.client.get("/wordings").text
    build(
        HELP_CENTER,
        bot.settings.index,
        now=START,
        options=WORDS_ONLY,
        curation=held.curation(),
    )
    bot.services.live.look()
    assert html.escape(EN["in_force"]) in bot.client.get("/wordings").text


def test_a_form_of_another_site_changes_nothing(bot: Deployment, held: Wordings) -> None:
    evil = {"origin": "https://evil.test"}
    sent = bot.client.post("/wordings/add?kind=stop_word", data=FORMS["stop_word"], headers=evil)
    assert sent.status_code == 403
    assert held.all() == []


def test_hostile_words_stay_words(bot: Deployment, held: Wordings) -> None:
    bad = "<script>alert(1)</script> how do I"
    bot.client.post("/wordings/add", data={"words": bad, "article": "password"})
    page = bot.client.get("/wordings").text
    assert "<script>alert" not in page
    assert html.escape(bad) in page


def test_doubtful_ones_are_named_and_kept(bot: Deployment, held: Wordings) -> None:
    bot.client.post("/wordings/add", data=FORMS["phrasing"] | {"words": "Let me in", "scope": "en"})
    changed = [HELP_CENTER[0].model_copy(update={"blocks": (), "title": "Something else"})]
    Articles(bot.services.store).replace("s", changed, now=START, sweep=False)
    assert EN["only_review"].format(n=1) in bot.client.get("/wordings").text
    (entry,) = held.all(Wanted(review=True))
    assert "Still fits" in bot.client.get("/wordings?review=true").text
    bot.client.post(f"/wordings/{entry.number}/keep")
    assert held.all(Wanted(review=True)) == []


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/wordings?edit=99", 404),
        ("/wordings?kind=nonsense", 422),
        ("/wordings?removed=99&restored=98", 200),
        ("/wordings?page=99", 200),
    ],
)
def test_addresses_that_lead_nowhere(
    bot: Deployment, held: Wordings, path: str, status: int
) -> None:
    assert bot.client.get(path).status_code == status


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/wordings?kind=nonsense", "none of the choices: 'phrasing', 'synonyms', 'pin'"),
        ("/editor/gaps?status=foo", "status is “foo”, which is none of the choices: 'open', "),
        ("/editor/gaps?start=x", "start is “x”, which is no whole number."),
        ("/editor/health?start=-1", "start is “-1”; 0 is the least."),
        ("/overview?names=<b>", "names is “<b>”, which is none of the choices: 'ours' or "),
        ("/editor/mail?template=x", "template is “x”, which is none of the choices."),
        (f"/wordings?find={'y' * 300}", "find is too long; 200 characters are the most."),
    ],
)
def test_a_wrong_choice_in_an_address_is_said_in_words(
    bot: Deployment, held: Wordings, path: str, said: str
) -> None:
    found = bot.client.get(path, headers={"accept": "text/html"})
    assert found.status_code == 422
    assert said in html.unescape(found.text)
    assert f'href="{path.split("?")[0]}">Open the page without' in found.text
    assert "should" not in found.text, "pydantic's words"


def test_the_page_of_reasons(bot: Deployment, held: Wordings) -> None:
    shown = bot.client.get("/explain?query=reset+my+password&article=password&locale=en")
    assert "It is shown, as number 1." in shown.text
    wrong = bot.client.get("/explain?query=x&article=password&locale=!!")
    assert wrong.status_code == 422
    assert "Write a locale like en" in wrong.text
    assert bot.client.get("/explain").status_code == 200


DOUBTS: list[tuple[Wording, str]] = [
    (Pin(article="a", words=("the",)), "“the” stands in so many articles"),
    (Pin(article="a", words=("the", "invoice")), ""),
    (Pin(article="a", words=("invoice",), locale="it"), ""),
    (Phrasing(text="The the?", article="a", source="editor"), "tells no question from another"),
    (Synonyms(language="en", words=("bill", "the")), "“the” stands"),
    (Synonyms(language="en", words=("bill", "invoice")), ""),
    (StopWord(language="en", word="the"), ""),
    (Pin(article="a", words=("often",)), "stood first in 3 of the last 30 questions"),
    (
        Phrasing(text="Comment changer mon mot de passe ?", article="a", source="editor"),
        "It reads as fr, and the article is in en.",
    ),
    (
        Phrasing(text="How do I change my pass word", article="a", locale="fr", source="editor"),
        "It reads as en, and it counts in fr.",
    ),
    (Phrasing(text="How do I change my pass word", article="a", source="editor"), ""),
]


@pytest.mark.parametrize(("wording", "said"), DOUBTS)
def test_what_an_editor_should_hear_first(wording: Wording, said: str) -> None:
    asked = [Asked("it is often late", "en")] * 3 + [Asked("where is it", "en-GB")] * 27
    place = Place(
        share=lambda term, _: 0.8 if term == "the" else 0.01,
        name=str,
        languages=("en", "fr"),
        article=("en",),
        asked=asked,
    )
    assert said in " ".join(found := doubts(wording, place))
    assert bool(found) == bool(said)


def test_a_pin_is_tried_as_search_reads_a_question() -> None:
    """Where the page said no language, the question's own decides, for words and for scope."""
    words = Pin(article="a", words=("invoices",), locale="en")
    asked = [
        Asked("where do I find all my invoices", ""),
        Asked("where do I find an invoice", "fr"),
    ]
    asked.append(Asked("où se trouvent toutes mes factures et invoices de cette année", ""))
    assert fired(words, asked, ("en", "fr")) == 1
    assert fired(Pin(article="a", words=("invoices",)), asked, ("en", "fr")) == 3


def test_what_a_fault_is_not_known_of_is_not_repeated() -> None:
    fault = {"type": "string_type", "loc": ("body", "password"), "input": "hunter2"}
    assert in_words(fault) == "password cannot be used as it is sent."


def test_a_doubtful_pin_is_kept_once_the_editor_presses_on(bot: Deployment) -> None:
    for number in range(20):
        bot.suggest("reset my password", session=f"tab-{number}")
    Articles(bot.services.store).replace("s", HELP_CENTER, now=START)
    bot.sign_in()
    held = Wordings(bot.services.store)
    for address, sent in (
        ("/wordings/add?kind=pin", {"words": "password", "article": "upload", "scope": ""}),
        ("/editor/articles/upload/teach", {"words": "my", "kind": "pin", "scope": ""}),
    ):
        before = len(held.all())
        asked = bot.client.post(address, data=sent)
        if address.startswith("/wordings"):
            buttons = LexborHTMLParser(asked.text).css("form.adds button")
            first, last = (button.attributes.get("name") for button in buttons)
            assert (first, last) == (None, "sure"), "Enter presses the first"
        assert "stood first in 20 of the last 20 questions" in asked.text
        assert len(held.all()) == before
        found = re.search(r'name="sure" value="([^"]+)"', asked.text)
        assert found
        other = sent | {"words": "reset", "sure": html.unescape(found[1])}
        assert "20 of the last 20" in bot.client.post(address, data=other).text, "other words"
        bot.client.post(address, data=sent | {"sure": html.unescape(found[1])})
        assert len(held.all()) == before + 1
