"""The rows of the benchmarks, validated as they are read.

A file holds gzipped JSON Lines in UTF-8, one document or sentence a line; what a row has besides these fields is ignored.
Offsets are half-open code points into ``text``.
"""

import gzip
import zlib
from collections.abc import Iterator
from dataclasses import MISSING, dataclass, field, fields
from pathlib import Path
from typing import TypeVar

import msgspec

from tacitus.bench.extract.spans import KindSpan, Span
from tacitus.errors import DataError


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """What every row has."""

    id: str
    text: str

    def __post_init__(self) -> None:
        for start, end in self.spans():
            if not 0 <= start <= end <= len(self.text):
                raise ValueError(f"the span {start} to {end} in a text of {len(self.text)} characters")

    @property
    def document(self) -> str:
        """The id of the document that a sentence is from; sentences of one document are resampled together."""
        return self.id

    def spans(self) -> Iterator[Span]:
        """Yield every span that must lie within the text."""
        return iter(())


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity:
    """An annotated span; ``id`` and ``confidence`` are re3d's."""

    start: int
    end: int
    type: str
    id: str = ""
    confidence: float = 1.0

    def as_span(self) -> KindSpan:
        """Return start, end and kind."""
        return self.start, self.end, self.type


@dataclass(frozen=True, slots=True, kw_only=True)
class EntityRelation:
    """A relation between entities, named by their ids."""

    type: str
    head: str
    tail: str
    confidence: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class RelationRow(Row):
    """A document of re3d."""

    entities: tuple[Entity, ...]
    relations: tuple[EntityRelation, ...]

    def __post_init__(self) -> None:
        Row.__post_init__(self)
        unknown = {end for r in self.relations for end in (r.head, r.tail)} - {e.id for e in self.entities}
        if unknown:
            raise ValueError(f"a relation with the unknown entity {min(unknown)}")

    def spans(self) -> Iterator[Span]:
        """Yield the entities."""
        return ((e.start, e.end) for e in self.entities)


@dataclass(frozen=True, slots=True, kw_only=True)
class TaggedRow(Row):
    """A sentence of re3d_conll or cameo_ner, cut into tokens by its makers."""

    tokens: tuple[Span, ...]
    entities: tuple[Entity, ...]
    re3d_docs: tuple[str, ...] = ()

    @property
    def document(self) -> str:
        """The re3d document where it is certain, else the sentence."""
        return self.re3d_docs[0] if len(self.re3d_docs) == 1 else self.id

    def spans(self) -> Iterator[Span]:
        """Yield the tokens and the entities."""
        yield from self.tokens
        yield from ((e.start, e.end) for e in self.entities)


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleMention:
    """A mention string of a MUC-4 role filler, in lower case."""

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleTemplate:
    """A MUC-4 template with the names of GTT."""

    incident_type: str
    PerpInd: tuple[tuple[RoleMention, ...], ...] = ()
    PerpOrg: tuple[tuple[RoleMention, ...], ...] = ()
    Target: tuple[tuple[RoleMention, ...], ...] = ()
    Victim: tuple[tuple[RoleMention, ...], ...] = ()
    Weapon: tuple[tuple[RoleMention, ...], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateRow(Row):
    """A message of MUC-4; what stands before ``body_start`` is its dateline."""

    templates: tuple[RoleTemplate, ...]
    body_start: int = 0

    def body(self) -> str:
        """Return the text with white space in place of the dateline, so that offsets stay."""
        return " " * self.body_start + self.text[self.body_start :]


@dataclass(frozen=True, slots=True, kw_only=True)
class Argument:
    """A PropBank argument."""

    start: int
    end: int
    role: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Predicate:
    """A predicate, as the number of its token, with its arguments."""

    token: int
    args: tuple[Argument, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FrameRow(Row):
    """A sentence of srl_ewt, with the document that it is from."""

    doc: str
    tokens: tuple[Span, ...]
    predicates: tuple[Predicate, ...]

    @property
    def document(self) -> str:
        """The document of the sentence."""
        return self.doc

    def spans(self) -> Iterator[Span]:
        """Yield the tokens and the arguments."""
        yield from self.tokens
        for predicate in self.predicates:
            if not 0 <= predicate.token < len(self.tokens):
                raise ValueError(f"the predicate {predicate.token} in a sentence of {len(self.tokens)} tokens")
            yield from ((a.start, a.end) for a in predicate.args)


@dataclass(frozen=True, slots=True, kw_only=True)
class AttributionParts:
    """An attribution: the spans of its source, its cue and its content."""

    source: tuple[Span, ...] = ()
    cue: tuple[Span, ...] = ()
    content: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AttributionRow(Row):
    """An article of PolNeAR; several people annotated some."""

    attributions: tuple[AttributionParts, ...]
    other_annotators: dict[str, tuple[AttributionParts, ...]] = field(default_factory=dict)

    def spans(self) -> Iterator[Span]:
        """Yield the parts of every annotator's attributions."""
        for attributions in (self.attributions, *self.other_annotators.values()):
            for a in attributions:
                yield from (*a.source, *a.cue, *a.content)


@dataclass(frozen=True, slots=True, kw_only=True)
class RelevanceRow(Row):
    """An article with 1 where it is about conflict, else 0."""

    labels: int


R = TypeVar("R", bound=Row)


def load_rows(path: Path, kind: type[R]) -> list[R]:
    """Return the rows of a file.

    Raises:
        DataError: the file is no gzip file, or a line does not hold such a row; the message names the line.
    """
    decoder = msgspec.json.Decoder(kind)
    try:
        with gzip.open(path, "rb") as lines:
            return [_decode(decoder, kind, line, f"{path}:{n}") for n, line in enumerate(lines, start=1) if line.strip()]
    except (OSError, EOFError, zlib.error) as error:
        raise DataError(str(path), got=f"a file that cannot be read ({error})", expected="gzipped JSON Lines") from error


def _decode(decoder: "msgspec.json.Decoder[R]", kind: type[R], line: bytes, where: str) -> R:
    try:
        return decoder.decode(line)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        expected = ", ".join(f.name for f in fields(kind) if f.default is MISSING and f.default_factory is MISSING)
        raise DataError(where, got=str(error), expected=f"a JSON object with {expected}") from error
