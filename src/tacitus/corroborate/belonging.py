"""Who belongs to whom, whenever that was: what tells a party's word from another's, and a member from its coalition."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from tacitus.model import ClaimKind, RelationType, Stance
from tacitus.record.nouns import RecordedClaim

BELONGS = frozenset({RelationType.MEMBER_OF, RelationType.PART_OF, RelationType.LEADS, RelationType.AFFILIATED_WITH})
_STEPS = 4
"""Ties that are followed from one to the next."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Belonging:
    """Ties of actors to those that they are members, parts, leaders or affiliates of, as any report claims them."""

    wholes: Mapping[str, frozenset[str]] = field(default_factory=dict)
    parts: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def is_of(self, one: str, whole: str) -> bool:
        """Whether one belongs to the other, perhaps through others."""
        return whole in follow_ties(one, self.wholes, most=_STEPS)

    def circle_of(self, one: str) -> frozenset[str]:
        """Return all to whom an actor belongs, and all who belong to it."""
        return follow_ties(one, self.wholes, most=_STEPS) | follow_ties(one, self.parts, most=_STEPS)


def follow_ties(start: str, ties: Mapping[str, Collection[str]], *, most: int | None = None) -> frozenset[str]:
    """Return all who are reached from an actor, itself left out; ties may run in a circle. ``most`` bounds the steps."""
    met: set[str] = set()
    frontier = {start}
    steps = 0
    while frontier and steps != most:
        frontier = {other for one in frontier for other in ties.get(one, ())} - met - {start}
        met |= frontier
        steps += 1
    return frozenset(met)


def find_belonging(claims: Iterable[RecordedClaim]) -> Belonging:
    """Return the ties of claims that are not denied."""
    wholes: dict[str, set[str]] = {}
    parts: dict[str, set[str]] = {}
    for claim in (recorded.claim for recorded in claims):
        if claim.kind is not ClaimKind.RELATION or claim.predicate not in BELONGS or claim.stance is Stance.DENIED:
            continue
        for one in claim.roles.subject:
            for whole in claim.roles.object:
                if one != whole:
                    wholes.setdefault(one, set()).add(whole)
                    parts.setdefault(whole, set()).add(one)
    frozen = {one: frozenset(of) for one, of in wholes.items()}
    return Belonging(wholes=frozen, parts={one: frozenset(of) for one, of in parts.items()})
