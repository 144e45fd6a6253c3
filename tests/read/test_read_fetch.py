"""Fetching, against a real server on loopback that is slow, lies and loops."""

import gzip
import ipaddress
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import ClassVar

import pytest

from tacitus.config import Settings
from tacitus.errors import FetchRefusedError, SourceError
from tacitus.model import Snapshot
from tacitus.read import Unreadable, open_snapshots, read_snapshot
from tacitus.read.address import is_public, resolve_host
from tacitus.read.fetch import Fetcher

PAGE = b"""<html><head><title>Bridge shelled</title></head><body><article><h1>Bridge shelled</h1>
<p>Shells fell on the bridge at Tarna on Monday, and two drivers were hurt, the town's mayor said.</p></article></body></html>"""
FEED = """<?xml version="1.0"?><rss version="2.0"><channel><title>Valley Wire</title>
<item><title>Clash at the ford</title><link>{base}/page</link><pubDate>Tue, 05 May 2020 08:00:00 GMT</pubDate>
<description>Two patrols exchanged fire at the ford, a herder said.</description></item>
<item><title>Nothing behind it</title><link>{base}/missing</link>
<description>The road was closed for a day after the storm.</description></item>
</channel></rss>"""


class Handler(BaseHTTPRequestHandler):
    """Every path is one kind of trouble."""

    protocol_version = "HTTP/1.1"
    robots: ClassVar[tuple[int, bytes]] = (404, b"")
    seen: ClassVar[list[tuple[str, str]]] = []

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Say nothing."""

    def answer(self, content: bytes, *, status: int = 200, kind: str = "text/html", **headers: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        if "Content_Length" not in headers:
            self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def drip(self, first: bytes) -> None:
        self.wfile.write(first)
        for _ in range(100):
            time.sleep(0.05)
            self.wfile.write(b"x")
            self.wfile.flush()

    def do_GET(self) -> None:
        type(self).seen.append((self.path, self.headers.get("User-Agent", "")))
        self.close_connection = True
        try:
            getattr(self, "get_" + self.path.strip("/").split("/")[0].replace(".", "_"), self.get_missing)()
        except (BrokenPipeError, ConnectionResetError):
            return

    def get_robots_txt(self) -> None:
        status, rules = type(self).robots
        self.answer(rules, status=status, kind="text/plain")

    def get_page(self) -> None:
        self.answer(PAGE)

    def get_missing(self) -> None:
        self.answer(b"gone", status=404)

    def get_broken(self) -> None:
        self.answer(b"oh", status=500)

    def get_loop(self) -> None:
        self.answer(b"", status=302, Location="/loop")

    def get_hop(self) -> None:
        self.answer(b"", status=301, Location="/page")

    def get_to_file(self) -> None:
        self.answer(b"", status=302, Location="file:///etc/hostname")

    def get_slow_body(self) -> None:
        self.drip(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 100000\r\n\r\n")

    def get_slow_head(self) -> None:
        self.drip(b"HTTP/1.1 200 OK\r\nX-Slow: ")

    def get_silent(self) -> None:
        time.sleep(3)

    def get_endless(self) -> None:
        self.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n")
        while True:
            self.wfile.write(b"<p>more and more</p>" * 1000)

    def get_short(self) -> None:
        self.answer(PAGE, Content_Length=str(len(PAGE) + 500))

    def get_long(self) -> None:
        self.answer(PAGE + b"<p>and more than was announced</p>", Content_Length=str(len(PAGE)))

    def get_huge(self) -> None:
        self.answer(b"", Content_Length="99999999999")

    def get_bomb(self) -> None:
        self.answer(gzip.compress(b"<p>zeros</p>" + b"0" * 30_000_000), Content_Encoding="gzip")

    def get_gzip(self) -> None:
        self.answer(gzip.compress(PAGE), Content_Encoding="gzip")

    def get_charset(self) -> None:
        self.answer("<p>Der Rückzug über die Brücke begann gestern früh.</p>".encode(), kind="text/html; charset=iso-8859-1")

    def get_image(self) -> None:
        self.answer(b"\x89PNG....", kind="image/png")

    def get_rubbish(self) -> None:
        self.wfile.write(b"this is no HTTP at all\r\n\r\n")

    def get_feed(self) -> None:
        host = self.headers.get("Host", "")
        self.answer(FEED.format(base=f"http://{host}").encode(), kind="application/rss+xml")


@pytest.fixture
def base() -> Iterator[str]:
    Handler.robots = (404, b"")
    Handler.seen.clear()
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    thread.join()
    server.socket.close()


LOCAL = Settings(allow_private=True, fetch_timeout=1.0, max_bytes=200_000)


def test_page_with_its_address_and_time(base: str) -> None:
    (snapshot,) = open_snapshots([f"{base}/hop"], LOCAL)
    assert isinstance(snapshot, Snapshot)
    assert snapshot.content == PAGE
    assert snapshot.url == f"{base}/page"
    assert snapshot.source == f"{base}/hop"
    assert snapshot.retrieved_at is not None
    assert read_snapshot(snapshot, LOCAL).title == "Bridge shelled"


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("missing", "status 404"),
        ("broken", "status 500"),
        ("loop", "more than 5 redirects"),
        ("slow_body", "within 1 s"),
        ("slow_head", "within 1 s"),
        ("silent", "within 1 s"),
        ("endless", "more than 200000 bytes"),
        ("huge", "more than 200000 bytes"),
        ("bomb", "more than 200000 bytes"),
        ("short", "bytes"),
        ("image", "image/png"),
        ("rubbish", "got"),
    ],
)
def test_trouble_is_an_error_in_bounded_time(base: str, path: str, words: str) -> None:
    started = time.monotonic()
    (outcome,) = open_snapshots([f"{base}/{path}"], LOCAL)
    assert isinstance(outcome, Unreadable)
    assert isinstance(outcome.error, SourceError)
    assert words in str(outcome.error)
    assert time.monotonic() - started < 2.5


def test_more_than_announced_is_cut_at_the_announced_length(base: str) -> None:
    assert Fetcher(LOCAL).fetch(f"{base}/long").content == PAGE


def test_gzip_is_undone(base: str) -> None:
    assert Fetcher(LOCAL).fetch(f"{base}/gzip").content == PAGE


def test_wrong_charset_in_the_header(base: str) -> None:
    (snapshot,) = open_snapshots([f"{base}/charset"], LOCAL)
    assert isinstance(snapshot, Snapshot)
    assert "Rückzug über die Brücke" in read_snapshot(snapshot, LOCAL).text


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1:9/x", "http://localhost/x", "http://[::1]/x", "http://10.0.0.8/", "http://169.254.169.254/latest"]
)
def test_private_addresses_are_refused(url: str) -> None:
    with pytest.raises(FetchRefusedError, match="private address"):
        Fetcher(Settings()).fetch(url)


def test_redirect_to_another_scheme_is_refused(base: str) -> None:
    with pytest.raises(FetchRefusedError, match="scheme"):
        Fetcher(LOCAL).fetch(f"{base}/to_file")


def test_every_hop_is_checked(base: str, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def refuse_second(url: str, *, timeout: float, allow_private: bool) -> str:
        asked.append(url)
        if url.endswith("/page"):
            raise FetchRefusedError(url, got="the private address 10.0.0.1", expected="a public address")
        return resolve_host(url, timeout=timeout, allow_private=allow_private)

    monkeypatch.setattr("tacitus.read.fetch.resolve_host", refuse_second)
    with pytest.raises(FetchRefusedError, match="private"):
        Fetcher(LOCAL).fetch(f"{base}/hop")
    assert asked[-1] == f"{base}/page"


def test_name_is_resolved_once_a_request(base: str, monkeypatch: pytest.MonkeyPatch) -> None:
    port = base.rsplit(":", 1)[1]
    answers = iter([["127.0.0.1"], ["127.0.0.1"], ["203.0.113.9"]])
    monkeypatch.setattr("tacitus.read.address._look_up", lambda *_: next(answers))
    assert Fetcher(LOCAL).fetch(f"http://rebinding.example:{port}/page").content == PAGE


def test_robots_are_obeyed_and_asked_once(base: str) -> None:
    Handler.robots = (200, b"User-agent: Tacitus\nDisallow: /page\n")
    fetcher = Fetcher(LOCAL)
    with pytest.raises(FetchRefusedError, match=r"robots\.txt"):
        fetcher.fetch(f"{base}/page")
    with pytest.raises(FetchRefusedError, match=r"robots\.txt"):
        fetcher.fetch(f"{base}/hop")
    assert [path for path, _ in Handler.seen].count("/robots.txt") == 1
    assert "/page" not in [path for path, _ in Handler.seen]


def test_robots_that_cannot_be_served_forbid(base: str) -> None:
    Handler.robots = (503, b"")
    with pytest.raises(FetchRefusedError, match=r"robots\.txt"):
        Fetcher(LOCAL).fetch(f"{base}/page")


def test_robots_can_be_set_aside(base: str) -> None:
    Handler.robots = (200, b"User-agent: *\nDisallow: /\n")
    settings = Settings(allow_private=True, obey_robots=False)
    assert Fetcher(settings).fetch(f"{base}/page").content == PAGE
    assert Handler.seen == [("/page", settings.user_agent)]


def test_feed_entries(base: str) -> None:
    first, second = open_snapshots([f"{base}/feed"], LOCAL)
    assert isinstance(first, Snapshot)
    report = read_snapshot(first, LOCAL)
    assert report.title == "Clash at the ford"
    assert report.published is not None
    assert report.published.start is not None
    assert report.published.start.isoformat() == "2020-05-05"
    assert report.publisher == "Valley Wire"
    assert isinstance(second, Snapshot)


def test_feed_followed_to_its_pages(base: str) -> None:
    settings = Settings(allow_private=True, follow_feeds=True, fetch_timeout=2.0)
    first, second = open_snapshots([f"{base}/feed"], settings)
    assert isinstance(first, Snapshot)
    assert first.content == PAGE
    assert isinstance(second, Unreadable)


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("93.184.216.34", True),
        ("2606:2800:220:1::1", True),
        ("10.1.2.3", False),
        ("100.64.0.1", False),
        ("0.0.0.0", False),  # noqa: S104
        ("224.0.0.1", False),
        ("255.255.255.255", False),
        ("::ffff:192.168.0.1", False),
        ("64:ff9b::a00:1", False),
        ("2002:7f00:1::", False),
        ("fe80::1", False),
        ("fc00::1", False),
    ],
)
def test_public_addresses(address: str, expected: bool) -> None:
    assert is_public(ipaddress.ip_address(address)) is expected
