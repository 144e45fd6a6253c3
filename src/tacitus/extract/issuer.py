"""Who issues a report that speaks for itself: a press release or a communiqué of a party."""

from tacitus.config import Settings
from tacitus.extract.document import SILENT_ZONES, Document
from tacitus.extract.lexicon import load_table
from tacitus.model import MentionForm, MentionKind, ZoneKind

_OPENING = 600


def find_issuer(document: Document, settings: Settings) -> str | None:
    """Return the actor that issues the report, where its opening calls it a release or a communiqué; else None."""
    words = load_table("statements", settings.lexicon)["release"]["openings"]
    opening = document.text[:_OPENING].casefold()
    if not any(word in opening for word in words):
        return None
    zones = {ZoneKind.HEADLINE, ZoneKind.BYLINE, ZoneKind.BODY}
    counts: dict[str, int] = {}
    first: str | None = None
    for mention in document.mentions:
        if mention.kind is MentionKind.ACTOR and mention.entity is not None:
            counts[mention.entity] = counts.get(mention.entity, 0) + 1
            if first is None and mention.form is MentionForm.NAME and mention.span.start < _OPENING:
                first = mention.entity
    del zones, counts
    if first is None or all(z.kind in SILENT_ZONES for z in document.report.zones):
        return None
    return first
