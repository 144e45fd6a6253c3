"""Statements: what a party or an official does by speaking, and which incident it speaks about."""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from tacitus.config import Settings
from tacitus.extract.acts import Acts, load_acts
from tacitus.extract.attributions import ARMED_GROUPS, Attribution, attributions_of
from tacitus.extract.bounds import evidence_span
from tacitus.extract.document import SILENT_ZONES, Document
from tacitus.extract.evidence import NOTHING_READ, ModelEvidence, is_found
from tacitus.extract.issuer import find_issuer
from tacitus.extract.quoting import Reporting, load_reporting
from tacitus.extract.releases import act_of_quote, act_of_release
from tacitus.extract.speakers import find_parties
from tacitus.extract.speechacts import ACCUSE, ANNOUNCE, CLAIM, CONFIRM, DENY, act_of
from tacitus.extract.utterances import Utterance
from tacitus.extract.verbgroups import Clauses, Verb, analyse_clauses
from tacitus.ids import hash_parts
from tacitus.model import (
    Claim,
    ClaimKind,
    Evidence,
    Roles,
    Span,
    Speaker,
    SpeakerKind,
    Stance,
    StatementAct,
    ZoneKind,
)

_BODIES = frozenset({"force", "command", "army", "ministry", "office", "group", "movement", "council", "mission", "battalion"})
_UNSPOKEN = SILENT_ZONES | {ZoneKind.COMMENT, ZoneKind.CAPTION, ZoneKind.MEDIA, ZoneKind.BYLINE}
_ACTS = frozenset(act.value for act in StatementAct)
_NEAR = 500
"""How far before a statement the incident may be told that it speaks of, in characters."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Said:
    """One act: who did it in which words; ``is_mere`` where no cue but a ``said`` carries it."""

    act: StatementAct
    speaker: Speaker
    span: Span
    content: Span
    zone: ZoneKind
    sentence: int
    is_mere: bool = False


class _Reader:
    """Reads the statements of one document."""

    def __init__(
        self, document: Document, attributions: tuple[Attribution, ...], incidents: tuple[Claim, ...], settings: Settings
    ) -> None:
        self.document = document
        self.folder = settings.lexicon
        self.attributions = attributions
        self.incidents = incidents
        self.acts: Acts = load_acts(settings.lexicon)
        self.reporting: Reporting = load_reporting(settings.lexicon)
        self.issuer = find_issuer(document, settings)
        self.analysed = analyse_clauses(document, settings)
        self.is_personal = sum("we" in c.lows or "our" in c.lows for c in self.analysed) > 2 if self.issuer is not None else False
        actor = document.actor(self.issuer) if self.issuer is not None else None
        self.is_personal = self.is_personal or (actor is not None and actor.type in ARMED_GROUPS)
        self.starts = [c.sentence.span.start for c in self.analysed]
        self.holding: dict[int, list[Attribution]] = {}
        for attribution in attributions:
            first, last = self._at(attribution.content.start), self._at(attribution.content.end - 1)
            for index in range(first, last + 1):
                self.holding.setdefault(index, []).append(attribution)
        self.alleged: dict[int, list[Claim]] = {}
        for incident in incidents:
            if incident.stance is Stance.ALLEGED:
                self.alleged.setdefault(self._at(incident.evidence[0].span.start), []).append(incident)
        self.parties = find_parties(self.analysed, self.reporting) if attributions else {}

    def read(self) -> list[_Said]:
        """Return what is said, in text order."""
        by_sentence: dict[int, list[Attribution]] = {}
        for attribution in self.attributions:
            by_sentence.setdefault(self._at(attribution.cue.start), []).append(attribution)
        said: list[_Said] = []
        for index, clauses in enumerate(self.analysed):
            if clauses.sentence.zone.kind in _UNSPOKEN or not clauses.lows:
                continue
            here: list[_Said] = []
            for attribution in by_sentence.get(index, []):
                here += self._from_attribution(clauses, attribution)
            here += self._by_itself(clauses, by_sentence.get(index, []))
            said += [s for s in _distinct(here) if not _goes_on(s, said)]
        return _without_headline_copies(said)

    def _at(self, offset: int) -> int:
        return bisect_right(self.starts, offset) - 1

    def _around(self, span: Span) -> list[Attribution]:
        """Return the attributions whose content holds the span, innermost first."""
        return attributions_of(tuple(self.holding.get(self._at(span.start), ())), span)

    def _from_attribution(self, clauses: Clauses, attribution: Attribution) -> Iterator[_Said]:
        verb = clauses.verb_at.get(clauses.index_at(attribution.cue.end - 1))
        low = clauses.index_at(max(attribution.content.start, clauses.sentence.span.start))
        high = min(clauses.n, clauses.index_at(min(attribution.content.end, clauses.sentence.span.end) - 1) + 1)
        if attribution.act is None and self._is_hearsay(attribution):
            return
        for number, named in enumerate((attribution.speaker, *attribution.others)):
            speaker = self._speaker(named, attribution)
            if speaker is None:
                continue
            utterance = Utterance(
                document=self.document, clauses=clauses, verb=verb, low=low, high=high, speaker=speaker, parties=self.parties
            )
            act = act_of(utterance, attribution, self.acts)
            if act is None and attribution.act is None and self._alleges(attribution, speaker):
                act = ACCUSE
            if act is ANNOUNCE and attribution.act is None and utterance.is_person() and not attribution.is_official:
                continue  # what a person without an office says is no announcement
            if act is not None and (act is not ANNOUNCE or number == 0):
                yield _Said(
                    act=act, speaker=speaker, span=self._evidence(clauses, verb, attribution, high, act),
                    content=attribution.content, zone=clauses.sentence.zone.kind, sentence=clauses.sentence.index,
                    is_mere=attribution.act is None,
                )  # fmt: skip

    def _is_hearsay(self, attribution: Attribution) -> bool:
        """Whether the words stand inside those of somebody without a name: ``residents said that they counted``."""
        cue = attribution.cue
        return any(
            a.speaker.entity is None
            and a.act is None
            and a.stance is not Stance.DENIED
            and a.content.start <= cue.start
            and cue.end <= a.content.end
            for a in self._around(cue)
            if a is not attribution
        )

    def _evidence(self, clauses: Clauses, verb: Verb | None, attribution: Attribution, high: int, act: StatementAct) -> Span:
        """Return the cue with its content, and with the subject where it stands right before the cue."""
        cue, content = attribution.cue, attribution.content
        start, end = max(content.start, clauses.sentence.span.start), min(content.end, clauses.sentence.span.end)
        if content.end <= cue.start and act is DENY and clauses.lows[min(high, clauses.n - 1)] != "”":
            return _from_subject(clauses, verb, cue)
        union = Span(start=min(cue.start, start), end=max(cue.end, end))
        if content.start >= cue.end:
            return Span(start=_from_subject(clauses, verb, cue).start, end=union.end)
        return union

    def _speaker(self, speaker: Speaker, attribution: Attribution | None = None) -> Speaker | None:
        if speaker.entity is not None and not self._speaks_as_issuer(attribution):
            return speaker
        if speaker.entity is not None:
            return Speaker(kind=SpeakerKind.ACTOR, entity=self.issuer)
        words = (speaker.name or "").casefold().strip('“”" ').split()
        if attribution is not None and words and words[-1] in {"we", "i"}:
            quoted = [a.speaker for a in self._around(attribution.cue) if a.speaker.entity is not None]
            if quoted:
                return quoted[0]
        if self.issuer is not None and words and (words[-1] in {"we", "i", "it"} or (words[0] == "the" and words[-1] in _BODIES)):
            return Speaker(kind=SpeakerKind.ACTOR, entity=self.issuer)
        return None

    def _speaks_as_issuer(self, attribution: Attribution | None) -> bool:
        """Whether ``we`` of a release speak, whoever was spoken of last."""
        if self.issuer is None or attribution is None or not self.is_personal:
            return False
        cue = attribution.cue
        before = self.document.text[max(0, cue.start - 3) : cue.start].casefold()
        return before == "we " and all(a.speaker.entity is None or a is attribution for a in self._around(cue))

    def _alleges(self, attribution: Attribution, speaker: Speaker) -> bool:
        """Whether the content holds an incident that the speaker alleges of others."""
        return any(
            i.speaker.entity == speaker.entity and i.evidence[0].span.overlaps(attribution.content)
            for i in self.alleged.get(self._at(attribution.content.start), ())
        )

    def _by_itself(self, clauses: Clauses, cued: list[Attribution]) -> Iterator[_Said]:
        """Find the act of a sentence that no cue of its own carries: of a quotation that goes on, or of a release."""
        span = clauses.sentence.span
        around = [a for a in self._around(span) if a.speaker.entity is not None]
        if not around and self.issuer is None and not clauses.has_word("false", self.reporting.false):
            return
        inside = [a for a in cued if self._speaker(a.speaker) is not None]
        speaker = around[0].speaker if around else None
        if speaker is None and self.issuer is not None:
            speaker = Speaker(kind=SpeakerKind.ACTOR, entity=self.issuer)
        if speaker is None and inside:
            speaker = inside[-1].speaker
        if speaker is None:
            return
        act: StatementAct | None = None
        if self._is_called_false(clauses, cued):
            act = DENY
        elif not inside and around:
            act = act_of_quote(clauses, self.acts)
        elif not inside:
            act = act_of_release(clauses, self.acts, self.issuer, is_personal=self.is_personal)
        if act is not None:
            yield _Said(
                act=act, speaker=speaker, span=clauses.span(0, clauses.n - 1), content=span, zone=clauses.sentence.zone.kind,
                sentence=clauses.sentence.index,
            )  # fmt: skip

    def _is_called_false(self, clauses: Clauses, cued: list[Attribution]) -> bool:
        return any(w in self.reporting.content_nouns for w in clauses.lows) and any(
            a.stance is Stance.DENIED and a.speaker.entity is None and a.act is None for a in cued
        )


def find_statements(
    document: Document,
    attributions: tuple[Attribution, ...],
    incidents: tuple[Claim, ...],
    settings: Settings,
    evidence: ModelEvidence = NOTHING_READ,
) -> tuple[Claim, ...]:
    """Return the acts of named speakers, in text order; ``about`` is the id of the incident spoken about."""
    reader = _Reader(document, attributions, incidents, settings)
    said = reader.read()
    said += _read_by_model(reader, said, evidence)
    said = _without_headline_copies(sorted(said, key=lambda s: (s.span.start, s.span.end)))
    return tuple(_claim(document, one, incidents) for one in said)


def _read_by_model(reader: _Reader, said: list[_Said], evidence: ModelEvidence) -> Iterator[_Said]:
    """Yield the acts that only the model reads: of a named speaker, in a sentence where that speaker does nothing else."""
    for clauses in reader.analysed:
        zone = clauses.sentence.zone.kind
        if zone in _UNSPOKEN or not clauses.lows:
            continue
        for told in evidence.tellings_in(clauses.sentence.span):
            speakers = told.roles.get("speaker", ())
            if told.kind not in _ACTS or not speakers or told.stance in {"planned", "hypothetical", "denied"}:
                continue
            if not is_found(told.kind, "statement", told.score, reader.folder):
                continue
            known = any(s.sentence == clauses.sentence.index and s.speaker.entity == speakers[0] for s in said)
            if not known:
                actor = reader.document.actor(speakers[0])
                kind = SpeakerKind.PERSON if actor is not None and actor.is_person else SpeakerKind.ACTOR
                yield _Said(
                    act=StatementAct(told.kind), speaker=Speaker(kind=kind, entity=speakers[0]), span=evidence_span(clauses),
                    content=clauses.sentence.span, zone=zone, sentence=clauses.sentence.index,
                )  # fmt: skip


def _goes_on(one: _Said, said: list[_Said]) -> bool:
    """Whether a mere announcement only goes on with what the same speaker did in the sentence before."""
    return (
        one.is_mere
        and one.act is ANNOUNCE
        and any(k.speaker.entity == one.speaker.entity and 0 < one.sentence - k.sentence <= 2 for k in said[-3:])
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


# ---------------------------------------------------------------- claims


def _distinct(said: list[_Said]) -> list[_Said]:
    """Keep one act of one speaker in a sentence; what a mere ``said`` carries yields to an act of a cue that overlaps it."""
    kept: list[_Said] = []
    for one in sorted(said, key=lambda s: s.is_mere):
        same = [k for k in kept if k.speaker.entity == one.speaker.entity and k.span.overlaps(one.span)]
        if not any(k.act is one.act or (one.is_mere and not k.is_mere) for k in same):
            kept.append(one)
    return sorted(kept, key=lambda s: (s.span.start, s.span.end))


def _without_headline_copies(said: list[_Said]) -> list[_Said]:
    told = {s.speaker.entity for s in said if s.zone is not ZoneKind.HEADLINE}
    return [s for s in said if s.zone is not ZoneKind.HEADLINE or s.speaker.entity not in told]


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
    if said.act in {CLAIM, ACCUSE, DENY, CONFIRM}:
        before = [i for i in incidents if i.evidence[0].span.start < said.span.start]
        near = said.act is CLAIM or (before and said.span.start - before[-1].evidence[0].span.end < _NEAR)
        if before and near:
            return before[-1].id
    return None
