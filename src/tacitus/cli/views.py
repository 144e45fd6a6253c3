"""Which claims a view shows, and in which order."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from tacitus.export.book import Book
from tacitus.model import NESTING, Actor, Claim, ClaimKind, Proposal, Stance
from tacitus.record.identities import Identities
from tacitus.record.nouns import RecordedClaim


def pick_incidents(claims: Iterable[RecordedClaim]) -> list[RecordedClaim]:
    """Return what happened, by day; undated incidents come last. A planned or supposed one is no incident."""
    kept = [r for r in claims if r.claim.kind is ClaimKind.INCIDENT and r.claim.stance.is_happening]
    return sorted(kept, key=_by_day)


def pick_nesting(claims: Iterable[RecordedClaim]) -> list[RecordedClaim]:
    """Return who is a member or a part of whom, in text order."""
    return [r for r in claims if r.claim.kind is ClaimKind.RELATION and r.claim.predicate in NESTING]


def pick_affiliations(claims: Iterable[RecordedClaim]) -> list[RecordedClaim]:
    """Return the relations that are no membership, in text order."""
    return [r for r in claims if r.claim.kind is ClaimKind.RELATION and r.claim.predicate not in NESTING]


def pick_party_words(claims: Iterable[RecordedClaim]) -> list[RecordedClaim]:
    """Return what is only claimed, denied, alleged, planned or supposed, and what parties state; readers apart."""
    return [r for r in claims if not r.claim.is_from_reader and (is_only_said(r.claim) or r.claim.kind is ClaimKind.STATEMENT)]


def is_only_said(claim: Claim) -> bool:
    """Whether the text does not assert the claim itself."""
    return claim.stance is not Stance.ASSERTED


def split_readers(claims: Iterable[RecordedClaim]) -> tuple[list[RecordedClaim], list[RecordedClaim]]:
    """Return the claims of reports, and those of readers' comments."""
    listed = list(claims)
    return [r for r in listed if not r.claim.is_from_reader], [r for r in listed if r.claim.is_from_reader]


def pick_varied(claims: Iterable[RecordedClaim], most: int) -> list[RecordedClaim]:
    """Return a few claims that are as different as can be: of predicates, stances and reports not yet picked, the first."""
    left = list(claims)
    picked: list[RecordedClaim] = []
    while left and len(picked) < most:
        kinds = Counter((r.claim.predicate, r.claim.stance) for r in picked)
        reports = Counter(r.report_id for r in picked)
        best = min(left, key=lambda r: (kinds[r.claim.predicate, r.claim.stance], reports[r.report_id]))
        left.remove(best)
        picked.append(best)
    return picked


def claims_about(claims: Iterable[RecordedClaim], entities: frozenset[str]) -> list[RecordedClaim]:
    """Return the claims in which one of the entities takes part or speaks."""
    return [r for r in claims if entities & set(entities_of(r.claim))]


def entities_of(claim: Claim) -> tuple[str, ...]:
    """Return the ids of the actors and places of a claim, its speaker last."""
    roles = [entity for role, fillers in claim.roles.items() if role != "weapon" for entity in fillers]
    roles += [tally.side for tally in claim.tallies if tally.side is not None]
    return (*roles, claim.speaker.entity) if claim.speaker.entity is not None else tuple(roles)


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """An actor that may be a known one: the best proposal, and the ids of the reports that it stands in."""

    actor: Actor
    proposal: Proposal
    reports: tuple[str, ...]


def pick_doubts(proposals: Iterable[tuple[str, Proposal]], book: Book, identities: Identities) -> list[Doubt]:
    """Return what a person has to decide: pairs that were neither matched nor judged, the likeliest first."""
    found: dict[tuple[str, str], list[tuple[str, Proposal]]] = {}
    for report_id, proposal in proposals:
        if not proposal.is_match and not identities.is_decided(proposal.actor, proposal.candidate):
            found.setdefault((identities.find(proposal.actor, report_id), proposal.candidate), []).append((report_id, proposal))
    doubts = []
    for (actor_id, _), met in found.items():
        if actor_id in book.actors:
            best = max((proposal for _, proposal in met), key=lambda proposal: proposal.score)
            reports = tuple(dict.fromkeys(report_id for report_id, _ in met))
            doubts.append(Doubt(actor=book.actors[actor_id], proposal=best, reports=reports))
    return sorted(doubts, key=lambda d: (-d.proposal.score, d.actor.name, d.proposal.name, d.proposal.candidate))


def _by_day(recorded: RecordedClaim) -> tuple[bool, str, str, int, str]:
    claim = recorded.claim
    start = claim.when.start.isoformat() if claim.when is not None and claim.when.start is not None else ""
    return (not start, start, recorded.report_id, claim.evidence[0].span.start, claim.id)
