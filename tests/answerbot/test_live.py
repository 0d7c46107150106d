"""Generations are swapped under way without losing a request; broken ones are refused."""

from __future__ import annotations

import threading
from pathlib import Path

from fastapi.testclient import TestClient

from answerbot.app import create_app
from answerbot.security.sessions import HEADER, form_token
from answerbot.settings import read
from indexer.build import build
from indexer.generation import CURRENT
from tests.answerbot.conftest import START, Deployment
from tests.indexer.conftest import HELP_CENTER, WORDS_ONLY, article


def publish(bot: Deployment, *names: str) -> str:
    articles = [*HELP_CENTER, *(article(name, f"About {name}", name) for name in names)]
    return build(articles, bot.settings.index, now=START, options=WORDS_ONLY).manifest.name


def test_a_new_generation_is_taken_over(bot: Deployment) -> None:
    assert bot.suggest("zebra")["abstained"]
    publish(bot, "zebra")
    bot.services.live.look()
    answer = bot.suggest("zebra")
    assert (answer["generation"], answer["suggestions"][0]["article"]) == ("gen-000002", "zebra")


def test_no_request_is_lost_while_generations_are_swapped(bot: Deployment) -> None:
    stop = threading.Event()
    answers: list[tuple[str, int]] = []

    def ask() -> None:
        while not stop.is_set():
            answer = bot.suggest("reset password")
            answers.append((answer["generation"], len(answer["suggestions"])))

    threads = [threading.Thread(target=ask) for _ in range(3)]
    for thread in threads:
        thread.start()
    for n in range(6):
        publish(bot, *"abcdefgh"[: n + 1])
        bot.services.live.look()
    stop.set()
    for thread in threads:
        thread.join()
    answers.append((bot.suggest()["generation"], 1))
    assert all(shown >= 1 for _, shown in answers)
    names = [name for name, _ in answers]
    assert names[-1] == "gen-000007"
    assert len(set(names)) > 2


def test_a_running_server_looks_for_itself(tmp_path: Path) -> None:
    deployment = Deployment(tmp_path, ANSWERBOT_WATCH_SECONDS="0.01")
    with deployment.client as client:
        publish(deployment, "zebra")
        ready = {"generation": ""}
        for _ in range(2_000):
            ready = client.get("/health/ready").json()
            if ready["generation"] == "gen-000002":
                break
    assert ready["generation"] == "gen-000002"


def test_a_damaged_successor_is_refused_and_the_old_one_goes_on(bot: Deployment) -> None:
    folder = bot.settings.index / publish(bot, "zebra")
    bot.services.live.look()
    third = bot.settings.index / publish(bot, "zebra", "yak")
    file = third / "passages.jsonl"
    file.write_bytes(file.read_bytes()[:-1])
    bot.services.live.look()
    ready = bot.client.get("/health/ready").json()
    assert ready["generation"] == folder.name
    assert "passages.jsonl" in ready["warning"]
    assert "answerbot index" in ready["warning"]
    assert not bot.suggest()["abstained"]


def test_a_damaged_index_at_the_start_falls_back_and_says_so(bot: Deployment) -> None:
    newest = bot.settings.index / publish(bot, "zebra")
    (newest / "en" / "words.data.npy").unlink()
    with TestClient(create_app(bot.settings)) as client:
        ready = client.get("/health/ready")
    assert ready.status_code == 200
    assert ready.json()["generation"] == "gen-000001"
    assert "words.data.npy" in ready.json()["warning"]


def test_without_an_index_the_server_starts_and_says_what_to_do(tmp_path: Path) -> None:
    app = create_app(read(tmp_path, {}), link_token="t")
    with TestClient(app) as client:
        assert client.get("/health/live").status_code == 200
        ready = client.get("/health/ready")
        assert ready.status_code == 503
        assert "answerbot index" in ready.json()["warning"]
        client.post("/sign-in", data={"link": "t"})
        response = client.post(
            "/v1/suggest",
            json={"query": "x"},
            headers={
                "origin": "http://testserver",
                HEADER: form_token(client.cookies["answerbot"]),
            },
        )
        assert (response.status_code, response.json()["error"]["code"]) == (503, "not_ready")
        assert response.headers["retry-after"]
        assert client.get("/", headers={"accept": "text/html"}).status_code == 200


def test_a_pointer_to_nowhere_keeps_the_old_generation(bot: Deployment) -> None:
    (bot.settings.index / CURRENT).write_text("gen-000042\n")
    bot.services.live.look()
    assert not bot.suggest()["abstained"]
    assert "gen-000042" in bot.client.get("/health/ready").json()["warning"]
