"""`answerbot serve` and `answerbot demo`.

Knows: sockets, addresses to print, what the demo consists of.
Must not know: what is served.
"""

from __future__ import annotations

import socket
from contextlib import nullcontext, suppress
from importlib.resources import as_file, files
from pathlib import Path
from time import monotonic as clock

import click
import uvicorn
from rich.progress import track

from answerbot.app import create_app, mail_listener, make_services, random_id
from answerbot.commands.common import console, home_option, settings_of, utc_now
from answerbot.commands.fill import fill, named
from answerbot.commands.gaps import search as search_gaps
from answerbot.commands.health import search as search_articles
from answerbot.commands.index import build_index, report
from answerbot.commands.init import write
from answerbot.commands.serving import told
from answerbot.errors import BadSettings
from answerbot.security.keys import create
from answerbot.server import Server
from answerbot.settings import FILE, Settings, home_folder
from answerbot.simulation.demo import (
    TRUTH,
    import_past,
    offers_of,
    record,
    write_truth,
)
from answerbot.simulation.parameters import DEFAULT, Parameters
from answerbot.simulation.simulation import simulate
from answerbot.simulation.wanted import wanted_in
from answerbot.smtp import Listener
from answerbot.store.articles import Articles
from answerbot.store.db import Store
from answerbot.store.keys import Keys
from corpora.article import Article
from corpora.loaders import Options, open_source

SAMPLE = "farview"
ENQUIRIES = DEFAULT.enquiries


@click.command()
@click.option("--host", help="The address to listen on [setting host].")
@click.option("--port", type=click.IntRange(0, 65535), help="The port; 0 picks one [setting port].")
@home_option
def serve(host: str | None, port: int | None, home: str | None) -> None:
    """Serve the API, the widget and the pages."""
    run(settings_of(home), host, port)


@click.command()
@click.option("--host", help="The address to listen on [setting host].")
@click.option("--port", type=click.IntRange(0, 65535), help="The port; 0 picks one [setting port].")
@click.option("--seed", type=click.IntRange(0), default=1, show_default=True,
    help="Which of all possible made-up pasts.")  # fmt: skip
@click.option("--enquiries", type=click.IntRange(0, 1_000_000), default=ENQUIRIES,
    show_default=True, help="How many made-up questions of 90 days; 0: none.")  # fmt: skip
@home_option
def demo(host: str | None, port: int | None, home: str | None, seed: int, enquiries: int) -> None:
    """Run everything on a sample help center: import, index, serve.

    A simulation (docs/DEMO.md) fills it with made-up customers and agents, whose true
    behaviour stands in truth.json in the home folder. Running it again changes nothing.
    """
    folder = home_folder(home)
    with as_file(files("corpora") / "samples" / SAMPLE) as sample:
        prepare(folder, sample)
        settings = settings_of(str(folder))
        refuse_other_content(settings, str(sample))
        past(settings, sample)
        outcome = fill(settings, str(sample), Options(locale=settings["locale"]))
        console.print(f"Sample help center: {outcome.articles} articles")
        report(build_index(settings))
        ensure_public_key(settings)
        if enquiries and people(settings, sample, seed, Parameters(enquiries=enquiries)):
            editors(settings)
        run(settings, host, port, demo=True)


def past(settings: Settings, sample: Path) -> None:
    """The sample's articles, as if they had been there for all the time that is simulated."""
    store = Store(settings.database)
    try:
        if not Articles(store).count():
            found = open_source(str(sample), Options(locale=settings["locale"]))
            articles = [item for item in found if isinstance(item, Article)]
            import_past(store, named(str(sample)), articles, utc_now(), DEFAULT)
    finally:
        store.close()


