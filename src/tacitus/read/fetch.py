"""Fetching what a person named: bounded in time, size and redirects, never from private addresses, robots.txt respected."""

import socket
import threading
import time
import zlib
from dataclasses import dataclass
from datetime import UTC, datetime
from http.client import HTTPException
from types import TracebackType
from typing import Self
from urllib.parse import urljoin, urlsplit, urlunsplit
from urllib.robotparser import RobotFileParser

import urllib3
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import HTTPError

from tacitus.config import Settings
from tacitus.errors import FetchRefusedError, ReadError, SourceError
from tacitus.model import Snapshot
from tacitus.read.address import resolve_host, split_url

_KINDS = frozenset(
    ["text/html", "application/xhtml+xml", "text/plain", "application/pdf", "application/octet-stream", "text/markdown"]
)
_XML_KINDS = frozenset(["application/xml", "text/xml"])
_ACCEPT = "text/html, application/xhtml+xml, application/pdf, text/plain, application/rss+xml, application/atom+xml, */*;q=0.5"
_CHUNK = 65_536
_ROBOTS_BYTES = 512_000
_REDIRECTS = frozenset([301, 302, 303, 307, 308])
_CONNECT_SHARE = 0.5
"""The share of the time that connecting may take."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """A response's body, with content coding undone, and where it came from in the end."""

    content: bytes
    url: str
    status: int
    content_type: str | None
    retrieved_at: datetime


class Fetcher:
    """Fetches URLs; remembers each host's robots.txt."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._robots: dict[str, RobotFileParser] = {}

    def fetch(self, url: str) -> Fetched:
        """Return what the URL gives after at most ``max_redirects`` redirects, each checked as the first address was.

        Raises:
            FetchRefusedError: a private address, another scheme than http(s), or robots.txt forbids it.
            SourceError: too slow, too large, too many redirects, an error status, or no connection.
        """
        deadline = time.monotonic() + self._settings.fetch_timeout
        found = self._follow(url, deadline, self._settings.max_bytes, with_robots=self._settings.obey_robots)
        if found.status != 200:
            raise SourceError(url, got=f"status {found.status}", expected="status 200")
        return found

    def _follow(self, url: str, deadline: float, most: int, *, with_robots: bool) -> Fetched:
        here = url
        for _ in range(self._settings.max_redirects + 1):
            if with_robots:
                self._check_robots(here, deadline)
            target, found = self._request(here, deadline, most)
            if target is None and found is not None:
                return found
            here = urljoin(here, target or "")
        raise SourceError(
            url, got=f"more than {self._settings.max_redirects} redirects", expected="fewer (setting max_redirects)"
        )

    def _check_robots(self, url: str, deadline: float) -> None:
        parts = urlsplit(url)
        split_url(url)
        origin = f"{parts.scheme}://{parts.netloc}"
        if origin not in self._robots:
            self._robots[origin] = self._read_robots(urlunsplit((parts.scheme, parts.netloc, "/robots.txt", "", "")), deadline)
        if not self._robots[origin].can_fetch(self._settings.user_agent.split("/")[0].split(" ")[0], url):
            raise FetchRefusedError(
                url, got="robots.txt forbids it", expected="a page that robots may read (setting obey_robots)"
            )

    def _read_robots(self, url: str, deadline: float) -> RobotFileParser:
        """Return the host's rules; none where it has no such file, and no entry where the file cannot be served (RFC 9309)."""
        rules = RobotFileParser()
        found = self._follow(url, deadline, _ROBOTS_BYTES, with_robots=False)
        if found.status == 200:
            rules.parse(found.content.decode("utf-8", "replace").splitlines())
        elif found.status >= 500:
            rules.parse(["User-agent: *", "Disallow: /"])
        else:
            rules.parse([])
        return rules

    def _request(self, url: str, deadline: float, most: int) -> tuple[str | None, Fetched | None]:
        """Return the target of a redirect, or what was fetched."""
        left = deadline - time.monotonic()
        if left <= 0:
            raise SourceError(
                url,
                got=f"no answer within {self._settings.fetch_timeout:g} s",
                expected="a faster answer (setting fetch_timeout)",
            )
        address = resolve_host(url, timeout=left, allow_private=self._settings.allow_private)
        with _Exchange(url, address, deadline) as exchange:
            try:
                return exchange.run(self._settings, most)
            except (HTTPError, HTTPException, OSError, ValueError, zlib.error) as error:
                if exchange.is_late or isinstance(error, TimeoutError) or time.monotonic() >= deadline:
                    got = f"no whole answer within {self._settings.fetch_timeout:g} s"
                    raise SourceError(url, got=got, expected="a faster answer (setting fetch_timeout)") from error
                raise SourceError(url, got=_words_of(error), expected="an answer over HTTP") from error


def _words_of(error: Exception) -> str:
    return " ".join(str(error).split())[:200] or type(error).__name__


