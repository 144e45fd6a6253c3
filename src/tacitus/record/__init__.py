"""The record: an append-only ledger of reports, claims and judgements, on SQLite or PostgreSQL."""

from tacitus.record.nouns import (
    Added,
    AddStatus,
    Failure,
    Found,
    Problem,
    RecordedClaim,
    ReportRow,
    ReviewStatus,
    Run,
)
from tacitus.record.store import Record, open_record

__all__ = [
    "AddStatus",
    "Added",
    "Failure",
    "Found",
    "Problem",
    "Record",
    "RecordedClaim",
    "ReportRow",
    "ReviewStatus",
    "Run",
    "open_record",
]
