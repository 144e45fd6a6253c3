"""Reports with one incident or a few, made claim by claim, for what happens between reports."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from tacitus.ids import hash_bytes, hash_parts
from tacitus.model import (
    Actor,
    ActorType,
    Claim,
    ClaimKind,
    Count,
    Evidence,
    Extraction,
    Place,
    PlaceKind,
    Precision,
    Report,
    Roles,
    Snapshot,
    Span,
    Speaker,
    When,
    Zone,
    ZoneKind,
)
from tacitus.record import Record, Run

RUN = Run(version="0", settings_digest="s", knowledge_digest="k")
TOWNS = {"Wadi Sefar": (33.0, 36.0), "Tel Marun": (33.9, 36.2), "Ousbeh": (35.2, 38.0)}
DAY = date(2016, 3, 12)


@dataclass(frozen=True, kw_only=True)
class Told:
    """What one clause of a report tells."""

    quote: str
    type: str = "shelling"
    town: str | None = "Wadi Sefar"
    day: date | None = DAY
    deaths: int | None = None
    actors: tuple[str, ...] = ()
    speaker: Speaker = Speaker()  # noqa: RUF009  frozen


def make_report(
    told: Sequence[Told], *, name: str, publisher: str = "The Wadi Post", published: date = DAY
) -> tuple[Snapshot, Report, Extraction]:
    lines = [name, *(one.quote for one in told)]
    text = "\n".join(lines)
    content = text.encode()
    report = Report(
        id=hash_bytes(content),
        text=text,
        zones=(Zone(kind=ZoneKind.BODY, span=Span(start=0, end=len(text))),),
        title=name,
        publisher=publisher,
        published=When(start=published, end=published, precision=Precision.DAY),
        language="en",
        source=f"{name}.txt",
    )
    claims, start = [], len(name) + 1
    for number, one in enumerate(told):
        span = Span(start=start, end=start + len(one.quote))
        start = span.end + 1
        claims.append(
            Claim(
                id=hash_parts(report.id, number),
                kind=ClaimKind.INCIDENT,
                predicate=one.type,
                evidence=(Evidence(span=span, quote=one.quote),),
                roles=Roles(
                    actor=tuple(hash_parts("actor", actor) for actor in one.actors),
                    place=() if one.town is None else (hash_parts("place", one.town),),
                ),
                when=None if one.day is None else When(start=one.day, end=one.day, precision=Precision.DAY, text="then"),
                deaths=None if one.deaths is None else Count(low=one.deaths, high=one.deaths, text=str(one.deaths)),
                speaker=one.speaker,
            )
        )
    extraction = Extraction(
        report_id=report.id,
        actors=tuple(
            Actor(id=hash_parts("actor", actor), name=actor, type=ActorType.REBEL_GROUP)
            for actor in dict.fromkeys(a for one in told for a in one.actors)
        ),
        places=tuple(make_place(town) for town in dict.fromkeys(one.town for one in told if one.town is not None)),
        claims=tuple(claims),
    )
    return Snapshot(content=content, source=report.source), report, extraction


def make_place(town: str) -> Place:
    latitude, longitude = TOWNS[town]
    return Place(
        id=hash_parts("place", town),
        name=town,
        kind=PlaceKind.TOWN,
        latitude=latitude,
        longitude=longitude,
        country="SY",
        radius_km=5.0,
    )


def add(
    record: Record, *told: Told, name: str, publisher: str = "The Wadi Post", near_copy_of: str | None = None
) -> tuple[str, ...]:
    """Add a report and return the ids of its claims."""
    snapshot, report, extraction = make_report(told, name=name, publisher=publisher)
    record.add_report(snapshot, report, extraction, RUN, near_copy_of=near_copy_of)
    return tuple(claim.id for claim in extraction.claims)


def vary(told: Told, **changes: object) -> Told:
    """Return what is told with something changed."""
    return replace(told, **changes)  # type: ignore[arg-type]
