"""Is what comes twice counted once, and nothing lost, whenever the server is killed?

Knows: how senders behave: they send again, with the same id, until they have an answer, and
now and then although they had one.
Must not know: how repeats are told.

A real `answerbot serve` takes tickets and events by HTTP and mail by SMTP. It is killed
(SIGKILL) at random, also in the middle of a request, and started again on the same folder.
At the end the database is counted by plain SQL against what was sent.

    python -m eval.idempotency --sends 10000
"""

from __future__ import annotations

import random
import signal
import smtplib
import socket
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

import click
import httpx2 as httpx

from answerbot.app import utc_now
from answerbot.security.keys import create
from answerbot.store.db import Store
from answerbot.store.keys import Keys

OURS = "support@shop.example"
KINDS = ("ticket", "event", "mail")
PATIENCE = 300.0


class Send(NamedTuple):
    """One thing to be taken once. `number` names it in what is sent."""

    kind: str
    number: int


@dataclass
class Server:
    """A server process on a folder, killed and started as often as one likes."""

    home: Path
    port: int
    smtp: int
    process: subprocess.Popen[bytes] | None = None
    kills: int = 0
    running: threading.Event = field(default_factory=threading.Event)

    @property
    def base(self) -> str:
        """Its address."""
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Start it, and wait until it answers."""
        start = "from answerbot.cli import main; main()"
        command = [sys.executable, "-c", start, "serve", "--home", str(self.home)]
        self.process = subprocess.Popen(  # noqa: S603 - our own server
            command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            try:
                httpx.get(f"{self.base}/health/live", timeout=5)
                with smtplib.SMTP("127.0.0.1", self.smtp, timeout=5):
                    self.running.set()
                    return
            except (httpx.HTTPError, OSError, smtplib.SMTPException):
                time.sleep(0.05)
        raise click.ClickException("the server does not start")

    def kill(self) -> None:
        """At once, as a power cut would be for a process."""
        self.running.clear()
        if self.process:
            self.process.send_signal(signal.SIGKILL)
            self.process.wait()
            self.kills += 1


@dataclass
class Sender:
    """Sends until it is told that what it sent was taken."""

    server: Server
    key: str
    enquiry: str
    tries: Counter[str] = field(default_factory=Counter)
    client: httpx.Client = field(default_factory=lambda: httpx.Client(timeout=20))

    def take(self, send: Send) -> None:
        """Returns once it was acknowledged."""
        while True:
            self.server.running.wait(PATIENCE)
            self.tries[send.kind] += 1
            try:
                if self._taken(send):
                    return
            except (httpx.HTTPError, OSError, smtplib.SMTPException):
                self.tries["without an answer"] += 1
                time.sleep(0.02)

    def _taken(self, send: Send) -> bool:
        if send.kind == "mail":
            return self._mailed(send)
        if send.kind == "ticket":
            body = {
                "id": f"ticket-{send.number:08d}",
                "description": f"request {send.number} by api",
            }
            return self._posted("/v1/tickets", body)
        body = {"id": f"event-{send.number:08d}", "kind": "rejected", "text": f"no {send.number}"}
        return self._posted(f"/v1/enquiries/{self.enquiry}/events", body)

    def _posted(self, path: str, body: dict[str, str]) -> bool:
        headers = {"authorization": f"Bearer {self.key}"}
        answer = self.client.post(f"{self.server.base}{path}", json=body, headers=headers)
        if answer.status_code in (409, 422):
            raise click.ClickException(f"{path} refuses {body}: {answer.text}")
        return answer.status_code in (200, 201)

    def _mailed(self, send: Send) -> bool:
        raw = (
            f"From: Jo <jo{send.number}@customer.example>\r\nTo: {OURS}\r\nSubject: Mail\r\n"
            f"Message-ID: <m{send.number}@customer.example>\r\n\r\n"
            f"request {send.number} by mail\r\n"
        )
        with smtplib.SMTP("127.0.0.1", self.server.smtp, timeout=20) as client:
            client.sendmail(f"jo{send.number}@customer.example", [OURS], raw)
        return True


def plan(sends: int, repeats: float, choose: random.Random) -> list[Send]:
    """So many sends, of which a share repeats an earlier one."""
    again = int(sends * repeats)
    first = [Send(choose.choice(KINDS), n) for n in range(sends - again)]
    planned: list[Send] = list(first)
    for _ in range(again):
        at = choose.randrange(1, len(planned) + 1)
        planned.insert(at, choose.choice(planned[:at]))
    return planned


def counted(home: Path, planned: list[Send]) -> dict[str, Counter[str]]:
    """What is there more than once, and what is not there, by kind."""
    connection = sqlite3.connect(home / "answerbot.db")
    asked = {
        "ticket": "description, count(*) FROM tickets WHERE channel = 'api'",
        "event": "detail ->> 'text', count(*) FROM events WHERE kind = 'rejected'",
        "mail": "description, count(*) FROM tickets WHERE channel = 'email'",
    }
    said = {"ticket": "request {} by api", "event": "no {}", "mail": "request {} by mail"}
    found: dict[str, Counter[str]] = {"duplicates": Counter(), "lost": Counter()}
    for kind, sql in asked.items():
        there = dict(connection.execute(f"SELECT {sql} GROUP BY 1").fetchall())
        wanted = {said[kind].format(send.number) for send in planned if send.kind == kind}
        found["lost"][kind] = len(wanted - there.keys())
        found["duplicates"][kind] = sum(n - 1 for n in there.values())
        found["duplicates"][kind] += len(there.keys() - wanted)
    events = "SELECT count(*) FROM tickets t WHERE 1 <> (SELECT count(*) FROM events"
    events += " WHERE kind = 'submitted' AND detail ->> 'ticket' = t.id)"
    (found["duplicates"]["tickets without one event"],) = connection.execute(events).fetchone()
    connection.close()
    return found


def prepared(home: Path) -> tuple[Server, str]:
    """A deployment without an index, and a secret key."""
    port, smtp = free_port(), free_port()
    home.mkdir(parents=True, exist_ok=True)
    (home / "answerbot.toml").write_text(
        f'port = {port}\nsmtp_port = {smtp}\nmail_addresses = "{OURS}"\nmodel = ""\n',
        encoding="utf-8",
    )
    store = Store(home / "answerbot.db")
    try:
        key = create(Keys(store), "secret", label="eval", origins=(), now=utc_now())[1]
    finally:
        store.close()
    return Server(home, port, smtp), key


def free_port() -> int:
    """One that nobody listens on now."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def run(home: Path, *, sends: int, repeats: float, kills: int, seed: int) -> dict[str, object]:
    """Send, repeat, kill; returns what was counted."""
    choose = random.Random(seed)  # noqa: S311
    server, key = prepared(home)
    planned = plan(sends, repeats, choose)
    server.start()
    made = httpx.post(
        f"{server.base}/v1/tickets",
        json={"description": "the enquiry that events are on"},
        headers={"authorization": f"Bearer {key}"},
        timeout=30,
    ).json()
    senders = [Sender(server, key, made["enquiry"]) for _ in range(4)]
    left = iter(planned)
    lock, done = threading.Lock(), Counter[str]()

    def work(sender: Sender) -> None:
        while True:
            with lock:
                send = next(left, None)
            if send is None:
                return
            sender.take(send)
            with lock:
                done[send.kind] += 1

    threads = [threading.Thread(target=work, args=(sender,), daemon=True) for sender in senders]
    for thread in threads:
        thread.start()
    at = sorted(choose.sample(range(1, sends), kills))
    for number in at:
        while done.total() < number and any(t.is_alive() for t in threads):
            time.sleep(choose.uniform(0.0, 0.02))
        server.kill()
        server.start()
    for thread in threads:
        thread.join()
    server.kill()
    wanted = Counter({"ticket": 0, "event": 0, "mail": 0})
    wanted.update(send.kind for send in set(planned))
    found = counted(home, planned)
    found["duplicates"]["ticket"] -= 1  # the enquiry's own
    tries = sum((sender.tries for sender in senders), Counter())
    return {
        "sends": len(planned),
        "different": dict(wanted),
        "repeats": len(planned) - len(set(planned)),
        "acknowledged": done.total(),
        "tries": dict(tries),
        "kills": server.kills - 1,
        "duplicates": sum(found["duplicates"].values()),
        "lost": sum(found["lost"].values()),
        "detail": {name: dict(counts) for name, counts in found.items()},
    }


@click.command()
@click.option("--sends", default=10_000, show_default=True, help="Sends, repeats among them.")
@click.option("--repeats", default=0.3, show_default=True, help="The share that repeats another.")
@click.option("--kills", default=40, show_default=True, help="How often the server is killed.")
@click.option("--seed", default=1, show_default=True)
def main(sends: int, repeats: float, kills: int, seed: int) -> None:
    """Send, repeat, kill, count. Exit status 1 if anything is lost or there twice."""
    with tempfile.TemporaryDirectory() as folder:
        found = run(Path(folder), sends=sends, repeats=repeats, kills=kills, seed=seed)
    for name, value in found.items():
        click.echo(f"{name}: {value}")
    if found["duplicates"] or found["lost"]:
        raise SystemExit(1)


if __name__ == "__main__":
    main()
