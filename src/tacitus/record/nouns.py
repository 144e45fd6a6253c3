"""What the record gives back: reports, claims and failures as rows, with their review and their history."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from tacitus.model import Claim


class ReviewStatus(StrEnum):
    """What people have said about a claim; machine output is unreviewed."""

    UNREVIEWED = "unreviewed"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    CORRECTED = "corrected"

    @property
    def is_reviewed(self) -> bool:
        """Whether a person has let the claim stand, as it is or corrected."""
        return self in {ReviewStatus.ACCEPTED, ReviewStatus.CORRECTED}


class AddStatus(StrEnum):
    """What became of one report that was added."""

    ADDED = "added"
    KNOWN = "known"
    UPDATED = "updated"
    FAILED = "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """Who read: the program's version and the digests of its configuration and of its knowledge (lexicons, models)."""

    version: str
    settings_digest: str
    knowledge_digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Added:
    """The outcome for one report.

    ``new_claims``, ``superseded_claims`` (no longer produced) and ``changed_claims`` (same id, other content) are ids:
    the difference that reading it made. ``note`` says what else there is to know of the reading, as that the report's language
    is not supported.
    """

    status: AddStatus
    source: str
    report_id: str | None = None
    near_copy_of: str | None = None
    new_claims: tuple[str, ...] = ()
    superseded_claims: tuple[str, ...] = ()
    changed_claims: tuple[str, ...] = ()
    n_claims: int = 0
    error: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportRow:
    """A report in a list, without its text."""

    id: str
    title: str | None
    publisher: str | None
    published: str | None
    language: str | None
    source: str
    url: str | None
    added_at: datetime
    near_copy_of: str | None
    n_claims: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordedClaim:
    """A claim as it stands after all judgements. ``original`` is what the machine said where a person corrected it."""

    claim: Claim
    report_id: str
    review: ReviewStatus
    original: Claim | None = None
    is_superseded: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """A source that could not be read, kept so that it can be tried again."""

    id: str
    source: str
    error: str
    failed_at: datetime
    is_resolved: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A hit of a full-text search: in a report (``claim_id`` is ``None``) or in a claim's evidence."""

    report_id: str
    claim_id: str | None
    snippet: str
    score: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """Something that ``verify`` found wrong: where, and what."""

    where: str
    what: str
