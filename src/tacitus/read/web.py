"""URLs to snapshots: a page, a PDF, a text, or the entries of a feed."""

from collections.abc import Iterator

from tacitus.config import Settings
from tacitus.model import Snapshot
from tacitus.read.feed import is_feed, open_feed
from tacitus.read.fetch import Fetcher, kind_of, make_snapshot
from tacitus.read.unreadable import Unreadable

_FEED_KINDS = frozenset(["application/rss+xml", "application/atom+xml", "application/rdf+xml"])


def open_url(url: str, settings: Settings) -> Iterator[Snapshot | Unreadable]:
    """Yield the report behind a URL, or those of a feed.

    Raises:
        SourceError: it cannot be fetched, or is of a kind that is not read.
    """
    fetcher = Fetcher(settings)
    fetched = fetcher.fetch(url)
    if kind_of(fetched) in _FEED_KINDS or is_feed(fetched.content):
        yield from open_feed(fetched.content, url, settings, base=fetched.url, fetcher=fetcher)
    else:
        yield make_snapshot(url, fetched)
