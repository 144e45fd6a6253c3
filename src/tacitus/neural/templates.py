"""MUC-4 templates out of a reading: mentions grouped into entities, entities into incidents.

An entity gives one mention string, the one most often and most surely read, since the measures of MUC-4 count an entity wrong if
any string of it is. Strings are compared with case, white space, punctuation and articles aside: MUC-4's texts have hard line
breaks.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from tacitus.neural.reading import Passage, Reading, TaggedSpan

ROLES = ("PerpInd", "PerpOrg", "Target", "Victim", "Weapon")
Entity = tuple[str, ...]

# Chosen on muc4's development split; training/calibrate.py prints what others would give.
LEAST_ENTITY = dict.fromkeys(ROLES, 0.26)
LEAST_TYPE = 0.4
LEAST_INCIDENT = 0.3

_WORDS = re.compile(r"\w+")
_ARTICLES = frozenset({"a", "an", "the"})
_MINOR = frozenset({"of", "the", "and", "for", "de", "la", "del", "los", "las", "y", "para", "el"})
_SHORT = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """An incident: its type, and for each role its entities, each a tuple of mention strings."""

    incident_type: str
    PerpInd: tuple[Entity, ...] = ()
    PerpOrg: tuple[Entity, ...] = ()
    Target: tuple[Entity, ...] = ()
    Victim: tuple[Entity, ...] = ()
    Weapon: tuple[Entity, ...] = ()


@dataclass(eq=False)
class _Group:
    """Mentions of one role that name the same thing."""

    role: str
    spans: list[TaggedSpan] = field(default_factory=list)
    names: dict[str, float] = field(default_factory=dict)  # folded string -> sum of scores
    written: dict[str, str] = field(default_factory=dict)  # folded string -> as it stands in the text

    @property
    def score(self) -> float:
        """The score of the surest mention."""
        return max(span.score for span in self.spans)

    @property
    def mention(self) -> str:
        """The safest mention string: the one with the most evidence, of equals the longest."""
        return self.written[max(self.names, key=lambda name: (self.names[name], len(name), name))]


@dataclass(frozen=True)
class _Name:
    """A folded mention."""

    folded: str

    @cached_property
    def words(self) -> tuple[str, ...]:
        return tuple(self.folded.split())

    @cached_property
    def stems(self) -> tuple[str, ...]:
        return tuple(_stem(word) for word in self.words)

    @cached_property
    def initials(self) -> str:
        return "".join(word[0] for word in self.words if word not in _MINOR)


def fill_templates(text: str, reading: Reading) -> tuple[Template, ...]:
    """Return the incidents of a text, one template an incident type, the surest type first."""
    types = choose_types(reading)
    groups = [g for g in group_fillers(text, reading.fillers) if g.score >= LEAST_ENTITY[g.role]]
    if not types:
        return ()
    held: dict[str, dict[str, list[Entity]]] = {kind: {role: [] for role in ROLES} for kind in types}
    for group in groups:
        for kind in _choose_homes(group, types, reading.passages):
            held[kind][group.role].append((group.mention,))
    return tuple(
        Template(incident_type=kind, **{role: tuple(entities) for role, entities in roles.items()})
        for kind, roles in held.items()
    )


def document_fillers(text: str, reading: Reading) -> dict[str, tuple[Entity, ...]]:
    """Return the entities of each role over the whole text, whatever incident they belong to; none where it tells of none."""
    held: dict[str, list[Entity]] = {role: [] for role in ROLES}
    for group in group_fillers(text, reading.fillers) if choose_types(reading) else ():
        if group.score >= LEAST_ENTITY[group.role]:
            held[group.role].append((group.mention,))
    return {role: tuple(entities) for role, entities in held.items()}


def choose_types(reading: Reading) -> tuple[str, ...]:
    """Return the incident types that a text tells of, the surest first; none where it tells of no incident."""
    told = max((p.incident for p in reading.passages), default=0.0)
    if told < LEAST_INCIDENT:
        return ()
    ranked = sorted(reading.incident_types.items(), key=lambda item: (-item[1], item[0]))
    return tuple(kind for i, (kind, p) in enumerate(ranked) if i == 0 or p >= LEAST_TYPE)


def group_fillers(text: str, fillers: Iterable[TaggedSpan]) -> list[_Group]:
    """Return the groups of mentions that name the same thing in the same role, in text order."""
    groups: list[_Group] = []
    by_name: dict[tuple[str, str], _Group] = {}
    last: _Group | None = None
    for span in fillers:
        written = " ".join(text[span.start : span.end].split())
        folded = fold(written)
        if not folded:
            continue
        near = last if last is not None and _stands_in_brackets(text, last.spans[-1], span) else None
        group = by_name.get((span.kind, folded)) or near or _find_alike(folded, [g for g in groups if g.role == span.kind])
        if group is None:
            group = _Group(span.kind)
            groups.append(group)
        by_name[span.kind, folded] = group
        group.spans.append(span)
        group.names[folded] = group.names.get(folded, 0.0) + span.score
        group.written.setdefault(folded, written)
        last = group
    return groups


def fold(mention: str) -> str:
    """Return a mention in lower case, without punctuation and articles."""
    return " ".join(word for word in _WORDS.findall(mention.lower()) if word not in _ARTICLES)


def _stands_in_brackets(text: str, before: TaggedSpan, span: TaggedSpan) -> bool:
    """Return whether a mention is the other name, in brackets, of the one right before it."""
    return before.kind == span.kind and text[before.end : span.start].split() in (["["], ["("])


def _find_alike(folded: str, groups: Sequence[_Group]) -> _Group | None:
    name = _Name(folded)
    for group in reversed(groups):
        if any(_is_alike(name, _Name(other)) for other in group.names):
            return group
    return None


def _is_alike(one: _Name, other: _Name) -> bool:
    """Return whether two folded mentions name the same: one's words inside the other's with the same last one, or initials."""
    short, long = sorted((one, other), key=lambda name: len(name.words))
    if len(short.words) == 1 and len(short.folded) > _SHORT and len(long.words) > _SHORT and short.folded == long.initials:
        return True
    return short.stems[-1] == long.stems[-1] and set(short.stems) <= set(long.stems)


def _stem(word: str) -> str:
    return word[:-1] if len(word) > 3 and word.endswith("s") else word


def _choose_homes(group: _Group, types: Sequence[str], passages: Sequence[Passage]) -> tuple[str, ...]:
    """Return the types to which an entity belongs: that of the passages where it fills its role."""
    if len(types) == 1:
        return (types[0],)
    found = [p for p in passages if any(p.start <= span.start < p.end for span in group.spans)]
    evidence = {kind: sum(p.incident_types.get(kind, 0.0) for p in found) for kind in types}
    return (max(types, key=lambda kind: evidence[kind]),)
