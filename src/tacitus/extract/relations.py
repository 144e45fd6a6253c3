"""Relations between actors: who belongs to, leads, is allied with, fights or came out of whom.

The wordings stand in ``lexicon/relations.toml`` and ``lexicon/cues.toml``; here what is found becomes claims.
"""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final, NamedTuple

from tacitus.config import Settings
from tacitus.extract.clauses import load_phrases
from tacitus.extract.document import Document
from tacitus.extract.evidence import NOTHING_READ, ModelEvidence, Tie, is_found
from tacitus.extract.relating import Found, RelationReader
from tacitus.extract.standing import Attributions, judge_claim
from tacitus.ids import hash_parts
from tacitus.model import Claim, ClaimKind, Evidence, RelationType, Roles, Span, Speaker, SpeakerKind, Stance, ZoneKind

_PLACING: Final = frozenset({RelationType.MEMBER_OF, RelationType.PART_OF, RelationType.AFFILIATED_WITH, RelationType.LEADS})
MOST_QUOTES: Final = 4
"""Quotes that a relation's claim keeps."""
TOLD_ZONES = frozenset({ZoneKind.HEADLINE, ZoneKind.BODY, ZoneKind.CAPTION, ZoneKind.COMMENT})
"""Zones in which a relation that only the model reads counts."""


def find_relations(
    document: Document, attributions: Attributions, settings: Settings, evidence: ModelEvidence = NOTHING_READ
) -> tuple[Claim, ...]:
    """Return the relations that the report speaks of, one claim for each subject, relation and object.

    Those that the grammars find come first, in text order; then those that only the model reads.
    """
    found: dict[tuple[str, str, str, bool], Claim] = {}
    for relation in RelationReader(document, settings).read():
        kind = RelationType(relation.relation)
        first, second = relation.subject, relation.object
        if kind.is_symmetric and second < first:
            first, second = second, first
        claim = _make_claim(document, attributions, relation, settings)
        if not claim.stance.is_happening:
            continue
        key = (first, second, kind.value, claim.stance is Stance.DENIED)
        known = found.get(key)
        found[key] = claim if known is None else _join_claims(known, claim)
    for tie in _choose_ties(evidence.ties, tuple(found.values()), settings):
        is_turned = tie.is_symmetric and tie.object < tie.subject
        ends = (tie.object, tie.subject) if is_turned else (tie.subject, tie.object)
        tied = _tie_claim(document, attributions, tie, ends, settings)
        if tied is not None:
            found[(*ends, tie.relation, False)] = tied
    return tuple(_prefer_specific(found))


def _choose_ties(ties: Sequence[Tie], claims: Sequence[Claim], settings: Settings) -> list[Tie]:
    """Return the ties of which the model is sure and that go with what is known already, in text order.

    What the grammars found counts more, then what scores higher: two actors have one relation, a group has one leader, a sentence
    puts an actor into one whole, and those whom it puts into the same are not told to belong to each other.
    """
    known = [_Known(c.predicate, c.roles.subject[0], c.roles.object[0], c.evidence[0].span) for c in claims]
    chosen = []
    for tie in sorted(ties, key=lambda t: (-t.score, t.span)):
        if is_found(tie.relation, "relation", tie.score, settings.lexicon) and not any(_excludes(k, tie, known) for k in known):
            known.append(_Known(tie.relation, tie.subject, tie.object, tie.span))
            chosen.append(tie)
    return sorted(chosen, key=lambda t: (t.span, t.relation))


class _Known(NamedTuple):
    relation: str
    subject: str
    object: str
    span: Span


def _excludes(one: _Known, tie: Tie, known: Sequence[_Known]) -> bool:
    """Whether a relation that is known leaves no room for a tie."""
    if {one.subject, one.object} == {tie.subject, tie.object}:
        return True
    if one.relation == RelationType.LEADS == tie.relation and one.object == tie.object:
        return True
    if not one.span.overlaps(tie.span) or one.relation not in _PLACING:
        return False
    if one.subject == tie.subject and tie.relation in _PLACING:
        return True
    return one.subject == tie.subject and any(
        other.subject == tie.object and other.object == one.object and other.relation in _PLACING for other in known
    )


def _tie_claim(
    document: Document, attributions: Attributions, tie: Tie, ends: tuple[str, str], settings: Settings
) -> Claim | None:
    """Return the claim of a relation that only the model reads; what is planned, possible or denied is none."""
    zone = document.report.zone_at(tie.span.start).kind
    stance, speaker = judge_claim(document, attributions, tie.core, zone, settings)
    if zone not in TOLD_ZONES or not stance.is_happening or stance is Stance.DENIED:
        return None
    subject, other = ends
    return Claim(
        id=hash_parts(document.report.id, "relation", tie.relation, subject, other, tie.span.start, tie.span.end),
        kind=ClaimKind.RELATION,
        predicate=tie.relation,
        roles=Roles(subject=(subject,), object=(other,)),
        stance=stance,
        speaker=speaker,
        zone=zone,
        evidence=(Evidence(span=tie.span, quote=document.report.quote(tie.span)),),
        score=round(tie.score, 2),
    )


def _join_claims(known: Claim, again: Claim) -> Claim:
    """Return the claim of what a report says twice; its time belongs to its first quote."""
    if (known.when is None and again.when is not None) or (
        again.score > known.score and known.zone is again.zone and (again.when is not None or known.when is None)
    ):
        known, again = again, known
    quotes = {evidence.span: evidence for evidence in (*known.evidence, *again.evidence)}
    return replace(known, evidence=tuple(quotes.values())[:MOST_QUOTES])


def _prefer_specific(found: dict[tuple[str, str, str, bool], Claim]) -> Iterator[Claim]:
    """Leave out a looser tie between two actors where a closer one is said too."""
    for (first, second, kind, is_denied), claim in found.items():
        if kind == RelationType.AFFILIATED_WITH and any(
            (first, second, closer, is_denied) in found
            for closer in (RelationType.MEMBER_OF, RelationType.PART_OF, RelationType.LEADS)
        ):
            continue
        yield claim


def _make_claim(document: Document, attributions: Attributions, found: Found, settings: Settings) -> Claim:
    zone = found.clause.sentence.zone
    stance, speaker = judge_claim(document, attributions, found.core, zone.kind, settings)
    if not stance.is_happening and not _is_hedged(found, settings):
        stance, speaker = Stance.ASSERTED, Speaker(kind=SpeakerKind.AUTHOR)
    if found.stance is not None:
        stance = found.stance
    if found.speaker is not None:
        speaker = Speaker(kind=SpeakerKind.ACTOR, entity=found.speaker)
    evidence = (Evidence(span=found.span, quote=document.report.quote(found.span)),)
    roles = Roles(subject=(found.subject,), object=(found.object,))
    return Claim(
        id=hash_parts(
            document.report.id, "relation", found.relation, found.subject, found.object, found.span.start, found.span.end
        ),
        kind=ClaimKind.RELATION,
        predicate=found.relation,
        roles=roles,
        when=found.when,
        stance=stance,
        speaker=speaker,
        zone=zone.kind,
        evidence=evidence,
        score=found.score,
    )


def _is_hedged(found: Found, settings: Settings) -> bool:
    """Whether what is said to be planned or possible is the relation itself, not something else in the sentence."""
    clause = found.clause
    hedges = load_phrases(settings.lexicon).hedges
    for index in range(bisect_left(clause.starts, found.core.start) - 1, -1, -1):
        word = clause.words[index]
        if word in hedges:
            return True
        if word in {",", ";", ":", "who", "which"}:
            return False
    return False
