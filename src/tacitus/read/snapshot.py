"""A snapshot to a report: what kind of bytes they are, their text and zones, and who published them when."""

import re
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from urllib.parse import urlsplit

from tacitus.codec import parse_date
from tacitus.config import Settings
from tacitus.errors import ReadError, UsageError
from tacitus.ids import hash_bytes
from tacitus.model import Precision, Report, Snapshot, When, Zone, ZoneKind
from tacitus.read.blocks import make_zones, split_blocks
from tacitus.read.byline import dateline_agency, find_authors, find_date
from tacitus.read.decode import charset_of, check_length, clean_text, decode_bytes
from tacitus.read.label import label_blocks
from tacitus.read.language import detect_language, read_language
from tacitus.read.signals import fold_block, load_signs
from tacitus.read.top import split_dateline

HTML, TEXT, PDF, ROW = "text/html", "text/plain", "application/pdf", "application/json"
_SUFFIXES = {".html": HTML, ".htm": HTML, ".xhtml": HTML, ".pdf": PDF, ".txt": TEXT, ".text": TEXT, ".md": TEXT}
_LOOKS_HTML = re.compile(
    r"^\s*(?:<\?xml[^>]*\?>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE | re.DOTALL
)
_SOME_HTML = re.compile(r"<(?:p|div|br|h[1-6]|ul|ol|table|article|section|span|a\s+href)\b[^>]*>", re.IGNORECASE)
_URL_DATE = re.compile(r"/((?:19|20)\d\d)[/-](\d{1,2})(?:[/-](\d{1,2}))?(?=/|-|$)")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reading:
    """What the bytes gave."""

    text: str
    zones: tuple[Zone, ...]
    media_type: str
    metadata: dict[str, str] = field(default_factory=dict)


def read_snapshot(snapshot: Snapshot, settings: Settings) -> Report:
    """Return the report that the snapshot's bytes hold.

    Metadata that came beside the bytes outranks what is read from them; ``settings.published`` is the last resort.

    Raises:
        ReadError: the bytes are empty, too many, binary, encrypted, or hold no text.
        UsageError: ``settings.published`` is no date.
    """
    where = snapshot.source
    if not snapshot.content.strip():
        raise ReadError(where, got="an empty file", expected="text, HTML or PDF")
    if len(snapshot.content) > settings.max_bytes:
        raise ReadError(where, got=f"{len(snapshot.content)} bytes", expected=f"at most {settings.max_bytes} (setting max_bytes)")
    beside = {key: value.strip() for key, value in snapshot.metadata if value.strip()}
    reading = _read_bytes(snapshot, settings, beside)
    known = {**reading.metadata, **beside}
    return Report(
        id=hash_bytes(snapshot.content),
        text=reading.text,
        zones=reading.zones,
        title=beside.get("title") or _title_of(reading) or known.get("title"),
        authors=tuple(dict.fromkeys(a.strip() for a in known.get("authors", "").split(";") if a.strip())) or _authors_of(reading),
        publisher=known.get("publisher") or _publisher_of(reading),
        url=known.get("url") or snapshot.url,
        published=_published_of(reading, beside, snapshot, settings),
        retrieved_at=snapshot.retrieved_at,
        language=read_language(beside.get("language", "")) or detect_language(reading.text, reading.zones),
        media_type=reading.media_type,
        source=snapshot.source,
    )


def _read_bytes(snapshot: Snapshot, settings: Settings, beside: dict[str, str]) -> _Reading:
    kind = media_type_of(snapshot)
    where = snapshot.source
    if kind == PDF:
        from tacitus.read.pdf import read_pdf

        text, metadata = read_pdf(snapshot.content, where=where, settings=settings)
        return _read_plain(clean_text(text), where, PDF, {**metadata, **beside}, settings)
    if kind == ROW:
        from tacitus.read.dumps import read_row

        text, metadata = read_row(snapshot.content, where=where, settings=settings)
        return _read_text(clean_text(text), where, ROW, {**metadata, **beside}, settings)
    text = decode_bytes(snapshot.content, where=where, declared=charset_of(snapshot.media_type))
    if kind == HTML:
        return _read_html(text, where, HTML, beside, settings)
    return _read_plain(text, where, TEXT, beside, settings)


