"""The index of incidents: which tellings there are, which may be of one happening, and which event each claim belongs to.

All of it is derived from the ledger and can be made anew; ``corroborate.upkeep`` decides what stands in it. A *node* is a telling
that one or many claims share; a *link* is a pair of nodes that may tell of one happening, kept both ways.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from sqlalchemy import Connection, Select, bindparam, delete, func, select, union_all, update

from tacitus.model import Judgement
from tacitus.record.database import insert_rows
from tacitus.record.lookup import find_id, reports_of
from tacitus.record.rows import judgement_of
from tacitus.record.schema import (
    ACTOR_NAMES,
    CORROBORATED,
    EVENT_INDEXES,
    INCIDENT_KEYS,
    INCIDENT_LINKS,
    INCIDENT_NODES,
    INCIDENTS,
    JUDGEMENTS,
    READINGS,
    REPORTS,
)
from tacitus.record.search import find_keys, key_word

_AT_ONCE = 400
"""Values of one ``IN``, and keys of one query."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Progressed:
    """How far the index has come: the last reading and judgement that it heeds, and the digest of what compared."""

    reading: int = 0
    judgement: int = 0
    digest: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A claim in the index: its report, who says so there, when that came out (ISO 8601), its node, and its event."""

    claim_id: str
    report_id: str
    said_by: str
    published: str
    node: int
    event: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What taking reports out of the index left: the nodes whose event may change, and the keys that fewer nodes bear."""

    touched: frozenset[int]
    keys: frozenset[str]


