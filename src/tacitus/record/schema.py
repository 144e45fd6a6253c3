"""The tables of the record as this version knows them; ``migrations`` makes them, a test compares the two.

Ledger tables only ever grow; index tables are derived from them and can be rebuilt. Offsets are code points.
"""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Column, DateTime, Dialect, Float, Integer, LargeBinary, MetaData, String, Table, Text
from sqlalchemy.types import TypeDecorator, TypeEngine


class UtcDateTime(TypeDecorator[datetime]):
    """An aware UTC time: ``TIMESTAMPTZ`` on PostgreSQL, ISO 8601 text on SQLite."""

    impl = String
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Return the column type of that database."""
        return dialect.type_descriptor(DateTime(timezone=True) if dialect.name == "postgresql" else String())

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:
        """Return the value as the database takes it."""
        return None if value is None else store_time(value, dialect.name)

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        """Return the value as an aware UTC time."""
        if value is None:
            return None
        return (value if dialect.name == "postgresql" else datetime.fromisoformat(value)).astimezone(UTC)


def in_utc(value: datetime | None) -> datetime | None:
    """Return the time in UTC; one without a zone is taken for UTC."""
    if value is None:
        return None
    return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def store_time(value: datetime, dialect: str) -> datetime | str:
    """Return a UTC time as that database keeps it."""
    return value if dialect == "postgresql" else value.isoformat()


METADATA = MetaData()


def _table(name: str, *columns: Column[Any]) -> Table:
    return Table(name, METADATA, *columns)


def _int(name: str) -> Column[int]:
    return Column(name, Integer)


def _key(name: str = "seq") -> Column[int]:
    return Column(name, Integer, primary_key=True, autoincrement=False)


def _text(name: str) -> Column[str]:
    return Column(name, Text)


def _float(name: str) -> Column[float]:
    return Column(name, Float)


def _time(name: str) -> Column[datetime]:
    return Column(name, UtcDateTime)


META = _table("meta", _text("key"), _text("value"))
MIGRATIONS = _table("migrations", _key("version"), _time("applied_at"))
SNAPSHOTS = _table(
    "snapshots",
    _key(),
    _text("id"),
    Column("content", LargeBinary),
    _int("size"),
    _text("source"),
    _text("media_type"),
    _text("url"),
    _time("retrieved_at"),
    _text("metadata"),
)
REPORTS = _table(
    "reports",
    _key(),
    _text("id"),
    _int("snapshot_seq"),
    _text("near_copy_of"),
    Column("sketch", LargeBinary),
    _text("bands"),
    _time("added_at"),
)
TEXTS = _table("texts", _key(), _text("digest"), _text("text"))
RUNS = _table("runs", _key(), _text("version"), _text("settings_digest"), _text("knowledge_digest"), _time("first_at"))
READINGS = _table(
    "readings",
    _key(),
    _int("report_seq"),
    _int("run_seq"),
    _int("text_seq"),
    _time("read_at"),
    _text("title"),
    _text("authors"),
    _text("publisher"),
    _text("url"),
    _text("published"),
    _time("retrieved_at"),
    _text("language"),
    _text("media_type"),
    _text("source"),
    _text("zones"),
    _text("masked"),
    _int("n_claims"),
    _text("digest"),
)
MENTIONS = _table(
    "mentions",
    _key("reading_seq"),
    _key("position"),
    _int("start_offset"),
    _int("end_offset"),
    _text("kind"),
    _text("entity"),
    _text("form"),
)
ACTOR_NAMES = _table(
    "actor_names",
    _key("reading_seq"),
    _key("position"),
    _key("rank"),
    _text("actor_id"),
    _text("name"),
    _text("folded"),
    _text("type"),
)
PLACES = _table(
    "places",
    _key("reading_seq"),
    _key("position"),
    _text("place_id"),
    _text("name"),
    _text("aliases"),
    _text("kind"),
    _float("latitude"),
    _float("longitude"),
    _text("country"),
    _float("radius_km"),
)
PLACE_CHOICES = _table("place_choices", _key("reading_seq"), _key("position"), _text("source"), _float("score"), _text("why"))
PROPOSALS = _table(
    "proposals",
    _key("reading_seq"),
    _key("position"),
    _text("actor_id"),
    _text("candidate_id"),
    _text("name"),
    _text("registry"),
    _text("country"),
    _float("score"),
    _text("reason"),
    _int("is_match"),
)
CLAIMS = _table(
    "claims",
    _key(),
    _text("id"),
    _int("report_seq"),
    _int("reading_seq"),
    _text("kind"),
    _text("predicate"),
    _text("body"),
)
EVIDENCE = _table(
    "evidence",
    _key("claim_seq"),
    _key("position"),
    _int("start_offset"),
    _int("end_offset"),
    _text("quote"),
)
READING_CLAIMS = _table("reading_claims", _key("reading_seq"), _key("position"), _int("claim_seq"))
FAILURES = _table("failures", _key(), _text("id"), _text("source"), _text("error"), _int("snapshot_seq"), _time("failed_at"))
RESOLUTIONS = _table("resolutions", _key(), _int("failure_seq"), _int("report_seq"), _time("resolved_at"))
JUDGEMENTS = _table(
    "judgements",
    _key(),
    _text("id"),
    _text("claim_id"),
    _text("decision"),
    _text("about"),
    _text("because"),
    _text("judged_by"),
    _time("judged_at"),
    _text("changes"),
)
AUDIT = _table(
    "audit",
    _key(),
    _text("kind"),
    _int("subject"),
    _time("at"),
    _text("digest"),
    _text("previous"),
    _text("hash"),
)

SUPERSEDED = _table("superseded", _key("claim_seq"), _int("is_replaced"))
STANDINGS = _table("standings", _text("claim_id"), _text("review"), _int("judgement_seq"))

INCIDENTS = _table(
    "incidents",
    _text("claim_id"),
    _text("report_id"),
    _text("said_by"),
    _text("published"),
    _int("node"),
    _text("event"),
)
INCIDENT_NODES = _table("incident_nodes", _key("node"), _text("digest"), _text("body"))
INCIDENT_KEYS = _table("incident_keys", _text("key"), _int("node"))
INCIDENT_LINKS = _table("incident_links", _key("node"), _key("other"), _float("score"))
CORROBORATED = _table("corroborated", _key("one"), _int("reading"), _int("judgement"), _text("digest"))

LEDGER = (
    META,
    MIGRATIONS,
    SNAPSHOTS,
    REPORTS,
    TEXTS,
    RUNS,
    READINGS,
    MENTIONS,
    ACTOR_NAMES,
    PLACES,
    CLAIMS,
    EVIDENCE,
    READING_CLAIMS,
    FAILURES,
    RESOLUTIONS,
    JUDGEMENTS,
    AUDIT,
    PROPOSALS,
    PLACE_CHOICES,
)
INDEXES = (SUPERSEDED, STANDINGS)
EVENT_INDEXES = (INCIDENTS, INCIDENT_NODES, INCIDENT_KEYS, INCIDENT_LINKS, CORROBORATED)
"""What ``corroborate`` derives; emptied, it is filled again by the next update of the events."""
