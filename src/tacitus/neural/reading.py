"""What the model reads in a text: spans, frames, attributions and relations, each with a score.

All offsets are half-open code points into the text that was given; all scores are calibrated probabilities in [0, 1].
"""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class TaggedSpan:
    """A stretch of text with the label that the model gave it."""

    start: int
    end: int
    kind: str
    score: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """A predicate (a verb, noun or adjective that tells of an act) and its arguments.

    Source: PropBank roles (Bonial et al., unified release): ``ARG0`` the doer, ``ARG1`` what it is done to, ``ARGM-TMP`` when.
    """

    predicate: TaggedSpan
    arguments: tuple[TaggedSpan, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribution:
    """A cue ("said", "according to") with who says it and what is said.

    Source: PolNeAR (Newell, Margolin and Ruths, LREC 2018).
    """

    cue: TaggedSpan
    sources: tuple[TaggedSpan, ...] = ()
    contents: tuple[TaggedSpan, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation:
    """Two entities and how they are related. Source: re3d relation types (Dstl)."""

    kind: str
    head: TaggedSpan
    tail: TaggedSpan
    score: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """Everything that the model reads in one text."""

    sentences: tuple[tuple[int, int], ...] = ()
    entities: tuple[TaggedSpan, ...] = ()
    actors: tuple[TaggedSpan, ...] = ()
    frames: tuple[Frame, ...] = ()
    attributions: tuple[Attribution, ...] = ()
    attribution_tokens: tuple[TaggedSpan, ...] = ()
    relations: tuple[Relation, ...] = ()
    fillers: tuple[TaggedSpan, ...] = ()
    incident_types: Mapping[str, float] = field(default_factory=dict)
    relevance: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """Entities or predicates to use in place of the model's own; ``None`` leaves the choice to the model."""

    entities: tuple[TaggedSpan, ...] | None = None
    predicates: tuple[tuple[int, int], ...] | None = None
