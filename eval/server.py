"""A real server of our own, in a process of its own, for benchmarks.

Knows: the command line (`import`, `index`, `keys add`, `serve`), how to wait for readiness.
Must not know: what is measured.
"""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter, sleep
from typing import NamedTuple

import httpx2 as httpx

from eval.errors import NoAnswers

COMMAND = (sys.executable, "-c", "from answerbot.cli import main; main()")
PATIENCE = 60.0
"""Seconds to wait for a server to be ready."""

UNLIMITED = {
    "ANSWERBOT_SUGGEST_PER_SECOND": "100000",
    "ANSWERBOT_SUGGEST_BURST": "100000",
}


class Server(NamedTuple):
    """A running server: its address, process and the seconds from start to ready."""

    url: str
    pid: int
    ready_s: float

    def maps(self, name: str) -> bool | None:
        """Whether the process has a library whose file name contains `name` in memory;
        None where the system does not tell."""
        try:
            maps = Path(f"/proc/{self.pid}/maps").read_text(encoding="utf-8")
        except OSError:
            return None
        return any(name in Path(line.split()[-1]).name for line in maps.splitlines())


def command(home: Path, *arguments: str) -> str:
    """Run one of our commands to its end; its standard output. Raises NoAnswers."""
    done = subprocess.run(  # noqa: S603 - our own program
        [*COMMAND, *arguments, "--home", str(home)],
        stdout=subprocess.PIPE,
        text=True,
        check=False,
    )
    if done.returncode:
        raise NoAnswers(f"answerbot {' '.join(arguments)} failed with status {done.returncode}")
    return done.stdout


def public_key(home: Path) -> str:
    """A new public key."""
    key: str = json.loads(command(home, "keys", "add", "--kind", "public", "--json"))["key"]
    return key


@contextmanager
def serving(home: Path, environ: Mapping[str, str] = UNLIMITED) -> Iterator[Server]:
    """Start the server of the deployment in `home`, and stop it afterwards.

    Raises NoAnswers if it ends early or is not ready in time.
    """
    port = _free_port()
    with tempfile.TemporaryFile("w+") as log:
        start = perf_counter()
        process = subprocess.Popen(  # noqa: S603 - our own program
            [*COMMAND, "serve", "--home", str(home), "--port", str(port)],
            stdout=log,
            stderr=subprocess.STDOUT,
            env={**os.environ, **environ},
        )
        try:
            url = f"http://127.0.0.1:{port}"
            if not _wait(process, f"{url}/health/ready", start + PATIENCE):
                log.seek(0)
                raise NoAnswers(f"the server did not get ready: {log.read()[-2000:].strip()}")
            yield Server(url, process.pid, perf_counter() - start)
        finally:
            _stop(process)


def _wait(process: subprocess.Popen[bytes], url: str, until: float) -> bool:
    with httpx.Client(trust_env=False) as client:
        while perf_counter() < until and process.poll() is None:
            try:
                if client.get(url).status_code == httpx.codes.OK:
                    return True
            except httpx.TransportError:
                pass
            sleep(0.01)
    return False


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(timeout=10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
    return port
