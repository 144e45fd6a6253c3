"""Nouns to JSON and back: the contract of ``tacitus extract``, one line a report, validated when read.

The contract's own keys come first; what it does not ask for but a round trip needs (``media_type``, ``injuries``, ``about`` ...)
stands beside them. Dates are ISO 8601, reduced where the precision is month or year.
"""

from calendar import monthrange
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any, TypeVar

import msgspec

from tacitus.errors import CodecError
from tacitus.model import (
    Actor,
    Claim,
    Extraction,
    Mention,
    Place,
    Precision,
    Proposal,
    Report,
    When,
)

T = TypeVar("T")


def encode_json(value: Any) -> bytes:
    """Return compact JSON of plain values or nouns; equal values give equal bytes."""
    return msgspec.json.encode(value)


def decode_json(content: bytes | str, kind: type[T], where: str = "JSON") -> T:
    """Return the noun that the JSON holds.

    Raises:
        CodecError: malformed JSON, a missing field, a wrong type or a broken invariant, with its path.
    """
    try:
        return msgspec.json.decode(content, type=kind)
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise CodecError(where, got=str(error), expected=f"JSON of a {kind.__name__}") from error


def encode_extraction(report: Report, extraction: Extraction) -> bytes:
    """Return the contract's line for one report, without a line end."""
    return encode_json(
        {
            "report": report_to_plain(report),
            "entities": entities_to_plain(extraction.places, extraction.actors),
            "mentions": [_mention_to_plain(m) for m in extraction.mentions],
            "claims": [claim_to_plain(c) for c in extraction.claims],
            **({"proposals": [msgspec.to_builtins(p) for p in extraction.proposals]} if extraction.proposals else {}),
            **({"note": extraction.note} if extraction.note is not None else {}),
        }
    )


def decode_extraction(line: bytes | str, where: str = "JSON") -> tuple[Report, Extraction]:
    """Return the report and the extraction of one line of the contract.

    Raises:
        CodecError: the line does not follow the contract; the message gives the path.
    """
    try:
        plain = msgspec.json.decode(line)
        report = _report_from_plain(plain["report"])
        entities = plain["entities"]
        extraction = Extraction(
            report_id=report.id,
            mentions=tuple(_mention_from_plain(m) for m in plain["mentions"]),
            actors=tuple(_actor_from_plain(e) for e in entities if e["kind"] != "place"),
            places=tuple(_place_from_plain(e) for e in entities if e["kind"] == "place"),
            claims=tuple(claim_from_plain(c) for c in plain["claims"]),
            proposals=msgspec.convert(plain.get("proposals", ()), tuple[Proposal, ...]),
            note=plain.get("note"),
        )
    except KeyError as error:
        raise CodecError(where, got=f"no key {error}", expected="a line of the contract") from error
    except (msgspec.MsgspecError, UnicodeDecodeError, ValueError, TypeError) as error:
        raise CodecError(where, got=str(error), expected="a line of the contract") from error
    return report, extraction


def report_to_plain(report: Report) -> dict[str, Any]:
    """Return the report as plain values, in the contract's words."""
    return {
        "id": report.id,
        "title": report.title,
        "text": report.text,
        "published": format_date(report.published),
        "publisher": report.publisher,
        "url": report.url,
        "language": report.language,
        "source": report.source,
        "zones": [{"kind": z.kind, "start": z.span.start, "end": z.span.end, "author": z.author} for z in report.zones],
        "authors": report.authors,
        "media_type": report.media_type,
        "retrieved_at": report.retrieved_at,
    }


def entities_to_plain(places: Iterable[Place], actors: Iterable[Actor]) -> list[dict[str, Any]]:
    """Return places and actors as plain values, in the contract's words."""
    return [_place_to_plain(p) for p in places] + [_actor_to_plain(a) for a in actors]


def claim_to_plain(claim: Claim) -> dict[str, Any]:
    """Return the claim as plain values, in the contract's words."""
    return {
        "id": claim.id,
        "kind": claim.kind,
        "predicate": claim.predicate,
        "roles": msgspec.to_builtins(claim.roles),
        "when": msgspec.to_builtins(claim.when),
        "deaths": msgspec.to_builtins(claim.deaths),
        "injuries": msgspec.to_builtins(claim.injuries),
        "count": claim.count,
        "tallies": msgspec.to_builtins(claim.tallies),
        "stance": claim.stance,
        "speaker": msgspec.to_builtins(claim.speaker),
        "zone": claim.zone,
        "about": claim.about,
        "score": claim.score,
        "evidence": [{"start": e.span.start, "end": e.span.end, "quote": e.quote} for e in claim.evidence],
    }


