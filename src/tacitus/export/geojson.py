"""Incidents as GeoJSON (RFC 7946): longitude before latitude, WGS 84; unplaced incidents have a null geometry."""

from typing import Any

from tacitus.codec import encode_json
from tacitus.export.book import Book
from tacitus.export.metadata import describe_export
from tacitus.export.selection import Leaf, Selection
from tacitus.export.tables import claim_row, tally_rows
from tacitus.model import ClaimKind, Place
from tacitus.record.nouns import RecordedClaim

_POINT_DIGITS = 6


def encode_geojson(selection: Selection) -> bytes:
    """Return one feature an incident; ``metadata`` is a foreign member, which readers skip."""
    features = [
        _feature(recorded, leaf, selection.book)
        for leaf in selection.leaves()
        for recorded in leaf.claims
        if recorded.claim.kind is ClaimKind.INCIDENT
    ]
    collection = {"type": "FeatureCollection", "metadata": describe_export(selection, "geojson"), "features": features}
    return encode_json(collection) + b"\n"


def _feature(recorded: RecordedClaim, leaf: Leaf, book: Book) -> dict[str, Any]:
    claim, report = recorded.claim, leaf.report
    places = [book.places[i] for i in claim.roles.place if i in book.places]
    row = claim_row(recorded, book)
    hidden = {"incident_id", "latitude", "longitude", "radius_km"}
    return {
        "type": "Feature",
        "id": claim.id,
        "geometry": _geometry(places),
        "properties": {
            **{key: value for key, value in row.items() if key not in hidden},
            "tallies": [
                {key: tally[key] for key in ("kind", "of", "side_id", "side", "low", "high", "text")}
                for tally in tally_rows(recorded, book)
            ],
            "radius_km": max((p.radius_km for p in places if p.radius_km is not None), default=None),
            "report_title": leaf.veil.cover_words(report.title) if report.title else None,
            "publisher": report.publisher,
            "url": report.url,
            "quotes": [{"start": e.span.start, "end": e.span.end, "exact": e.quote} for e in claim.evidence],
        },
    }


def _geometry(places: list[Place]) -> dict[str, Any] | None:
    """Several places of one incident are several points: it happened at each, or between them."""
    points = [
        [round(p.longitude, _POINT_DIGITS), round(p.latitude, _POINT_DIGITS)]
        for p in places
        if p.longitude is not None and p.latitude is not None
    ]
    if not points:
        return None
    return {"type": "Point", "coordinates": points[0]} if len(points) == 1 else {"type": "MultiPoint", "coordinates": points}
