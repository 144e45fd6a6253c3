"""Who issues a report that speaks for itself: a press release or a communiqué of a party."""

from tacitus.config import Settings
from tacitus.extract.document import SILENT_ZONES, Document
from tacitus.extract.lexicon import load_table
from tacitus.model import MentionForm, MentionKind

_OPENING = 600


def find_issuer(document: Document, settings: Settings) -> str | None:
    """Return the actor that issues the report, where its opening calls it a release or a communiqué; else None."""
    words = load_table("statements", settings.lexicon)["release"]["openings"]
    opening = document.text[:_OPENING].casefold()
    if not any(word in opening for word in words):
        return None
    if all(z.kind in SILENT_ZONES for z in document.report.zones):
        return None
    headed = _in_letterhead(document)
    if headed is not None:
        return headed
    for mention in document.mentions:
        is_named = mention.kind is MentionKind.ACTOR and mention.form is MentionForm.NAME and mention.entity is not None
        if is_named and mention.span.start < _OPENING:
            return mention.entity
    return None


def _in_letterhead(document: Document) -> str | None:
    """Return the actor whose acronym, or whose name behind ``our``, a line in capitals at the top carries."""
    lines = [line for line in document.text[:_OPENING].split("\n") if line.isupper() and len(line.split()) > 1]
    head = "\n".join(lines)
    if not head:
        return None
    for mention in document.mentions:
        if mention.kind is not MentionKind.ACTOR or mention.entity is None:
            continue
        name = document.text[mention.span.start : mention.span.end]
        is_acronym = name.isupper() and f"({name})" in head
        if is_acronym or (_is_behind_our(document.text, mention.span.start) and name.upper() in head.split()):
            return mention.entity
    return None


def _is_behind_our(text: str, start: int) -> bool:
    return text[max(0, start - 4) : start].casefold() == "our "
