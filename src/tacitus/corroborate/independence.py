"""How many sources stand behind an event: copies, one agency's news and one quoted voice count once, a party never.

Every report is traced to an *origin*: the original of a near copy, the agency that it credits, the voice that it only relays
(``X reported that Y said`` is Y's word), else its publisher. An origin that is a party to the event, belongs to one, or is a
belligerent at all, is told apart: what a party says is no corroboration.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from tacitus.corroborate.credits import is_agency, list_runs, speaks_for_forces
from tacitus.model import SpeakerKind
from tacitus.record.nouns import RecordedClaim
from tacitus.text import fold_name


class OriginKind(StrEnum):
    """What a report's word on an event goes back to."""

    OUTLET = "outlet"
    AGENCY = "agency"
    VOICE = "voice"
    PARTY = "party"

    @property
    def counts(self) -> bool:
        """Whether it can corroborate."""
        return self is not OriginKind.PARTY


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportFacts:
    """What is known of a report as a source: ``copy_of`` is the id of its original, ``credits`` the agencies that it names."""

    id: str
    publisher: str | None = None
    copy_of: str | None = None
    credits: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """One origin: its name, the reports that go back to it, and why each does."""

    key: str
    name: str
    kind: OriginKind
    reports: tuple[str, ...]
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """Whose word is a party's: ids of actors, and their folded names."""

    ids: frozenset[str] = frozenset()
    names: frozenset[str] = frozenset()

    def is_named_in(self, words: str) -> bool:
        """Whether words (an outlet's or a speaker's name) name a party, or armed forces."""
        return speaks_for_forces(words) or any(run in self.names for run in list_runs(words))


@dataclass(frozen=True, slots=True, kw_only=True)
class Traced:
    """What a word goes back to, and why."""

    key: str
    name: str
    kind: OriginKind
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Tracer:
    """Traces the claims of one event to their origins.

    Attributes:
        facts: report id to what is known of it, the originals of copies among them.
        party: who takes part in the event, with those who belong to them.
        name_of: gives an actor's name.
    """

    facts: Mapping[str, ReportFacts]
    party: Party
    name_of: Callable[[str], str]

    def find_origins(self, claims: Iterable[RecordedClaim]) -> tuple[Origin, ...]:
        """Return the origins of an event's claims, those that count first."""
        said: dict[str, list[RecordedClaim]] = {}
        for recorded in claims:
            said.setdefault(recorded.report_id, []).append(recorded)
        found: dict[str, list[tuple[str, Traced]]] = {}
        for report_id in sorted(said):
            traced = self.trace_report(report_id, said[report_id])
            found.setdefault(traced.key, []).append((report_id, traced))
        origins = [
            Origin(
                key=key,
                name=reports[0][1].name,
                kind=next((t.kind for _, t in reports if not t.kind.counts), reports[0][1].kind),
                reports=tuple(report_id for report_id, _ in reports),
                reasons=tuple(traced.reason for _, traced in reports),
            )
            for key, reports in found.items()
        ]
        return tuple(sorted(origins, key=lambda o: (not o.kind.counts, o.name.casefold(), o.key)))

    def trace_report(self, report_id: str, claims: list[RecordedClaim]) -> Traced:
        """Return what a report's word on the event goes back to; its own voice outranks those that it relays."""
        voices = [self._trace_voice(recorded) for recorded in claims]
        relayed = [voice for voice in voices if voice is not None]
        if len(relayed) == len(voices):
            return min(relayed, key=lambda voice: (not voice.kind.counts, voice.key))
        return self._trace_own(report_id)

    def trace_claim(self, recorded: RecordedClaim) -> Traced:
        """Return what one claim goes back to."""
        return self._trace_voice(recorded) or self._trace_own(recorded.report_id)

    def _trace_own(self, report_id: str) -> Traced:
        own = self.facts.get(report_id) or ReportFacts(id=report_id)
        if own.copy_of is not None and own.copy_of in self.facts:
            original = self._trace_outlet(self.facts[own.copy_of])
            reason = f"a near copy of what {original.name} brought"
            return Traced(key=original.key, name=original.name, kind=original.kind, reason=reason)
        return self._trace_outlet(own)

    def _trace_outlet(self, facts: ReportFacts) -> Traced:
        name = facts.publisher or f"report {facts.id[:8]}"
        key = f"outlet:{fold_name(name)}"
        if facts.publisher is not None and self.party.is_named_in(facts.publisher):
            return Traced(key=key, name=name, kind=OriginKind.PARTY, reason="published by a party")
        if facts.credits:
            agency = facts.credits[0]
            shown = agency.upper() if len(agency) <= 4 else agency.title()
            reason = f"{name} gives the news of {shown}"
            return Traced(key=f"outlet:{agency}", name=shown, kind=OriginKind.AGENCY, reason=reason)
        kind = OriginKind.AGENCY if is_agency(name) else OriginKind.OUTLET
        return Traced(key=key, name=name, kind=kind, reason=f"{name} says so itself")

    def _trace_voice(self, recorded: RecordedClaim) -> Traced | None:
        """Return whom a claim is the word of; ``None`` where the report itself, or somebody it does not name, says so."""
        speaker = recorded.claim.speaker
        if speaker.kind not in {SpeakerKind.ACTOR, SpeakerKind.PERSON}:
            return None
        name = self.name_of(speaker.entity) if speaker.entity is not None else speaker.name
        if not name:
            return None
        folded = fold_name(name).removeprefix("the ")
        if speaker.entity in self.party.ids or self.party.is_named_in(name):
            reason = f"{name}, a party or a belligerent, says so"
            return Traced(key=f"voice:{folded}", name=name, kind=OriginKind.PARTY, reason=reason)
        kind = OriginKind.AGENCY if is_agency(name) else OriginKind.VOICE
        key = f"outlet:{folded}" if kind is OriginKind.AGENCY else f"voice:{folded}"
        return Traced(key=key, name=name, kind=kind, reason=f"{name} is quoted")


def count_independent(origins: Iterable[Origin]) -> int:
    """Return the number of independent sources that are no party."""
    return sum(origin.kind.counts for origin in origins)
