"""The affiliation graph: a temporal multigraph of actors, with questions that need more than one tie.

Nodes are actors' ids, edges are affiliations (and, as ``fights``, incidents with parties on both sides). Without a day a question
is about all times; with one, only what sources say for that day counts.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from tacitus.corroborate.affiliations import Affiliation
from tacitus.corroborate.belonging import follow_ties
from tacitus.corroborate.events import Event
from tacitus.errors import UsageError
from tacitus.model import NESTING, RelationType, Stance

if TYPE_CHECKING:
    from networkx import MultiDiGraph

_FIGHTING = frozenset(
    {"armed_clash", "overtakes_territory", "regains_territory", "air_strike", "shelling", "explosive", "suicide_bombing"}
)
_ALLIES = frozenset({RelationType.ALLIED_WITH, RelationType.MEMBER_OF, RelationType.PART_OF, RelationType.AFFILIATED_WITH})


@dataclass(frozen=True, slots=True, kw_only=True)
class Edge:
    """A tie in the graph: when it is known to hold (ordinals), and how many sources speak for and against it."""

    subject: str
    relation: RelationType
    object: str
    first: int | None
    last: int | None
    n_sources: int
    n_denials: int = 0
    claims: tuple[str, ...] = ()
    affiliation: Affiliation | None = None

    def holds_on(self, day: date | None) -> bool:
        """Whether sources say that it holds, perhaps contested, on a day; of a fight, that it was fought that day."""
        if day is None:
            return True
        if self.affiliation is not None:
            return self.affiliation.stand_on(day).is_shown
        return self.first is not None and self.last is not None and self.first <= day.toordinal() <= self.last


@dataclass(frozen=True, slots=True, kw_only=True)
class Network:
    """Actors and their ties over time."""

    edges: tuple[Edge, ...]
    names: dict[str, str] = field(default_factory=dict)

    def neighbours(self, actor: str, *, on: date | None = None, relation: RelationType | None = None) -> list[Edge]:
        """Return the ties of an actor, either way."""
        return [e for e in self._edges(on) if actor in {e.subject, e.object} and relation in {None, e.relation}]

    def common_coalitions(self, one: str, other: str, *, on: date | None = None) -> list[str]:
        """Return the actors to whom both belong, directly or through others, sorted by name."""
        both = self._wholes(one, on) & self._wholes(other, on)
        return sorted(both, key=lambda i: (self.names.get(i, i), i))

    def enemies_of_allies(self, actor: str, *, on: date | None = None) -> list[tuple[str, str]]:
        """Return (ally, enemy) where an ally of the actor fights somebody who is no ally of its own, sorted by name."""
        friends = {e.object if e.subject == actor else e.subject for e in self.neighbours(actor, on=on) if e.relation in _ALLIES}
        found = set()
        for friend in friends - {actor}:
            for edge in self.neighbours(friend, on=on, relation=RelationType.FIGHTS):
                enemy = edge.object if edge.subject == friend else edge.subject
                if enemy != actor and enemy not in friends:
                    found.add((friend, enemy))
        return sorted(found, key=lambda pair: (self.names.get(pair[0], ""), self.names.get(pair[1], ""), pair))

    def paths(self, one: str, other: str, *, on: date | None = None, most: int = 5) -> list[tuple[str, ...]]:
        """Return the shortest ways from one actor to another over any ties, at most so many.

        Raises:
            UsageError: an actor has no tie.
        """
        import networkx as nx

        graph = nx.Graph(self.as_graph(on=on))
        for actor in (one, other):
            if actor not in graph:
                raise UsageError("paths", got=f"{self.names.get(actor, actor)}, which has no tie", expected="actors with ties")
        if not nx.has_path(graph, one, other):
            return []
        found: Iterator[list[str]] = nx.all_shortest_paths(graph, one, other)
        return sorted(tuple(path) for path in found)[:most]

    def as_graph(self, *, on: date | None = None) -> "MultiDiGraph[str]":
        """Return a ``networkx.MultiDiGraph``.

        Nodes have ``name``; edges ``relation``, ``first`` and ``last`` (ISO 8601 or ``None``), ``n_sources``, ``n_denials`` and
        ``claims`` (ids joined by spaces).
        """
        import networkx as nx

        graph: MultiDiGraph[str] = nx.MultiDiGraph()
        for edge in self._edges(on):
            for actor in (edge.subject, edge.object):
                graph.add_node(actor, name=self.names.get(actor, actor))
            graph.add_edge(edge.subject, edge.object, key=edge.relation.value, **_plain(edge))
        return graph

    def rows(self) -> list[dict[str, Any]]:
        """Return the ties as a table's rows, names and ids of both ends first."""
        return [
            {
                "subject": self.names.get(e.subject, e.subject),
                "object": self.names.get(e.object, e.object),
                "subject_id": e.subject,
                "object_id": e.object,
                **_plain(e),
            }
            for e in self.edges
        ]

    def _edges(self, on: date | None) -> Sequence[Edge]:
        return self.edges if on is None else [edge for edge in self.edges if edge.holds_on(on)]

    def _wholes(self, actor: str, on: date | None) -> frozenset[str]:
        up: dict[str, set[str]] = {}
        for edge in self._edges(on):
            if edge.relation in NESTING:
                up.setdefault(edge.subject, set()).add(edge.object)
        return follow_ties(actor, up)


