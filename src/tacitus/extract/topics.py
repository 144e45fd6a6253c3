"""What the entries of a list, a glossary or a section are about: ``Alfa Front: ... Commander: X.``, a heading and its text."""

import re
from typing import Final

from tacitus.extract.document import SILENT_ZONES, Document, Sentence
from tacitus.model import Mention, MentionForm, MentionKind

LONGEST_HEADING: Final = 9
"""Tokens that a line which only names the subject of what follows may have."""

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
