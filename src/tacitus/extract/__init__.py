"""What a report claims, and who says so: mentions, relations, incidents, statements, media releases, sightings.

Deterministic: the same report, lexicon and version give the same extraction.
"""

from tacitus.config import Settings
from tacitus.extract.attributions import find_attributions
from tacitus.extract.document import Document, split_document
from tacitus.extract.evidence import ModelEvidence, read_documents
from tacitus.extract.incidents import find_incidents
from tacitus.extract.media import find_media
from tacitus.extract.mentions import find_mentions
from tacitus.extract.relations import find_relations
from tacitus.extract.sightings import find_sightings
from tacitus.extract.statements import find_statements
from tacitus.model import Extraction, Report

__all__ = ["Document", "ModelEvidence", "extract_claims", "open_document", "read_documents"]


def open_document(report: Report, settings: Settings) -> Document | None:
    """Return a report with its sentences and mentions; ``None`` in a language that the settings do not name."""
    if settings.note_language(report.language) is not None:
        return None
    return find_mentions(split_document(report), settings)


def extract_claims(
    report: Report, settings: Settings, document: Document | None = None, evidence: ModelEvidence | None = None
) -> Extraction:
    """Return the mentions, actors, places and claims of a report; dates are not yet resolved and places not yet placed.

    Nothing is extracted from a report in a language that the settings do not name; the extraction's ``note`` says so.

    Args:
        report: the report.
        settings: how to read it.
        document: the report's sentences and mentions, where ``open_document`` found them already.
        evidence: what the model reads in the document, where ``read_documents`` has read it with others already.

    Raises:
        DataError: a lexicon is wrong.
        ModelError: the model's folder is damaged or of another version.
    """
    note = settings.note_language(report.language)
    if note is not None:
        return Extraction(report_id=report.id, note=note)
    if document is None:
        document = find_mentions(split_document(report), settings)
    if evidence is None:
        (evidence,) = read_documents([document], settings)
    attributions = find_attributions(document, settings)
    incidents = find_incidents(document, attributions, settings, evidence)
    claims = (
        *incidents,
        *find_relations(document, attributions, settings, evidence),
        *find_media(document, attributions, settings, evidence),
        *find_sightings(document, attributions, settings),
        *find_statements(document, attributions, incidents, settings, evidence),
    )
    return Extraction(
        report_id=report.id, mentions=document.mentions, actors=document.actors, places=document.places, claims=claims
    )
