"""JSON lines: the contract of ``tacitus extract``, one report a line, with each claim's review.

The reports' text stays behind (offsets and quotes lead back to the snapshot); ``export`` says in every line what it is.
"""

from collections.abc import Iterator
from typing import Any

from tacitus.codec import claim_to_plain, encode_json, entities_to_plain, report_to_plain
from tacitus.export.book import Book
from tacitus.export.metadata import describe_export
from tacitus.export.selection import Leaf, Selection
from tacitus.export.tables import hide_folders
from tacitus.model import Claim
from tacitus.record.nouns import RecordedClaim


def encode_lines(selection: Selection) -> Iterator[bytes]:
    """Yield each report that has claims, with its line end."""
    metadata = describe_export(selection, "jsonl")
    header = {key: metadata[key] for key in ("format", "format_version", "tacitus_version", "filters", "warning")}
    for leaf in selection.leaves():
        yield encode_json({"export": header, **_leaf_to_plain(leaf, selection.book)}) + b"\n"


def _leaf_to_plain(leaf: Leaf, book: Book) -> dict[str, Any]:
    named = {entity for recorded in leaf.claims for entity in _entities_of(recorded.claim)}
    report = report_to_plain(leaf.report)
    report |= {
        "text": None,
        "title": leaf.veil.cover_words(leaf.report.title) if leaf.report.title else None,
        "source": hide_folders(leaf.report.source),
        "zones": [{**zone, "author": None} for zone in report["zones"]],
    }
    entities = entities_to_plain(
        places=tuple(book.places[i] for i in sorted(named & book.places.keys())),
        actors=tuple(book.actors[i] for i in sorted(named & book.actors.keys())),
    )
    claims = [_claim_to_plain(recorded, book) for recorded in leaf.claims]
    return {"report": report, "entities": entities, "mentions": [], "claims": claims}


def _claim_to_plain(recorded: RecordedClaim, book: Book) -> dict[str, Any]:
    said_by = {"said_by": book.speaker_of(recorded)}
    return {**claim_to_plain(recorded.claim), **said_by, "review": recorded.review.value}


def _entities_of(claim: Claim) -> set[str]:
    named = {entity for _, fillers in claim.roles.items() for entity in fillers}
    return named | {claim.speaker.entity or ""} | {tally.side for tally in claim.tallies if tally.side is not None}
