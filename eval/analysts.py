"""How fast are the analysts' screens with a million enquiries and 40,000 articles?

Knows: which pages analysts open, rounds and medians, the plain loop that they are compared with.
Must not know: how figures are kept, how the deployment is filled.

    python -m eval.analysts --folder /dev/shm/crowd

A real server in a process of its own is asked over HTTP, by a member of staff; the same pages are
made in this process, without HTTP. Both are beside the plain loop over the ledger, by which the
figures are defined; it also says whether they are right.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from pathlib import Path
from statistics import median
from time import monotonic, perf_counter, process_time
from typing import NamedTuple

import click
import httpx2 as httpx
from fastapi.testclient import TestClient

from answerbot.app import create_app, random_id
from answerbot.errors import AnswerbotError
from answerbot.security.sessions import LINK, cookie_name
from answerbot.settings import Settings, read
from answerbot.store.db import Store
from answerbot.store.sessions import Sessions
from eval.crowd import Crowd, deploy, differs, size_of
from eval.errors import EvalError, NoAnswers
from eval.server import serving

PATIENCE = 120.0
PAGES = {
    "overview": "/overview",
    "overview, a year": "/overview?days=365",
    "overview, a year, one channel": "/overview?days=365&channel=widget",
    "articles": "/editor/articles",
    "articles, a year, most rejected": "/editor/articles?days=365&sort=rejected",
    "articles, last page": "/editor/articles?page=720",
    "articles, found by words": "/editor/articles?find=invoice",
    "articles, shown but ignored": "/editor/articles?days=365&badge=ignored",
}
"""What an analyst looks at, by what it is called in the report."""


class Took(NamedTuple):
    """Median milliseconds of a page: over HTTP, in this process, and of the processor there."""

    over_http: float
    in_process: float
    processor: float


def measure(settings: Settings, rounds: int) -> dict[str, Took]:
    """What each page takes. Raises NoAnswers."""
    with closing(Store(settings.database)) as store:
        Sessions(store).begin(session := random_id(), LINK, now=datetime.now(UTC))
    cookies = {cookie_name(secure=False): session}
    with serving(settings.home) as server, httpx.Client(base_url=server.url) as client:
        client.timeout, client.cookies = httpx.Timeout(PATIENCE), httpx.Cookies(cookies)
        over = {name: _took(client, path, rounds) for name, path in PAGES.items()}
    app = create_app(settings, monotonic=monotonic)
    with TestClient(app, cookies=cookies) as here:
        within = {name: _took(here, path, rounds) for name, path in PAGES.items()}
    return {name: Took(over[name][0], *within[name]) for name in PAGES}


def _took(client: httpx.Client | TestClient, path: str, rounds: int) -> tuple[float, float]:
    """By the clock on the wall, and by this process's processor."""
    taken = []
    for _ in range(rounds + 1):
        started, busy = perf_counter(), process_time()
        answer = client.get(path)
        taken.append((1000 * (perf_counter() - started), 1000 * (process_time() - busy)))
        if answer.status_code != HTTPStatus.OK:
            raise NoAnswers(f"{path} answered {answer.status_code}")
    wall, processor = zip(*taken[1:], strict=True)
    click.echo(f"{path}: {median(wall):.0f} ms", err=True)
    return round(median(wall), 1), round(median(processor), 1)


def filled(home: Path, enquiries: int, articles: int) -> tuple[Settings, Crowd]:
    """The deployment in `home`, made if it is not there."""
    home.mkdir(parents=True, exist_ok=True)
    told, settings = home / "crowd.json", read(home)
    if told.exists():
        said = json.loads(told.read_text(encoding="utf-8"))
        return settings, Crowd(**{**said, "until": datetime.fromisoformat(said["until"])})
    until = datetime.now(UTC)
    crowd = deploy(settings, enquiries=enquiries, articles=articles, until=until)
    told.write_text(json.dumps(asdict(crowd), default=str), encoding="utf-8")
    return settings, crowd


@dataclass(frozen=True, slots=True)
class Report:
    """What was there and what it took: `loop` is the plain loop over the ledger, by the clock and
    by the processor."""

    crowd: Crowd
    megabytes: float
    made_s: float
    pages: Mapping[str, Took]
    loop: tuple[float, float]

    def lines(self) -> Iterator[str]:
        """As a table."""
        crowd = self.crowd
        yield (
            f"{crowd.enquiries} enquiries, {crowd.events} events, {crowd.articles} articles,"
            f" {self.megabytes:.0f} MB, made in {self.made_s:.0f} s"
        )
        yield f"{'over HTTP':>12} {'in process':>12} {'processor':>12}"
        for name, took in self.pages.items():
            yield " ".join(f"{value:9.1f} ms" for value in took) + f"  {name}"
        wall, processor = self.loop
        yield f"{'':12} {wall:9.0f} ms {processor:9.0f} ms  the plain loop over the ledger, once"


def report(folder: Path, *, enquiries: int, articles: int, rounds: int) -> Report:
    """Measure the deployment in `folder`. Raises NoAnswers if a page or a figure is wrong."""
    started = perf_counter()
    settings, crowd = filled(folder, enquiries, articles)
    made = perf_counter() - started
    pages = measure(settings, rounds)
    with closing(Store(settings.database)) as store:
        started, busy = perf_counter(), process_time()
        matures = timedelta(days=settings["mature_after_days"])
        wrong = differs(store, now=datetime.now(UTC), matures=matures)
        loop = 1000 * (perf_counter() - started), 1000 * (process_time() - busy)
    if wrong:
        raise NoAnswers(f"the figures are not what the ledger says: {wrong}")
    return Report(crowd, size_of(settings.database), made, pages, loop)


@click.command()
@click.option("--enquiries", type=click.IntRange(1_000), default=1_000_000, show_default=True)
@click.option("--articles", type=click.IntRange(100), default=40_000, show_default=True)
@click.option("--rounds", type=click.IntRange(5), default=7, show_default=True)
@click.option(
    "--folder",
    type=click.Path(file_okay=False, path_type=Path),
    help="Where the deployment is made, and kept for the next run. [default: nowhere]",
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def main(enquiries: int, articles: int, rounds: int, folder: Path | None, as_json: bool) -> None:
    """Median milliseconds of the analysts' pages, beside the plain loop over the ledger."""
    with tempfile.TemporaryDirectory() as scratch:
        try:
            home = folder or Path(scratch)
            found = report(home, enquiries=enquiries, articles=articles, rounds=rounds)
        except (AnswerbotError, EvalError) as error:
            raise click.ClickException(str(error)) from None
    if as_json:
        click.echo(json.dumps(asdict(found), default=str))
        return
    for line in found.lines():
        click.echo(line)


if __name__ == "__main__":
    main()