def media_type_of(snapshot: Snapshot) -> str:
    """Return ``text/html``, ``text/plain``, ``application/pdf`` or ``application/json`` (a row); the bytes outrank the name."""
    head = snapshot.content[:2048].lstrip()
    if head.startswith(b"%PDF-"):
        return PDF
    declared = (snapshot.media_type or "").split(";")[0].strip().lower()
    if declared == ROW:
        return ROW
    if declared in {HTML, "application/xhtml+xml"} or _LOOKS_HTML.match(head.decode("latin-1").lstrip("ï»¿")):
        return HTML
    if declared == PDF:
        return PDF
    name = urlsplit(snapshot.source).path if "://" in snapshot.source else snapshot.source
    return _SUFFIXES.get(PurePosixPath(name).suffix.lower(), TEXT) if not declared else TEXT


def _read_text(text: str, where: str, kind: str, known: dict[str, str], settings: Settings) -> _Reading:
    """Text of a row or a feed entry: HTML where it bears tags."""
    if _LOOKS_HTML.match(text) or len(_SOME_HTML.findall(text[:20_000])) >= 2 or re.match(r"\s*<(?:p|div)\b", text):
        return _read_html(text, where, kind, known, settings)
    return _read_plain(text, where, kind, known, settings)


def _read_plain(text: str, where: str, kind: str, known: dict[str, str], settings: Settings) -> _Reading:
    if not text.strip():
        raise ReadError(where, got="no text", expected="at least one word")
    check_length(text, where=where, settings=settings)
    blocks = split_dateline(split_blocks(text))
    labels = label_blocks(blocks, title=known.get("title"), publisher=known.get("publisher"))
    return _Reading(text=text, zones=make_zones(text, blocks, labels), media_type=kind, metadata=known)


def _read_html(source: str, where: str, kind: str, known: dict[str, str], settings: Settings) -> _Reading:
    from tacitus.read.html import read_html
    from tacitus.read.metadata import read_metadata

    page = read_html(source, where=where, title=known.get("title"))
    check_length(page.text, where=where, settings=settings)
    metadata = {} if page.tree is None else read_metadata(page.tree)
    return _Reading(text=page.text, zones=page.zones, media_type=kind, metadata={**metadata, **known})


def _zone_texts(reading: _Reading, kind: ZoneKind) -> list[str]:
    return [reading.text[z.span.start : z.span.end].strip() for z in reading.zones if z.kind is kind]


def _title_of(reading: _Reading) -> str | None:
    heads = _zone_texts(reading, ZoneKind.HEADLINE)
    return " ".join(heads[0].split("\n")[0].split()) or None if heads else None


def _authors_of(reading: _Reading) -> tuple[str, ...]:
    for line in _byline_lines(reading):
        found = find_authors(line)
        if found:
            return found
    return ()


def _byline_lines(reading: _Reading) -> list[str]:
    return [line for text in _zone_texts(reading, ZoneKind.BYLINE) for line in text.split("\n") if line.strip()]


def _publisher_of(reading: _Reading) -> str | None:
    return next((agency for line in _byline_lines(reading) if (agency := dateline_agency(line)) is not None), None)


def _published_of(reading: _Reading, beside: dict[str, str], snapshot: Snapshot, settings: Settings) -> When | None:
    for text in (beside.get("published"), reading.metadata.get("published")):
        when = read_date(text) if text else None
        if when is not None:
            return when
    dates = [when for line in _byline_lines(reading) if not _is_period(line) and (when := find_date(line)) is not None]
    if dates:
        return next((when for when in dates if when.precision is Precision.DAY), dates[0])
    when = _date_of_url(reading.metadata.get("url") or snapshot.url)
    if when is not None:
        return when
    if settings.published is None:
        return None
    try:
        return parse_date(settings.published)
    except ValueError as error:
        raise UsageError("published", got=repr(settings.published), expected="YYYY, YYYY-MM or YYYY-MM-DD") from error


def _is_period(line: str) -> bool:
    """Whether a line says what time the report covers, and not when it was published."""
    return fold_block(line).startswith(tuple(load_signs().words["period"]))


def read_date(text: str) -> When | None:
    """Return the date that metadata give: ISO 8601 of any precision, an RFC 822 date, or a date in words."""
    if re.fullmatch(r"\s*\d{4}(?:-\d\d(?:-\d\d(?:[T ].*)?)?)?\s*", text):
        try:
            return parse_date(text)
        except ValueError:
            return None
    return find_date(text)


def _date_of_url(url: str | None) -> When | None:
    match = _URL_DATE.search(urlsplit(url).path) if url else None
    if match is None:
        return None
    year, month, day = match.groups()
    try:
        return parse_date(f"{year}-{int(month):02}" + (f"-{int(day):02}" if day else ""))
    except ValueError:
        return None
