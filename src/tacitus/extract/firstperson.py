"""Who "we" is: the actor that issues a communiqué or a press release, outside of quotations."""

from tacitus.extract.coreference import Cluster
from tacitus.extract.document import Document
from tacitus.extract.lexicon import load_table
from tacitus.extract.nominals import Nominal
from tacitus.extract.shapes import ACTOR
from tacitus.model import ZoneKind

_OPENING = 600
_LETTERHEAD = 160
_SIGNATURE = 300
_SPEAKING = frozenset({ZoneKind.HEADLINE, ZoneKind.BYLINE, ZoneKind.BODY})
_SIGNS = {"“": 1, "”": -1, "«": 1, "»": -1}


def find_speaker(document: Document, clusters: list[Cluster], folder: str | None) -> Cluster | None:
    """Return the actor that speaks in the report as "we": named in its letterhead or its signature; None for other reports."""
    text = document.text
    openings = load_table("statements", folder)["release"]["openings"]
    opening = text[:_OPENING].casefold()
    if not any(word in opening for word in openings):
        return None
    end = max((z.span.end for z in document.report.zones if z.kind in _SPEAKING), default=len(text))
    best: tuple[int, int] | None = None
    chosen: Cluster | None = None
    for cluster in clusters:
        if cluster.kind is not ACTOR or not cluster.spans:
            continue
        first = min(cluster.spans)[0]
        is_head = first < _LETTERHEAD and not text[:first].rstrip().casefold().endswith((" to", "to the", "against", "on"))
        signs = any(end - _SIGNATURE < start <= end for start, _ in cluster.spans)
        rank = (2 * is_head + 2 * signs, -first)
        if rank[0] and (best is None or rank > best):
            best, chosen = rank, cluster
    return chosen


def is_quoted(nominal: Nominal, text: str) -> bool:
    """Whether the word stands in a quotation, as far as the marks of its paragraph show."""
    start = max(text.rfind("\n\n", 0, nominal.start), nominal.start - 2000, 0)
    before = text[start : nominal.start]
    return sum(_SIGNS.get(c, 0) for c in before) > 0 or before.count('"') % 2 == 1
