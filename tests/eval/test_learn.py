"""Learning from use: it helps, it cannot be forced, and it never makes answers worse."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from fastapi.testclient import TestClient

from answerbot.app import create_app
from answerbot.commands.index import build_index
from answerbot.security.keys import create
from answerbot.settings import read
from answerbot.store.articles import Articles
from answerbot.store.curation import Wordings
from answerbot.store.db import Store
from corpora.article import Article
from corpora.curation import Phrasing
from eval.learn import learn
from eval.lessons import NOTHING, PUBLISHED, REFUSED, WOULD, Learnt, run
from indexer.build import silent
from indexer.generation import current
from tests.conftest import sample_articles
from tests.eval.conftest import write_lines
from tests.indexer.conftest import article

GENEROUS = {
    "ANSWERBOT_SUGGEST_BURST": "100000",
    "ANSWERBOT_WRITE_BURST": "100000",
    "ANSWERBOT_WATCH_SECONDS": "3600",
}
WORDS = GENEROUS | {"ANSWERBOT_MODEL": "", "ANSWERBOT_FORM_PRECISION": "0.0"}

ARTICLES = (
    article("upload", "An upload stops", "Large videos may stop halfway. Try another browser."),
    article("slow", "A slow upload", "An upload of videos may be slow on a shared line."),
    article("formats", "Formats of an upload", "Videos in MP4, MOV and AVI can be uploaded."),
    article("password", "Reset your password", "Open the sign-in page, choose Forgot password."),
    article("invoice", "Find an invoice", "Invoices lie under Billing."),
)
ASKED = (
    "my upload stops", "the upload of videos stops", "an upload that stops halfway",
    "upload of videos never ends", "why does my upload stop",
)  # fmt: skip
VISITORS = 20


class Site:
    """A help center behind HTTP, with visitors in tabs of their own."""

    def __init__(self, home: Path, environ: dict[str, str]) -> None:
        self.settings = read(home, environ)
        self.now = datetime.now(UTC)
        app = create_app(self.settings, clock=lambda: self.now)
        self.services = app.state.services
        self.key = create(self.services.keys, "secret", label="", origins=(), now=self.now)[1]
        self.client = TestClient(app)
        self._events = 0

    def post(self, path: str, body: dict[str, Any], visitor: str) -> dict[str, Any]:
        headers = {"authorization": f"Bearer {self.key}", "x-answerbot-session": visitor}
        answer = self.client.post(path, json=body, headers=headers)
        assert answer.status_code == 200, answer.text
        data: dict[str, Any] = answer.json()
        return data

    def asks(self, text: str, visitor: str = "looker") -> dict[str, Any]:
        return self.post("/v1/suggest", {"query": text, "locale": "en", "limit": 3}, visitor)

    def offer(self, text: str) -> list[str]:
        return [hit["article"] for hit in self.asks(text)["suggestions"]]

    def offers(self, texts: Sequence[str] = ASKED) -> list[Any]:
        return [self.asks(text)["suggestions"] for text in texts]

    def report(self, enquiry: str, kind: str, visitor: str, **more: str) -> None:
        self._events += 1
        body = {"id": f"event-{self._events:06d}", "kind": kind, **more}
        self.post(f"/v1/enquiries/{enquiry}/events", body, visitor)

    def visitors(self, kind: str, name: str, *, times: int = VISITORS, **more: str) -> list[str]:
        """So many visitors ask and are offered the article, and say yes or no to it."""
        found = []
        for number in range(times):
            visitor = f"visitor-{number}"
            asked = self.asks(ASKED[number % len(ASKED)], visitor)
            assert name in [hit["article"] for hit in asked["suggestions"]]
            self.report(asked["enquiry"], kind, visitor, article=name, **more)
            found.append(asked["enquiry"])
        return found

    def learns(self, *, dry_run: bool = False) -> Learnt:
        found = run(self.settings, now=self.now, dry_run=dry_run, progress=silent)
        self.services.live.look()
        return found

    def indexes(self) -> None:
        build_index(self.settings)
        self.services.live.look()

    def imports(self, *articles: Article) -> None:
        Articles(self.services.store).replace("test", articles, now=self.now)

    @property
    def generation(self) -> str:
        return current(self.settings.index)


def make(home: Path, articles: Sequence[Article], environ: dict[str, str]) -> Site:
    """Articles that were imported yesterday, indexed."""
    settings = read(home, environ)
    store = Store(settings.database)
    Articles(store).replace("test", articles, now=datetime.now(UTC) - timedelta(days=1))
    store.close()
    build_index(settings)
    return Site(home, environ)


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    """A few articles, by their words only."""
    site = make(tmp_path, ARTICLES, WORDS)
    with site.client:
        yield site


@pytest.fixture
def sample(tmp_path: Path, sample_index: Path) -> Iterator[Site]:
    """The English articles of the sample help center, with its model."""
    (tmp_path / "index").mkdir()
    (tmp_path / "index" / "models").symlink_to(sample_index / "models")
    english = [one for one in sample_articles() if one.language == "en"]
    site = make(tmp_path, english, GENEROUS)
    with site.client:
        yield site


def test_one_visitor_changes_nothing_however_often(sample: Site) -> None:
    wrong = "upload-a-video"
    assert sample.offer(ASKED[0])[1] == wrong
    before = sample.offers()
    for number in range(500):
        enquiry = sample.asks(ASKED[number % len(ASKED)], "insistent")["enquiry"]
        sample.report(enquiry, "accepted", "insistent", article=wrong)
        sample.now += timedelta(hours=1)
    assert sample.learns().decision == NOTHING
    sample.indexes()
    assert sample.offers() == before


def test_many_visitors_lift_an_article_until_they_take_it_back(sample: Site) -> None:
    lifted, asked = "upload-a-video", "the upload has stopped"
    before = sample.asks(asked)["suggestions"]
    assert [hit["article"] for hit in before][:2] == ["upload-fails", lifted]
    enquiries = sample.visitors("accepted", lifted)
    found = sample.learns()
    assert (found.decision, dict(found.gained)) == (PUBLISHED, {lifted: VISITORS})
    assert sample.offer(asked)[0] == lifted
    assert sample.offer("reset my password")[0] == "reset-your-password"
    for number, enquiry in enumerate(enquiries):
        sample.report(enquiry, "undone", f"visitor-{number}")
    found = sample.learns()
    assert (found.decision, dict(found.lost)) == (PUBLISHED, {lifted: VISITORS})
    assert sample.asks(asked)["suggestions"] == before


def test_many_rejections_lower_an_article(sample: Site) -> None:
    before = sample.offer(ASKED[0])
    sample.visitors("rejected", "upload-fails", reason="did_not_answer")
    assert sample.learns().decision == PUBLISHED
    after = sample.offer(ASKED[0])
    assert before[0] == "upload-fails"
    assert "upload-fails" not in after[:1]


def test_indexing_keeps_lessons_and_takes_no_new_ones(site: Site) -> None:
    site.visitors("accepted", "formats")
    site.indexes()
    assert site.offer(ASKED[0])[0] == "upload"
    assert site.learns().decision == PUBLISHED
    assert site.offer(ASKED[0])[0] == "formats"
    site.imports(*ARTICLES, article("new", "Something new"))
    site.now += timedelta(hours=1)
    site.visitors("rejected", "formats", reason="not_related")
    site.indexes()
    assert site.generation == "gen-000003"
    assert site.offer(ASKED[0])[0] == "formats"
    site.learns()
    assert site.offer(ASKED[0])[0] == "upload"


def test_a_second_run_has_nothing_to_learn(site: Site) -> None:
    assert site.learns().decision == NOTHING
    site.visitors("accepted", "formats")
    site.learns()
    found = site.learns()
    assert (found.decision, found.generation, found.trial) == (NOTHING, site.generation, None)


def test_a_dry_run_changes_nothing(site: Site) -> None:
    site.visitors("accepted", "formats")
    before, generation = site.offers(), site.generation
    found = site.learns(dry_run=True)
    assert (found.decision, dict(found.gained)) == (WOULD, {"formats": VISITORS})
    assert site.generation == generation
    site.indexes()
    assert site.offers() == before
    assert site.learns().decision == PUBLISHED


def test_what_an_editor_put_first_stays_first_or_nothing_is_learnt(site: Site) -> None:
    wording = Phrasing(text="my upload stops", article="upload", source="editor")
    Wordings(site.services.store).add(wording, author="me", now=site.now)
    site.indexes()
    before = site.offers()
    site.visitors("accepted", "formats")
    found = site.learns()
    assert found.decision == REFUSED
    assert found.trial
    assert found.trial.objections == [
        "upload lost the first place for the phrasing 'my upload stops'"
    ]
    site.indexes()
    assert site.offers() == before
    assert not list(site.settings.index.glob(".gen-*"))


def own_questions(site: Site, right: str) -> None:
    folder = site.settings.home / "regressions"
    folder.mkdir()
    texts = [f"{text} {more}" for text in ASKED for more in ("please", "again", "today")]
    write_lines(folder / "queries.jsonl", ({"id": t, "text": t, "lang": "en"} for t in texts))
    (folder / "qrels.tsv").write_text("".join(f"{t}\t{right}\t1\n" for t in texts))


def test_own_questions_are_asked_and_a_fall_beyond_chance_refuses(site: Site) -> None:
    own_questions(site, "upload")
    generation = site.generation
    site.visitors("accepted", "formats")
    found = site.learns()
    assert found.trial
    own = next(part for part in found.trial.parts if part.part == "own")
    assert own.queries == 15
    assert own.new["mrr@10"] < own.old["mrr@10"]
    assert (found.decision, found.generation) == (REFUSED, generation)
    assert any(objection.startswith("mrr@10 fell") for objection in found.trial.objections)
    assert {change.part for change in found.trial.worse} >= {"own"}


def test_what_customers_teach_is_right_for_own_questions(site: Site) -> None:
    own_questions(site, "formats")
    site.visitors("accepted", "formats")
    found = site.learns()
    assert found.decision == PUBLISHED
    assert found.trial
    assert len(found.trial.better) > len(found.trial.worse)
    assert found.trial.better[0].part == "own"


def test_wordings_held_back_are_asked_and_never_taught(site: Site) -> None:
    for number in range(60):
        visitor = f"visitor-{number}"
        asked = site.asks(f"upload of videos stops, word{number}", visitor)
        site.report(asked["enquiry"], "accepted", visitor, article="slow")
    found = site.learns()
    held_out, taught = found.taught.held_out, found.taught.learnt
    assert found.trial
    assert len(held_out) + len(taught) == 60
    assert next(p.queries for p in found.trial.parts if p.part == "lessons") == len(held_out) > 3
    assert not {p.text for p in held_out} & {p.text for p in taught}
    assert len(found.trial.better) >= len(held_out)


def call(site: Site, monkeypatch: pytest.MonkeyPatch, *options: str) -> Result:
    for name, value in WORDS.items():
        monkeypatch.setenv(name, value)
    return CliRunner().invoke(learn, [*options, "--home", str(site.settings.home)])


def test_the_command_says_what_changed_and_how_it_ended(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    own_questions(site, "upload")
    assert "nothing to learn" in call(site, monkeypatch).stdout
    site.visitors("accepted", "formats")
    refused = call(site, monkeypatch)
    assert refused.exit_code == 1
    assert "formats: 20 gained" in refused.stdout
    assert "refused; gen-000001 serves" in refused.stdout
    data = json.loads(call(site, monkeypatch, "--json").stdout)
    assert (data["decision"], data["generation"]) == ("refused", "gen-000001")
    assert data["lessons"] == {"accepted": VISITORS}
    shutil.rmtree(site.settings.home / "regressions")
    published = call(site, monkeypatch)
    assert (published.exit_code, "published; gen-000002 serves" in published.stdout) == (0, True)


def test_own_questions_that_are_not_understood_are_one_line(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.visitors("accepted", "formats")
    own_questions(site, "upload")
    (site.settings.home / "regressions" / "queries.jsonl").write_text("{}\n")
    result = call(site, monkeypatch)
    assert (result.exit_code, result.stdout) == (1, "")
    assert "queries.jsonl:1: 'id' is missing" in result.stderr
