"""The guarded GET, against a real server on loopback."""

from __future__ import annotations

import gzip
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import TYPE_CHECKING, Any

import pytest

from corpora.fetch import Fetcher, FetchError, Limits

if TYPE_CHECKING:
    from tests.corpora.conftest import Site


def fetcher(**options: Any) -> Fetcher:
    return Fetcher(**{"allow_private": True, "sleep": lambda _: None, **options})


def test_an_answer_comes_whole_with_its_status(site: Site) -> None:
    site.answer("/a", b"\x00body", status=404)
    fetched = fetcher().get(f"{site.origin}/a#part")
    assert (fetched.url, fetched.status, fetched.body) == (f"{site.origin}/a", 404, b"\x00body")


@pytest.mark.parametrize(
    "url",
    [
        "ftp://x.example/a",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "//x.example",
        "x.example",
        "",
        "http://",
        "http://user:secret@x.example/",
        "http://[::1",
        "https://x.example:port/",
    ],
)
def test_what_is_no_plain_web_address_is_refused(url: str) -> None:
    with pytest.raises(FetchError):
        fetcher().get(url)


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "[::1]", "[::ffff:127.0.0.1]", "localhost", "0.0.0.0"]
)
def test_the_own_network_is_refused_unless_allowed(site: Site, host: str) -> None:
    url = site.origin.replace("127.0.0.1", host)
    with pytest.raises(FetchError, match="public internet"):
        Fetcher().get(url)
    assert site.requests == []


def test_a_name_is_looked_up_once_and_the_checked_address_is_used(site: Site) -> None:
    site.answer("/", b"ok")
    asked: list[str] = []

    def lookup(host: str, port: int) -> list[str]:
        asked.append(host)
        return ["127.0.0.1"]

    url = site.origin.replace("127.0.0.1", "help.example")
    assert fetcher(lookup=lookup).get(f"{url}/").body == b"ok"
    assert asked == ["help.example"]
    assert site.requests[0][1]["host"] == url.removeprefix("http://")


def test_one_private_address_among_others_is_enough_to_refuse() -> None:
    both = Fetcher(lookup=lambda *_: ["93.184.216.34", "127.0.0.1"])
    with pytest.raises(FetchError, match=r"127\.0\.0\.1"):
        both.get("http://help.example/")


def test_a_host_without_address_is_named() -> None:
    def unknown(host: str, port: int) -> list[str]:
        raise OSError("no such host")

    with pytest.raises(FetchError, match=r"help\.example"):
        fetcher(lookup=unknown).get("http://help.example/")
    with pytest.raises(FetchError, match="no address"):
        fetcher(lookup=lambda *_: []).get("http://help.example/")


def test_three_redirects_are_followed_and_no_more(site: Site) -> None:
    for n in range(5):
        site.answer(f"/{n}", status=302, Location=f"/{n + 1}")
    site.answer("/5", b"end")
    assert fetcher().get(f"{site.origin}/2").body == b"end"
    with pytest.raises(FetchError, match="more than 3 redirects"):
        fetcher().get(f"{site.origin}/1")


def test_a_redirect_is_checked_like_the_first_address(site: Site) -> None:
    def lookup(host: str, port: int) -> list[str]:
        return ["127.0.0.1"] if host == "inside.example" else ["::ffff:8.8.8.8"]

    site.answer("/", status=302, Location="file:///etc/passwd")
    with pytest.raises(FetchError, match="only http"):
        fetcher().get(f"{site.origin}/")
    with pytest.raises(FetchError, match="public internet"):
        Fetcher(lookup=lookup).get("http://inside.example/")


def test_credentials_stay_with_the_first_host(site: Site) -> None:
    site.answer("/a", status=302, Location="/b")
    other = site.origin.replace("127.0.0.1", "other.example")
    site.answer("/b", status=302, Location=f"{other}/c")
    site.answer("/c", b"ok")
    fetcher(auth=("me", "secret"), lookup=lambda *_: ["127.0.0.1"]).get(f"{site.origin}/a")
    assert ["authorization" in headers for _, headers in site.requests] == [True, True, False]


def test_a_large_answer_is_cut_off(site: Site) -> None:
    site.answer("/", b"x" * 100_001)
    with pytest.raises(FetchError, match="more than 100,000 bytes"):
        fetcher(limits=Limits(bytes=100_000)).get(f"{site.origin}/")


def test_a_compressed_answer_is_refused(site: Site) -> None:
    site.answer("/", gzip.compress(b"x" * 1_000_000), Content_Encoding="gzip")
    with pytest.raises(FetchError, match="compressed"):
        fetcher().get(f"{site.origin}/")


def test_an_answer_that_takes_too_long_is_given_up(site: Site) -> None:
    site.answer("/", b"x")
    with pytest.raises(FetchError, match="took longer"):
        fetcher(limits=Limits(seconds=-1)).get(f"{site.origin}/")


def test_a_busy_server_is_asked_again_when_it_says(site: Site) -> None:
    naps: list[float] = []
    later = datetime.now(UTC) + timedelta(seconds=100)
    site.answer("/", status=429, Retry_After="7")
    site.answer("/", status=503, Retry_After=format_datetime(later, usegmt=True))
    site.answer("/", status=503)
    site.answer("/", b"ok")
    assert fetcher(sleep=naps.append).get(f"{site.origin}/").body == b"ok"
    assert naps[0] == 7
    assert 90 < naps[1] <= 100
    assert naps[2] == 8


def test_a_server_that_stays_busy_is_given_up(site: Site) -> None:
    naps: list[float] = []
    site.answer("/", status=503, Retry_After="1")
    assert fetcher(sleep=naps.append).get(f"{site.origin}/").status == 503
    assert naps == [1, 1, 1, 1]
    site.answer("/later", status=429, Retry_After="86400")
    with pytest.raises(FetchError, match="86400 s"):
        fetcher(sleep=naps.append).get(f"{site.origin}/later")


def test_a_closed_port_is_an_error_that_names_the_address(site: Site) -> None:
    url = "http://127.0.0.1:9/"
    with pytest.raises(FetchError, match=r"127\.0\.0\.1:9"):
        fetcher().get(url)