class _Exchange:
    """One request over one connection to one address; a watchdog cuts the line at the deadline, whatever trickles in."""

    def __init__(self, url: str, address: str, deadline: float) -> None:
        self._url = url
        self._scheme, self._host, self._port, self._path = split_url(url)
        self._address = address
        self._deadline = deadline
        self._line: socket.socket | None = None
        self._lock = threading.Lock()
        self._connection: HTTPConnection | None = None
        self._watchdog = threading.Timer(max(0.01, deadline - time.monotonic()), self._cut)
        self._watchdog.daemon = True
        self.is_late = False

    def __enter__(self) -> Self:
        self._watchdog.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._watchdog.cancel()
        if self._connection is not None:
            self._connection.close()
        with self._lock:
            if self._line is not None:
                self._line.close()
                self._line = None

    def _cut(self) -> None:
        self.is_late = True
        with self._lock:
            if self._line is not None:
                try:
                    self._line.shutdown(socket.SHUT_RDWR)
                except OSError:  # the other side was quicker
                    return

    def run(self, settings: Settings, most: int) -> tuple[str | None, Fetched | None]:
        """Send the request and read the answer."""
        connection = self._connect()
        name = f"[{self._host}]" if ":" in self._host else self._host
        default = self._port == (443 if self._scheme == "https" else 80)
        headers = {
            "Host": name if default else f"{name}:{self._port}",
            "User-Agent": settings.user_agent,
            "Accept": _ACCEPT,
            "Accept-Encoding": "gzip",
            "Connection": "close",
        }
        connection.request("GET", self._path, headers=headers, preload_content=False, decode_content=False)
        response = connection.getresponse()
        location = response.headers.get("Location")
        if response.status in _REDIRECTS and location:
            return location, None
        content = self._read_body(response, most)
        kind = response.headers.get("Content-Type")
        fetched = Fetched(
            content=content, url=self._url, status=response.status, content_type=kind, retrieved_at=datetime.now(UTC)
        )
        return None, fetched

    def _connect(self) -> HTTPConnection:
        left = max(0.01, self._deadline - time.monotonic())
        timeout = max(0.01, left * _CONNECT_SHARE)
        plain = socket.create_connection((self._address, self._port), timeout=timeout)
        self._line = plain.dup()
        plain.settimeout(left)
        connection: HTTPConnection
        if self._scheme == "https":
            import certifi

            secure = _Secure(self._host, self._port, timeout=left, cert_reqs="CERT_REQUIRED", ca_certs=certifi.where())
            secure.line = plain
            connection = secure
        else:
            unsafe = _Plain(self._host, self._port, timeout=left)
            unsafe.line = plain
            connection = unsafe
        self._connection = connection
        connection.connect()
        return connection

    def _read_body(self, response: urllib3.HTTPResponse, most: int) -> bytes:
        stated = response.headers.get("Content-Length")
        if stated is not None and stated.isdigit() and int(stated) > most:
            raise self._too_large(most)
        coding = (response.headers.get("Content-Encoding") or "identity").strip().lower()
        if coding not in {"identity", "gzip", "x-gzip", "deflate", ""}:
            raise SourceError(self._url, got=f"the content coding {coding!r}", expected="gzip or none")
        undo = zlib.decompressobj(47) if coding in {"gzip", "x-gzip", "deflate"} else None
        parts: list[bytes] = []
        n_raw = n_bytes = 0
        while chunk := response.read1(_CHUNK, decode_content=False):
            n_raw += len(chunk)
            piece = chunk if undo is None else undo.decompress(chunk, most + 1 - n_bytes)
            n_bytes += len(piece)
            if n_bytes > most or n_raw > most:
                raise self._too_large(most)
            parts.append(piece)
            if time.monotonic() > self._deadline:
                self.is_late = True
                raise TimeoutError
        if self.is_late:
            raise TimeoutError
        if stated is not None and stated.isdigit() and n_raw < int(stated):
            raise SourceError(self._url, got=f"{n_raw} of the {stated} bytes announced", expected="the whole page")
        return b"".join(parts)

    def _too_large(self, most: int) -> SourceError:
        return SourceError(self._url, got=f"more than {most} bytes", expected="a smaller page (setting max_bytes)")


class _Plain(HTTPConnection):
    """HTTP over a socket that is connected already."""

    line: socket.socket

    def _new_conn(self) -> socket.socket:
        return self.line


class _Secure(HTTPSConnection):
    """HTTPS over a socket that is connected already; the certificate must be the host's."""

    line: socket.socket

    def _new_conn(self) -> socket.socket:
        return self.line


def kind_of(fetched: Fetched) -> str:
    """Return the media type without its parameters, in lower case."""
    return (fetched.content_type or "").split(";")[0].strip().lower()


def make_snapshot(url: str, fetched: Fetched) -> Snapshot:
    """Return what was fetched as a snapshot.

    Raises:
        SourceError: a media type that is not read.
        ReadError: an empty page.
    """
    kind = kind_of(fetched)
    if kind and kind not in _KINDS and kind not in _XML_KINDS:
        raise SourceError(url, got=f"the media type {kind!r}", expected="a page, a text, a PDF or a feed")
    if not fetched.content.strip():
        raise ReadError(url, got="an empty page", expected="text, HTML or PDF")
    return Snapshot(
        content=fetched.content,
        source=url,
        media_type=fetched.content_type if kind in _KINDS - {"application/octet-stream"} else None,
        url=fetched.url,
        retrieved_at=fetched.retrieved_at,
    )
