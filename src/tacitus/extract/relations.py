"""Relations between actors: who belongs to, leads, is allied with, fights or came out of whom.

The wordings stand in ``lexicon/relations.toml`` and ``lexicon/cues.toml``; here what is found becomes claims.
"""

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import replace

from tacitus.config import Settings
from tacitus.extract.clauses import load_phrases
from tacitus.extract.document import Document
from tacitus.extract.relating import Found, RelationReader
from tacitus.extract.standing import Attributions, judge_claim
from tacitus.ids import hash_parts
from tacitus.model import Claim, ClaimKind, Evidence, RelationType, Roles, Speaker, SpeakerKind, Stance


def find_relations(document: Document, attributions: Attributions, settings: Settings) -> tuple[Claim, ...]:
    """Return the relations that the report speaks of, one claim for each subject, relation and object, in text order."""
    found: dict[tuple[str, str, str], Claim] = {}
    for relation in RelationReader(document, settings).read():
        kind = RelationType(relation.relation)
        first, second = relation.subject, relation.object
        if kind.is_symmetric and second < first:
            first, second = second, first
        key = (first, second, kind.value)
        claim = _make_claim(document, attributions, relation, settings)
        if not claim.stance.is_happening:
            continue
        known = found.get(key)
        if known is None:
            found[key] = claim
        elif claim.score > known.score and known.zone is claim.zone:
            found[key] = replace(claim, when=claim.when or known.when)
        elif known.when is None and claim.when is not None:
            found[key] = replace(known, when=claim.when)
    return tuple(_prefer_specific(found))


def _prefer_specific(found: dict[tuple[str, str, str], Claim]) -> Iterator[Claim]:
    """Leave out a looser tie between two actors where a closer one is said too."""
    for (first, second, kind), claim in found.items():
        if kind == RelationType.AFFILIATED_WITH and any(
            (first, second, closer) in found for closer in (RelationType.MEMBER_OF, RelationType.PART_OF, RelationType.LEADS)
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
