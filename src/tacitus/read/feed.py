"""RSS and Atom: one snapshot an entry, or the page behind each entry."""

import io
import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from tacitus.config import Settings
from tacitus.errors import SourceError, TacitusError
from tacitus.model import Snapshot
from tacitus.read.dumps import row_snapshot
from tacitus.read.unreadable import Unreadable

_FEED = re.compile(
    rb"^\s*(?:<\?xml[^>]*\?>\s*)?(?:<!--.*?-->\s*|<\?[^>]*\?>\s*|<!DOCTYPE[^>]*>\s*)*<(?:rss|feed|rdf:RDF|channel)\b",
    re.IGNORECASE | re.DOTALL,
)


def is_feed(content: bytes) -> bool:
    """Whether the bytes begin as RSS or Atom do."""
    return _FEED.match(content[:4096].removeprefix(b"\xef\xbb\xbf")) is not None


def open_feed(
    content: bytes, where: str, settings: Settings, *, base: str | None = None, fetcher: Any = None
) -> Iterator[Snapshot | Unreadable]:
    """Yield one snapshot an entry, as a row of JSON; with ``follow_feeds`` the page that the entry links to.

    Raises:
        SourceError: no entry could be read.
    """
    import feedparser

    headers = {"content-location": base} if base else {}
    parsed = feedparser.parse(io.BytesIO(content), response_headers=headers, sanitize_html=False)
    if not parsed.entries:
        got = f"no entries ({parsed.bozo_exception})" if parsed.bozo else "no entries"
        raise SourceError(where, got=got, expected="an RSS or Atom feed with entries")
    for number, entry in enumerate(parsed.entries, start=1):
        link = entry.get("link")
        if settings.follow_feeds and isinstance(link, str) and link.startswith(("http://", "https://")):
            fetcher = fetcher or _make_fetcher(settings)
            yield _follow_link(link, fetcher)
            continue
        name = f"{where}#{entry.get('id') or link or number}"
        row = _entry_row(entry, parsed.feed)
        if row.get("text") or row.get("title"):
            yield row_snapshot(row, name)
        else:
            yield Unreadable(name, SourceError(name, got="an entry without text", expected="a title, a summary or content"))


def _make_fetcher(settings: Settings) -> Any:
    from tacitus.read.fetch import Fetcher

    return Fetcher(settings)


def _follow_link(link: str, fetcher: Any) -> Snapshot | Unreadable:
    from tacitus.read.fetch import make_snapshot

    try:
        return make_snapshot(link, fetcher.fetch(link))
    except TacitusError as error:
        return Unreadable(link, error)


def _entry_row(entry: Any, feed: Any) -> dict[str, str | None]:
    contents = [c.get("value", "") for c in entry.get("content", [])]
    text = max([*contents, entry.get("summary", "")], key=len)
    authors = [a.get("name", "") for a in entry.get("authors", [])] or [entry.get("author", "")]
    return {
        "title": entry.get("title"),
        "published": _entry_date(entry),
        "url": entry.get("link"),
        "authors": "; ".join(a for a in authors if a) or None,
        "publisher": (entry.get("source") or {}).get("title") or feed.get("title"),
        "language": entry.get("language"),  # the feed's own is often what the publisher's software was set to
        "text": text,
    }


def _entry_date(entry: Any) -> str | None:
    """Return the day of publication in the publisher's own time zone where it is written, else in UTC."""
    for key in ("published", "created", "updated"):
        written = entry.get(key)
        if isinstance(written, str) and re.match(r"\d{4}-\d\d-\d\d", written):
            return written[:10]
        parsed = entry.get(f"{key}_parsed")
        if parsed is not None:
            return date(*parsed[:3]).isoformat()
    return None
