"""What a report claims, and who says so: mentions, relations, incidents, statements, media releases, sightings.

Deterministic: the same report, lexicon and version give the same extraction.
"""

from tacitus.config import Settings
from tacitus.extract.attributions import find_attributions
from tacitus.extract.document import split_document
from tacitus.extract.incidents import find_incidents
from tacitus.extract.media import find_media
from tacitus.extract.mentions import find_mentions
from tacitus.extract.relations import find_relations
from tacitus.extract.sightings import find_sightings
from tacitus.extract.statements import find_statements
from tacitus.model import Extraction, Report


def extract_claims(report: Report, settings: Settings) -> Extraction:
    """Return the mentions, actors, places and claims of a report; dates are not yet resolved and places not yet placed.

    Nothing is extracted from a report in a language that the settings do not name; the extraction's ``note`` says so.
    """
    note = settings.note_language(report.language)
    if note is not None:
        return Extraction(report_id=report.id, note=note)
    document = find_mentions(split_document(report), settings)
    attributions = find_attributions(document, settings)
    incidents = find_incidents(document, attributions, settings)
    claims = (
        *incidents,
        *find_relations(document, attributions, settings),
        *find_media(document, attributions, settings),
        *find_sightings(document, attributions, settings),
        *find_statements(document, attributions, incidents, settings),
    )
    return Extraction(
        report_id=report.id, mentions=document.mentions, actors=document.actors, places=document.places, claims=claims
    )
