"""Dumps of articles: JSONL, CSV and Parquet, one snapshot a row, with a mapping of columns to what they mean."""

import csv
import gzip
import io
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, BinaryIO, cast

from tacitus.config import Settings
from tacitus.errors import ReadError, SourceError, UsageError
from tacitus.model import Snapshot
from tacitus.read.decode import decode_bytes
from tacitus.read.sidecar import metadata_pairs
from tacitus.read.unreadable import Unreadable

ROW = "application/json"
FIELDS = ("text", "title", "published", "url", "authors", "publisher", "language")
DEFAULT_COLUMNS: dict[str, tuple[str, ...]] = {
    "text": (
        "text",
        "body",
        "content",
        "articlebody",
        "article",
        "full_text",
        "fulltext",
        "maintext",
        "story",
        "html",
        "summary",
        "description",
    ),
    "title": ("title", "headline", "heading"),
    "published": (
        "published",
        "date",
        "published_at",
        "publication_date",
        "date_publish",
        "publish_date",
        "pubdate",
        "datetime",
        "timestamp",
    ),
    "url": ("url", "link", "source_url", "uri", "web_url"),
    "authors": ("authors", "author", "byline", "creator"),
    "publisher": ("publisher", "source", "source_name", "source_domain", "site", "domain", "outlet", "newspaper", "publication"),
    "language": ("language", "lang"),
}
"""The columns tried for each field where the settings name none, compared in lower case; the first that is there is taken."""


def parse_columns(columns: str) -> dict[str, str]:
    """Return field to column of a mapping such as ``text=story,title=head``.

    Raises:
        UsageError: a field that does not exist, or no ``=``.
    """
    mapping: dict[str, str] = {}
    for pair in filter(None, (p.strip() for p in columns.split(","))):
        field, mark, column = (part.strip() for part in pair.partition("="))
        if not mark or not column or field not in FIELDS:
            raise UsageError("columns", got=repr(pair), expected=f"field=column with a field of {', '.join(FIELDS)}")
        mapping[field] = column
    return mapping


def find_columns(names: list[str], settings: Settings, where: str) -> dict[str, str]:
    """Return field to column for a table with these columns.

    Raises:
        SourceError: a column that the mapping names is not there, or there is none for the text.
    """
    mapping = parse_columns(settings.columns)
    for field, column in mapping.items():
        if column not in names:
            raise SourceError(where, got=f"the columns {', '.join(names[:30])}", expected=f"a column {column!r} for {field}")
    lowered = {name.strip().lower(): name for name in reversed(names)}
    for field, candidates in DEFAULT_COLUMNS.items():
        found = next((lowered[c] for c in candidates if c in lowered), None)
        if field not in mapping and found is not None:
            mapping[field] = found
    if "text" not in mapping:
        raise SourceError(
            where, got=f"the columns {', '.join(names[:30])}", expected="a column for the text (setting columns: text=NAME)"
        )
    return mapping


def read_row(content: bytes, *, where: str, settings: Settings) -> tuple[str, dict[str, str]]:
    """Return the text and the metadata of a row; a title that the text does not open with is put before it.

    Raises:
        ReadError: the row is no JSON object, or its text is empty.
    """
    try:
        row = json.loads(decode_bytes(content, where=where))
    except (ValueError, RecursionError) as error:
        raise ReadError(where, got=f"no JSON ({error})", expected="a JSON object") from error
    if not isinstance(row, dict):
        raise ReadError(where, got=f"a {type(row).__name__}", expected="a JSON object")
    try:
        columns = find_columns([str(k) for k in row], settings, where)
    except SourceError as error:
        raise ReadError(error.where, got=error.got, expected=error.expected) from error
    fields = {field: row.get(column) for field, column in columns.items()}
    text = fields.pop("text")
    metadata = dict(metadata_pairs(fields))
    body = text if isinstance(text, str) else ""
    title = metadata.get("title", "")
    if not body.strip() and not title:
        raise ReadError(where, got=f"no text in the column {columns['text']!r}", expected="a text")
    return _with_title(title, body), metadata


def _with_title(title: str, body: str) -> str:
    if not title or "".join(title.split()).lower() in "".join(body[: 4 * len(title) + 400].split()).lower():
        return body
    if "<p" in body[:2000].lower() or "<div" in body[:2000].lower():
        from html import escape

        return f"<article><h1>{escape(title)}</h1>\n{body}</article>"
    return f"{title}\n\n{body}"


def open_dump(path: Path, settings: Settings) -> Iterator[Snapshot | Unreadable]:
    """Yield the rows of a dump.

    Raises:
        SourceError: the file cannot be read, or lacks a column.
    """
    name = path.name.lower().removesuffix(".gz")
    if name.endswith(".parquet"):
        yield from _open_parquet(path, settings)
        return
    try:
        with gzip.open(path) if path.name.lower().endswith(".gz") else path.open("rb") as opened:
            stream = cast("BinaryIO", opened)
            if name.endswith((".csv", ".tsv")):
                yield from _open_csv(stream, str(path), settings, "\t" if name.endswith(".tsv") else None)
            else:
                yield from open_jsonl(stream, str(path), settings)
    except (OSError, EOFError) as error:
        raise SourceError(str(path), got=str(error), expected="a readable dump") from error


