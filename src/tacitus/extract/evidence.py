"""What the model reads, told in a report's own entities: tellings with their roles, and ties between actors.

The model sees the text with silent zones blanked out and the mentions that the lexicons found; what it says of them is further
evidence, beside the grammars', and never more: each use of it names the least score at which it counts.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path
from typing import Any, Final

from tacitus.config import Settings
from tacitus.extract.document import SILENT_ZONES, Document
from tacitus.extract.lexicon import load_table
from tacitus.model import Mention, MentionKind, RelationType, Report, Span
from tacitus.neural import Given, Model, Reading, TaggedSpan

_PARTIES: Final = frozenset({MentionKind.ACTOR, MentionKind.PERSON})
_TYPES: Final = {MentionKind.ACTOR: "Organisation", MentionKind.PERSON: "Person"}
_READ: Final = frozenset({"tellings", "ties"})
_UNREAL: Final = frozenset({"planned", "hypothetical", "questioned", "denied"})
_RELATIONS: Final = frozenset(kind.value for kind in RelationType)
_KINDS: Final = {
    "place": frozenset({MentionKind.PLACE}),
    "weapon": frozenset({MentionKind.WEAPON, MentionKind.EQUIPMENT}),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One telling: what kind, in which words, with which entities in which roles, and how it is put."""

    kind: str
    span: Span
    score: float
    stance: str
    stance_score: float
    roles: dict[str, tuple[str, ...]] = field(default_factory=dict)
    role_spans: dict[str, tuple[Span, ...]] = field(default_factory=dict)

    @property
    def is_unreal(self) -> bool:
        """Whether it is put as something that did not happen, or not yet."""
        return self.stance in _UNREAL


@dataclass(frozen=True, slots=True, kw_only=True)
class Tie:
    """A relation between two actors; ``span`` holds both mentions."""

    relation: str
    subject: str
    object: str
    span: Span
    core: Span
    score: float

    @property
    def is_symmetric(self) -> bool:
        """Whether subject and object may change places."""
        return RelationType(self.relation).is_symmetric


@dataclass(frozen=True, kw_only=True)
class ModelEvidence:
    """Everything that the model reads in one report, sorted by place; of nothing, where there is no model."""

    tellings: tuple[Told, ...] = ()
    ties: tuple[Tie, ...] = ()

    @cached_property
    def _starts(self) -> list[int]:
        return [t.span.start for t in self.tellings]

    def tellings_in(self, span: Span) -> Sequence[Told]:
        """Return the tellings whose words begin inside the span."""
        return self.tellings[bisect_left(self._starts, span.start) : bisect_left(self._starts, span.end)]


NOTHING_READ: Final = ModelEvidence()
"""What no model reads."""


@cache
def least_scores(part: str, folder: str | None) -> dict[str, float]:
    """Return the least scores of a part of ``lexicon/model.toml``: ``found``, ``filled``, ``parts``, ``doubted`` or ``kinds``."""
    table: dict[str, Any] = load_table("model", folder)
    return {name: float(value) for name, value in table[part].items()}


def is_found(kind: str, claim: str, score: float, folder: str | None) -> bool:
    """Whether the model is sure enough to make a claim of its own of a class (``incident``) and a kind (``air_strike``)."""
    return score >= least_scores("kinds", folder).get(kind, least_scores("found", folder)[claim])


def read_documents(documents: Sequence[Document], settings: Settings) -> list[ModelEvidence]:
    """Return what the model reads in each document; all are read together, and each as if it were alone.

    Raises:
        ModelError: the model's folder is damaged or of another version.
    """
    model = Model.load(None if settings.model is None else Path(settings.model))
    given = [Given(entities=tuple(_describe(m) for m in _parties(d))) for d in documents]
    readings = model.read([_audible(d.report) for d in documents], given, parts=_READ)
    return [understand_reading(d, reading, settings.lexicon) for d, reading in zip(documents, readings, strict=True)]


def _audible(report: Report) -> str:
    """Return the text with silent zones blanked out, offsets unchanged."""
    parts = [
        report.quote(z.span) if z.kind not in SILENT_ZONES else "\n" * len(z.span)
        for z in report.zones
    ]  # fmt: skip
    return "".join(parts)


