"""The customer's pages say the same things in every language."""

from __future__ import annotations

import string

import pytest

from answerbot.enquiries import Kind, Reason, State
from answerbot.pages import wording
from answerbot.pages.texts import CATALOGUES, EN, language_name, texts
from answerbot.tickets import Status


@pytest.mark.parametrize("language", sorted(CATALOGUES))
def test_catalogues_have_the_same_keys_and_places(language: str) -> None:
    catalogue = CATALOGUES[language]
    assert list(catalogue) == list(EN)
    for key, text in catalogue.items():
        assert text.strip(), key
        assert places(text) == places(EN[key]), key
    assert catalogue["lang"] == language
    assert len(catalogue["months"].split()) == 12


def places(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_every_reason_and_status_has_words() -> None:
    assert {reason.value for reason in Reason} <= EN.keys()
    assert {f"status_{status.value}" for status in Status} <= EN.keys()


def test_every_state_and_every_line_of_a_story_has_words() -> None:
    assert list(wording.STATES) == list(State)
    assert wording.HAPPENED.keys() == set(Kind) - {Kind.ASKED, Kind.SEEN}


@pytest.mark.parametrize(
    ("locale", "language"),
    [("it-CH", "it"), ("FR", "fr"), ("de", "en"), ("", "en"), ("<script>", "en")],
)
def test_the_nearest_language_is_chosen(locale: str, language: str) -> None:
    assert texts(locale)["lang"] == language


def test_languages_are_called_as_their_speakers_do() -> None:
    assert [language_name(x) for x in ("it", "pt-BR", "xx")] == ["Italiano", "Português (BR)", "xx"]
