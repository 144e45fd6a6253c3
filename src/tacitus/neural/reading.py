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
class Telling:
    """A word that tells of an incident, of a statement's act, of a medium or of equipment seen, with who plays which part.

    ``trigger.kind`` is an incident type, a statement act, a medium (``media_statement`` for a written one) or ``sighting``;
    the roles' kinds are ``actor target place weapon speaker releaser holder``; ``stance`` is one of the ``Stance`` values.
    """

    trigger: TaggedSpan
    roles: tuple[TaggedSpan, ...] = ()
    stance: str = "asserted"
    stance_score: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A stretch of text read at once, and which MUC-4 incident types it tells of, each with its probability.

    ``incident`` is the probability that it tells of any.
    """

    start: int
    end: int
    incident_types: Mapping[str, float] = field(default_factory=dict)
    incident: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """Everything that the model reads in one text.

    ``relations`` are of re3d's types; ``ties`` are Tacitus's own relations, and ``corefers``, between the same entities.
    """

    sentences: tuple[tuple[int, int], ...] = ()
    passages: tuple[Passage, ...] = ()
    entities: tuple[TaggedSpan, ...] = ()
    actors: tuple[TaggedSpan, ...] = ()
    frames: tuple[Frame, ...] = ()
    attributions: tuple[Attribution, ...] = ()
    attribution_tokens: tuple[TaggedSpan, ...] = ()
    relations: tuple[Relation, ...] = ()
    ties: tuple[Relation, ...] = ()
    tellings: tuple[Telling, ...] = ()
    fillers: tuple[TaggedSpan, ...] = ()
    incident_types: Mapping[str, float] = field(default_factory=dict)
    relevance: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """Entities or predicates to use in place of the model's own; ``None`` leaves the choice to the model."""

    entities: tuple[TaggedSpan, ...] | None = None
    predicates: tuple[tuple[int, int], ...] | None = None