def people(settings: Settings, sample: Path, seed: int, parameters: Parameters) -> bool:
    """Made-up customers and agents of the last months, unless somebody asked something before;
    whether they were made."""
    services = make_services(settings, utc_now, random_id, clock)
    try:
        services.live.look()
        if services.standings.summary(now=utc_now(), matures=services.matures).asked:
            return False
        wanted = wanted_in(sample)
        n = len(wanted.wordings)
        searched = track(offers_of(services, wanted), "searching", total=n, console=console)
        offers = list(searched)
        show = simulate(seed, wanted, offers, utc_now(), parameters)
        console.print(f"Made-up customers: {parameters.enquiries} questions in"
            f" {parameters.days} days (seed {seed})")  # fmt: skip
        for _ in track(record(services, show), "asking", total=parameters.days, console=console):
            pass
        write_truth(settings.home / TRUTH, show, services.matures)
        return True
    finally:
        services.store.close()


def editors(settings: Settings) -> None:
    """What the server searches for once a day, found now: nobody opens an empty page."""
    found, wrong = search_gaps(settings), search_articles(settings)
    console.print(f"For editors: {found.gaps} gaps, {wrong.total()} findings about articles")


def prepare(folder: Path, sample: Path) -> None:
    """The sample's settings, unless there are some."""
    write(folder, (sample / FILE).read_text(encoding="utf-8"))


def refuse_other_content(settings: Settings, sample: str) -> None:
    """Raises BadSettings if the home folder holds somebody's own help center."""
    store = Store(settings.database)
    try:
        others = set(Articles(store).sources()) - {named(sample)}
    finally:
        store.close()
    if others:
        raise BadSettings(
            f"{settings.home} holds articles from {', '.join(sorted(others))}; "
            "run the demo elsewhere: answerbot demo --home DIR"
        )


def ensure_public_key(settings: Settings) -> None:
    """A public key for the server's own pages."""
    store = Store(settings.database)
    try:
        keys = Keys(store)
        if not any(key.kind == "public" for key in keys.all()):
            create(keys, "public", label="own pages", origins=(), now=utc_now())
    finally:
        store.close()


def run(settings: Settings, host: str | None, port: int | None, *, demo: bool = False) -> None:
    """Serve until interrupted."""
    listener = listen(host or settings["host"], settings["port"] if port is None else port)
    token = random_id()
    app = create_app(settings, link_token=token, demo=demo, base=address_of(listener))
    mail = mail_listener(app)
    announce(settings["public_url"] or address_of(listener), token, mail)
    config = uvicorn.Config(
        app,
        log_level="warning",
        access_log=False,
        server_header=False,
        date_header=False,
        proxy_headers=False,
    )
    known = told(settings.home, address_of(listener))
    # uvicorn raises it again at its end
    with known, mail or nullcontext(), suppress(KeyboardInterrupt):
        Server(config).run(sockets=[listener])
    console.print("Stopped.")


def listen(host: str, port: int) -> socket.socket:
    """A listening socket. Raises BadSettings if the address is taken or not ours.

    The protocol is named because asyncio sets TCP_NODELAY only where it is; without that
    each answer waits 40 ms for the client's acknowledgement.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        listener.listen(2048)
    except OSError as error:
        listener.close()
        raise BadSettings(
            f"cannot listen on {host}:{port} ({error.strerror}); "
            "choose another: --port 8081 (make demo PORT=8081)"
        ) from None
    return listener


def address_of(listener: socket.socket) -> str:
    """http://host:port of a listening socket."""
    host, port = listener.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def announce(base: str, token: str, mail: Listener | None = None) -> None:
    """Print where everything is. Staff links carry a token, new at each start."""
    rows = {
        "Customer's page": f"{base}/",
        "Agent's desk": f"{base}/sign-in?after=/desk#{token}",
        "Editor's page": f"{base}/sign-in?after=/editor/articles#{token}",
        "API reference": f"{base}/docs",
    }
    if mail:
        host, port = mail.address
        rows["Mail (SMTP)"] = f"{host}:{port}"
    click.echo("")
    for name, address in rows.items():
        click.echo(f"  {name:<16} {address}")
    click.echo("\n  Ctrl-C stops the server.\n")
