"""Documents from marked sentences: ``[X]`` an actor, ``<P>`` a person, ``{L}`` a place, ``|T|`` a time, ``/N/`` a nationality.

``[it=X]`` is a word that stands for X.
"""

import re
from dataclasses import replace
from pathlib import Path

from tacitus.extract.document import Document, split_document
from tacitus.model import (
    Actor,
    ActorType,
    Mention,
    MentionForm,
    MentionKind,
    Report,
    Span,
    Zone,
    ZoneKind,
)

_MARKED = re.compile(
    r"\[(?P<actor>[^\]]+)\]|<(?P<person>[^>]+)>|\{(?P<place>[^}]+)\}|\|(?P<time>[^|]+)\||/(?P<nationality>[^/]+)/"
)
_PRONOUNS = {"it", "its", "they", "their", "he", "his", "she", "her", "our", "them", "him"}


def make_document(marked: str, zone: ZoneKind = ZoneKind.BODY, **types: ActorType) -> Document:
    """Return the document of a marked text; ``types`` gives actor types by name, with ``_`` for spaces."""
    text, at = "", 0
    mentions: list[Mention] = []
    actors: dict[str, Actor] = {}
    for match in _MARKED.finditer(marked):
        text += marked[at : match.start()]
        at = match.end()
        kind = MentionKind(match.lastgroup or "")
        words, _, entity = match.group(match.lastgroup or "").partition("=")
        entity = entity or words
        form = MentionForm.PRONOUN if words.lower() in _PRONOUNS else MentionForm.NAME
        span = Span(start=len(text), end=len(text) + len(words))
        named = kind in {MentionKind.ACTOR, MentionKind.PERSON, MentionKind.PLACE}
        mentions.append(Mention(span=span, kind=kind, entity=entity if named else None, form=form))
        if kind in {MentionKind.ACTOR, MentionKind.PERSON}:
            person = ActorType.PERSON if kind is MentionKind.PERSON else None
            actors.setdefault(entity, Actor(id=entity, name=entity, type=types.get(entity.replace(" ", "_"), person)))
        text += words
    text += marked[at:]
    report = Report(id="0" * 64, text=text, zones=(Zone(kind=zone, span=Span(start=0, end=len(text)), author="reader"),))
    return replace(split_document(report), mentions=tuple(mentions), actors=tuple(actors.values()))


def read_cases(path: Path) -> list[tuple[str, list[str]]]:
    r"""Return (marked text, expected) of a file of cases; ``\n`` in a text is a line break."""
    lines = [line for line in path.read_text("utf-8").splitlines() if line.strip() and not line.startswith("#")]
    pairs = zip(lines[::2], lines[1::2], strict=True)
    return [
        (text.replace("\\n", "\n"), [e.strip() for e in found.strip().removeprefix("=>").split(";") if e.strip()])
        for text, found in pairs
    ]
