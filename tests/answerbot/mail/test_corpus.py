"""The customer's own words, exactly, whatever program they write with."""

from __future__ import annotations

import pytest

from answerbot.mail.message import read
from tests.answerbot.mail import later
from tests.answerbot.mail.corpus import CASES, Case

WANTED = 0.95


def test_own_words_are_extracted_exactly() -> None:
    assert len(CASES) == len({case.name for case in CASES}) == 60
    wrong = {case.name: read(case.raw).text for case in CASES if read(case.raw).text != case.words}
    exact = len(CASES) - len(wrong)
    print(f"own words exact: {exact} of {len(CASES)} ({exact / len(CASES):.1%})")  # noqa: T201
    assert exact >= WANTED * len(CASES), wrong


@pytest.mark.parametrize("case", later.CASES, ids=[case.name for case in later.CASES])
def test_more_programs_and_languages(case: Case) -> None:
    assert read(case.raw).text == case.words


def test_nothing_that_is_taken_away_is_lost() -> None:
    """What is no customer's word is still there for the agent to look up."""
    for case in CASES:
        mail = read(case.raw)
        kept = f"{mail.text}\n{mail.quoted}"
        for words in ("which browser", "welchen Browser", "ブラウザ", "confidential"):
            in_text = words in case.raw.decode("utf-8", "replace").replace("=\r\n", "")
            assert words in kept or not in_text, case.name
