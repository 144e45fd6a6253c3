"""Nouns to rows and back. A row is a tuple in its table's column order."""

from dataclasses import dataclass, field, fields
from functools import lru_cache
from typing import Any

import msgspec
from sqlalchemy import Row

from tacitus.codec import encode_json
from tacitus.errors import IntegrityError
from tacitus.model import (
    Actor,
    Claim,
    ClaimKind,
    Count,
    Decision,
    Evidence,
    Extraction,
    Judgement,
    Mention,
    MentionForm,
    MentionKind,
    Place,
    PlaceKind,
    Proposal,
    Report,
    Roles,
    Snapshot,
    Span,
    Speaker,
    Stance,
    Tally,
    When,
    Zone,
    ZoneKind,
)
from tacitus.record.schema import in_utc
from tacitus.record.search import split_words

Values = tuple[Any, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Body:
    """What a claim's row keeps as JSON: all but its id, kind, predicate and evidence."""

    roles: Roles = field(default_factory=Roles)
    when: When | None = None
    deaths: Count | None = None
    injuries: Count | None = None
    count: int | None = None
    tallies: tuple[Tally, ...] = ()
    stance: Stance = Stance.ASSERTED
    speaker: Speaker = field(default_factory=Speaker)
    zone: ZoneKind = ZoneKind.BODY
    about: str | None = None
    score: float = 1.0


ROLES = tuple(f.name for f in fields(Roles))
_BODY = msgspec.json.Decoder(_Body)
_ZONES = msgspec.json.Decoder(tuple[tuple[ZoneKind, int, int, str | None], ...])
_STRINGS = msgspec.json.Decoder(tuple[str, ...])
_PAIRS = msgspec.json.Decoder(tuple[tuple[str, str], ...])
_WHEN = msgspec.json.Decoder(When)


def text_of(value: Any) -> str:
    """Return compact JSON as text."""
    return encode_json(value).decode()


def storable(words: str) -> str:
    """Return a source or a message that any database can hold: a file's name need not be text."""
    return words.encode("utf-8", "backslashreplace").decode().replace("\x00", "\\x00")


def snapshot_values(seq: int, digest: str, compressed: bytes, snapshot: Snapshot) -> Values:
    """Return the row of a snapshot."""
    return (
        seq,
        digest,
        compressed,
        len(snapshot.content),
        storable(snapshot.source),
        snapshot.media_type,
        snapshot.url,
        in_utc(snapshot.retrieved_at),
        text_of(snapshot.metadata),
    )


def snapshot_of(row: Row[Any], content: bytes) -> Snapshot:
    """Return the snapshot of a row and its unpacked content."""
    return Snapshot(
        content=content,
        source=row.source,
        media_type=row.media_type,
        url=row.url,
        retrieved_at=row.retrieved_at,
        metadata=_PAIRS.decode(row.metadata),
    )


def reading_values(report: Report, zones: tuple[Zone, ...], masked: tuple[Span, ...], n_claims: int) -> Values:
    """Return what a reading's row keeps of the report, from ``title`` to ``n_claims``."""
    return (
        report.title,
        text_of(report.authors),
        report.publisher,
        report.url,
        None if report.published is None else text_of(_plain_when(report.published)),
        in_utc(report.retrieved_at),
        report.language,
        report.media_type,
        storable(report.source),
        text_of([(z.kind, z.span.start, z.span.end, z.author) for z in zones]),
        text_of([(span.start, span.end) for span in masked]),
        n_claims,
    )


def _plain_when(when: When) -> dict[str, Any]:
    """Return the time without an empty flag, as records of earlier versions hold it."""
    plain: dict[str, Any] = msgspec.to_builtins(when)
    return {key: value for key, value in plain.items() if key != "flag" or value is not None}


def report_of(row: Row[Any]) -> Report:
    """Return the report of a reading's row joined with ``report_id`` and ``text``."""
    try:
        return Report(
            id=row.report_id,
            text=row.text,
            zones=zones_of(row.zones),
            title=row.title,
            authors=_STRINGS.decode(row.authors),
            publisher=row.publisher,
            url=row.url,
            published=when_of(row.published),
            retrieved_at=row.retrieved_at,
            language=row.language,
            media_type=row.media_type,
            source=row.source,
        )
    except (msgspec.MsgspecError, ValueError) as error:
        raise IntegrityError(f"report {row.report_id}", got=str(error), expected="the report as it was read") from error


def zones_of(zones: str) -> tuple[Zone, ...]:
    """Return the zones of a reading's row."""
    return tuple(
        Zone(kind=kind, span=Span(start=start, end=end), author=author) for kind, start, end, author in _ZONES.decode(zones)
    )


def when_of(published: str | None) -> When | None:
    """Return the publication date of a reading's row."""
    return None if published is None else _WHEN.decode(published)


def mention_values(extraction: Extraction) -> list[Values]:
    """Return the rows of the mentions, less the reading's number."""
    return [
        (position, m.span.start, m.span.end, str(m.kind), m.entity, str(m.form)) for position, m in enumerate(extraction.mentions)
    ]


def mention_of(row: Row[Any]) -> Mention:
    """Return the mention of a row."""
    return Mention(
        span=Span(start=row.start_offset, end=row.end_offset),
        kind=MentionKind(row.kind),
        entity=row.entity,
        form=MentionForm(row.form),
    )


@lru_cache(maxsize=8192)
def fold_name(name: str) -> str:
    """Return a name as it is looked up: without case, accents and punctuation."""
    return split_words(name)


def actor_values(actors: tuple[Actor, ...]) -> list[Values]:
    """Return a row for every name of every actor, less the reading's number; rank 0 is the name that leads."""
    return [
        (position, rank, actor.id, name, fold_name(name), None if actor.type is None else actor.type.value)
        for position, actor in enumerate(actors)
        for rank, name in enumerate((actor.name, *actor.aliases))
    ]


def proposal_values(proposals: tuple[Proposal, ...]) -> list[Values]:
    """Return the rows of the proposals, less the reading's number."""
    return [
        (position, p.actor, p.candidate, p.name, p.registry, p.country, float(p.score), p.reason, int(p.is_match))
        for position, p in enumerate(proposals)
    ]


def proposal_of(row: Row[Any]) -> Proposal:
    """Return the proposal of a row."""
    return Proposal(
        actor=row.actor_id,
        candidate=row.candidate_id,
        name=row.name,
        registry=row.registry,
        country=row.country,
        score=row.score,
        reason=row.reason,
        is_match=bool(row.is_match),
    )


def place_values(places: tuple[Place, ...]) -> list[Values]:
    """Return the rows of the places, less the reading's number."""
    return [
        (
            position,
            p.id,
            p.name,
            text_of(p.aliases),
            None if p.kind is None else p.kind.value,
            _real(p.latitude),
            _real(p.longitude),
            p.country,
            _real(p.radius_km),
        )
        for position, p in enumerate(places)
    ]


def place_choice_values(places: tuple[Place, ...]) -> list[Values]:
    """Return the rows of what the places were taken for, less the reading's number."""
    return [(position, p.source, _real(p.score), p.why) for position, p in enumerate(places) if p.why is not None]


def _real(value: float | None) -> float | None:
    return None if value is None else float(value)


def place_of(row: Row[Any]) -> Place:
    """Return the place of a row of places beside place_choices."""
    return Place(
        id=row.place_id,
        name=row.name,
        aliases=_STRINGS.decode(row.aliases),
        kind=None if row.kind is None else PlaceKind(row.kind),
        latitude=row.latitude,
        longitude=row.longitude,
        country=row.country,
        radius_km=row.radius_km,
        source=row.source,
        score=row.score,
        why=row.why,
    )


def encode_body(claim: Claim) -> str:
    """Return the JSON of a claim's row, without what is ``None`` or empty."""
    values: dict[str, Any] = {
        "stance": claim.stance,
        "speaker": claim.speaker,
        "zone": claim.zone,
        "score": float(claim.score),
        "roles": {role: fillers for role in ROLES if (fillers := getattr(claim.roles, role))},
    }
    for name in ("when", "deaths", "injuries", "count", "about"):
        value = getattr(claim, name)
        if value is not None:
            values[name] = _plain_when(value) if isinstance(value, When) else value
    if claim.tallies:
        values["tallies"] = claim.tallies
    return text_of(values)


def claim_of(row: Row[Any], evidence: tuple[Evidence, ...]) -> Claim:
    """Return the claim of a row and its evidence."""
    try:
        body = _BODY.decode(row.body)
        return Claim(
            id=row.id,
            kind=ClaimKind(row.kind),
            predicate=row.predicate,
            evidence=evidence,
            roles=body.roles,
            when=body.when,
            deaths=body.deaths,
            injuries=body.injuries,
            count=body.count,
            tallies=body.tallies,
            stance=body.stance,
            speaker=body.speaker,
            zone=body.zone,
            about=body.about,
            score=body.score,
        )
    except (msgspec.MsgspecError, ValueError) as error:
        raise IntegrityError(f"claim {row.id}", got=str(error), expected="the claim as it was written") from error


ANY_EVIDENCE = (Evidence(span=Span(start=0, end=0), quote=""),)
"""For claims of which only the other fields are asked."""


def claim_parties(claim: Claim) -> list[str]:
    """Return the ids of all who and what takes part in a claim, is counted in it or speaks it, sorted."""
    ids = {filler for role in ROLES if role != "weapon" for filler in getattr(claim.roles, role)}
    if claim.speaker.entity is not None:
        ids.add(claim.speaker.entity)
    return sorted(ids | {tally.side for tally in claim.tallies if tally.side is not None})


def judgement_values(seq: int, claim_id: str, judgement: Judgement) -> Values:
    """Return the row of a judgement."""
    return (
        seq,
        judgement.id,
        claim_id,
        judgement.decision.value,
        judgement.about,
        judgement.because,
        judgement.by,
        judgement.at,
        text_of(judgement.changes),
    )


def judgement_of(row: Row[Any]) -> Judgement:
    """Return the judgement of a row."""
    return Judgement(
        id=row.id,
        decision=Decision(row.decision),
        about=row.about,
        because=row.because,
        by=row.judged_by,
        at=row.judged_at,
        changes=_PAIRS.decode(row.changes),
    )
