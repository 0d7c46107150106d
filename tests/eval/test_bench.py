"""The benchmark's arithmetic, its server and the pipeline by hand."""

from __future__ import annotations

import sys
from pathlib import Path

import httpx2 as httpx
import numpy as np
import pytest

from eval import bench
from eval.errors import NoAnswers
from eval.naive import Naive
from eval.server import Server, command, public_key, serving
from indexer.export import reference


def test_every_question_is_asked_once_a_side_in_alternating_order() -> None:
    log: list[tuple[str, str]] = []
    queries = [f"q{i}" for i in range(10)]
    rounds = bench.compare(
        lambda q: log.append(("served", q)), lambda q: log.append(("naive", q)), queries, 5
    )
    assert len(rounds) == 5
    assert sorted(log) == sorted((side, q) for side in ("served", "naive") for q in queries)
    firsts = [log[i][0] for i in range(0, 20, 4)]
    assert firsts == ["served", "naive", "served", "naive", "served"]


def test_too_few_questions_are_refused() -> None:
    with pytest.raises(NoAnswers, match="2 questions are too few for 5 rounds"):
        bench.compare(str, str, ["a", "b"], 5)


def test_the_summary_takes_medians_of_rounds() -> None:
    rounds = [bench.Round(served, naive) for served, naive in ((1, 10), (2, 10), (9, 10))]
    found = bench.summary(rounds, Server("", 0, 1.5), "source", torch=False)
    assert (found["served_median_ms"], found["naive_median_ms"], found["ratio"]) == (2, 10, 0.2)
    assert found["ratio_range"] == [0.1, 0.9]
    assert (found["ready_s"], found["torch_in_server"]) == (1.5, False)


def test_a_real_server_answers_and_never_loads_torch(labelled: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    (home / "answerbot.toml").write_text('model = ""\n')
    command(home, "import", str(labelled))
    command(home, "index")
    headers = {"Authorization": f"Bearer {public_key(home)}"}
    with serving(home) as server, httpx.Client(headers=headers, trust_env=False) as client:
        answer = client.post(f"{server.url}/v1/suggest", json={"query": "forgot my password"})
        assert answer.status_code == 200
        if sys.platform == "linux":
            assert server.maps("libtorch") is False
            assert server.maps("libc") is True
    with pytest.raises(httpx.TransportError):
        httpx.get(server.url, trust_env=False)


def test_a_command_that_fails_is_named(tmp_path: Path) -> None:
    with pytest.raises(NoAnswers, match="answerbot index failed with status 1"):
        command(tmp_path, "index")


def test_a_server_that_cannot_start_says_why(tmp_path: Path) -> None:
    (tmp_path / "answerbot.toml").write_text("colour = 1\n")
    with pytest.raises(NoAnswers, match="unknown setting 'colour'"), serving(tmp_path):
        pass


def test_the_pipeline_by_hand_finds_what_it_should() -> None:
    texts = ["Reset your password", "An upload stops halfway", "Reset your phone", "Invoices"]
    owners = ["password", "upload", "phone", "invoice"]
    naive = Naive(texts, owners)
    assert naive.search("I forgot my password", k=1) == ["password"]
    assert naive.search("xyzzy") == naive.search("xyzzy")
    vectors = reference("all-MiniLM-L6-v2").encode(texts, normalize_embeddings=True)
    given = Naive(texts, owners, vectors=np.asarray(vectors))
    assert given.search("video upload broken") == naive.search("video upload broken")