def open_jsonl(stream: BinaryIO, where: str, settings: Settings) -> Iterator[Snapshot | Unreadable]:
    """Yield one snapshot a line, byte for byte; a line that is no JSON object, or too long, is ``Unreadable``."""
    number = 0
    while line := stream.readline(settings.max_bytes + 1):
        number += 1
        name = f"{where}#{number}"
        if len(line) > settings.max_bytes:
            yield Unreadable(
                name,
                ReadError(
                    name, got=f"a row of more than {settings.max_bytes} bytes", expected="a shorter row (setting max_bytes)"
                ),
            )
            while line and not line.endswith(b"\n"):
                line = stream.readline(1 << 20)
            continue
        content = line.strip().removeprefix(b"\xef\xbb\xbf")
        if not content:
            continue
        try:
            _check_row(json.loads(content), settings, name)
        except (ValueError, RecursionError) as error:
            yield Unreadable(name, ReadError(name, got=f"no JSON ({error})", expected="a JSON object a line"))
        except (ReadError, SourceError) as error:
            yield Unreadable(name, error)
        else:
            yield Snapshot(content=content, source=name, media_type=ROW)


def _check_row(row: Any, settings: Settings, where: str) -> None:
    if not isinstance(row, dict):
        raise ReadError(where, got=f"a {type(row).__name__}", expected="a JSON object")
    find_columns([str(k) for k in row], settings, where)


def row_snapshot(row: Mapping[str, Any], name: str) -> Snapshot:
    """Return a snapshot whose content is the row as JSON; cells without a value are left out."""
    kept = {key: value for key, value in row.items() if value is not None}
    content = json.dumps(kept, ensure_ascii=False, default=str).encode("utf-8", "replace")
    return Snapshot(content=content, source=name, media_type=ROW)


def _open_csv(stream: BinaryIO, where: str, settings: Settings, delimiter: str | None) -> Iterator[Snapshot | Unreadable]:
    head = stream.read(65_536)
    stream.seek(0)
    encoding = _encoding_of(head, where)
    mark = delimiter or max(",;\t|", key=head.decode(encoding, "replace").split("\n", 1)[0].count)
    csv.field_size_limit(settings.max_bytes)
    text = io.TextIOWrapper(stream, encoding=encoding, errors="replace", newline="")
    try:
        yield from _read_table(text, where, settings, mark)
    finally:
        text.detach()  # the stream is its opener's to close


def _read_table(text: io.TextIOWrapper, where: str, settings: Settings, mark: str) -> Iterator[Snapshot | Unreadable]:
    rows = csv.reader(text, delimiter=mark)
    try:
        names = next(rows, None)
    except csv.Error as error:
        raise SourceError(where, got=str(error), expected="a line of column names") from error
    if not names:
        raise SourceError(where, got="an empty table", expected="a line of column names")
    find_columns(names, settings, where)
    while True:
        name = f"{where}#{rows.line_num + 1}"
        try:
            cells = next(rows, None)
        except csv.Error as error:
            yield Unreadable(name, ReadError(name, got=str(error), expected="a row of the table"))
            continue
        if cells is None:
            return
        if len(cells) > len(names):
            got = f"{len(cells)} cells"
            yield Unreadable(name, ReadError(name, got=got, expected=f"{len(names)}, as many as there are columns"))
        elif any(cell.strip() for cell in cells):
            yield row_snapshot(dict(zip(names, cells, strict=False)), name)


def _encoding_of(head: bytes, where: str) -> str:
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    try:
        head[:-4].decode("utf-8")
    except UnicodeDecodeError:
        from charset_normalizer import from_bytes

        best = from_bytes(head).best()
        return best.encoding if best is not None else "cp1252"
    if b"\0" in head:
        raise SourceError(where, got="binary data (zero bytes)", expected="a table as text")
    return "utf-8-sig"


def _open_parquet(path: Path, settings: Settings) -> Iterator[Snapshot | Unreadable]:
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ImportError as error:
        raise SourceError(str(path), got="no pyarrow", expected="pip install 'tacitus[parquet]'") from error
    try:
        with pq.ParquetFile(path) as table:
            find_columns(list(table.schema_arrow.names), settings, str(path))
            number = 0
            for batch in table.iter_batches(batch_size=64):
                for row in batch.to_pylist():
                    number += 1
                    yield row_snapshot(row, f"{path}#{number}")
    except (pa.ArrowException, OSError) as error:
        raise SourceError(str(path), got=str(error), expected="a Parquet file") from error
