"""Claims as rows of tables, and every filled cell as rows of evidence.

Cells hold plain values; ``None`` is an empty cell and means "the text does not say".
"""

from collections.abc import Iterator

from tacitus.codec import format_date
from tacitus.export.book import Book
from tacitus.export.protect import HASHED, WITHHELD, cut_context
from tacitus.export.selection import Leaf, Selection
from tacitus.model import Actor, Claim, ClaimKind, Place, Report, ZoneKind
from tacitus.record.nouns import RecordedClaim

Cell = str | int | float | None
Row = dict[str, Cell]

_WHEN = ("date_start", "date_end", "date_precision", "date_text", "date_flag")
_SAID = ("stance", "speaker_kind", "speaker", "zone", "review", "score", "report_id")
COLUMNS: dict[str, tuple[str, ...]] = {
    "reports": (
        "report_id", "title", "publisher", "authors", "published", "retrieved_at", "language", "url", "media_type", "source",
        "near_copy_of", "n_claims",
    ),
    "actors": ("actor_id", "name", "aliases", "type", "country", "registry"),
    "places": (
        "place_id", "name", "aliases", "kind", "latitude", "longitude", "country", "radius_km", "gazetteer_id", "belief", "why",
    ),
    "relations": ("relation_id", "subject_id", "subject", "predicate", "object_id", "object", *_WHEN, *_SAID),
    "incidents": (
        "incident_id", "type", *_WHEN, "places", "place_ids", "latitude", "longitude", "country", "radius_km",
        "actors", "actor_ids", "targets", "target_ids", "weapons",
        "deaths_reported_low", "deaths_reported_high", "deaths_reported_text",
        "injuries_reported_low", "injuries_reported_high", "injuries_reported_text", *_SAID,
    ),
    "statements": ("statement_id", "act", "about_incident_id", "targets", "target_ids", *_WHEN, *_SAID),
    "media": ("media_id", "medium", "releasers", "releaser_ids", "page_notices", *_WHEN, *_SAID),
    "sightings": ("sighting_id", "item", "count", "holders", "holder_ids", "places", "place_ids", *_WHEN, *_SAID),
    "tallies": ("tally_id", "claim_id", "kind", "of", "side_id", "side", "low", "high", "text", *_SAID),
    "evidence": (
        "table", "row_id", "column", "value", "claim_id", "snapshot_sha256", "url", "retrieved_at", "zone", "speaker",
        "start", "end", "exact", "prefix", "suffix", "language", "extractor", "reviewer", "decision",
    ),
}  # fmt: skip
"""The tables with their columns in file order; those of ``evidence`` are fixed by the interchange format."""

TABLE_OF = {
    ClaimKind.RELATION: "relations",
    ClaimKind.INCIDENT: "incidents",
    ClaimKind.STATEMENT: "statements",
    ClaimKind.MEDIA: "media",
    ClaimKind.SIGHTING: "sightings",
}
_NOT_CITED = frozenset({"claim_id", "date_flag", "review", "score", "report_id", "zone", "page_notices"})
"""Columns that the program or a reviewer fills, or the page as a whole, and no quote of the claim."""


def stream_rows(selection: Selection) -> Iterator[tuple[str, Row]]:
    """Yield every row of the export with its table's name; equal records give equal rows in equal order."""
    named: set[str] = set()
    for leaf in selection.leaves():
        yield "reports", _report_row(leaf, selection.book)
        for recorded in leaf.claims:
            table = TABLE_OF[recorded.claim.kind]
            row = claim_row(recorded, selection.book)
            if recorded.claim.kind is ClaimKind.MEDIA:
                row["page_notices"] = find_notices(leaf)
            yield table, row
            for cell in _evidence_rows(table, row, recorded, leaf, selection):
                yield "evidence", cell
            for tally in tally_rows(recorded, selection.book):
                yield "tallies", tally
                for cell in _evidence_rows("tallies", tally, recorded, leaf, selection):
                    yield "evidence", cell
            named |= _entities_of(recorded.claim)
    actors, places = selection.book.actors, selection.book.places
    yield from (("actors", _actor_row(actors[i])) for i in sorted(named & actors.keys()))
    yield from (("places", _place_row(places[i])) for i in sorted(named & places.keys()))


