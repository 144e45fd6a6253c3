"""Statements: what a party or an official does by speaking, and which incident it speaks about."""

from collections.abc import Iterator
from dataclasses import dataclass

from tacitus.config import Settings
from tacitus.extract.acts import Acts, load_acts
from tacitus.extract.arguments import subject_mentions
from tacitus.extract.attributions import ARMED_GROUPS, PARTIES, Attribution, attributions_of
from tacitus.extract.document import SILENT_ZONES, Document
from tacitus.extract.issuer import find_issuer
from tacitus.extract.quoting import load_reporting
from tacitus.extract.verbgroups import Clauses, Verb, analyse_clauses, lemma_of
from tacitus.ids import hash_parts
from tacitus.model import (
    Claim,
    ClaimKind,
    Evidence,
    MentionKind,
    Roles,
    Span,
    Speaker,
    SpeakerKind,
    Stance,
    StatementAct,
    ZoneKind,
)

_SELF = frozenset({"it", "its", "they", "their", "we", "our", "he", "his", "she", "her", "us", "i"})
_FIRST_PERSON = frozenset({"we", "our", "i", "my"})
_OFFICES = frozenset({"ministry", "army", "government", "office", "command", "military", "presidency", "administration"})
_BODIES = frozenset({"force", "command", "army", "ministry", "office", "group", "movement", "council", "mission", "battalion"})
_UNSPOKEN = SILENT_ZONES | {ZoneKind.COMMENT, ZoneKind.CAPTION, ZoneKind.MEDIA, ZoneKind.BYLINE}
_CLAIM, _VICTORY, _DENY, _ACCUSE = (
    StatementAct.CLAIMS_RESPONSIBILITY,
    StatementAct.DECLARES_VICTORY,
    StatementAct.DENIES,
    StatementAct.ACCUSES,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Said:
    """One act: who did it in which words."""

    act: StatementAct
    speaker: Speaker
    span: Span
    content: Span
    zone: ZoneKind
    sentence: int


def find_statements(
    document: Document, attributions: tuple[Attribution, ...], incidents: tuple[Claim, ...], settings: Settings
) -> tuple[Claim, ...]:
    """Return the acts of named speakers, in text order; ``about`` is the id of the incident spoken about."""
    acts = load_acts(settings.lexicon)
    issuer = find_issuer(document, settings)
    analysed = analyse_clauses(document, settings)
    starts = [c.sentence.span.start for c in analysed]
    said: list[_Said] = []
    by_sentence: dict[int, list[Attribution]] = {}
    for attribution in attributions:
        by_sentence.setdefault(_sentence_at(starts, attribution.cue.start), []).append(attribution)
    for index, clauses in enumerate(analysed):
        if clauses.sentence.zone.kind in _UNSPOKEN or not clauses.lows:
            continue
        here: list[_Said] = []
        for attribution in by_sentence.get(index, []):
            here += _from_attribution(document, clauses, attribution, acts, issuer, incidents)
        here += _by_themselves(document, clauses, attributions, acts, settings, issuer)
        said += _distinct(here)
    said = _without_headline_copies(said)
    return tuple(_claim(document, one, incidents) for one in said)


def _sentence_at(starts: list[int], offset: int) -> int:
    low, high = 0, len(starts)
    while low < high:
        middle = (low + high) // 2
        if starts[middle] <= offset:
            low = middle + 1
        else:
            high = middle
    return low - 1


# ---------------------------------------------------------------- acts of a cue


def _from_attribution(  # noqa: PLR0913, PLR0917  the sentence, the report and the trigger are separate nouns
    document: Document,
    clauses: Clauses,
    attribution: Attribution,
    acts: Acts,
    issuer: str | None,
    incidents: tuple[Claim, ...],
) -> Iterator[_Said]:
    speaker = _speaker(attribution.speaker, issuer)
    if speaker is None:
        return
    at = clauses.index_at(attribution.cue.end - 1)
    verb = clauses.verb_at.get(at)
    low = clauses.index_at(max(attribution.content.start, clauses.sentence.span.start))
    high = min(clauses.n, clauses.index_at(min(attribution.content.end, clauses.sentence.span.end) - 1) + 1)
    act = _act_of(document, clauses, attribution, verb, (low, high), speaker, acts)
    if act in {None, StatementAct.ANNOUNCES} and _alleges(attribution, speaker, incidents):
        act = _ACCUSE
    if act is None:
        return
    union = Span(
        start=min(attribution.cue.start, max(attribution.content.start, clauses.sentence.span.start)),
        end=max(attribution.cue.end, min(attribution.content.end, clauses.sentence.span.end)),
    )
    if attribution.content.end <= attribution.cue.start and act is _DENY and clauses.lows[min(high, clauses.n - 1)] != "”":
        union = _from_subject(clauses, verb, attribution.cue)
    elif attribution.content.start >= attribution.cue.end:
        union = Span(start=_from_subject(clauses, verb, attribution.cue).start, end=union.end)
    yield _Said(
        act=act,
        speaker=speaker,
        span=union,
        content=attribution.content,
        zone=clauses.sentence.zone.kind,
        sentence=clauses.sentence.index,
    )


def _alleges(attribution: Attribution, speaker: Speaker, incidents: tuple[Claim, ...]) -> bool:
    """Whether the content holds an incident that the speaker alleges of others."""
    return any(
        i.stance is Stance.ALLEGED and i.speaker.entity == speaker.entity and i.evidence[0].span.overlaps(attribution.content)
        for i in incidents
    )


def _from_subject(clauses: Clauses, verb: Verb | None, cue: Span) -> Span:
    """Return the cue with the word or the name before it, where its subject stands there."""
    if verb is None or verb.first == 0:
        return cue
    i = verb.first - 1
    if clauses.at[i] is not None:
        while i > 0 and clauses.at[i - 1] is clauses.at[i]:
            i -= 1
    elif clauses.kinds[i] != "o":
        return cue
    return Span(start=clauses.sentence.tokens[i].start, end=cue.end)


def _speaker(speaker: Speaker, issuer: str | None) -> Speaker | None:
    if speaker.entity is not None:
        return speaker
    words = (speaker.name or "").casefold().split()
    if issuer is not None and words and (words[-1] in {"we", "i", "it"} or (words[0] == "the" and words[-1] in _BODIES)):
        return Speaker(kind=SpeakerKind.ACTOR, entity=issuer)
    return None


def _act_of(  # noqa: C901, PLR0911, PLR0913, PLR0917  a list of cases, read from top to bottom
    document: Document,
    clauses: Clauses,
    attribution: Attribution,
    verb: Verb | None,
    content: tuple[int, int],
    speaker: Speaker,
    acts: Acts,
) -> StatementAct | None:
    low, high = content
    lemma = verb.lemma if verb is not None else ""
    words = clauses.lows[low:high]
    near = words[:9]
    is_party = _is_party(document, speaker)
    if verb is not None and verb.modal is not None:
        return None
    if lemma == "claim" and ("responsibility" in near or "credit" in near):
        return _CLAIM
    if lemma == "claim" and set(near[:4]) & acts.claim_objects and not _has_verb(clauses, low, min(high, low + 4)):
        return _CLAIM
    if lemma in acts.victory_verbs and set(words[:12]) & acts.victory_objects:
        return _VICTORY
    if lemma in {"admit", "acknowledge"} and ("responsibility" in near[:4] or (near and near[0] in acts.admitted)):
        return _CLAIM
    if attribution.act is _DENY:
        return _DENY if lemma not in acts.weak_denials or set(near[:6]) & acts.denied else None
    if attribution.act is StatementAct.THREATENS:
        return _threat(clauses, verb, (low, high), acts, is_party=is_party)
    if attribution.act is StatementAct.CALLS_FOR:
        is_call = lemma != "ask" or "to" in words or "for" in near[:3]
        return StatementAct.CALLS_FOR if is_call and not (verb is not None and verb.infinitive) else None
    if attribution.act is not None:
        return attribution.act
    if attribution.stance in {Stance.HYPOTHETICAL, Stance.ALLEGED, Stance.PLANNED}:
        return None
    if lemma in acts.announce_verbs:
        return _announcement(clauses, (low, high), acts, is_party=is_party)
    return _said_act(document, clauses, (low, high), speaker, acts, is_party=is_party, lemma=lemma)


def _is_party(document: Document, speaker: Speaker) -> bool:
    actor = document.actor(speaker.entity) if speaker.entity is not None else None
    if speaker.kind is SpeakerKind.PERSON:
        return True
    if actor is None:
        return False
    return actor.type in PARTIES or bool(_OFFICES & set(actor.name.casefold().split()))


def _is_armed(document: Document, speaker: Speaker) -> bool:
    actor = document.actor(speaker.entity) if speaker.entity is not None else None
    return speaker.kind is SpeakerKind.PERSON or (actor is not None and actor.type in ARMED_GROUPS)


def _has_verb(clauses: Clauses, low: int, high: int) -> bool:
    return any(i in clauses.verb_at for i in range(low, high))


def _threat(clauses: Clauses, verb: Verb | None, content: tuple[int, int], acts: Acts, *, is_party: bool) -> StatementAct | None:
    if verb is None or "allegiance" in clauses.lows[slice(*content)] or "loyalty" in clauses.lows[slice(*content)]:
        return None
    if verb.lemma == "threaten":
        return StatementAct.THREATENS
    lemmas = {lemma_of(clauses, i) for i in range(*content)}
    if verb.lemma in acts.party_threats and is_party and lemmas & acts.harm:
        return StatementAct.THREATENS
    return StatementAct.ANNOUNCES if verb.lemma in {"pledge", "promise", "vow"} and is_party and verb.lemma != "pledge" else None


def _announcement(clauses: Clauses, content: tuple[int, int], acts: Acts, *, is_party: bool) -> StatementAct | None:
    low, high = content
    words = clauses.lows[low:high]
    is_clause = words[:1] == ["that"] or _has_verb(clauses, low, high)
    return StatementAct.ANNOUNCES if set(words[:10]) & acts.declarations or (is_party and is_clause) else None


def _said_act(  # noqa: PLR0911, PLR0913  a list of cases, read from top to bottom
    document: Document,
    clauses: Clauses,
    content: tuple[int, int],
    speaker: Speaker,
    acts: Acts,
    *,
    is_party: bool,
    lemma: str,
) -> StatementAct | None:
    """Return the act of a mere ``said``: by what the speaker says of itself, of its deeds or of others."""
    low, high = content
    if not is_party or low >= high:
        return None
    if any(_contains(clauses.lows, low, high, p) for p in acts.claim_inside) and _is_own(document, clauses, low, high, speaker):
        return _CLAIM
    if lemma == "speak":
        return StatementAct.ANNOUNCES if _is_armed(document, speaker) else None
    verbs = [v for v in clauses.verbs if low <= v.head < high and v.finite]
    own = _is_own(document, clauses, low, high, speaker)
    if _is_denial(clauses, low, high, verbs, acts) and own:
        return _DENY
    main = next((v for v in verbs), None)
    if main is None:
        return None
    if "we" in clauses.lows[low:high] and any(_contains(clauses.lows, low, high, p) for p in acts.own_threats):
        return StatementAct.THREATENS
    is_threat = main.modal in {"will", "would"} and acts.negations.isdisjoint(clauses.lows[low:high])
    if own and is_threat and {lemma_of(clauses, i) for i in range(low, high)} & acts.harm:
        return StatementAct.THREATENS
    if main.lemma in acts.deeds and main.modal is None and set(words_of(clauses, low, high)[:8]) & acts.declarations:
        return StatementAct.ANNOUNCES
    if own and main.modal is None and any(v.lemma in acts.deeds and v.modal is None for v in verbs[:3]):
        return StatementAct.ANNOUNCES
    return None


def words_of(clauses: Clauses, low: int, high: int) -> list[str]:
    """Return the words of tokens ``[low, high)``, case-folded."""
    return clauses.lows[low:high]


def _contains(lows: list[str], low: int, high: int, phrase: tuple[str, ...]) -> bool:
    size = len(phrase)
    return any(tuple(lows[i : i + size]) == phrase for i in range(low, high - size + 1))


def _is_own(document: Document, clauses: Clauses, low: int, high: int, speaker: Speaker) -> bool:
    """Whether the first subject of the content is the speaker, or belongs to it."""
    stop = next((v.head for v in clauses.verbs if low <= v.head < high), high)
    if any(clauses.lows[i] in _SELF for i in range(low, min(stop, high))):
        return True
    del document
    return any(m.entity == speaker.entity for _, _, m in clauses.mentions_between(low, stop))


def _is_denial(clauses: Clauses, low: int, high: int, verbs: list[Verb], acts: Acts) -> bool:
    """Whether the content says that something is not so, of the present or of the past."""
    if any(v.modal is not None for v in verbs[:1]):
        return False
    first = verbs[0].head if verbs else high
    return any(clauses.lows[i] in acts.negations for i in range(low, min(high, first + 4)))


# ---------------------------------------------------------------- acts without a cue


def _by_themselves(  # noqa: PLR0913, PLR0917  the sentence, the report and the trigger are separate nouns
    document: Document,
    clauses: Clauses,
    attributions: tuple[Attribution, ...],
    acts: Acts,
    settings: Settings,
    issuer: str | None,
) -> Iterator[_Said]:
    """Find acts that no reporting verb carries: blame laid, claims called false, and the words of a release itself."""
    yield from _blame(document, clauses, acts)
    yield from _victory(clauses, acts)
    span = clauses.sentence.span
    around = [a for a in attributions_of(attributions, span) if a.speaker.entity is not None]
    inside = [a for a in attributions if span.start <= a.cue.start < span.end and a.speaker.entity is not None]
    own = Speaker(kind=SpeakerKind.ACTOR, entity=issuer) if issuer is not None else None
    speaker = around[0].speaker if around else own
    if speaker is None:
        return
    reporting = load_reporting(settings.lexicon)
    is_false = any(a.stance is Stance.DENIED and a.speaker.entity is None for a in attributions if _within(a.cue, span))
    is_false = is_false and any(w in reporting.content_nouns for w in clauses.lows)
    act = _DENY if is_false else None
    if act is None and not inside and (around or issuer is not None):
        act = _first_person_act(clauses, acts)
    if act is None and not inside and around and _is_quoted_denial(clauses):
        act = _DENY
    if act is not None:
        yield _Said(
            act=act, speaker=speaker, span=_trim(clauses), content=span, zone=clauses.sentence.zone.kind,
            sentence=clauses.sentence.index,
        )  # fmt: skip


def _within(inner: Span, outer: Span) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end


def _trim(clauses: Clauses) -> Span:
    return clauses.span(0, clauses.n - 1)


def _first_person_act(clauses: Clauses, acts: Acts) -> StatementAct | None:  # noqa: PLR0911  a list of cases, read from top to bottom
    """Return the act of a sentence in which ``we`` speak."""
    if not any(w in _FIRST_PERSON for w in clauses.lows):
        return None
    if any(_contains(clauses.lows, 0, clauses.n, p) for p in acts.own_threats) and "we" in clauses.lows:
        return StatementAct.THREATENS
    for verb in clauses.verbs:
        subject = clauses.lows[max(0, verb.first - 4) : verb.first]
        if not any(w in _FIRST_PERSON for w in subject):
            continue
        if verb.lemma in acts.victory_verbs and set(clauses.lows[verb.head + 1 : verb.head + 10]) & acts.victory_objects:
            return _VICTORY
        if verb.lemma in {"demand", "urge", "call"} and verb.modal is None:
            return StatementAct.CALLS_FOR
        if verb.negated and verb.modal is None:
            return _DENY
        if verb.lemma == "carry" and clauses.lows[verb.head + 1 : verb.head + 2] == ["out"]:
            return _CLAIM
    return None


def _is_quoted_denial(clauses: Clauses) -> bool:
    """Whether a quoted sentence says of an actor that it did not: ``X did not fire a single round``."""
    main = next((v for v in clauses.verbs if v.finite), None)
    if main is None or not main.negated or main.modal is not None:
        return False
    return any(m.kind is MentionKind.ACTOR for m in subject_mentions(clauses, main))


def _victory(clauses: Clauses, acts: Acts) -> Iterator[_Said]:
    """Find ``declared the operation a success``, ``proclaimed the liberation of X``."""
    for verb in clauses.verbs:
        if verb.lemma not in acts.victory_verbs or verb.passive or verb.negated or verb.modal is not None:
            continue
        tail = clauses.lows[verb.head + 1 : verb.head + 11]
        if not set(tail) & acts.victory_objects:
            continue
        end = min(clauses.n - 1, verb.head + 11)
        for kind, entity in _subject_of(clauses, verb)[:1]:
            if entity is not None:
                yield _Said(
                    act=_VICTORY, speaker=Speaker(kind=kind, entity=entity), span=clauses.span(verb.first, end),
                    content=clauses.span(verb.head, end), zone=clauses.sentence.zone.kind, sentence=clauses.sentence.index,
                )  # fmt: skip


def _blame(document: Document, clauses: Clauses, acts: Acts) -> Iterator[_Said]:
    """Find ``laid the blame on X``, ``named X as the author``, ``held X responsible``, ``pointed the finger at X``."""
    for verb in clauses.verbs:
        if verb.lemma not in acts.blame_verbs or verb.passive or verb.negated or verb.modal is not None:
            continue
        tail = clauses.lows[verb.head + 1 : verb.head + 12]
        if not set(tail) & acts.blame_marks:
            continue
        for mention in _subject_of(clauses, verb):
            if mention[1] is None:
                continue
            end = min(clauses.n - 1, verb.head + 12)
            yield _Said(
                act=_ACCUSE,
                speaker=Speaker(kind=mention[0], entity=mention[1]),
                span=clauses.span(verb.first, end),
                content=clauses.span(verb.head, end),
                zone=clauses.sentence.zone.kind,
                sentence=clauses.sentence.index,
            )
            break
    del document


def _subject_of(clauses: Clauses, verb: Verb) -> list[tuple[SpeakerKind, str | None]]:
    from_subject = subject_mentions(clauses, verb)
    return [
        (SpeakerKind.PERSON if m.kind is MentionKind.PERSON else SpeakerKind.ACTOR, m.entity)
        for m in from_subject
        if m.kind is not MentionKind.PLACE
    ]


# ---------------------------------------------------------------- claims


def _distinct(said: list[_Said]) -> list[_Said]:
    """Keep one act of one speaker in a sentence, and one act for one cue."""
    kept: list[_Said] = []
    for one in said:
        if not any(k.act is one.act and k.speaker.entity == one.speaker.entity and k.span.overlaps(one.span) for k in kept):
            kept.append(one)
    return kept


def _without_headline_copies(said: list[_Said]) -> list[_Said]:
    told = {(s.speaker.entity, s.act) for s in said if s.zone is not ZoneKind.HEADLINE}
    return [s for s in said if s.zone is not ZoneKind.HEADLINE or (s.speaker.entity, s.act) not in told]


def _claim(document: Document, said: _Said, incidents: tuple[Claim, ...]) -> Claim:
    quote = document.report.quote(said.span)
    return Claim(
        id=hash_parts(document.report.id, "statement", said.act, said.speaker.entity, said.span.start, said.span.end),
        kind=ClaimKind.STATEMENT,
        predicate=said.act,
        evidence=(Evidence(span=said.span, quote=quote),),
        roles=Roles(),
        speaker=said.speaker,
        stance=Stance.ASSERTED,
        zone=said.zone,
        about=_about(said, incidents),
        score=0.8,
    )


def _about(said: _Said, incidents: tuple[Claim, ...]) -> str | None:
    """Return the incident whose words the statement shares; else, where it claims or denies, the last one told before it."""
    for incident in incidents:
        if any(e.span.overlaps(said.span) for e in incident.evidence):
            return incident.id
    if said.act in {StatementAct.CLAIMS_RESPONSIBILITY, StatementAct.ACCUSES, StatementAct.DENIES, StatementAct.CONFIRMS}:
        before = [i for i in incidents if i.evidence[0].span.start < said.span.start]
        if said.act is StatementAct.CLAIMS_RESPONSIBILITY and before:
            return before[0].id if len(before) == 1 else before[-1].id
    return None
