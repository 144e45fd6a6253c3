"""Making a report and its extraction ready to be written: checked, under pseudonyms, digested; no database is touched."""

import hashlib
import threading
from collections.abc import Sequence
from dataclasses import dataclass

import zstandard

from tacitus.errors import IntegrityError
from tacitus.ids import hash_bytes
from tacitus.model import Claim, Extraction, Report, Snapshot
from tacitus.record.chain import digest_rows
from tacitus.record.index import words_of
from tacitus.record.pseudonyms import Pseudonyms, find_handles, find_spans
from tacitus.record.rows import (
    Values,
    actor_values,
    encode_body,
    mention_values,
    place_choice_values,
    place_values,
    proposal_values,
    reading_values,
)

ZSTD_LEVEL = 3
_THREAD = threading.local()  # a compressor is dear to make and serves one thread at a time


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimRow:
    """A claim as its row will be, less the numbers that only the writer's lock can give."""

    claim: Claim
    values: Values
    evidence: tuple[Values, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A report and its extraction made ready to be written; made before the lock is taken, so that others wait less."""

    snapshot: Snapshot
    report: Report
    compressed: bytes
    text_digest: str
    values: Values
    mentions: list[Values]
    names: list[Values]
    places: list[Values]
    proposals: list[Values]
    choices: list[Values]
    claims: tuple[ClaimRow, ...]
    digest: str
    words: str


def prepare_reading(snapshot: Snapshot, report: Report, extraction: Extraction, pseudonyms: Pseudonyms) -> Reading:
    """Return the rows of a report, checked and with commenters' pseudonyms.

    Raises:
        IntegrityError: the report is not of these bytes, or a quote or mention is not at its offsets.
    """
    _check_reading(snapshot, report, extraction)
    unique = tuple({c.id: c for c in reversed(extraction.claims)}.values())[::-1]
    handles = find_handles(report, unique)
    masked = find_spans(report, handles)
    claims = tuple(_prepare_claim(pseudonyms.mask_claim(c), handles) for c in unique)
    values = reading_values(report, pseudonyms.mask_zones(report.zones), masked, len(claims))
    mentions, names, places = mention_values(extraction), actor_values(extraction.actors), place_values(extraction.places)
    proposals, choices = proposal_values(extraction.proposals), place_choice_values(extraction.places)
    text_digest = digest_text(report.text, report.id)
    return Reading(
        snapshot=snapshot,
        report=report,
        compressed=compress(snapshot.content),
        text_digest=text_digest,
        values=values,
        mentions=mentions,
        names=names,
        places=places,
        proposals=proposals,
        choices=choices,
        claims=claims,
        digest=digest_reading(
            values, text_digest, (mentions, names, places, proposals, choices), [(c.values, c.evidence) for c in claims]
        ),
        words=words_of(report.title, report.text, [(s.start, s.end) for s in masked]),
    )


def compress(content: bytes) -> bytes:
    """Return the bytes as the record keeps them."""
    compressor: zstandard.ZstdCompressor | None = getattr(_THREAD, "compressor", None)
    if compressor is None:
        compressor = _THREAD.compressor = zstandard.ZstdCompressor(level=ZSTD_LEVEL)
    return compressor.compress(content)


def _check_reading(snapshot: Snapshot, report: Report, extraction: Extraction) -> None:
    digest = hash_bytes(snapshot.content)
    if not report.id == extraction.report_id == digest:
        got = f"report {report.id} and extraction {extraction.report_id} of a snapshot {digest}"
        raise IntegrityError(report.source, got=got, expected="one id, the SHA-256 of the snapshot")
    for claim in extraction.claims:
        for evidence in claim.evidence:
            if report.quote(evidence.span) != evidence.quote:
                where = f"report {report.id}, claim {claim.id}"
                raise IntegrityError(where, got=f"the quote {evidence.quote!r}", expected=repr(report.quote(evidence.span)))
    for mention in extraction.mentions:
        if mention.span.end > len(report.text):
            got = f"a mention that ends at {mention.span.end}"
            raise IntegrityError(f"report {report.id}", got=got, expected=f"at most {len(report.text)}")


def _prepare_claim(claim: Claim, handles: tuple[str, ...]) -> ClaimRow:
    # A quote that holds a commenter's handle is kept as offsets alone; it is read back from the text.
    evidence = tuple(
        (i, e.span.start, e.span.end, None if handles and any(h in e.quote for h in handles) else e.quote)
        for i, e in enumerate(claim.evidence)
    )
    return ClaimRow(claim=claim, values=(claim.id, str(claim.kind), str(claim.predicate), encode_body(claim)), evidence=evidence)


def digest_text(report_text: str, where: str) -> str:
    """Return the SHA-256 of a text; no offset is right in another."""
    try:
        return hashlib.sha256(report_text.encode()).hexdigest()
    except UnicodeEncodeError as error:
        raise IntegrityError(where, got=str(error), expected="text without halves of surrogate pairs") from error


DIGESTED = ("readings", "mentions", "actor_names", "places", "claims", "proposals", "place_choices")
"""What each part of a reading's digest covers, in order; readings of before schema 4 lack the last two, of before 5 the last."""


def digest_reading(
    values: Values,
    text_digest: str,
    parts: Sequence[Sequence[Values]],
    claims: Sequence[tuple[Values, Sequence[Values]]],
) -> str:
    """Return digests, one for each of ``DIGESTED``, of all that a reading says; numbers that the database gave are no part."""
    mentions, names, places, proposals, choices = parts
    rows_of_claims = [row for claim, evidence in claims for row in (claim, *evidence)]
    covered = ([(*values, text_digest)], mentions, names, places, rows_of_claims, proposals, choices)
    return " ".join(digest_rows([(name, rows)])[:32] for name, rows in zip(DIGESTED, covered, strict=True))
