"""Keeping the events up with the record: what was added or judged is compared with its neighbours, and nothing else is.

The one module of this package that touches the record. Which claims make an event is a function of the claims and the judgements
alone: reports may come in any order, one by one or all at once, and the events are the same.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import combinations

from tacitus.codec import decode_json, encode_json
from tacitus.corroborate.blocking import MOST_SHARED, make_keys
from tacitus.corroborate.clustering import group_items
from tacitus.corroborate.comparing import WORDING_FILE, load_pair_weights, score_pair
from tacitus.corroborate.telling import Telling, describe_incident, find_setting, is_compared
from tacitus.corroborate.weighing import Weigher
from tacitus.ids import hash_bytes, hash_parts
from tacitus.model import Actor, Claim
from tacitus.record import Record
from tacitus.record.identities import Identities
from tacitus.record.incidents import IncidentIndex, Member, Progressed
from tacitus.record.same_events import SameEvents

BATCH = 200
"""Reports of one transaction."""
UNDATED = "9999"
Progress = Callable[[int, int], None]
_METHOD = "1"
"""Changed with the code where that makes other events of the same claims."""


def update_events(record: Record, *, on_progress: Progress | None = None, anew: bool = False) -> int:
    """Bring the events up to date and return how many reports were looked at.

    Args:
        record: an open record that can be written.
        on_progress: called with how many reports are done and how many there are.
        anew: forget all events and make them again.
    """
    wording = hash_bytes(WORDING_FILE.read_bytes())[:12]
    digest = hash_parts(_METHOD, load_pair_weights().digest, wording, MOST_SHARED)
    with record.read_incidents() as index:
        progress = index.progress()
        reading, judgement = index.newest()
        is_other = progress.digest not in {"", digest}
        since = Progressed() if anew or is_other else progress
        reports = index.changed_reports(since)
    if anew or is_other:
        with record.write_incidents() as index:
            index.clear()
    if reports or progress.digest != digest:
        same = record.same_events()
        apart = frozenset(claim_id for pair in same.apart for claim_id in pair)
        work = _Work(record=record, identities=record.identities(), same=same, judged_apart=apart)
        for at in range(0, len(reports), BATCH):
            work.place(reports[at : at + BATCH])
            if on_progress is not None:
                on_progress(min(at + BATCH, len(reports)), len(reports))
    if (progress.reading, progress.judgement, progress.digest) != (reading, judgement, digest):
        with record.write_incidents() as index:
            index.save_progress(Progressed(reading=reading, judgement=judgement, digest=digest))
    return len(reports)


def count_waiting(record: Record) -> int:
    """Return how many reports were added or judged since the events were brought up to date."""
    with record.read_incidents() as index:
        return len(index.changed_reports(index.progress()))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Work:
    """One update: who is who, what people said, and the tellings read so far."""

    record: Record
    identities: Identities
    same: SameEvents
    judged_apart: frozenset[str]
    tellings: dict[int, Telling] = field(default_factory=dict)
    weigher: Weigher = field(default_factory=Weigher)

    def place(self, reports: Sequence[str]) -> None:
        """Put the incidents of reports into the index, compare those that are new, and group what that touches."""
        found = [(member, telling, telling.digest) for report_id in reports for member, telling in self._describe(report_id)]
        with self.record.write_incidents() as index:
            taken = index.take_out(reports)
            known = index.find_nodes(sorted({digest for *_, digest in found}))
            fresh = {digest: telling for _, telling, digest in found if digest not in known}
            keyed = {digest: make_keys(telling) for digest, telling in sorted(fresh.items())}
            numbers = index.put_nodes([(d, encode_json(fresh[d]).decode(), keys) for d, keys in keyed.items()])
            nodes = known | numbers
            members = [replace(member, node=nodes[digest]) for member, _, digest in found]
            index.put_members(members)
            self.tellings.update((nodes[digest], telling) for digest, telling in fresh.items())
            turned = self._find_turned(index, keyed.values(), taken.keys)
            ends = index.drop_links(sorted(turned))
            self._link(index, {*numbers.values()} | turned)
            self._group(index, {member.node for member in members} | {*numbers.values()} | taken.touched | turned | ends)

    def _describe(self, report_id: str) -> Iterator[tuple[Member, Telling]]:
        """Yield the incidents of a report that are compared, each as a member without a node."""
        claims = self.record.claims(report_id=report_id, kind="incident")
        compared = [recorded.claim for recorded in claims if is_compared(recorded.claim)]
        if not compared:
            return
        report = self.record.report(report_id)
        extraction = self.record.extraction(report_id)
        day = None if report.published is None else report.published.start
        actors = _name_actors(extraction.actors, self.identities, report_id, day)
        places = {place.id: place for place in extraction.places}
        setting = find_setting(extraction.places, extraction.mentions)
        for claim in compared:
            pointed = self.identities.point_claim(claim, report_id, day)
            telling = describe_incident(pointed, actors, places, published=report.published, setting=setting)
            if claim.id in self.judged_apart or score_pair(telling, telling) < load_pair_weights().merge:
                telling = replace(telling, own=claim.id)
            published = UNDATED if day is None else day.isoformat()
            yield Member(claim_id=claim.id, report_id=report_id, said_by=_say_who(claim), published=published, node=0), telling

    def _find_turned(self, index: IncidentIndex, fresh: Iterable[Sequence[str]], taken: Iterable[str]) -> set[int]:
        """Return the nodes that bear a key which became, or is no longer, too common to be used."""
        added: dict[str, int] = {}
        for keys in fresh:
            for key in keys:
                added[key] = added.get(key, 0) + 1
        counts = index.count_bearers(sorted({*added, *taken}))
        grown = [k for k, n in counts.items() if n > MOST_SHARED >= n - added.get(k, 0)]
        shrunk = [k for k in taken if added.get(k, 0) == 0 and counts.get(k, 0) == MOST_SHARED]
        bearers = index.bearers(sorted({*grown, *shrunk}), 10 * MOST_SHARED)
        return {node for nodes in bearers.values() for node in nodes}

    def _link(self, index: IncidentIndex, nodes: set[int]) -> None:
        """Compare nodes with those that share a key of theirs, and keep the pairs that may be one."""
        keys = index.keys_of(sorted(nodes))
        bearers = index.bearers(sorted({key for of_node in keys.values() for key in of_node}), MOST_SHARED)
        pairs = {
            (min(node, other), max(node, other))
            for node, of_node in keys.items()
            for key in of_node
            if len(bearers[key]) <= MOST_SHARED
            for other in bearers[key]
            if other != node
        }
        self._read(index, {node for pair in pairs for node in pair})
        least = load_pair_weights().queue
        scores = self.weigher.score(pairs, self.tellings)
        index.put_links({pair: round(score, 6) for pair, score in scores.items() if score >= least})

    def _read(self, index: IncidentIndex, nodes: Iterable[int]) -> None:
        """Read tellings that were not read yet."""
        missing = sorted(node for node in nodes if node not in self.tellings)
        self.tellings.update((node, decode_json(body, Telling)) for node, body in index.bodies(missing).items())

    def _group(self, index: IncidentIndex, touched: set[int]) -> None:
        """Find the events of the nodes touched and of all that hangs together with them."""
        judged = {claim_id for pair in (*self.same.together, *self.same.apart) for claim_id in pair}
        node_of = {member.claim_id: member.node for member in index.members_named(sorted(judged))}
        together = _to_nodes(self.same.together, node_of)
        links = _spread(index, touched, together)
        members = index.members_of(sorted({node for pair in links for node in pair} | touched))
        nodes = {member.node for member in members}
        apart = {*_to_nodes(self.same.apart, node_of), *_find_told_apart(members)}
        groups = group_items(
            nodes,
            {pair: score for pair, score in links.items() if pair[0] in nodes and pair[1] in nodes},
            threshold=load_pair_weights().merge,
            together=[pair for pair in together if pair[0] in nodes and pair[1] in nodes],
            apart=[pair for pair in apart if pair[0] in nodes and pair[1] in nodes],
        )
        index.set_events(_name_events(groups, members))


def _name_actors(actors: Iterable[Actor], identities: Identities, report_id: str, day: date | None) -> dict[str, Actor]:
    """Return the actors of a report by the ids that people gave them, with all names that the report uses."""
    named: dict[str, Actor] = {}
    for actor in actors:
        own = identities.find(actor.id, report_id, day)
        known = named.get(own)
        named[own] = actor if known is None else replace(known, aliases=(*known.aliases, actor.name, *actor.aliases))
    return named


def _say_who(claim: Claim) -> str:
    speaker = claim.speaker
    return "|".join((speaker.kind.value, speaker.entity or speaker.name or ""))


def _to_nodes(pairs: Iterable[tuple[str, str]], node_of: Mapping[str, int]) -> list[tuple[int, int]]:
    found = ((node_of[a], node_of[b]) for a, b in pairs if a in node_of and b in node_of)
    return sorted({(min(pair), max(pair)) for pair in found if pair[0] != pair[1]})


def _spread(index: IncidentIndex, start: set[int], together: Sequence[tuple[int, int]]) -> dict[tuple[int, int], float]:
    """Return all links (each once) among the nodes that hang together with some by links that may join, or by judgement."""
    joined: dict[int, set[int]] = {}
    for one, other in together:
        joined.setdefault(one, set()).add(other)
        joined.setdefault(other, set()).add(one)
    merge = load_pair_weights().merge
    met, frontier = set(start), set(start)
    links: dict[tuple[int, int], float] = {}
    while frontier:
        leaving = index.links_of(sorted(frontier))
        links |= {(min(pair), max(pair)): score for pair, score in leaving.items()}
        near = {other for (_, other), score in leaving.items() if score >= merge}
        near |= {other for node in frontier for other in joined.get(node, ())}
        frontier = near - met
        met |= near
    links |= {pair: links.get(pair, 0.0) for pair in together if pair[0] in met and pair[1] in met}
    return {pair: score for pair, score in links.items() if pair[0] in met and pair[1] in met}


def _find_told_apart(members: Iterable[Member]) -> Iterator[tuple[int, int]]:
    """Yield the nodes that one voice in one report tells as two incidents."""
    told: dict[tuple[str, str], set[int]] = {}
    for member in members:
        told.setdefault((member.report_id, member.said_by), set()).add(member.node)
    for nodes in told.values():
        yield from combinations(sorted(nodes), 2)


def _name_events(groups: Iterable[tuple[int, ...]], members: Iterable[Member]) -> dict[str, str]:
    """Return claim to event id: made from the claim that was published first, so that later reports leave it as it is."""
    of_node: dict[int, list[Member]] = {}
    for member in members:
        of_node.setdefault(member.node, []).append(member)
    events: dict[str, str] = {}
    for group in groups:
        claims = sorted((m for node in group for m in of_node[node]), key=lambda m: (m.published, m.report_id, m.claim_id))
        event = hash_parts("event", claims[0].claim_id)
        events |= {member.claim_id: event for member in claims if member.event != event}
    return events
