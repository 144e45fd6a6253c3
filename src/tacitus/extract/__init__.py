"""What a report claims, and who says so: mentions, relations, incidents, statements, media releases, sightings.

Deterministic: the same report, lexicon and version give the same extraction.
"""

from tacitus.config import Settings
from tacitus.extract.document import split_document
from tacitus.extract.mentions import find_mentions
from tacitus.model import Extraction, Report


def extract_claims(report: Report, settings: Settings) -> Extraction:
    """Return the mentions, actors, places and claims of a report; dates are not yet resolved and places not yet placed."""
    document = find_mentions(split_document(report), settings)
    return Extraction(report_id=report.id, mentions=document.mentions, actors=document.actors, places=document.places)
