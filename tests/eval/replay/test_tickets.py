"""Files of past tickets: what is read from messy ones, and what is said of unusable ones."""

from __future__ import annotations

import csv
import io
import json
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval.errors import BadLabels, EvalError
from eval.replay.columns import Columns
from eval.replay.csv_tickets import csv_tickets
from eval.replay.links import links_in
from eval.replay.ticket import LONGEST, PastTicket
from eval.replay.tickets import OLDER, REPEATED, kind_of, read_tickets
from eval.replay.words import plain
from eval.replay.zendesk_tickets import DELETED, MERGED

EXPORTS = Path(__file__).parent / "exports"
GERMAN = Columns({"subject": "Betreff"})


def by_id(tickets: tuple[PastTicket, ...]) -> dict[str, PastTicket]:
    return {ticket.id: ticket for ticket in tickets}


def test_a_table_as_a_spreadsheet_writes_it() -> None:
    found = read_tickets(EXPORTS / "tickets.csv", GERMAN)
    tickets = by_id(found.tickets)
    assert list(tickets) == [f"41{n:02}" for n in range(1, 9)]
    assert found.left_out == {REPEATED: 1}
    first = tickets["4101"]
    assert first.description.startswith("Hi,\nI changed my password yesterday")
    assert "<" not in first.text
    assert first.created_at == datetime(2026, 10, 5, 8, 12, tzinfo=UTC)
    assert (first.form, first.locale) == ("account", "en")
    assert tickets["4102"].locale == "en-US"
    assert tickets["4102"].created_at == datetime(2026, 10, 5, 7, 0, tzinfo=UTC)
    assert tickets["4103"].text == ""
    assert tickets["4107"].solved_by == ("black-screen", "gone-article")
    assert tickets["4108"].description.endswith("data & who can see it?")


def test_what_occurs_again_counts_once_with_the_articles_of_both() -> None:
    ticket = by_id(read_tickets(EXPORTS / "tickets.csv", GERMAN).tickets)["4104"]
    assert ticket.description.endswith("Merci")
    assert ticket.solved_by == ("refunds", "double-charge")


def test_a_long_description_is_cut_as_forms_do() -> None:
    ticket = by_id(read_tickets(EXPORTS / "tickets.csv", GERMAN).tickets)["4102"]
    assert len(ticket.description) == LONGEST


def test_lines_of_json_hold_the_same_tickets_as_the_table() -> None:
    table = read_tickets(EXPORTS / "tickets.csv", GERMAN)
    assert read_tickets(EXPORTS / "tickets.jsonl") == table


@pytest.mark.parametrize("name", ["zendesk.json", "zendesk.jsonl"])
def test_an_incremental_export(name: str) -> None:
    found = read_tickets(EXPORTS / name, Columns({"locale": "360001"}))
    tickets = by_id(found.tickets)
    assert found.left_out == {DELETED: 1, REPEATED: 1, MERGED: 1}
    assert list(tickets) == ["501", "503", "505"]
    assert (tickets["501"].form, tickets["501"].locale) == ("77", "en-US")
    assert tickets["505"].locale == "he"


def test_only_an_agents_public_comment_names_the_solution() -> None:
    tickets = by_id(read_tickets(EXPORTS / "zendesk.json").tickets)
    links = " ".join(tickets["501"].solved_by)
    assert "reset-your-password" in links
    assert "refunds" not in links
    assert "account-locked" not in links
    assert tickets["503"].solved_by == (
        "https://help.farview.example/articles/video-stuck-processing",
    )


def test_the_last_tickets_are_the_newest() -> None:
    found = read_tickets(EXPORTS / "tickets.jsonl", last=2)
    assert [ticket.id for ticket in found.tickets] == ["4107", "4108"]
    assert found.left_out == {REPEATED: 1, OLDER: 6}


BAD = {
    "no column id, subject or description; it has a, b": ("x.csv", "a,b\n1,2\n"),
    "3 values under 2 columns; are quotes missing?": ("x.csv", 'id,subject\n1,"a\nb"\n2,a,b\n'),
    "no row of a table: unexpected end of data": ("x.csv", 'id,subject\n1,a\n2,"never closed\n'),
    "the column 'id' occurs twice": ("x.csv", "id,ID,subject\n"),
    "created_at is '05/10/2026'; write it as 2026-11-01T09:30:00Z": (
        "x.csv",
        "id,subject,created_at\n1,a,05/10/2026\n",
    ),
    "locale is 'Deutsch'; write it as de or pt-BR": ("x.csv", "id,subject,locale\n1,a,Deutsch\n"),
    "the ticket has no id; name its column with --column id=NAME": ("x.csv", "id,subject\n,a\n"),
    "subject is ['a'], which is not a text": ("x.jsonl", '{"id": 1, "subject": ["a"]}'),
    "solved_by is {}, which names no article by id or address": (
        "x.jsonl",
        '{"id": 1, "subject": "a", "solved_by": {}}',
    ),
    "has neither subject nor description, but id": ("x.jsonl", '{"id": 1}'),
    "must be an object, not a list": ("x.jsonl", "[]"),
    "not JSON: Expecting value": ("x.json", "nonsense"),
    "`tickets` is not a list": ("x.json", '{"tickets": 3}'),
    "ticket 2: 'x' is no ticket": ("x.json", '{"tickets": [{"id": 1, "subject": "a"}, "x"]}'),
    "number 1: 7 is no ticket and no page of tickets": ("x.json", "[7]"),
    "`comments` is not a list of comments": (
        "x.json",
        '{"id": 1, "subject": "a", "comments": "x"}',
    ),
    ".xlsx says no kind of file": ("x.xlsx", ""),
}


