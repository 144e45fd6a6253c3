"""Affiliations over time: what relation claims and changes of groups come to, with honest bounds.

The model is Security Force Monitor's: a tie holds on *all* days of a precise range and on *at least one* day of an imprecise
one, and never past the last day for which a source states it (handbook, ``first_precise`` to ``last_imprecise``). Between a first
and a last statement it holds where nothing in between ends it; a stated beginning or end bounds it and says what was before and
after; a denial stands beside what it denies.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from functools import cached_property

from tacitus.corroborate.changes import EVER, Mark, Marked, mark_relation, tells
from tacitus.model import NESTING, Claim, ClaimKind, Evidence, IncidentType, RelationType, Stance, When
from tacitus.record.nouns import RecordedClaim

NEAR_DAYS = 31
"""How far from a denial a statement of the contrary may lie for the two to contradict each other."""
Key = tuple[str, str, str]
"""Subject, relation, object; of a symmetric relation the lesser id is the subject."""


class Standing(StrEnum):
    """Whether a tie holds on a day, as far as sources tell."""

    HOLDS = "holds"
    UNCERTAIN = "uncertain"
    """It holds on some day about then; the sources leave open on which."""
    CONTESTED = "contested"
    """One source says so and another denies it."""
    ENDED = "not"
    """It is over, or has not begun, a source says; or only a denial speaks of it."""
    UNKNOWN = "unknown"
    """No source speaks of that day."""

    @property
    def is_shown(self) -> bool:
        """Whether the tie belongs into a picture of the day."""
        return self in {Standing.HOLDS, Standing.UNCERTAIN, Standing.CONTESTED}


@dataclass(frozen=True, slots=True, kw_only=True)
class Tenure:
    """One stretch of a tie, in ordinals of days.

    ``precise`` is where it holds on every day, ``wide`` where it holds on some day at least; ``begun`` and ``ended`` are the days
    on which a source says that it began or ended, ``None`` where none does. An end of which only the day is known by which it was
    over begins with ``EVER``.
    """

    precise: tuple[int, int] | None
    wide: tuple[int, int] | None
    begun: tuple[int, int] | None = None
    ended: tuple[int, int] | None = None

    @property
    def first(self) -> int | None:
        """The first day of it that anything is known of."""
        days = [span[0] for span in (self.wide, self.precise, self.begun, self.ended) if span is not None and span[0] > EVER]
        return min(days, default=None)

    @property
    def last(self) -> int | None:
        """The last day of it that anything is known of."""
        days = [span[1] for span in (self.wide, self.precise, self.ended) if span is not None]
        return max(days, default=None)


@dataclass(frozen=True, kw_only=True)
class Affiliation:
    """A tie of two actors over time, with every quote for and against it; ``tenures`` stand in order."""

    subject: str
    relation: RelationType
    object: str
    marks: tuple[Marked, ...]
    undated: tuple[RecordedClaim, ...] = ()

    @property
    def key(self) -> Key:
        """What tells it from others."""
        return self.subject, self.relation.value, self.object

    @cached_property
    def tenures(self) -> tuple[Tenure, ...]:
        """The stretches for which sources speak of it."""
        return tuple(_find_tenures(self.marks))

    @property
    def supporting(self) -> tuple[RecordedClaim, ...]:
        """The claims that it holds or held, each once."""
        found = {m.recorded.claim.id: m.recorded for m in self.marks if m.mark is not Mark.DENIED}
        return tuple((found | {r.claim.id: r for r in self.undated if r.claim.stance is not Stance.DENIED}).values())

    @property
    def denying(self) -> tuple[RecordedClaim, ...]:
        """The claims that it does not hold, each once; a stated end is none."""
        found = {m.recorded.claim.id: m.recorded for m in self.marks if m.mark is Mark.DENIED}
        return tuple((found | {r.claim.id: r for r in self.undated if r.claim.stance is Stance.DENIED}).values())

    @property
    def is_contested(self) -> bool:
        """Whether claims for and against it stand beside each other."""
        return bool(self.supporting and self.denying)

    def stand_on(self, day: date) -> Standing:
        """Return whether it holds on a day."""
        at = day.toordinal()
        denials = [mark for mark in self.marks if mark.mark is Mark.DENIED]
        standing = self._find_standing(at)
        if not denials or standing is Standing.ENDED:
            return standing
        near = any(mark.first - NEAR_DAYS <= at <= mark.last + NEAR_DAYS for mark in denials)
        if standing.is_shown:
            is_disputed = near or any(mark.last <= at for mark in denials)
            return Standing.CONTESTED if is_disputed else standing
        if near and any(_is_near(tenure, mark) for tenure in self.tenures for mark in denials):
            return Standing.CONTESTED
        is_denied = near and not any(tenure.precise or tenure.wide for tenure in self.tenures)
        return Standing.ENDED if is_denied else standing

    def _find_standing(self, at: int) -> Standing:
        tenures = self.tenures
        for tenure in tenures:
            if tenure.precise is not None and tenure.precise[0] <= at <= tenure.precise[1]:
                return Standing.HOLDS
            if tenure.wide is not None and tenure.wide[0] <= at <= tenure.wide[1]:
                return Standing.UNCERTAIN
        before = [tenure for tenure in tenures if tenure.ended is not None and tenure.ended[1] <= at]
        later = [t for t in tenures if t.first is not None and t.first <= at and t not in before]
        if before and not later:
            return Standing.ENDED
        first = tenures[0] if tenures else None
        is_before = first is not None and first.begun is not None and at < first.begun[0]
        return Standing.ENDED if is_before else Standing.UNKNOWN


def _is_near(tenure: Tenure, denial: Marked) -> bool:
    spans = [span for span in (tenure.precise, tenure.wide) if span is not None]
    return any(span[0] - NEAR_DAYS <= denial.last and denial.first <= span[1] + NEAR_DAYS for span in spans)


def _find_tenures(marks: Sequence[Marked]) -> Iterator[Tenure]:
    """Yield the stretches that a tie's quotes come to; a stated end closes one, unless nothing spoke for it since the last."""
    held = sorted((m for m in marks if m.mark not in {Mark.DENIED, Mark.ENDS}), key=lambda m: (m.last, m.first))
    ends = sorted((m for m in marks if m.mark is Mark.ENDS), key=lambda m: (m.last, m.first))
    at = 0
    last_end: tuple[int, int] | None = None
    for end in ends:
        until = at
        while until < len(held) and held[until].first < end.last:
            until += 1
        if until == at and last_end is not None:
            continue  # the same end told again, by a later report or more vaguely
        last_end = _sharpest(ends, end)
        yield _make_tenure(held[at:until], last_end)
        at = until
    if at < len(held):
        yield _make_tenure(held[at:], None)


