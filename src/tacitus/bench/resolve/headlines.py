"""UCDP's headlines: does the place of the event, as its coders wrote it, lie where the headline's places are put?

Source: UCDP Georeferenced Event Dataset (Sundberg and Melander 2013; Högbladh 2019). ``where_prec`` 1 is an exact place, 2 one
within 25 km. Only headlines that name the coded place are measured; the country is told, as by a person
who reads a list of one war.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from tacitus.bench.extract.rows import Row
from tacitus.bench.resolve.places import Outcome, make_report
from tacitus.config import Settings
from tacitus.extract import extract_claims
from tacitus.model import Extraction, Report
from tacitus.resolve import Gazetteer, place_and_date
from tacitus.resolve.place_context import list_country_words
from tacitus.resolve.place_names import fold_place
from tacitus.resolve.sphere import distance_km

NEAR_KM = 25.0
MOST_EXACT = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class HeadlineRow(Row):
    """A headline with the event's place."""

    where: str
    where_prec: int
    latitude: float
    longitude: float
    country: str
    place_named: bool

    @property
    def key(self) -> str:
        """What the headline is known by."""
        return self.id

    @property
    def is_measured(self) -> bool:
        """Whether the coded place is exact enough, and named."""
        return self.place_named and self.where_prec <= MOST_EXACT

    @property
    def country_code(self) -> str:
        """ISO 3166-1 alpha-2."""
        return list_country_words().get(fold_place(self.country), "")

    def spans(self) -> Iterator[tuple[int, int]]:
        """Yield nothing: what names the place is not annotated."""
        yield from ()


def make_headline(row: HeadlineRow, settings: Settings) -> tuple[Report, Extraction]:
    """Return the headline as a report, and what is read in it."""
    report = make_report(row)
    return report, extract_claims(report, settings)


def measure_headline(row: HeadlineRow, gazetteer: Gazetteer, settings: Settings) -> Outcome:
    """Return how far the nearest of the headline's places lies from the event's."""
    report, extraction = make_headline(row, settings)
    placed = place_and_date(report, extraction, gazetteer=gazetteer, countries=(row.country_code,))
    found = [p for p in placed.places if p.latitude is not None and p.longitude is not None and p.kind != "country"]
    errors = [
        (distance_km((row.latitude, row.longitude), (p.latitude, p.longitude)), p.score or 0.0)
        for p in found
        if p.latitude is not None and p.longitude is not None
    ]
    return Outcome(*min(errors)) if errors else Outcome(None)
