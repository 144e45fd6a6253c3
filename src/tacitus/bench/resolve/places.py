"""Toponyms with known points: how far from them the places of a text are put.

*Gold* hands over the annotated toponyms, one place for each name of a text, and measures the choice alone; *end to end* reads the
text as ``add`` does, and counts a toponym that no place was found for as wrong.

Source: Gritta, Pilehvar and Collier, A pragmatic guide to geoparsing evaluation (LREV 2019), for the measures.
"""

import math
import statistics
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from tacitus.bench.extract.rows import Row
from tacitus.config import Settings
from tacitus.extract import extract_claims
from tacitus.model import Extraction, Mention, MentionKind, Place, Report, Span, Zone, ZoneKind
from tacitus.resolve import Gazetteer, place_and_date
from tacitus.resolve.place_names import fold_place
from tacitus.resolve.sphere import distance_km

FARTHEST_KM = 20039.0
"""Half the way round the Earth: the error of a toponym that was not resolved, where one is needed."""
NEAR_KM = 161.0
"""A hundred miles, the usual bound of a right answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Toponym:
    """An annotated toponym; without a point where its annotators found none."""

    start: int
    end: int
    lat: float | None = None
    lon: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ToponymRow(Row):
    """A text with its toponyms."""

    url: str | None = None
    places: tuple[Toponym, ...]

    def spans(self) -> Iterator[tuple[int, int]]:
        """Yield the toponyms."""
        yield from ((t.start, t.end) for t in self.places)

    @property
    def key(self) -> str:
        """What the document is known by: its page, of which it may be one paragraph."""
        return self.url if self.url and self.id.startswith("geovirus") else self.id

    def placed(self) -> tuple[Toponym, ...]:
        """Return the toponyms that have a point."""
        return tuple(t for t in self.places if t.lat is not None and t.lon is not None)


class Outcome(NamedTuple):
    """What became of a toponym: the distance from its point in km and how sure it was, or ``None`` where it was not resolved."""

    error_km: float | None
    score: float = 0.0


Measure = Callable[[Sequence[Outcome]], float]
"""What a measure is: of the outcomes of all toponyms to a number."""


def make_report(row: Row) -> Report:
    """Return the text as a report of one zone."""
    zones = (Zone(kind=ZoneKind.BODY, span=Span(start=0, end=len(row.text))),) if row.text else ()
    return Report(id=row.id, text=row.text, zones=zones, language="en")


def make_gold(row: ToponymRow) -> Extraction:
    """Return an extraction of the annotated toponyms alone, one place for each name."""
    ids: dict[str, str] = {}
    places: list[Place] = []
    mentions: list[Mention] = []
    for toponym in sorted(row.places, key=lambda t: (t.start, t.end)):
        name = row.text[toponym.start : toponym.end]
        key = fold_place(name) or name
        if key not in ids:
            ids[key] = f"p{len(ids)}"
            places.append(Place(id=ids[key], name=name))
        mentions.append(Mention(span=Span(start=toponym.start, end=toponym.end), kind=MentionKind.PLACE, entity=ids[key]))
    return Extraction(report_id=row.id, mentions=tuple(mentions), places=tuple(places))


def measure_gold(row: ToponymRow, gazetteer: Gazetteer) -> list[Outcome]:
    """Return what became of the toponyms of a text when they are handed over."""
    return _compare(row, place_and_date(make_report(row), make_gold(row), gazetteer=gazetteer))


def measure_end_to_end(row: ToponymRow, gazetteer: Gazetteer, settings: Settings) -> list[Outcome]:
    """Return what became of the toponyms of a text that is read as ``add`` reads it."""
    report = make_report(row)
    return _compare(row, place_and_date(report, extract_claims(report, settings), gazetteer=gazetteer))


def _compare(row: ToponymRow, found: Extraction) -> list[Outcome]:
    places = {place.id: place for place in found.places}
    mentions = [m for m in found.mentions if m.kind is MentionKind.PLACE and m.entity in places]
    outcomes = []
    for toponym in row.placed():
        span = Span(start=toponym.start, end=toponym.end)
        over = [m for m in mentions if m.span.overlaps(span)]
        best = max(
            over, key=lambda m: min(m.span.end, span.end) - max(m.span.start, span.start) - 0.01 * len(m.span), default=None
        )
        outcomes.append(_measure(toponym, places[best.entity] if best is not None and best.entity else None))
    return outcomes


def _measure(toponym: Toponym, place: Place | None) -> Outcome:
    if place is None or place.latitude is None or place.longitude is None or toponym.lat is None or toponym.lon is None:
        return Outcome(None)
    return Outcome(distance_km((toponym.lat, toponym.lon), (place.latitude, place.longitude)), place.score or 0.0)


def accuracy(outcomes: Sequence[Outcome], within_km: float = NEAR_KM) -> float:
    """Return the share of all toponyms that were put within that distance, in [0, 1]; those not resolved are wrong."""
    return sum(o.error_km is not None and o.error_km <= within_km for o in outcomes) / max(1, len(outcomes))


def precision(outcomes: Sequence[Outcome], within_km: float = NEAR_KM) -> float:
    """Return the share of the resolved toponyms that were put within that distance, in [0, 1]."""
    resolved = [o for o in outcomes if o.error_km is not None]
    return accuracy(resolved, within_km)


def coverage(outcomes: Sequence[Outcome]) -> float:
    """Return the share of the toponyms that were resolved, in [0, 1]."""
    return sum(o.error_km is not None for o in outcomes) / max(1, len(outcomes))


def area_under_curve(outcomes: Sequence[Outcome]) -> float:
    """Return the area under the curve of the sorted errors' logarithms, in [0, 1]; less is better.

    Toponyms that were not resolved count as half the way round the Earth.
    """
    errors = [FARTHEST_KM if o.error_km is None else o.error_km for o in outcomes]
    return sum(math.log1p(error) for error in errors) / (max(1, len(errors)) * math.log1p(FARTHEST_KM))


def mean_error(outcomes: Sequence[Outcome]) -> float:
    """Return the mean error of the resolved toponyms in km."""
    errors = [o.error_km for o in outcomes if o.error_km is not None]
    return statistics.fmean(errors) if errors else FARTHEST_KM


def median_error(outcomes: Sequence[Outcome]) -> float:
    """Return the median error of the resolved toponyms in km."""
    errors = [o.error_km for o in outcomes if o.error_km is not None]
    return statistics.median(errors) if errors else FARTHEST_KM