def find_notices(leaf: Leaf) -> str | None:
    """Return the page's notices, a warning of graphic content among them, which must go with its media."""
    notices = (zone.span for zone in leaf.report.zones if zone.kind is ZoneKind.NOTICE)
    return _join(tuple(" ".join(leaf.veil.cover_span(leaf.report.text, span).split()) for span in notices))


def claim_row(recorded: RecordedClaim, book: Book) -> Row:
    """Return the claim as a row of its table, with every column in place."""
    claim = recorded.claim
    table = TABLE_OF[claim.kind]
    values: Row = {
        COLUMNS[table][0]: claim.id,
        **_what(claim, book),
        **_when(claim),
        "stance": claim.stance.value,
        "speaker_kind": claim.speaker.kind.value,
        "speaker": book.speaker_of(recorded),
        "zone": claim.zone.value,
        "review": recorded.review.value,
        "score": round(claim.score, 4),
        "report_id": recorded.report_id,
    }
    return {column: values[column] for column in COLUMNS[table]}


def tally_rows(recorded: RecordedClaim, book: Book) -> list[Row]:
    """Return the numbers that the claim tells of, one row each; a row's id is the claim's with the number's place behind it."""
    claim = recorded.claim
    said = {column: value for column, value in claim_row(recorded, book).items() if column in _SAID}
    return [
        {
            "tally_id": f"{claim.id}-{number}",
            "claim_id": claim.id,
            "kind": tally.kind.value,
            "of": tally.of,
            "side_id": tally.side,
            "side": book.name_of(tally.side) if tally.side is not None else None,
            "low": tally.count.low,
            "high": tally.count.high,
            "text": tally.count.text or None,
            **said,
        }
        for number, tally in enumerate(claim.tallies, 1)
    ]


def _what(claim: Claim, book: Book) -> Row:
    roles = claim.roles
    match claim.kind:
        case ClaimKind.RELATION:
            return {
                **_people("subject", roles.subject, book, plural=False),
                "predicate": claim.predicate,
                **_people("object", roles.object, book, plural=False),
            }
        case ClaimKind.INCIDENT:
            return {
                "type": claim.predicate,
                **_where(roles.place, book),
                **_people("actor", roles.actor, book),
                **_people("target", roles.target, book),
                "weapons": _join(roles.weapon),
                **_counts(claim),
            }
        case ClaimKind.STATEMENT:
            return {"act": claim.predicate, "about_incident_id": claim.about, **_people("target", roles.target, book)}
        case ClaimKind.MEDIA:
            return {"medium": claim.predicate, **_people("releaser", roles.releaser, book), "page_notices": None}
        case ClaimKind.SIGHTING:
            where = _where(roles.place, book)
            return {"item": claim.predicate, "count": claim.count, **_people("holder", roles.holder, book), **where}


def _people(role: str, entities: tuple[str, ...], book: Book, *, plural: bool = True) -> Row:
    return {f"{role}s" if plural else role: _join(book.names_of(entities)), f"{role}_id{'s' if plural else ''}": _join(entities)}


def _where(entities: tuple[str, ...], book: Book) -> Row:
    """The point is given only where one place is meant: of two, neither is where it happened."""
    place = book.places.get(entities[0]) if len(entities) == 1 else None
    countries = {book.places[i].country for i in entities if i in book.places}
    return {
        "places": _join(book.names_of(entities)),
        "place_ids": _join(entities),
        "latitude": place.latitude if place else None,
        "longitude": place.longitude if place else None,
        "radius_km": place.radius_km if place else None,
        "country": countries.pop() if len(countries) == 1 else None,
    }


