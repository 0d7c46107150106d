"""What editors may add, where it is kept, and what becomes of it when its article changes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from answerbot.curation import (
    KINDS,
    Entry,
    Wording,
    checked,
    kind_of,
    sameness,
    stands_alone,
    words_of,
)
from answerbot.errors import Invalid, NotFound, Repeated
from answerbot.evidence import after_edit, kept_share, shingles
from answerbot.store.articles import Articles
from answerbot.store.curation import Wanted, Wordings
from answerbot.store.db import Store
from corpora.characters import clean_line
from corpora.curation import Curation, Phrasing, Pin, Source, StopWord, Synonyms
from indexer.tokens import terms
from tests.answerbot.conftest import START
from tests.indexer.conftest import article

ARTICLES = [
    article("password", "Reset your password", "Open the sign-in page and choose Forgot."),
    article("password", "Reimposta la password", "Apri la pagina.", locale="it"),
    article("upload", "An upload stops", "Large videos may stop.", draft=True),
]
PHRASING = Phrasing(text="I forgot my login", article="password", locale="en", source="editor")
SYNONYMS = Synonyms(language="en", words=("login", "sign-in"))
PIN = Pin(article="upload", words=("stuck", "video"))
STOP = StopWord(language="en", word="FarView")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = Store(tmp_path / "answerbot.db")
    Articles(opened).replace("s", ARTICLES, now=START)
    yield opened
    opened.close()


@pytest.fixture
def held(store: Store) -> Wordings:
    return Wordings(store)


def add(held: Wordings, *wordings: Wording) -> list[int]:
    return [held.add(wording, author="ada", now=START) for wording in wordings]


def test_what_was_added_goes_into_the_next_generation_in_order(held: Wordings) -> None:
    add(held, PIN, PHRASING, STOP, SYNONYMS)
    assert held.curation() == Curation(
        phrasings=(PHRASING,), synonyms=(SYNONYMS,), pins=(PIN,), stop_words=(STOP,)
    )
    first = held.all()[0]
    assert (first.wording, first.author, first.created_at) == (PIN, "ada", START)


@pytest.mark.parametrize(
    ("wording", "field", "says"),
    [
        (Phrasing(text="x" * 501, article="password"), "text", "501 characters"),
        (Phrasing(text="bell\x07bell", article="password"), "text", "U+0007"),
        (Phrasing(text=" \n ", article="password"), "text", "empty"),
        (Phrasing(text="?!", article="password"), "text", "too little"),
        (Phrasing(text="my login", article="gone"), "article", "'gone'"),
        (Phrasing(text="my login", article="password", locale="fr"), "locale", "only in en, it"),
        (Phrasing(text="my login", article="password", locale="xx-!"), "locale", "'xx-!'"),
        (Synonyms(language="en", words=("mail", "Mail ")), "words", "one word"),
        (Synonyms(language="en-GB", words=("a", "b")), "language", "'en-GB'"),
        (Synonyms(language="en", words=("a", "…")), "words", "no letter"),
        (Synonyms(language="en", words=tuple(map(str, range(21)))), "words", "21 words"),
        (Synonyms(language="en", words=("a", "b" * 61)), "words", "61 characters"),
        (Pin(article="gone", words=("a",)), "article", "'gone'"),
        (Pin(article="password", words=()), "words", "at least one"),
        (Pin(article="upload", words=("a",), locale="it"), "locale", "only in en"),
        (StopWord(language="en", word="two words"), "word", "more than one word"),
        (StopWord(language="en", word="--"), "word", "no letter"),
        (StopWord(language="", word="a"), "language", "''"),
    ],
)
def test_what_makes_no_sense_is_refused_by_field(
    held: Wordings, wording: Wording, field: str, says: str
) -> None:
    with pytest.raises(Invalid) as refused:
        held.add(wording, author="", now=START)
    assert refused.value.field == field
    assert says in refused.value.message
    assert held.all() == []


@pytest.mark.parametrize(
    "again",
    [
        PHRASING.model_copy(update={"text": "  i FORGOT my login?! "}),
        PHRASING.model_copy(update={"locale": ""}),
        Synonyms(language="en", words=("Sign-In", "login")),
        PIN.model_copy(update={"words": ("video", "stuck")}),
        StopWord(language="en", word="farview"),
    ],
)
def test_the_same_again_is_refused_with_the_number_of_the_first(
    held: Wordings, again: Wording
) -> None:
    add(held, PHRASING, SYNONYMS, PIN, STOP)
    (first,) = (e.number for e in held.all() if e.kind == kind_of(again))
    with pytest.raises(Repeated, match=rf"number {first}\)"):
        add(held, again)


def test_a_phrasing_belongs_to_one_article_but_no_article_may_be_right(held: Wordings) -> None:
    add(held, PHRASING)
    other = PHRASING.model_copy(update={"article": "upload"})
    with pytest.raises(Invalid, match="belongs to the article 'password' already"):
        add(held, other)
    add(held, other.model_copy(update={"source": "rejected"}))
    add(held, PHRASING.model_copy(update={"locale": "it", "text": "non entro"}))


def test_a_group_may_grow_and_a_word_may_mean_two_things(held: Wordings) -> None:
    add(held, SYNONYMS)
    add(held, Synonyms(language="en", words=("login", "sign-in", "log-on")))
    add(held, Synonyms(language="en", words=("login", "account")))
    add(held, Synonyms(language="it", words=("login", "sign-in")))
    assert len(held.all()) == 4


def test_what_was_removed_comes_back_as_it_was(held: Wordings) -> None:
    (number,) = add(held, PIN)
    before = held.get(number)
    assert held.remove(number, now=START) == before
    assert held.curation() == Curation()
    with pytest.raises(NotFound, match=str(number)):
        held.get(number)
    held.restore(number)
    assert held.get(number) == before


def test_what_was_removed_does_not_come_back_beside_its_like(held: Wordings) -> None:
    (number,) = add(held, PIN)
    held.remove(number, now=START)
    add(held, PIN)
    with pytest.raises(Repeated):
        held.restore(number)


def test_what_was_removed_is_forgotten_in_the_end(held: Wordings) -> None:
    (number, kept) = add(held, PIN, STOP)
    held.remove(number, now=START)
    held.erase(START)
    held.restore(number)
    held.remove(number, now=START)
    held.erase(START + timedelta(days=1))
    with pytest.raises(NotFound):
        held.restore(number)
    assert [entry.number for entry in held.all()] == [kept]


def test_a_change_is_held_to_the_same_rules_but_not_against_itself(held: Wordings) -> None:
    number, _ = add(held, PHRASING, PHRASING.model_copy(update={"text": "no entry"}))
    held.change(
        number, PHRASING.model_copy(update={"text": "I FORGOT my login"}), author="b", now=START
    )
    assert words_of(held.get(number).wording) == ("I FORGOT my login",)
    with pytest.raises(Repeated):
        held.change(number, PHRASING.model_copy(update={"text": "No entry!"}), author="", now=START)
    with pytest.raises(NotFound):
        held.change(99, PHRASING, author="", now=START)


def test_entries_are_found_by_kind_place_words_article_and_author(held: Wordings) -> None:
    add(held, PHRASING, SYNONYMS, PIN, STOP)
    found = {
        "kind": held.all(Wanted(kind="pin")),
        "place": held.all(Wanted(scopes=("", "it"))),
        "words": held.all(Wanted(find=" Forgot  MY")),
        "article": held.all(Wanted(find="passw")),
        "of": held.all(Wanted(article="upload")),
        "author": held.all(Wanted(find="Ada", limit=2, offset=1)),
    }
    assert {name: [e.kind for e in entries] for name, entries in found.items()} == {
        "kind": ["pin"],
        "place": ["pin"],
        "words": ["phrasing"],
        "article": ["phrasing"],
        "of": ["pin"],
        "author": ["synonyms", "pin"],
    }
    assert held.counts(Wanted(find="login", kind="pin")) == {
        "phrasing": 1, "synonyms": 1, "pin": 0, "stop_word": 0,
    }  # fmt: skip


def test_all_of_a_file_is_kept_or_nothing(held: Wordings) -> None:
    lines: list[tuple[str, Wording]] = [("w:1", STOP), ("w:2", PIN), ("w:3", STOP)]
    assert held.add_all(lines, author="", now=START) == [True, True, False]
    bad = Pin(article="gone", words=("a",))
    with pytest.raises(Invalid, match=r"^w:9: article: no article 'gone'"):
        held.add_all([("w:8", SYNONYMS), ("w:9", bad)], author="", now=START)
    assert len(held.all()) == 2


def test_a_deleted_article_takes_its_wordings_along(store: Store, held: Wordings) -> None:
    everywhere = Phrasing(text="cannot get in", article="password", source="agent")
    italian = Phrasing(text="non riesco a entrare", article="password", locale="it")
    add(held, PHRASING, italian, everywhere, SYNONYMS, PIN)
    articles = Articles(store)
    changes = articles.replace("s", [ARTICLES[0], ARTICLES[2]], now=START)
    assert (changes.removed, changes.wordings_dropped) == (1, 1)
    assert [e.wording for e in held.all()] == [PHRASING, everywhere, SYNONYMS, PIN]
    changes = articles.replace("s", [], now=START)
    assert (changes.removed, changes.wordings_dropped) == (2, 3)
    assert [e.wording for e in held.all()] == [SYNONYMS]


def test_an_edited_article_keeps_peoples_word_and_loses_visitors(
    store: Store, held: Wordings
) -> None:
    learnt = Phrasing(text="where is my key", article="password", locale="en", source="accepted")
    italian = Phrasing(text="non riesco a entrare", article="password", locale="it")
    add(held, PHRASING, learnt, italian)
    articles = Articles(store)
    little = article(
        "password", "Reset your password", "Open the sign-in page and choose Forgot it."
    )
    changes = articles.replace("s", [little], now=START, sweep=False)
    assert (changes.wordings_dropped, changes.wordings_to_review) == (0, 0)
    much = article("password", "Passkeys", "A passkey needs no words to remember.")
    changes = articles.replace("s", [much], now=START, sweep=False)
    assert (changes.changed, changes.wordings_dropped, changes.wordings_to_review) == (1, 1, 1)
    (doubtful,) = held.all(Wanted(review=True))
    assert doubtful.wording == PHRASING
    held.keep(doubtful.number)
    assert held.all(Wanted(review=True)) == []
    assert [e.wording for e in held.all()] == [PHRASING, italian]


def test_a_failed_import_takes_nothing_along(store: Store, held: Wordings) -> None:
    add(held, PIN)

    def broken() -> Iterator[object]:
        raise OSError("the disk is gone")
        yield

    with pytest.raises(OSError, match="the disk"):
        Articles(store).replace("s", broken(), now=START)  # type: ignore[arg-type]
    assert len(held.all()) == 1


WORDS = st.text(alphabet="ab 日本\n.", max_size=40)


@given(WORDS, WORDS)
def test_the_share_of_shingles_against_a_loop(before: str, after: str) -> None:
    old, new = article("a", "t", before), article("a", "t", after)
    earlier, later = (terms(f"t\n{a.plain_text}", "en") for a in (old, new))
    runs = {
        tuple(earlier[i : i + 3]) for i in range(len(earlier)) if i == 0 or i + 3 <= len(earlier)
    }
    there = {run for run in runs if run in _runs(later)}
    assert kept_share(old, new) == len(there) / len(runs)
    assert kept_share(old, old) == 1.0
    assert shingles(old) == runs


def _runs(found: list[str]) -> set[tuple[str, ...]]:
    return {tuple(found[i : i + 3]) for i in range(len(found)) if i == 0 or i + 3 <= len(found)}


@pytest.mark.parametrize("source", ["file", "editor", "agent", "accepted", "rejected"])
def test_half_of_the_words_decide(source: Source) -> None:
    much = "dropped" if source in ("accepted", "rejected") else "review"
    assert (after_edit(source, 0.5), after_edit(source, 0.49)) == ("kept", much)


TEXTS = st.text(min_size=1, max_size=30)
WORDINGS = st.one_of(
    st.builds(Phrasing, text=TEXTS, article=st.just("a")),
    st.builds(Synonyms, language=st.just("en"), words=st.lists(TEXTS, max_size=4).map(tuple)),
    st.builds(Pin, article=st.just("a"), words=st.lists(TEXTS, max_size=4).map(tuple)),
    st.builds(StopWord, language=st.just("en"), word=TEXTS),
)


@given(WORDINGS)
def test_what_passes_the_rules_passes_again_unchanged(wording: Wording) -> None:
    try:
        kept = checked(wording)
    except Invalid:
        return
    assert checked(kept) == kept
    assert all(w and clean_line(w) == w for w in words_of(kept))
    assert isinstance(kept, KINDS[kind_of(kept)])


@given(st.lists(WORDINGS, max_size=6))
def test_no_two_that_stand_together_are_the_same(wordings: list[Wording]) -> None:
    held = list[Entry]()
    for number, wording in enumerate(wordings):
        try:
            wording = checked(wording)
            stands_alone(wording, held)
        except Invalid:
            continue
        held.append(Entry(number, wording, "", START))
    keys = [(entry.kind, sameness(entry.wording)) for entry in held]
    assert len(keys) == len(set(keys))
