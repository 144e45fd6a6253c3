"""What the entries of a list, a glossary or a section are about: ``Alfa Front: ... Commander: X.``, a heading and its text."""

import re
from typing import Final

from tacitus.extract.document import SILENT_ZONES, Document, Sentence
from tacitus.model import ActorType, Mention, MentionForm, MentionKind, Span

LONGEST_HEADING: Final = 9
"""Tokens that a line which only names the subject of what follows may have."""

_POINTS_BACK: Final = re.compile(
    r"(?:(?:the|this)\s+(?:armed |rebel |militant |insurgent |new |young |small )?"
    r"(?:group|outfit|movement|organi[sz]ation|party|faction|unit|militia|brigade|battalion|force|gang|cartel|network|alliance"
    r"|coalition|bloc|front|formation|grouping)|it|they|its|their)\b",
    re.IGNORECASE,
)
"""What opens a sentence and stands for the group spoken of before."""

_NO_GROUPS: Final = frozenset(
    {ActorType.STATE_FORCES, ActorType.EXTERNAL_FORCES, ActorType.ORGANIZATION, ActorType.PERSON, ActorType.CIVILIANS}
)

_LEAD: Final = re.compile(r"[\W\d_]*(?:[A-Za-z]\.\s+)?(?:the\s+)?", re.IGNORECASE)
_AFTER: Final = re.compile(r"\s*(?:\([^)\n]{1,40}\))?\s*(?:[:–—]|-\s|\.\s|\n|$)")


def find_topics(document: Document) -> dict[int, str]:
    """Return the group that each sentence of an entry or a section is about, by the index of the sentence."""
    topics: dict[int, str] = {}
    topic: str | None = None
    heading: str | None = None
    line_end = -1
    for sentence in document.sentences:
        if sentence.zone.kind in SILENT_ZONES:
            continue
        if sentence.span.start > line_end:
            line_end = document.text.find("\n", sentence.span.start)
            line_end = len(document.text) if line_end < 0 else line_end
            topic = _opening_topic(document, sentence)
            if sentence.span.end >= line_end and _is_heading(document, sentence):
                heading = topic
                continue
        found = topic or heading
        if found is not None:
            topics[sentence.index] = found
    return topics


def _opening_topic(document: Document, sentence: Sentence) -> str | None:
    """Return the group whose name opens the line and stands apart from what follows."""
    mention = _first_group(document, sentence)
    if mention is None or _LEAD.fullmatch(document.text, sentence.span.start, mention.span.start) is None:
        return None
    return mention.entity if _AFTER.match(document.text, mention.span.end) is not None else None


def _first_group(document: Document, sentence: Sentence) -> Mention | None:
    groups = document.mentions_in(sentence.span, MentionKind.ACTOR, MentionKind.PERSON, forms=(MentionForm.NAME,))
    return groups[0] if groups and groups[0].kind is MentionKind.ACTOR else None


def _is_heading(document: Document, sentence: Sentence) -> bool:
    """Whether a line of its own is a heading: short, with no full stop."""
    return len(sentence.tokens) <= LONGEST_HEADING and document.text[sentence.span.end - 1] not in ".!?;:,"


def find_antecedents(document: Document) -> dict[int, tuple[int, str]]:
    """Return, for sentences that open with ``the outfit`` or the like unresolved, where those words end and for whom they stand.

    That is the group that the sentence before names first.
    """
    types = {actor.id: actor.type for actor in document.actors}
    found: dict[int, tuple[int, str]] = {}
    before: str | None = None
    zone = None
    for sentence in document.sentences:
        if sentence.zone.kind in SILENT_ZONES:
            continue
        if sentence.zone is not zone:
            before, zone = None, sentence.zone
        match = _POINTS_BACK.match(document.text, sentence.span.start, sentence.span.end)
        if match is not None and before is not None:
            opening = document.mentions_in(Span(start=match.start(), end=match.end()))
            if all(mention.entity is None for mention in opening):
                found[sentence.index] = (match.end(), before)
        groups = [
            m.entity
            for m in document.mentions_in(sentence.span, MentionKind.ACTOR, forms=(MentionForm.NAME,))
            if m.entity is not None and types.get(m.entity) not in _NO_GROUPS
        ]
        before = groups[0] if groups else before
    return found