def claim_from_plain(plain: Mapping[str, Any]) -> Claim:
    """Return the claim of plain values.

    Raises:
        msgspec.ValidationError: a value of the wrong type, or a broken invariant.
    """
    evidence = [{"span": {"start": e["start"], "end": e["end"]}, "quote": e["quote"]} for e in plain["evidence"]]
    return msgspec.convert({**plain, "evidence": evidence}, Claim)


def _report_from_plain(plain: Mapping[str, Any]) -> Report:
    zones = [{**z, "span": {"start": z["start"], "end": z["end"]}} for z in plain["zones"]]
    published = plain.get("published")
    shell = {**plain, "zones": zones, "published": None}
    return replace(msgspec.convert(shell, Report), published=parse_date(published) if published else None)


def _mention_to_plain(mention: Mention) -> dict[str, Any]:
    return {
        "start": mention.span.start,
        "end": mention.span.end,
        "kind": mention.kind,
        "entity": mention.entity,
        "form": mention.form,
    }


def _mention_from_plain(plain: Mapping[str, Any]) -> Mention:
    return msgspec.convert({**plain, "span": {"start": plain["start"], "end": plain["end"]}}, Mention)


def _actor_to_plain(actor: Actor) -> dict[str, Any]:
    return {
        "id": actor.id,
        "kind": "person" if actor.is_person else "actor",
        "name": actor.name,
        "aliases": actor.aliases,
        "type": actor.type,
        "latitude": None,
        "longitude": None,
        "country": actor.country,
        **({"registry": actor.registry} if actor.registry is not None else {}),
    }


def _actor_from_plain(plain: Mapping[str, Any]) -> Actor:
    return msgspec.convert(plain, Actor)


def _place_to_plain(place: Place) -> dict[str, Any]:
    return {
        "id": place.id,
        "kind": "place",
        "name": place.name,
        "aliases": place.aliases,
        "type": place.kind,
        "latitude": place.latitude,
        "longitude": place.longitude,
        "country": place.country,
        "radius_km": place.radius_km,
        "source": place.source,
        "score": place.score,
        "why": place.why,
    }


def _place_from_plain(plain: Mapping[str, Any]) -> Place:
    return msgspec.convert({**plain, "kind": plain.get("type")}, Place)


def format_date(when: When | None) -> str | None:
    """Return ``2015-04-26``, ``2015-04`` or ``2015`` as the precision allows; a week gives its first day."""
    if when is None or when.start is None:
        return None
    if when.precision is Precision.YEAR:
        return f"{when.start.year:04}"
    if when.precision is Precision.MONTH:
        return f"{when.start.year:04}-{when.start.month:02}"
    return when.start.isoformat()


def format_days(when: When) -> str:
    """Return the days of a time as exactly as they are known and no more exactly; "" where it was not resolved."""
    if when.start is None or when.end is None:
        return ""
    if when.start == when.end:
        return when.start.isoformat()
    is_whole = when.start.replace(day=1) == when.end.replace(day=1)
    if when.precision is Precision.YEAR and when.start.year == when.end.year:
        return str(when.start.year)
    return f"{when.start:%Y-%m}" if when.precision is Precision.MONTH and is_whole else f"{when.start} to {when.end}"


def parse_date(text: str) -> When:
    """Return the interval of an ISO date of any precision: ``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD`` (a time of day is dropped).

    Raises:
        ValueError: no such date.
    """
    parts = [int(part) for part in text.strip()[:10].split("-")]
    if len(parts) == 3:
        day = date(*parts)
        return When(start=day, end=day, precision=Precision.DAY, text=text)
    if len(parts) == 2:
        first = date(parts[0], parts[1], 1)
        last = first.replace(day=monthrange(first.year, first.month)[1])
        return When(start=first, end=last, precision=Precision.MONTH, text=text)
    if len(parts) == 1:
        return When(start=date(parts[0], 1, 1), end=date(parts[0], 12, 31), precision=Precision.YEAR, text=text)
    raise ValueError(f"expected YYYY, YYYY-MM or YYYY-MM-DD, got {text!r}")
