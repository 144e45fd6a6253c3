"""Draw how accuracy trades with coverage, and what a belief is worth:  python scripts/draw_places.py DATA docs/resolve.

Measures the half of LGL, GeoVirus and UCDP's headlines that taught no weight, and writes ``places_coverage.svg`` (precision
against coverage as the least belief rises) and ``places_reliability.svg`` (share right against belief, in tenths).
"""

import sys
from collections.abc import Callable, Iterable, Sequence
from html import escape
from pathlib import Path

from tacitus.bench.extract.rows import load_rows
from tacitus.bench.resolve.headlines import NEAR_KM as NEAR_HEADLINE_KM
from tacitus.bench.resolve.headlines import HeadlineRow, measure_headline
from tacitus.bench.resolve.places import NEAR_KM, Outcome, ToponymRow, measure_gold
from tacitus.bench.resolve.seen import is_seen
from tacitus.config import Settings
from tacitus.resolve import open_gazetteer
from tacitus.resolve.place_scoring import load_weights

SIZE, EDGE = 320, 46
COLOURS = {"LGL": "#2b6cb0", "GeoVirus": "#c05621", "UCDP headlines": "#2f855a"}
LEAST_SHOWN = 0.5
"""Where both axes of the coverage picture begin."""

Judged = list[tuple[float, bool]]
"""Belief and whether it was right, of each resolved toponym."""


def main() -> None:
    """Write both pictures."""
    data, out = Path(sys.argv[1]), Path(sys.argv[2])
    out.mkdir(parents=True, exist_ok=True)
    gazetteer, least = open_gazetteer(), load_weights().least
    outcomes: dict[str, tuple[list[Outcome], float]] = {}
    for name, file in (("LGL", "lgl"), ("GeoVirus", "geovirus")):
        rows = [row for row in load_rows(data / "geoparse" / f"{file}.jsonl.gz", ToponymRow) if not is_seen(row)]
        outcomes[name] = [o for row in rows for o in measure_gold(row, gazetteer)], NEAR_KM
    headlines = load_rows(data / "ucdp_headlines" / "events.jsonl.gz", HeadlineRow)
    unseen = [row for row in headlines if row.is_measured and not is_seen(row)]
    outcomes["UCDP headlines"] = [measure_headline(row, gazetteer, Settings()) for row in unseen], NEAR_HEADLINE_KM
    curves, reliable = [], []
    for name, (found, near) in outcomes.items():
        judged = [(o.score, o.error_km <= near) for o in found if o.error_km is not None]
        curves.append((name, trace_coverage(judged, len(found))))
        reliable.append((name, trace_reliability(judged)))
    title = f"Precision against coverage, least belief {least:g} and up"
    (out / "places_coverage.svg").write_text(draw(title, "coverage", "precision", curves, LEAST_SHOWN), "utf-8")
    title = "Share right against belief"
    (out / "places_reliability.svg").write_text(draw(title, "belief", "share right", reliable, 0.0), "utf-8")


def trace_coverage(judged: Judged, n_all: int) -> list[tuple[float, float]]:
    """Return (coverage, precision) as the least belief rises."""
    points = []
    for percent in range(101):
        kept = [right for score, right in judged if score >= percent / 100]
        if len(kept) >= 20:
            points.append((len(kept) / n_all, sum(kept) / len(kept)))
    return list(dict.fromkeys(points))


def trace_reliability(judged: Judged) -> list[tuple[float, float]]:
    """Return (mean belief, share right) of each tenth of beliefs that ten or more have."""
    points = []
    for tenth in range(10):
        inside = [(s, right) for s, right in judged if tenth <= min(9.999, 10 * s) < tenth + 1]
        if len(inside) >= 10:
            points.append((sum(s for s, _ in inside) / len(inside), sum(right for _, right in inside) / len(inside)))
    return points


def draw(title: str, across: str, up: str, curves: Sequence[tuple[str, list[tuple[float, float]]]], low: float) -> str:
    """Return a picture of curves; both axes run from ``low`` to 1."""

    def place(x: float, y: float) -> str:
        return f"{EDGE + (x - low) / (1 - low) * SIZE:.1f},{EDGE + SIZE - (y - low) / (1 - low) * SIZE:.1f}"

    parts = [f'<rect x="{EDGE}" y="{EDGE}" width="{SIZE}" height="{SIZE}" fill="none" stroke="#888"/>']
    if low == 0.0:
        parts.append(f'<polyline points="{place(0, 0)} {place(1, 1)}" stroke="#bbb" stroke-dasharray="4 3" fill="none"/>')
    for step in range(6):
        value = low + (1 - low) * step / 5
        x, y = place(value, low).split(",")
        parts.append(f'<text x="{x}" y="{float(y) + 16:.1f}" text-anchor="middle">{value:.1f}</text>')
        x, y = place(low, value).split(",")
        parts.append(f'<text x="{float(x) - 6:.1f}" y="{float(y) + 4:.1f}" text-anchor="end">{value:.1f}</text>')
    for number, (name, points) in enumerate(curves):
        shown = [point for point in points if min(point) >= low]
        colour = COLOURS[name]
        parts.append(f'<polyline points="{" ".join(_places(shown, place))}" stroke="{colour}" stroke-width="2" fill="none"/>')
        for point in _places(shown, place):
            x, y = point.split(",")
            parts.append(f'<circle cx="{x}" cy="{y}" r="2.2" fill="{colour}"/>')
        parts.append(f'<text x="{EDGE + 10}" y="{EDGE + SIZE - 44 + 15 * number}" fill="{colour}">{escape(name)}</text>')
    width = SIZE + 2 * EDGE
    parts.append(f'<text x="{width / 2}" y="24" text-anchor="middle" font-size="13">{escape(title)}</text>')
    parts.append(f'<text x="{width / 2}" y="{EDGE + SIZE + 34}" text-anchor="middle">{across}</text>')
    turned = f'transform="rotate(-90 12 {width / 2})"'
    parts.append(f'<text x="12" y="{width / 2}" text-anchor="middle" {turned}>{up}</text>')
    size = f'width="{width}" height="{width}" viewBox="0 0 {width} {width}"'
    body = "\n".join(parts)
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size} font-family="sans-serif" font-size="11">\n{body}\n</svg>\n'


def _places(points: Iterable[tuple[float, float]], place: Callable[[float, float], str]) -> list[str]:
    return [place(x, y) for x, y in points]


if __name__ == "__main__":
    main()