class IncidentIndex:
    """The index within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def progress(self) -> Progressed:
        """Return how far the index has come."""
        row = self._connection.execute(select(CORROBORATED)).first()
        return Progressed() if row is None else Progressed(reading=row.reading, judgement=row.judgement, digest=row.digest)

    def save_progress(self, progressed: Progressed) -> None:
        """Keep how far the index has come."""
        self._connection.execute(delete(CORROBORATED))
        insert_rows(self._connection, CORROBORATED, [(1, progressed.reading, progressed.judgement, progressed.digest)])

    def newest(self) -> tuple[int, int]:
        """Return the numbers of the last reading and the last judgement of the ledger; 0 where there is none."""
        reading = self._connection.execute(select(func.max(READINGS.c.seq))).scalar() or 0
        return reading, self._connection.execute(select(func.max(JUDGEMENTS.c.seq))).scalar() or 0

    def changed_reports(self, since: Progressed) -> list[str]:
        """Return the ids of the reports that were read, or whose claims or actors were judged, since then, as they were added."""
        subjects = select(JUDGEMENTS.c.claim_id).where(JUDGEMENTS.c.seq > since.judgement)  # an undo names nobody itself
        judged = self._connection.execute(select(JUDGEMENTS).where(JUDGEMENTS.c.claim_id.in_(subjects))).all()
        named = sorted({row.claim_id for row in judged} | {name for row in judged for name in _ids_in(judgement_of(row))})
        seqs = set(self._connection.execute(select(READINGS.c.report_seq).where(READINGS.c.seq > since.reading)).scalars())
        borne = select(READINGS.c.report_seq).join(ACTOR_NAMES, ACTOR_NAMES.c.reading_seq == READINGS.c.seq)
        for part in _parts(named):
            seqs |= set(self._connection.execute(borne.where(ACTOR_NAMES.c.actor_id.in_(part))).scalars())
            readings = find_keys(self._connection, [key_word("c", claim_id) for claim_id in part])
            seqs |= set(self._connection.execute(reports_of(readings)).scalars())
        statement = select(REPORTS.c.id).order_by(REPORTS.c.seq)
        return [
            i
            for part in _parts(sorted(seqs))
            for i in self._connection.execute(statement.where(REPORTS.c.seq.in_(part))).scalars()
        ]

    def clear(self) -> None:
        """Forget everything; the ledger is not touched."""
        for table in EVENT_INDEXES:
            self._connection.execute(delete(table))

    def take_out(self, report_ids: Sequence[str]) -> Taken:
        """Forget the incidents of reports, and the nodes that nobody shares any more."""
        members: list[Member] = []
        for part in _parts(report_ids):
            members += self._members(select(INCIDENTS).where(INCIDENTS.c.report_id.in_(part)))
            self._connection.execute(delete(INCIDENTS).where(INCIDENTS.c.report_id.in_(part)))
        nodes = {member.node for member in members}
        gone = sorted(nodes - {member.node for member in self.members_of(sorted(nodes))})
        keys = {key for of_node in self.keys_of(gone).values() for key in of_node}
        for part in _parts(gone):
            self._connection.execute(delete(INCIDENT_KEYS).where(INCIDENT_KEYS.c.node.in_(part)))
            self._connection.execute(delete(INCIDENT_NODES).where(INCIDENT_NODES.c.node.in_(part)))
        ends = self.drop_links(gone)
        return Taken(touched=frozenset((nodes | ends) - {*gone}), keys=frozenset(keys))

    def put_members(self, members: Iterable[Member]) -> None:
        """Write claims into the index."""
        rows = [(m.claim_id, m.report_id, m.said_by, m.published, m.node, m.event) for m in members]
        insert_rows(self._connection, INCIDENTS, rows)

    def find_nodes(self, digests: Sequence[str]) -> dict[str, int]:
        """Return digest to node of the tellings that are known."""
        found: dict[str, int] = {}
        for part in _parts(digests):
            statement = select(INCIDENT_NODES.c.digest, INCIDENT_NODES.c.node).where(INCIDENT_NODES.c.digest.in_(part))
            found |= {row.digest: row.node for row in self._connection.execute(statement)}
        return found

    def put_nodes(self, tellings: Sequence[tuple[str, str, Sequence[str]]]) -> dict[str, int]:
        """Write new tellings (digest, body, keys); return digest to node."""
        first = (self._connection.execute(select(func.max(INCIDENT_NODES.c.node))).scalar() or 0) + 1
        numbered = list(enumerate(tellings, first))
        insert_rows(self._connection, INCIDENT_NODES, [(node, digest, body) for node, (digest, body, _) in numbered])
        insert_rows(self._connection, INCIDENT_KEYS, [(key, node) for node, (_, _, keys) in numbered for key in keys])
        return {digest: node for node, (digest, _, _) in numbered}

    def bodies(self, nodes: Sequence[int]) -> dict[int, str]:
        """Return node to body."""
        found: dict[int, str] = {}
        for part in _parts(nodes):
            statement = select(INCIDENT_NODES.c.node, INCIDENT_NODES.c.body).where(INCIDENT_NODES.c.node.in_(part))
            found |= {row.node: row.body for row in self._connection.execute(statement)}
        return found

    def bearers(self, keys: Sequence[str], most: int) -> dict[str, list[int]]:
        """Return key to the nodes that bear it, at most one more than ``most`` of them."""
        found: dict[str, list[int]] = {}
        for part in _parts(keys, 40):
            each = [
                select(
                    select(INCIDENT_KEYS.c.key, INCIDENT_KEYS.c.node).where(INCIDENT_KEYS.c.key == key).limit(most + 1).subquery()
                )
                for key in part
            ]
            for row in self._connection.execute(union_all(*each)):
                found.setdefault(row.key, []).append(row.node)
        return found

    def keys_of(self, nodes: Sequence[int]) -> dict[int, list[str]]:
        """Return node to its keys."""
        found: dict[int, list[str]] = {}
        for part in _parts(nodes):
            for row in self._connection.execute(select(INCIDENT_KEYS).where(INCIDENT_KEYS.c.node.in_(part))):
                found.setdefault(row.node, []).append(row.key)
        return found

    def put_links(self, links: Mapping[tuple[int, int], float]) -> None:
        """Write links, each given one way."""
        both = [(a, b, score) for (one, other), score in links.items() for a, b in ((one, other), (other, one))]
        insert_rows(self._connection, INCIDENT_LINKS, both)

    def drop_links(self, nodes: Sequence[int]) -> set[int]:
        """Forget the links of nodes; return the nodes at their other ends."""
        ends: set[int] = set()
        for part in _parts(nodes):
            statement = select(INCIDENT_LINKS.c.other).where(INCIDENT_LINKS.c.node.in_(part))
            ends |= set(self._connection.execute(statement).scalars())
            self._connection.execute(delete(INCIDENT_LINKS).where(INCIDENT_LINKS.c.node.in_(part)))
            self._connection.execute(delete(INCIDENT_LINKS).where(INCIDENT_LINKS.c.other.in_(part)))
        return ends

    def links_of(self, nodes: Sequence[int]) -> dict[tuple[int, int], float]:
        """Return the links that leave the nodes, as (node, other) to score."""
        found: dict[tuple[int, int], float] = {}
        for part in _parts(nodes):
            statement = select(INCIDENT_LINKS).where(INCIDENT_LINKS.c.node.in_(part))
            found |= {(row.node, row.other): row.score for row in self._connection.execute(statement)}
        return found

    def count_bearers(self, keys: Sequence[str]) -> dict[str, int]:
        """Return key to the number of nodes that bear it."""
        found: dict[str, int] = {}
        for part in _parts(keys):
            counted = select(INCIDENT_KEYS.c.key, func.count()).where(INCIDENT_KEYS.c.key.in_(part)).group_by(INCIDENT_KEYS.c.key)
            found |= {row[0]: row[1] for row in self._connection.execute(counted)}
        return found

    def common_keys(self, most: int) -> list[tuple[str, int]]:
        """Return the keys that more than so many nodes bear, with their number, the commonest first."""
        n = func.count().label("n")
        statement = select(INCIDENT_KEYS.c.key, n).group_by(INCIDENT_KEYS.c.key).having(n > most)
        return [(row.key, row.n) for row in self._connection.execute(statement.order_by(n.desc(), INCIDENT_KEYS.c.key))]

    def all_links(self, below: float) -> list[tuple[int, int, float]]:
        """Return the links (each once) with a score below that, the highest first."""
        statement = select(INCIDENT_LINKS).where(INCIDENT_LINKS.c.node < INCIDENT_LINKS.c.other, INCIDENT_LINKS.c.score < below)
        ordered = statement.order_by(INCIDENT_LINKS.c.score.desc(), INCIDENT_LINKS.c.node, INCIDENT_LINKS.c.other)
        return [(row.node, row.other, row.score) for row in self._connection.execute(ordered)]

    def members_of(self, nodes: Sequence[int]) -> list[Member]:
        """Return the claims of nodes."""
        return [m for part in _parts(nodes) for m in self._members(select(INCIDENTS).where(INCIDENTS.c.node.in_(part)))]

    def members_named(self, claim_ids: Sequence[str]) -> list[Member]:
        """Return the claims of those ids that are in the index."""
        return [m for part in _parts(claim_ids) for m in self._members(select(INCIDENTS).where(INCIDENTS.c.claim_id.in_(part)))]

    def members_of_event(self, given: str) -> list[Member]:
        """Return the claims of an event, given its id, the id of one of its claims, or the beginning of either.

        Raises:
            RecordError: no such event or claim, or several.
        """
        found = self.find(given)
        event = find_id(self._connection, INCIDENTS.c.event, given, "event") if found is None else found[0]
        return self._members(select(INCIDENTS).where(INCIDENTS.c.event == event))

    def find(self, given: str) -> tuple[str, list[Member]] | None:
        """Return (event id, its claims) of an event's id, or (event id, that claim) of a claim's; the beginning of one will do.

        ``None`` where no id, or more than one, begins so.
        """
        after = given[:-1] + chr(ord(given[-1]) + 1)
        by_event = self._members(select(INCIDENTS).where(INCIDENTS.c.event >= given, INCIDENTS.c.event < after))
        by_claim = self._members(select(INCIDENTS).where(INCIDENTS.c.claim_id >= given, INCIDENTS.c.claim_id < after))
        events = {member.event for member in by_event}
        if len(events) == 1 and not by_claim:
            return by_event[0].event, by_event
        return (by_claim[0].event, by_claim) if len(by_claim) == 1 and not events else None

    def all_members(self) -> list[Member]:
        """Return every claim of the index."""
        return self._members(select(INCIDENTS))

    def set_events(self, events: Mapping[str, str]) -> None:
        """Write claim id to event id."""
        if events:
            statement = update(INCIDENTS).where(INCIDENTS.c.claim_id == bindparam("claim")).values(event=bindparam("now"))
            self._connection.execute(statement, [{"claim": claim, "now": event} for claim, event in events.items()])

    def _members(self, statement: Select[Any]) -> list[Member]:
        rows = self._connection.execute(statement.order_by(INCIDENTS.c.published, INCIDENTS.c.report_id, INCIDENTS.c.claim_id))
        return [
            Member(
                claim_id=row.claim_id,
                report_id=row.report_id,
                said_by=row.said_by,
                published=row.published,
                node=row.node,
                event=row.event,
            )
            for row in rows
        ]


def _parts(values: Iterable[Any], size: int = _AT_ONCE) -> Iterator[list[Any]]:
    held = iter(values)
    while part := list(islice(held, size)):
        yield part


def _ids_in(judgement: Judgement) -> Iterator[str]:
    """Yield the ids of whom and what a judgement names beside what it is about."""
    for name, value in judgement.changes:
        if name in {"other", "kept", "these", "others"}:
            said = json.loads(value)
            yield from [said] if isinstance(said, str) else said