def _sharpest(ends: Sequence[Marked], end: Marked) -> tuple[int, int]:
    """Return the days of an end, by the most exact of the quotes that may tell of the same."""
    same = [e for e in ends if e.first <= end.last and e.last >= end.first]
    best = min(same, key=lambda e: (not e.is_dated, e.last - e.first, e.last))
    return best.first, best.last


def _make_tenure(held: Sequence[Marked], ended: tuple[int, int] | None) -> Tenure:
    begins = [m for m in held if m.mark is Mark.BEGINS]
    begun = min(((m.first, m.last) for m in begins), key=lambda days: (days[1] - days[0], days[0]), default=None)
    firsts: list[int] = []
    lasts: list[int] = []
    wide: list[int] = []
    for mark in held:
        if mark.mark is Mark.HOLDS:
            firsts.append(mark.first)
            lasts.append(mark.last)
        elif mark.mark is Mark.SOMETIME:
            wide += [mark.first, mark.last]
    if begun is not None:
        firsts.append(begun[1])
        lasts.append(begun[1])
        wide.append(begun[0])
    if ended is not None and ended[0] > EVER:
        if firsts:
            lasts.append(ended[0] - 1)
        wide.append(ended[1] - 1 if ended[1] > ended[0] else ended[0] - 1)
    return _bound(firsts, lasts, wide, begun, ended)