def _when(claim: Claim) -> Row:
    when = claim.when
    if when is None:
        return dict.fromkeys(_WHEN)
    return {
        "date_start": when.start.isoformat() if when.start else None,
        "date_end": when.end.isoformat() if when.end else None,
        "date_precision": when.precision.value,
        "date_text": when.text,
        "date_flag": when.flag.value if when.flag else None,
    }


def _counts(claim: Claim) -> Row:
    row: Row = {}
    for name, count in (("deaths", claim.deaths), ("injuries", claim.injuries)):
        row[f"{name}_reported_low"] = count.low if count else None
        row[f"{name}_reported_high"] = count.high if count else None
        row[f"{name}_reported_text"] = count.text if count else None
    return row


def _report_row(leaf: Leaf, book: Book) -> Row:
    report = leaf.report
    row = book.reports.get(report.id)
    return {
        "report_id": report.id,
        "title": leaf.veil.cover_words(report.title) if report.title else None,
        "publisher": report.publisher,
        "authors": _join(report.authors),
        "published": format_date(report.published),
        "retrieved_at": _retrieved_at(report),
        "language": report.language,
        "url": report.url,
        "media_type": report.media_type,
        "source": hide_folders(report.source),
        "near_copy_of": row.near_copy_of if row else None,
        "n_claims": len(leaf.claims),
    }


def hide_folders(source: str) -> str:
    """Return the source without the folders of this machine; a URL stays whole."""
    return source if "://" in source else source.replace("\\", "/").rsplit("/", 1)[-1]


def _actor_row(actor: Actor) -> Row:
    kind = actor.type.value if actor.type else None
    return {
        "actor_id": actor.id,
        "name": actor.name,
        "aliases": _join(actor.aliases),
        "type": kind,
        "country": actor.country,
        "registry": actor.registry,
    }


def _place_row(place: Place) -> Row:
    return {
        "place_id": place.id,
        "name": place.name,
        "aliases": _join(place.aliases),
        "kind": place.kind.value if place.kind else None,
        "latitude": place.latitude,
        "longitude": place.longitude,
        "country": place.country,
        "radius_km": place.radius_km,
        "gazetteer_id": place.source,
        "belief": place.score,
        "why": place.why,
    }


def _evidence_rows(table: str, row: Row, recorded: RecordedClaim, leaf: Leaf, selection: Selection) -> Iterator[Row]:
    claim, report = recorded.claim, leaf.report
    key = COLUMNS[table][0]
    judgement = selection.decisions.get(claim.id)
    for evidence in claim.evidence:
        is_hidden = evidence.quote.startswith(HASHED)
        prefix, suffix = ("", "") if is_hidden else cut_context(report, evidence.span, leaf.veil)
        for column, value in row.items():
            if value is None or column == key or column in _NOT_CITED:
                continue
            yield {
                "table": table,
                "row_id": row[key],
                "column": column,
                "value": value,
                "claim_id": claim.id,
                "snapshot_sha256": report.id,
                "url": report.url,
                "retrieved_at": _retrieved_at(report),
                "zone": claim.zone.value,
                "speaker": row["speaker"],
                "start": evidence.span.start,
                "end": evidence.span.end,
                "exact": evidence.quote,
                "prefix": prefix,
                "suffix": suffix,
                "language": report.language,
                "extractor": leaf.extractors.get(claim.id),
                "reviewer": judgement.by if judgement else None,
                "decision": judgement.decision.value if judgement else None,
            }


def _retrieved_at(report: Report) -> str | None:
    return report.retrieved_at.isoformat() if report.retrieved_at else None


def _entities_of(claim: Claim) -> set[str]:
    entities = {entity for role, fillers in claim.roles.items() if role != "weapon" for entity in fillers}
    entities |= {tally.side for tally in claim.tallies if tally.side is not None}
    return entities | ({claim.speaker.entity} if claim.speaker.entity else set())


def _join(words: tuple[str, ...]) -> str | None:
    """Several values in one cell are parted by ``; ``; a withheld name stands once."""
    kept = tuple(dict.fromkeys(words)) if WITHHELD in words else words
    return "; ".join(kept) or None
