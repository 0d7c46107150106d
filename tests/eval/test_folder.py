"""A labelled folder as a whole: what it may lack, and what is refused."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from eval.errors import BadLabels, EvalError, NoAnswers
from eval.folder import limited, read_folder, without_dropped
from tests.eval.conftest import CORPUS, write_lines


def ids(queries: object) -> list[str]:
    return [query.id for query in queries]  # type: ignore[attr-defined]


def test_everything_is_read(labelled: Path) -> None:
    folder = read_folder(labelled)
    assert folder.name == "tiny"
    assert [article.id for article in folder.articles] == ["password", "upload", "invoice"]
    assert ids(folder.queries) == ["q1", "q2", "q3"]
    assert ids(folder.oos) == ["o1", "o2"]
    assert folder.qrels["q2"] == {"upload": 1}
    assert folder.warnings == ()


def test_oos_and_silver_may_be_missing(labelled: Path) -> None:
    (labelled / "oos.jsonl").unlink()
    (labelled / "silver_oos.json").unlink()
    folder = read_folder(labelled)
    assert folder.oos == ()
    assert without_dropped(folder) is None


def test_articles_may_be_files(labelled: Path) -> None:
    (labelled / "corpus.jsonl").unlink()
    (labelled / "silver_oos.json").unlink()
    articles = labelled / "articles" / "en"
    articles.mkdir(parents=True)
    (articles / "password.md").write_text("# Reset your password\n\nChoose Forgot password.\n")
    folder = read_folder(labelled)
    assert [article.id for article in folder.articles] == ["password"]
    assert folder.warnings == ("2 articles of qrels.tsv are not in the folder: invoice, upload",)


def test_the_name_does_not_depend_on_how_the_path_is_written(
    labelled: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(labelled)
    assert read_folder(Path()).name == "tiny"


def test_silver_leaves_articles_and_queries_out(labelled: Path) -> None:
    part = without_dropped(read_folder(labelled))
    assert part is not None
    assert [article.id for article in part.articles] == ["password", "invoice"]
    assert ids(part.queries) == ["q1"]
    assert ids(part.oos) == ["q2"]


def test_limit_takes_the_first_of_both_kinds(labelled: Path) -> None:
    folder = limited(read_folder(labelled), 1)
    assert (ids(folder.queries), ids(folder.oos)) == (["q1"], ["o1"])


def test_what_cannot_be_right_is_said(labelled: Path) -> None:
    (labelled / "qrels.tsv").write_text("q1\tpassword\t1\nq2\tupload\t0\n")
    (warning,) = read_folder(labelled).warnings
    assert warning == "2 queries have no right article in qrels.tsv and score zero: q2, q3"


def test_a_skipped_article_is_said(labelled: Path) -> None:
    with (labelled / "corpus.jsonl").open("a") as corpus:
        corpus.write("not json\n")
    (warning,) = read_folder(labelled).warnings
    assert warning.startswith("corpus.jsonl:4: not an article")


def broken(labelled: Path, name: str, content: str | None) -> Path:
    if content is None:
        (labelled / name).unlink()
    else:
        (labelled / name).write_text(content, encoding="utf-8")
    return labelled


UNKNOWN = json.dumps({"drop_doc_ids": ["nowhere"]})
UNASKED = json.dumps({"oos_query_ids": ["nobody"]})


@pytest.mark.parametrize(
    ("name", "content", "kind", "reason"),
    [
        ("queries.jsonl", None, BadLabels, "queries.jsonl: cannot be read"),
        ("qrels.tsv", None, BadLabels, "qrels.tsv: cannot be read"),
        ("corpus.jsonl", "", NoAnswers, "tiny has no article"),
        ("corpus.jsonl", None, NoAnswers, "tiny has no article"),
        ("qrels.tsv", "q9\tpassword\t1\n", BadLabels, "'q9' is not in queries.jsonl"),
        ("oos.jsonl", '{"id": "q1", "text": "x"}\n', BadLabels, "'q1' is in queries.jsonl too"),
        ("silver_oos.json", UNKNOWN, BadLabels, "the article 'nowhere' is not in this folder"),
        ("silver_oos.json", UNASKED, BadLabels, "the query 'nobody' is not in this folder"),
    ],
)
def test_what_does_not_fit_is_refused(
    labelled: Path, name: str, content: str | None, kind: type[EvalError], reason: str
) -> None:
    with pytest.raises(kind) as refused:
        read_folder(broken(labelled, name, content))
    assert reason in str(refused.value)


def test_dropping_every_article_leaves_nothing_to_measure(labelled: Path) -> None:
    everything = [row["id"] for row in CORPUS]
    (labelled / "silver_oos.json").write_text(json.dumps({"drop_doc_ids": everything}))
    assert without_dropped(read_folder(labelled)) is None


def test_an_empty_list_of_queries_is_read(labelled: Path) -> None:
    (labelled / "silver_oos.json").unlink()
    write_lines(labelled / "queries.jsonl", ())
    (labelled / "qrels.tsv").write_text("")
    assert read_folder(labelled).queries == ()