def _bound(
    firsts: list[int], lasts: list[int], wide: list[int], begun: tuple[int, int] | None, ended: tuple[int, int] | None
) -> Tenure:
    """Return the tenure of its first and last days, cut where a stated end lies before what else is said."""
    first = begun[1] if begun is not None else min(firsts, default=0)
    last = max(lasts, default=0)
    if ended is not None:
        last = min(last, ended[1] - 1)
    precise = (first, last) if firsts and first <= last else None
    all_wide = [*wide, *firsts, *lasts]
    outer = (min(all_wide), max(all_wide)) if all_wide else None
    if outer is not None and begun is not None:
        outer = (max(outer[0], begun[0]), outer[1])
    if outer is not None and ended is not None:
        outer = (min(outer[0], ended[1] - 1), min(outer[1], ended[1] - 1)) if outer[0] < ended[1] else None
    return Tenure(precise=precise, wide=outer if outer is None or outer[0] <= outer[1] else None, begun=begun, ended=ended)


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupChange:
    """What happened to a group: it joined, left, merged, was renamed, formed or dissolved, or parted from another."""

    kind: str
    actors: tuple[str, ...]
    others: tuple[str, ...]
    recorded: RecordedClaim

    @property
    def when(self) -> When | None:
        """When, as far as it is told."""
        return self.recorded.claim.when


_KINDS = ("dissolved", "renamed", "merged", "ends", "begins", "formed")
_NAMES = {"ends": "left", "begins": "joined"}


def find_changes(claims: Iterable[RecordedClaim]) -> list[GroupChange]:
    """Return the changes of groups that incidents and relations tell of, by day; undated ones last."""
    found = []
    for recorded in claims:
        claim = recorded.claim
        quote = claim.evidence[0].quote
        if not _counts(claim) or claim.stance is Stance.DENIED:
            continue
        if claim.kind is ClaimKind.INCIDENT and claim.predicate == IncidentType.GROUP_CHANGE:
            kind = next((k for k in _KINDS if tells(k, quote)), "changed")
            change = GroupChange(
                kind=_NAMES.get(kind, kind), actors=claim.roles.actor, others=claim.roles.target, recorded=recorded
            )
            found.append(change)
        elif claim.kind is ClaimKind.RELATION and claim.predicate == RelationType.SUCCESSOR_OF:
            kind = "merged into" if tells("merged", quote) else "parted from" if tells("ends", quote) else "came out of"
            pair = (
                (claim.roles.object, claim.roles.subject) if kind == "merged into" else (claim.roles.subject, claim.roles.object)
            )
            found.append(GroupChange(kind=kind, actors=pair[0], others=pair[1], recorded=recorded))
    return sorted(found, key=lambda c: (_day_of(c.when) is None, _day_of(c.when) or 0, c.recorded.claim.id))


def find_affiliations(claims: Iterable[RecordedClaim], published: Mapping[str, When]) -> list[Affiliation]:
    """Return every tie of two actors over time, sorted by its key.

    Args:
        claims: the record's claims, their actors' ids as people judged them; readers' comments and what is planned are left out.
        published: report id to when it came out.
    """
    listed = [recorded for recorded in claims if _counts(recorded.claim)]
    changes = find_changes(listed)
    lent = _lend_times(changes)
    gathered: dict[Key, _Gathered] = {}
    for recorded in listed:
        if recorded.claim.kind is ClaimKind.RELATION:
            _take_relation(gathered, recorded, published, lent)
    for change in changes:
        _take_change(gathered, change, published)
    return [
        Affiliation(
            subject=key[0],
            relation=held.choose_relation(key[1]),
            object=key[2],
            marks=tuple(sorted(_heed_ends(held.marks), key=lambda m: (m.first, m.last, m.recorded.claim.id, m.evidence.span))),
            undated=tuple(held.undated),
        )
        for key, held in sorted(gathered.items())
    ]


def _heed_ends(marks: Sequence[Marked]) -> Iterator[Marked]:
    """Yield the marks; a report that lists a member and tells that it left means that it was one before it left."""
    ends = {m.recorded.report_id: m.first if m.is_dated else m.last for m in marks if m.mark is Mark.ENDS}
    for mark in marks:
        end = ends.get(mark.recorded.report_id)
        if end is not None and mark.mark in {Mark.HOLDS, Mark.BEGINS} and not mark.is_dated and mark.last >= end:
            yield replace(mark, mark=Mark.SOMETIME, first=end - 1, last=end - 1)
        else:
            yield mark


@dataclass(slots=True)
class _Gathered:
    marks: list[Marked] = field(default_factory=list)
    undated: list[RecordedClaim] = field(default_factory=list)

    def choose_relation(self, relation: str) -> RelationType:
        """Return what most claims call the tie; one report's member is another's part, and they speak of one tie."""
        if relation not in NESTING:
            return RelationType(relation)
        claims = {r.claim.id: r.claim for r in (*(mark.recorded for mark in self.marks), *self.undated)}
        n_parts = sum(claim.predicate == RelationType.PART_OF for claim in claims.values())
        n_members = sum(claim.predicate == RelationType.MEMBER_OF for claim in claims.values())
        return RelationType.PART_OF if n_parts > n_members else RelationType.MEMBER_OF


