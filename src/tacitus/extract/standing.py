"""How a report stands to a relation, a release or a sighting, and who stands behind it."""

from tacitus.config import Settings
from tacitus.extract.attributions import Attribution, judge_stance
from tacitus.extract.document import Document
from tacitus.model import Span, Speaker, SpeakerKind, Stance, ZoneKind

Attributions = tuple[Attribution, ...]


def judge_claim(
    document: Document, attributions: Attributions, span: Span, zone: ZoneKind, settings: Settings
) -> tuple[Stance, Speaker]:
    """Return stance and speaker of what stands at ``span``; what a reader's comment says is the commenter's allegation."""
    if zone is ZoneKind.COMMENT:
        author = next((z.author for z in document.report.zones if z.span.start <= span.start < z.span.end), None)
        return Stance.ALLEGED, Speaker(kind=SpeakerKind.COMMENTER, name=author)
    return judge_stance(document, attributions, span, settings)