def _parties(document: Document) -> list[Mention]:
    return [m for m in document.mentions if m.kind in _PARTIES and m.entity is not None]


def _describe(mention: Mention) -> TaggedSpan:
    return TaggedSpan(start=mention.span.start, end=mention.span.end, kind=_TYPES[mention.kind])


class _Finder:
    """Finds the mention that a stretch of text speaks of."""

    def __init__(self, document: Document) -> None:
        self.mentions = [m for m in document.mentions if m.entity is not None]
        self.starts = [m.span.start for m in self.mentions]
        self.by_span = {(m.span.start, m.span.end): m.entity for m in _parties(document)}

    def find(self, start: int, end: int, role: str) -> list[str]:
        """Return the entities of the mentions of the role's kinds inside a stretch, or of the one that it overlaps most."""
        kinds = _KINDS.get(role, _PARTIES)
        low = max(0, bisect_right(self.starts, start) - 4)
        near = [m for m in self.mentions[low : bisect_left(self.starts, end)] if m.kind in kinds and m.span.end > start]
        inside = [m for m in near if m.span.start >= start - 1 and m.span.end <= end + 1]
        best = inside or sorted(near, key=lambda m: max(start, m.span.start) - min(end, m.span.end))[:1]
        return list(dict.fromkeys(m.entity for m in best if m.entity is not None))


def understand_reading(document: Document, reading: Reading, folder: str | None = None) -> ModelEvidence:
    """Return what the model read, in the document's own entities; ``folder`` holds the user's own lexicons, if any."""
    finder = _Finder(document)
    least = least_scores("parts", folder)["role"]
    tellings = []
    for telling in reading.tellings:
        roles: dict[str, list[str]] = {}
        spans: dict[str, list[Span]] = {}
        for role in telling.roles:
            if role.score < least:
                continue
            found = finder.find(role.start, role.end, role.kind)
            roles.setdefault(role.kind, []).extend(e for e in found if e not in roles.get(role.kind, ()))
            spans.setdefault(role.kind, []).append(Span(start=role.start, end=role.end))
        tellings.append(
            Told(
                kind=telling.trigger.kind,
                span=Span(start=telling.trigger.start, end=telling.trigger.end),
                score=telling.trigger.score,
                stance=telling.stance,
                stance_score=telling.stance_score,
                roles={role: tuple(found) for role, found in roles.items()},
                role_spans={role: tuple(found) for role, found in spans.items()},
            )
        )
    return ModelEvidence(
        tellings=tuple(sorted(tellings, key=lambda t: t.span)), ties=tuple(_find_ties(document, finder, reading, folder))
    )


def _find_ties(document: Document, finder: _Finder, reading: Reading, folder: str | None) -> list[Tie]:
    """Return the relations whose ends are of the kinds that they demand, the surest of each two actors, in text order."""
    persons = {a.id for a in document.actors if a.is_person}
    ends: dict[str, str] = load_table("model", folder)["ends"]
    ties: dict[tuple[str, str], Tie] = {}
    for relation in sorted(reading.ties, key=lambda r: (-r.score, r.head.start, r.tail.start)):
        first, last = sorted((relation.head, relation.tail), key=lambda end: (end.start, end.end))
        subject, other = (finder.by_span.get((end.start, end.end)) for end in (relation.head, relation.tail))
        if subject is None or other is None or subject == other or relation.kind not in _RELATIONS:
            continue
        kinds = " ".join("person" if end in persons else "group" for end in (subject, other))
        if ends.get(relation.kind, kinds) != kinds or (min(subject, other), max(subject, other)) in ties:
            continue
        ties[min(subject, other), max(subject, other)] = Tie(
            relation=relation.kind,
            subject=subject,
            object=other,
            span=Span(start=first.start, end=max(first.end, last.end)),
            core=Span(start=first.end, end=max(first.end, last.start)),
            score=relation.score,
        )
    return sorted(_one_leader(ties.values()), key=lambda t: (t.span, t.relation))


def _one_leader(ties: Iterable[Tie]) -> Iterator[Tie]:
    """Yield the ties without the less sure of two leaders of one group."""
    led: set[str] = set()
    for tie in ties:
        if tie.relation != RelationType.LEADS or tie.object not in led:
            yield tie
        if tie.relation == RelationType.LEADS:
            led.add(tie.object)