def _plain(edge: Edge) -> dict[str, Any]:
    first, last = (None if day is None else date.fromordinal(day).isoformat() for day in (edge.first, edge.last))
    return {
        "relation": edge.relation.value,
        "first": first,
        "last": last,
        "n_sources": edge.n_sources,
        "n_denials": edge.n_denials,
        "claims": " ".join(edge.claims),
    }


def make_network(
    affiliations: Iterable[Affiliation], events: Iterable[Event] = (), names: dict[str, str] | None = None
) -> Network:
    """Return the graph of affiliations, and of events in which named actors stand on two sides."""
    edges = [_edge_of(affiliation) for affiliation in affiliations]
    return Network(edges=(*edges, *_find_fights(events)), names=names or {})


def _edge_of(affiliation: Affiliation) -> Edge:
    firsts = [t.first for t in affiliation.tenures if t.first is not None]
    lasts = [t.last for t in affiliation.tenures if t.last is not None]
    return Edge(
        subject=affiliation.subject,
        relation=affiliation.relation,
        object=affiliation.object,
        first=min(firsts, default=None),
        last=max(lasts, default=None),
        n_sources=len({r.report_id for r in affiliation.supporting}),
        n_denials=len({r.report_id for r in affiliation.denying}),
        claims=tuple(r.claim.id for r in (*affiliation.supporting, *affiliation.denying)),
        affiliation=affiliation,
    )


def _find_fights(events: Iterable[Event]) -> list[Edge]:
    found: dict[tuple[str, str, int | None, int | None], list[Event]] = {}
    for event in events:
        kind, when = event.field_of("type"), event.field_of("when")
        if kind is None or kind.best.value not in _FIGHTING:
            continue
        days = (None, None) if when is None else when.best.value
        pairs = {
            (min(a, b), max(a, b))
            for recorded in event.claims
            if recorded.claim.stance is not Stance.DENIED
            for a in recorded.claim.roles.actor
            for b in recorded.claim.roles.target
            if a != b
        }
        for one, other in pairs:
            found.setdefault((one, other, *days), []).append(event)
    return [
        Edge(
            subject=one,
            relation=RelationType.FIGHTS,
            object=other,
            first=first,
            last=last,
            n_sources=sum(event.n_independent for event in of_pair),
            claims=tuple(r.claim.id for event in of_pair for r in event.claims),
        )
        for (one, other, first, last), of_pair in sorted(found.items(), key=lambda item: str(item[0]))
    ]