@pytest.mark.parametrize("reason", BAD)
def test_what_cannot_be_used_is_one_line_with_place_and_reason(reason: str, tmp_path: Path) -> None:
    name, text = BAD[reason]
    (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.raises(BadLabels) as caught:
        read_tickets(tmp_path / name)
    said = str(caught.value)
    assert reason in said
    assert "\n" not in said
    assert said.startswith(str(tmp_path / name))


@pytest.mark.parametrize(
    ("name", "text", "line"),
    [
        ("x.csv", 'id,subject\n1,"a\nb"\n2,a,b\n', 4),
        ("x.jsonl", '{"id": 1, "subject": "a"}\n\n{"id": 2}\n', 3),
    ],
)
def test_the_line_is_that_of_the_file(name: str, text: str, line: int, tmp_path: Path) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.raises(BadLabels, match=re.escape(f"{name}:{line}: ")):
        read_tickets(tmp_path / name)


@pytest.mark.parametrize("name", ["tickets.csv", "tickets.jsonl", "zendesk.json"])
def test_a_column_that_is_named_must_be_there(name: str) -> None:
    with pytest.raises(BadLabels, match="Sprache"):
        read_tickets(EXPORTS / name, Columns({**GERMAN.given, "locale": "Sprache"})
                     if name.endswith("csv") else Columns({"locale": "Sprache"}))  # fmt: skip


def test_a_file_without_a_ticket_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "x.json").write_text('{"tickets": [{"id": 1, "status": "deleted"}]}')
    with pytest.raises(EvalError, match=r"no ticket to replay \(1 deleted\)"):
        read_tickets(tmp_path / "x.json")


@pytest.mark.parametrize(
    ("pair", "said"),
    [
        ("subject", "not NAME=COLUMN"),
        ("subject=", "not NAME=COLUMN"),
        ("colour=Farbe", "no value of a ticket"),
    ],
)
def test_a_column_option_that_says_nothing(pair: str, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        Columns.parse([pair])
    with pytest.raises(ValueError, match="named twice"):
        Columns.parse(["id=a", "id=b"])


def test_a_deeply_nested_file_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "x.json").write_text('{"tickets":[' * 50_000)
    with pytest.raises(BadLabels, match="not JSON"):
        read_tickets(tmp_path / "x.json")


def test_the_first_line_tells_what_lines_of_json_are(tmp_path: Path) -> None:
    assert kind_of(EXPORTS / "zendesk.jsonl") == "zendesk"
    assert kind_of(EXPORTS / "tickets.jsonl") == "jsonl"


def test_words_without_markup() -> None:
    assert plain("a < b and c > d &mdash; ok") == "a < b and c > d — ok"
    assert plain("<p>one<br>two</p><script>alert(1)</script>") == "one\ntwo"


def test_links_of_a_comment_each_once() -> None:
    html = "<a href='https://x.example/a'>a</a> https://x.example/a, (https://x.example/b)."
    assert links_in(html, None) == ["https://x.example/a", "https://x.example/b"]
    assert links_in(3, ["x"]) == []


texts = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), max_size=60)


@given(st.lists(st.tuples(texts, texts), min_size=1, max_size=8), st.sampled_from(",;\t|"))
def test_whatever_a_table_holds_is_read_as_the_library_wrote_it(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, str]], delimiter: str
) -> None:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter)
    writer.writerow(["id", "subject", "description"])
    writer.writerows((number, *row) for number, row in enumerate(rows))
    file = tmp_path_factory.getbasetemp() / "any.csv"
    file.write_text(out.getvalue(), encoding="utf-8", newline="")
    found = list(csv_tickets(file, Columns()))
    assert [ticket.id for ticket in found] == [str(number) for number in range(len(rows))]
    assert [ticket.description for ticket in found] == [plain(row[1]) for row in rows]


keys = st.sampled_from(["id", "subject", "tickets", "comments", "tags", "x"])
values = st.recursive(
    st.none() | st.booleans() | st.integers() | texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(keys, inner),
)


@given(values)
def test_any_json_is_tickets_or_one_line(
    tmp_path_factory: pytest.TempPathFactory, value: object
) -> None:
    file = tmp_path_factory.getbasetemp() / "any.json"
    file.write_text(json.dumps(value), encoding="utf-8")
    said = ""
    try:
        read_tickets(file)
    except EvalError as error:
        said = str(error)
    assert "\n" not in said
