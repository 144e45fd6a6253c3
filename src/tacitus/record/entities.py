"""Reading actors and places: one entity an id, with every name that the current readings give it."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, Row, Select, case, func, select

from tacitus.errors import RecordError
from tacitus.model import Actor, ActorType, Place, Proposal
from tacitus.record.lookup import MIN_PREFIX, find_id, latest_readings
from tacitus.record.rows import ANY_EVIDENCE, claim_of, claim_parties, fold_name, place_of, proposal_of
from tacitus.record.schema import ACTOR_NAMES, CLAIMS, PLACE_CHOICES, PLACES, PROPOSALS, STANDINGS, SUPERSEDED


def load_actors(connection: Connection, ids: Sequence[str] | None = None) -> tuple[Actor, ...]:
    """Return every actor (or those of the ids) that a current reading or a judged claim speaks of, sorted by name and id."""
    leads = func.sum(case((ACTOR_NAMES.c.rank == 0, 1), else_=0))
    statement = (
        select(ACTOR_NAMES.c.actor_id, ACTOR_NAMES.c.name, ACTOR_NAMES.c.type, leads.label("leads"), func.count().label("n"))
        .where(ACTOR_NAMES.c.reading_seq.in_(latest_readings()) | ACTOR_NAMES.c.actor_id.in_(_kept_parties(connection)))
        .group_by(ACTOR_NAMES.c.actor_id, ACTOR_NAMES.c.name, ACTOR_NAMES.c.type)
    )
    if ids is not None:
        statement = statement.where(ACTOR_NAMES.c.actor_id.in_(ids))
    rows = sorted(connection.execute(statement).all(), key=lambda row: row.actor_id)
    known = _load_registered(connection)
    actors = [_merge_actor(i, tuple(group), known.get(i)) for i, group in groupby(rows, key=lambda row: row.actor_id)]
    return tuple(sorted(actors, key=lambda a: (a.name.casefold(), a.id)))


def _load_registered(connection: Connection, reading_seq: int | None = None) -> dict[str, tuple[str, str | None]]:
    """Return actor id -> (id in the registry, country) of the actors that were matched to it."""
    columns = (PROPOSALS.c.candidate_id, PROPOSALS.c.registry, PROPOSALS.c.country)
    statement = select(*columns).where(PROPOSALS.c.is_match == 1, PROPOSALS.c.registry.is_not(None)).distinct()
    if reading_seq is not None:
        statement = statement.where(PROPOSALS.c.reading_seq == reading_seq)
    return {row.candidate_id: (row.registry, row.country) for row in connection.execute(statement.order_by(*columns))}


def proposals_of_reading(connection: Connection, reading_seq: int) -> tuple[Proposal, ...]:
    """Return what one reading proposed."""
    statement = select(PROPOSALS).where(PROPOSALS.c.reading_seq == reading_seq).order_by(PROPOSALS.c.position)
    return tuple(proposal_of(row) for row in connection.execute(statement))


def _kept_parties(connection: Connection) -> list[str]:
    """Return the ids of those who take part in claims that only a judgement keeps visible."""
    statement = (
        select(CLAIMS)
        .join(SUPERSEDED, SUPERSEDED.c.claim_seq == CLAIMS.c.seq)
        .join(STANDINGS, STANDINGS.c.claim_id == CLAIMS.c.id)
    )
    return sorted({party for row in connection.execute(statement) for party in claim_parties(claim_of(row, ANY_EVIDENCE))})


def _merge_actor(actor_id: str, rows: Iterable[Row[Any]], known: tuple[str, str | None] | None) -> Actor:
    leads: Counter[str] = Counter()
    uses: Counter[str] = Counter()
    types: Counter[str] = Counter()
    for row in rows:
        leads[row.name] += row.leads
        uses[row.name] += row.n
        if row.type is not None:
            types[row.type] += row.n
    name, *others = sorted(uses, key=lambda n: (-leads[n], -uses[n], n))
    kind = min(types, key=lambda t: (-types[t], t)) if types else None
    aliases = tuple(sorted(others, key=lambda n: (-uses[n], n)))
    registry, country = known or (None, None)
    typed = None if kind is None else ActorType(kind)
    return Actor(id=actor_id, name=name, aliases=aliases, type=typed, registry=registry, country=country)


def load_actor(connection: Connection, wanted: str) -> Actor:
    """Return the actor of an id, a name or the beginning of an id.

    Raises:
        RecordError: no such actor, or several.
    """
    exact = select(ACTOR_NAMES.c.actor_id).where(ACTOR_NAMES.c.actor_id == wanted).limit(1)
    ids = connection.execute(exact).scalars().all()
    if not ids:
        named = select(ACTOR_NAMES.c.actor_id).where(ACTOR_NAMES.c.folded == fold_name(wanted)).distinct()
        ids = connection.execute(named.order_by(ACTOR_NAMES.c.actor_id)).scalars().all()
    if not ids and len(wanted) >= MIN_PREFIX:
        ids = [find_id(connection, ACTOR_NAMES.c.actor_id, wanted, "actor")]
    actors = load_actors(connection, ids) if ids else ()
    if len(actors) != 1:
        got = (
            f"{len(actors)} actors of that name ({', '.join(a.id for a in actors)})" if actors else "no actor of that name or id"
        )
        raise RecordError(f"actor {wanted!r}", got=got, expected="one actor's name or id")
    return actors[0]


def _select_places() -> Select[Any]:
    """Return the places of readings, each with what it was taken for; places of before schema 5 have nothing beside them."""
    beside = (PLACE_CHOICES.c.reading_seq == PLACES.c.reading_seq) & (PLACE_CHOICES.c.position == PLACES.c.position)
    columns = (PLACES, PLACE_CHOICES.c.source, PLACE_CHOICES.c.score, PLACE_CHOICES.c.why)
    return select(*columns).join(PLACE_CHOICES, beside, isouter=True).order_by(PLACES.c.reading_seq, PLACES.c.position)


def places_of_reading(connection: Connection, reading_seq: int) -> tuple[Place, ...]:
    """Return the places of a reading."""
    statement = _select_places().where(PLACES.c.reading_seq == reading_seq)
    return tuple(place_of(row) for row in connection.execute(statement))


def load_places(connection: Connection) -> tuple[Place, ...]:
    """Return every place of the current readings, sorted by name and id; the newest reading says where it lies."""
    statement = _select_places().where(PLACES.c.reading_seq.in_(latest_readings()))
    met: dict[str, list[Place]] = defaultdict(list)
    for row in connection.execute(statement):
        met[row.place_id].append(place_of(row))
    return tuple(sorted((_merge_place(p) for p in met.values()), key=lambda p: (p.name.casefold(), p.id)))


def _merge_place(met: Sequence[Place]) -> Place:
    leads = Counter(p.name for p in met)
    uses = Counter(name for p in met for name in (p.name, *p.aliases))
    name, *others = sorted(uses, key=lambda n: (-leads[n], -uses[n], n))
    base = next((p for p in reversed(met) if p.latitude is not None), met[-1])
    return Place(
        id=base.id,
        name=name,
        aliases=tuple(sorted(others, key=lambda n: (-uses[n], n))),
        kind=base.kind,
        latitude=base.latitude,
        longitude=base.longitude,
        country=base.country,
        radius_km=base.radius_km,
        source=base.source,
        score=base.score,
        why=base.why,
    )


def actors_of_reading(connection: Connection, reading_seq: int) -> tuple[Actor, ...]:
    """Return the actors as one reading named them."""
    statement = (
        select(ACTOR_NAMES).where(ACTOR_NAMES.c.reading_seq == reading_seq).order_by(ACTOR_NAMES.c.position, ACTOR_NAMES.c.rank)
    )
    actors = []
    known = _load_registered(connection, reading_seq)
    for _, group in groupby(connection.execute(statement).all(), key=lambda row: row.position):
        first, *others = group
        kind = None if first.type is None else ActorType(first.type)
        registry, country = known.get(first.actor_id, (None, None))
        aliases = tuple(row.name for row in others)
        actors.append(Actor(id=first.actor_id, name=first.name, aliases=aliases, type=kind, registry=registry, country=country))
    return tuple(actors)
