"""Sources to snapshots: files, folders, patterns, standard input, addresses, feeds, archives and dumps; lazily, one by one."""

import io
import os
import sys
from collections.abc import Iterable, Iterator
from glob import has_magic, iglob
from pathlib import Path

from tacitus.config import Settings
from tacitus.errors import ReadError, SourceError, TacitusError, UsageError
from tacitus.model import Report, Snapshot
from tacitus.read.sidecar import is_sidecar, read_sidecar
from tacitus.read.snapshot import read_snapshot
from tacitus.read.unreadable import Unreadable

PLAIN_SUFFIXES = (".txt", ".text", ".md", ".html", ".htm", ".xhtml", ".pdf")
DUMP_SUFFIXES = (".jsonl", ".ndjson", ".csv", ".tsv", ".parquet", ".jsonl.gz", ".ndjson.gz", ".csv.gz", ".tsv.gz")
FEED_SUFFIXES = (".rss", ".atom", ".xml")
WARC_SUFFIXES = (".warc", ".warc.gz")
_ABOUT_FOLDERS = ("readme", "license", "licence")
"""Files of a folder that tell about it and are no reports; named as a source themselves they are read."""
KNOWN_SUFFIXES = PLAIN_SUFFIXES + DUMP_SUFFIXES + FEED_SUFFIXES + WARC_SUFFIXES


def open_snapshots(sources: Iterable[str], settings: Settings) -> Iterator[Snapshot | Unreadable]:
    """Yield a snapshot for each report of the sources, and an ``Unreadable`` for each that cannot be had.

    A source is a file, a folder (with all that is below it, in sorted order; files of unknown kinds, sidecars,
    README and LICENSE files are skipped), a pattern such as ``news/*.html``, ``-``, an http(s) URL, a feed, a WARC, a PDF,
    or a dump of articles.
    """
    for source in sources:
        try:
            yield from _open_source(source, settings)
        except TacitusError as error:
            yield Unreadable(source, error)


def read_report(path: str | Path, settings: Settings | None = None) -> Report:
    """Return the report of one file or URL.

    Raises:
        UsageError: the name is empty.
        SourceError: it cannot be opened, or it holds no report or several.
        ReadError: no report can be made of its bytes.
    """
    settings = settings or Settings()
    if not str(path).strip() or (isinstance(path, Path) and path == Path()):
        raise UsageError("source", got="no name", expected="a file or a URL")
    found = open_snapshots([str(path)], settings)
    first = next(found, None)
    if first is None:
        raise SourceError(str(path), got="no report", expected="one report")
    if isinstance(first, Unreadable):
        raise first.error
    if next(found, None) is not None:
        raise SourceError(str(path), got="several reports", expected="one report (use open_snapshots)")
    return read_snapshot(first, settings)


def _open_source(source: str, settings: Settings) -> Iterator[Snapshot | Unreadable]:
    if source == "-":
        yield from _open_standard_input(settings)
        return
    if source.startswith(("http://", "https://")):
        from tacitus.read.web import open_url

        yield from open_url(source, settings)
        return
    if not source.strip():
        raise UsageError("source", got=repr(source), expected="a file, a folder, a pattern, a URL or -")
    path = Path(source)
    if path.is_dir():
        yield from _open_folder(path, settings)
    elif path.exists():
        yield from _open_file(path, settings)
    elif has_magic(source):
        yield from _open_pattern(source, settings)
    else:
        raise SourceError(source, got="nothing there", expected="a file, a folder, a pattern, a URL or -")


def _open_pattern(source: str, settings: Settings) -> Iterator[Snapshot | Unreadable]:
    names = sorted(iglob(source, recursive=True))  # noqa: PTH207 -- Path.glob knows no absolute patterns
    if not names:
        raise SourceError(source, got="no file that matches", expected="a pattern that some file matches")
    for name in names:
        path = Path(name)
        if not path.is_dir() and not is_sidecar(path):
            yield from _guarded(path, settings)


def _open_folder(folder: Path, settings: Settings) -> Iterator[Snapshot | Unreadable]:
    """Yield what the files below a folder hold; links to folders are not followed, so that no loop can arise."""
    waiting = [folder]
    while waiting:
        here = waiting.pop()
        try:
            entries = sorted(os.scandir(here), key=lambda e: e.name)
        except OSError as error:
            yield Unreadable(str(here), SourceError(str(here), got=str(error.strerror), expected="a folder that can be read"))
            continue
        folders: list[Path] = []
        for entry in entries:
            path = Path(entry.path)
            if entry.is_dir(follow_symlinks=False):
                folders.append(path)
            elif (
                not entry.name.startswith(".")
                and not is_sidecar(path)
                and not entry.name.lower().startswith(_ABOUT_FOLDERS)
                and entry.name.lower().endswith(KNOWN_SUFFIXES)
                and not path.is_dir()
            ):
                yield from _guarded(path, settings)
        waiting.extend(reversed(folders))


def _guarded(path: Path, settings: Settings) -> Iterator[Snapshot | Unreadable]:
    try:
        yield from _open_file(path, settings)
    except TacitusError as error:
        yield Unreadable(str(path), error)


def _open_file(path: Path, settings: Settings) -> Iterator[Snapshot | Unreadable]:
    name = path.name.lower()
    try:
        size = path.stat().st_size
        if not path.is_file():
            raise SourceError(str(path), got="no ordinary file", expected="a file, a folder, a pattern, a URL or -")
        with path.open("rb") as stream:
            head = stream.read(4096)
    except OSError as error:
        raise SourceError(str(path), got=str(error.strerror), expected="a file that can be read") from error
    if name.endswith(DUMP_SUFFIXES):
        from tacitus.read.dumps import open_dump

        yield from open_dump(path, settings)
    elif name.endswith(WARC_SUFFIXES) or head.startswith(b"WARC/"):
        from tacitus.read.warc import open_warc

        yield from open_warc(path, settings)
    else:
        yield from _open_whole(path, size, head, settings)


def _open_whole(path: Path, size: int, head: bytes, settings: Settings) -> Iterator[Snapshot | Unreadable]:
    """Yield the one report of a file, or the entries of a feed."""
    from tacitus.read.feed import is_feed, open_feed

    where = str(path)
    if size > settings.max_bytes:
        raise ReadError(where, got=f"{size} bytes", expected=f"at most {settings.max_bytes} (setting max_bytes)")
    try:
        content = path.read_bytes()
    except OSError as error:
        raise SourceError(where, got=str(error.strerror), expected="a file that can be read") from error
    if is_feed(head) or path.name.lower().endswith(FEED_SUFFIXES):
        yield from open_feed(content, where, settings)
    else:
        yield Snapshot(content=content, source=where, metadata=read_sidecar(path))


def _open_standard_input(settings: Settings) -> Iterator[Snapshot | Unreadable]:
    """Yield what comes in: one report, the entries of a feed, or rows of JSONL."""
    from tacitus.read.feed import is_feed, open_feed

    content = sys.stdin.buffer.read(settings.max_bytes + 1)
    if len(content) > settings.max_bytes:
        raise ReadError("-", got=f"more than {settings.max_bytes} bytes", expected="less (setting max_bytes)")
    if is_feed(content):
        yield from open_feed(content, "-", settings)
    elif content.lstrip().startswith((b'{"', b"{ ")):
        from tacitus.read.dumps import open_jsonl

        yield from open_jsonl(io.BytesIO(content), "-", settings)
    else:
        yield Snapshot(content=content, source="-")
