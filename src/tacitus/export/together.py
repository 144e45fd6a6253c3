"""What the record's claims come to together: the book with its events, affiliations and sources."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from tacitus.codec import parse_date
from tacitus.corroborate.affiliations import Affiliation, GroupChange, find_affiliations, find_changes
from tacitus.corroborate.belonging import Belonging, find_belonging
from tacitus.corroborate.credits import find_credits
from tacitus.corroborate.events import Background, Event, find_belligerents, gather_event
from tacitus.corroborate.independence import ReportFacts
from tacitus.corroborate.network import Network, make_network
from tacitus.corroborate.profile import Profile, make_profile
from tacitus.export.book import Book, open_book, standing_claims
from tacitus.model import ClaimKind, When
from tacitus.record import Record
from tacitus.record.incidents import Member
from tacitus.record.nouns import RecordedClaim, ReportRow


@dataclass(frozen=True, kw_only=True)
class Together:
    """The record's book and what its claims come to. Events are those of the last update (``corroborate.upkeep``)."""

    book: Book
    record: Record

    @cached_property
    def claims(self) -> tuple[RecordedClaim, ...]:
        """The claims that no person rejected and no later reading replaced."""
        return standing_claims(self.book)

    @cached_property
    def published(self) -> Mapping[str, When]:
        """Report id to when it came out."""
        return {row.id: parse_date(row.published) for row in self.book.reports.values() if row.published is not None}

    @cached_property
    def affiliations(self) -> tuple[Affiliation, ...]:
        """Every tie of two actors over time."""
        return tuple(find_affiliations(self.claims, self.published))

    @cached_property
    def changes(self) -> tuple[GroupChange, ...]:
        """Every change of a group, by day."""
        return tuple(find_changes(self.claims))

    @cached_property
    def events(self) -> tuple[Event, ...]:
        """Every event, by day; undated ones last."""
        with self.record.read_incidents() as index:
            members = index.all_members()
        return self._gather(members)

    def event(self, event_id: str) -> Event:
        """Return the event of an id, of a claim's id, or of the beginning of its own.

        Raises:
            RecordError: no such event, or several.
        """
        with self.record.read_incidents() as index:
            members = index.members_of_event(event_id)
        return self._gather(members)[0]

    def profile(self, actor_id: str) -> Profile:
        """Return what the record says of an actor."""
        return make_profile(self.book.actors[actor_id], self.claims, self.affiliations, self.changes, self.events)

    def network(self) -> Network:
        """Return the affiliation graph, with events as fights."""
        names = {actor.id: actor.name for actor in self.book.actors.values()}
        return make_network(self.affiliations, self.events, names)

    def possible_pairs(self, below: float) -> list[tuple[Event, Event, float]]:
        """Return pairs of events that may be one, with the score of their likest claims, the likest first."""
        with self.record.read_incidents() as index:
            links = index.all_links(below)
            event_of = {member.node: member.event for member in index.all_members()}
        by_id = {event.id: event for event in self.events}
        best: dict[tuple[str, str], float] = {}
        for node, other, score in links:
            pair = (event_of.get(node, ""), event_of.get(other, ""))
            if pair[0] != pair[1] and all(i in by_id for i in pair):
                key = (min(pair), max(pair))
                best[key] = max(score, best.get(key, 0.0))
        judged = {frozenset(pair) for pair in self.record.same_events().apart}
        pairs = [(by_id[a], by_id[b], score) for (a, b), score in best.items() if not _is_judged(by_id[a], by_id[b], judged)]
        return sorted(pairs, key=lambda pair: (-pair[2], pair[0].id, pair[1].id))

    @cached_property
    def _belonging(self) -> Belonging:
        return find_belonging(self.claims)

    def _gather(self, members: Iterable[Member]) -> tuple[Event, ...]:
        of_event: dict[str, list[str]] = {}
        for member in members:
            of_event.setdefault(member.event, []).append(member.claim_id)
        known = {recorded.claim.id: recorded for recorded in self.claims}
        background = self._make_background(of_event.values(), known)
        statements: dict[str, list[RecordedClaim]] = {}
        for recorded in self.claims:
            if recorded.claim.kind is ClaimKind.STATEMENT and recorded.claim.about is not None:
                statements.setdefault(recorded.claim.about, []).append(recorded)
        events = []
        for event_id, claim_ids in of_event.items():
            claims = [known[claim_id] for claim_id in claim_ids if claim_id in known]
            if claims:
                about = [r for claim_id in claim_ids for r in statements.get(claim_id, ())]
                events.append(gather_event(event_id, claims, background, about))
        return tuple(sorted(events, key=_by_day))

    def _make_background(self, groups: Iterable[list[str]], known: Mapping[str, RecordedClaim]) -> Background:
        """Return the background; texts are read only of reports whose claims share an event with another's."""
        wanted: set[str] = set()
        for group in groups:
            reports = {known[claim_id].report_id for claim_id in group if claim_id in known}
            if len(reports) > 1:
                wanted |= reports
        original_of = find_originals(self.book.reports.values())
        read = wanted | {original_of[report_id] for report_id in wanted}
        facts = {
            row.id: ReportFacts(
                id=row.id,
                publisher=row.publisher,
                copy_of=None if original_of[row.id] == row.id else original_of[row.id],
                credits=find_credits(self.record.report(row.id)) if row.id in read else (),
            )
            for row in self.book.reports.values()
        }
        return Background(
            actors=self.book.actors,
            places=self.book.places,
            facts=facts,
            published=self.published,
            belonging=self._belonging,
            same=self.record.same_events(),
            belligerents=find_belligerents(self.book.actors.values(), self._belonging),
        )


def find_originals(rows: Iterable[ReportRow]) -> dict[str, str]:
    """Return report id to the original's: of reports that are near copies, the one published first, whichever was added first."""
    listed = {row.id: row for row in rows}
    group_of: dict[str, str] = {}
    for row in listed.values():
        root = row.id
        while (near := listed[root].near_copy_of) is not None and near in listed and near != root:
            root = near
        group_of[row.id] = root
    first: dict[str, str] = {}
    for row in sorted(listed.values(), key=lambda r: (r.published or "9999", r.id)):
        first.setdefault(group_of[row.id], row.id)
    return {report_id: first[root] for report_id, root in group_of.items()}


def read_together(record: Record) -> Together:
    """Return what the claims of a record come to: events, affiliations, the network, profiles."""
    return Together(book=open_book(record), record=record)


def _is_judged(one: Event, other: Event, judged: set[frozenset[str]]) -> bool:
    return any(frozenset((a.claim.id, b.claim.id)) in judged for a in one.claims for b in other.claims)


def _by_day(event: Event) -> tuple[bool, int, str]:
    when = event.field_of("when")
    return (when is None, 0 if when is None else when.best.value[0], event.id)