def _counts(claim: Claim) -> bool:
    return claim.stance.is_happening and not claim.is_from_reader


def _lend_times(changes: Iterable[GroupChange]) -> dict[str, list[tuple[Evidence, When]]]:
    """Return report id to the quotes of its changes that have a time, for relations that the same words tell."""
    lent: dict[str, list[tuple[Evidence, When]]] = {}
    for change in changes:
        if change.when is not None and change.when.start is not None:
            lent.setdefault(change.recorded.report_id, []).append((change.recorded.claim.evidence[0], change.when))
    return lent


def _take_relation(
    gathered: dict[Key, _Gathered],
    recorded: RecordedClaim,
    published: Mapping[str, When],
    lent: Mapping[str, list[tuple[Evidence, When]]],
) -> None:
    claim = recorded.claim
    span = claim.evidence[0].span
    borrowed = next((when for e, when in lent.get(recorded.report_id, ()) if e.span.overlaps(span)), None)
    marks = list(mark_relation(recorded, published.get(recorded.report_id), borrowed))
    for subject in claim.roles.subject:
        for whole in claim.roles.object:
            if subject == whole:
                continue  # an actor has no tie to itself
            pair = sorted((subject, whole)) if RelationType(claim.predicate).is_symmetric else [subject, whole]
            kind = RelationType.MEMBER_OF if claim.predicate in NESTING else RelationType(claim.predicate)
            held = gathered.setdefault((pair[0], kind.value, pair[1]), _Gathered())
            held.marks += marks
            if not marks:
                held.undated.append(recorded)


def _take_change(gathered: dict[Key, _Gathered], change: GroupChange, published: Mapping[str, When]) -> None:
    """Add what a change of groups says of ties: those named in it, and all ties of a group that dissolved."""
    is_dated = change.when is not None and change.when.start is not None
    when = change.when if is_dated else published.get(change.recorded.report_id)
    if when is None or when.start is None or when.end is None:
        return
    first, last = when.start.toordinal(), when.end.toordinal()

    def mark(kind: Mark) -> Marked:
        return Marked(
            mark=Mark.HOLDS if kind is Mark.BEGINS and not is_dated else kind,
            first=EVER if kind is Mark.ENDS and not is_dated else first,
            last=last,
            recorded=change.recorded,
            evidence=change.recorded.claim.evidence[0],
            is_dated=is_dated,
        )

    if change.kind == "dissolved":
        gone = change.others or change.actors
        for key, held in gathered.items():
            if (
                RelationType(key[1]) in NESTING
                and (key[2] in gone or key[0] in gone)
                and any(m.first <= last for m in held.marks)
            ):
                held.marks.append(mark(Mark.ENDS))
    elif change.kind in {"joined", "left"} and change.recorded.claim.kind is ClaimKind.INCIDENT:
        for one in change.actors:
            for whole in change.others:
                if one != whole:
                    _take_pair(gathered, one, whole, mark(Mark.BEGINS if change.kind == "joined" else Mark.ENDS))


def _take_pair(gathered: dict[Key, _Gathered], one: str, whole: str, marked: Marked) -> None:
    """Add a change to the tie of two that is known; to one of two that is not, where it is a membership."""
    report_id, quote = marked.recorded.report_id, marked.evidence.span
    known = [key for key in gathered if key[0] == one and key[2] == whole and RelationType(key[1]) in BELONGING]
    for key in known:
        told = any(m.recorded.report_id == report_id and m.evidence.span.overlaps(quote) for m in gathered[key].marks)
        if not told:
            gathered[key].marks.append(marked)
    if not known:
        relation = RelationType.AFFILIATED_WITH if _is_pledge(marked) else RelationType.MEMBER_OF
        gathered[one, relation.value, whole] = _Gathered(marks=[marked])


BELONGING = NESTING | {RelationType.AFFILIATED_WITH}


def _is_pledge(marked: Marked) -> bool:
    return any(word in marked.evidence.quote.casefold() for word in ("pledg", "allegiance", "loyalty", "oath"))


def _day_of(when: When | None) -> int | None:
    return None if when is None or when.start is None else when.start.toordinal()
