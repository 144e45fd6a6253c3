"""Web archives: one snapshot a response record that a report can be made of."""

import zlib
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO

from tacitus.config import Settings
from tacitus.errors import ReadError, SourceError
from tacitus.model import Snapshot
from tacitus.read.unreadable import Unreadable

_WANTED = frozenset(["text/html", "application/xhtml+xml", "text/plain", "application/pdf"])
_CHUNK = 65_536
_SKIP_FACTOR = 4
"""A record may be this many times ``max_bytes`` long to be skipped over; after that the rest of the archive is given up."""


def open_warc(path: Path, settings: Settings) -> Iterator[Snapshot | Unreadable]:
    """Yield the pages of an archive; memory and time are bounded for records that expand without end.

    Raises:
        SourceError: the file is no archive, is broken, or holds a record that never ends.
    """
    from warcio.archiveiterator import ArchiveIterator
    from warcio.exceptions import ArchiveLoadFailed

    number = 0
    try:
        with path.open("rb") as stream:
            _check_start(stream, path)
            for record in ArchiveIterator(stream):
                number += 1
                yield from _read_record(record, path, number, settings)
                _skip_rest(record, f"{path}#{number}", settings)
    except (ArchiveLoadFailed, OSError, EOFError, zlib.error, ValueError) as error:
        raise SourceError(str(path), got=f"a broken archive after {number} records ({error})", expected="a WARC") from error
    if number == 0:
        raise SourceError(str(path), got="no records", expected="a WARC")


def _check_start(stream: BinaryIO, path: Path) -> None:
    """Refuse what is no archive: the parser would take any words for a record of the older ARC format."""
    head = stream.read(4096)
    stream.seek(0)
    start = zlib.decompressobj(47).decompress(head, 64) if head.startswith(b"\x1f\x8b") else head
    if not start.startswith((b"WARC/", b"filedesc:")):
        raise SourceError(str(path), got=f"a file that begins with {start[:20]!r}", expected="a WARC")


def _read_record(record: Any, path: Path, number: int, settings: Settings) -> Iterator[Snapshot | Unreadable]:
    if record.rec_type != "response" or record.http_headers is None:
        return
    status = record.http_headers.get_statuscode()
    content_type = record.http_headers.get_header("Content-Type") or ""
    if status != "200" or content_type.split(";")[0].strip().lower() not in _WANTED:
        return
    address = record.rec_headers.get_header("WARC-Target-URI")
    name = f"{path}#{address or number}"
    try:
        content = _read_bounded(record.content_stream(), settings.max_bytes)
    except (OSError, EOFError, zlib.error, ValueError) as error:
        yield Unreadable(name, ReadError(name, got=f"a broken record ({error})", expected="a whole record"))
        return
    if len(content) > settings.max_bytes:
        yield Unreadable(name, ReadError(name, got=f"more than {settings.max_bytes} bytes", expected="less (setting max_bytes)"))
    elif getattr(record.raw_stream, "limit", 0) > 0 and not record.raw_stream.read(1):
        yield Unreadable(name, ReadError(name, got="a record that is cut off", expected="a whole record"))
    else:
        yield Snapshot(
            content=content,
            source=name,
            media_type=content_type,
            url=address,
            retrieved_at=_when(record.rec_headers.get_header("WARC-Date")),
        )


def _read_bounded(stream: Any, most: int) -> bytes:
    parts: list[bytes] = []
    n_bytes = 0
    while n_bytes <= most and (chunk := stream.read(_CHUNK)):
        parts.append(chunk)
        n_bytes += len(chunk)
    return b"".join(parts)


def _skip_rest(record: Any, name: str, settings: Settings) -> None:
    n_bytes = 0
    while chunk := record.raw_stream.read(_CHUNK):
        n_bytes += len(chunk)
        if n_bytes > _SKIP_FACTOR * settings.max_bytes:
            raise SourceError(name, got="a record that expands without end", expected="a record of reasonable size")


def _when(stamp: str | None) -> datetime | None:
    try:
        return datetime.fromisoformat(stamp) if stamp else None
    except ValueError:
        return None
