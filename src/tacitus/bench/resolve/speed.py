"""How fast resolving is: names looked up a second, its share of the time of ``add``, and what the gazetteer takes in memory.

Measured in a fresh process each (``python -m tacitus.bench.resolve.speed lookups|share``). Times are worth what the machine's
peace is worth.
"""

import json
import random
import resource
import subprocess
import sys
import time
from collections.abc import Callable

from tacitus.bench.generate import generate_reports
from tacitus.bench.signature import Figure, make_signature
from tacitus.config import Settings
from tacitus.extract import extract_claims, open_document
from tacitus.model import Snapshot
from tacitus.read import read_snapshot
from tacitus.resolve import Gazetteer, match_actors, open_gazetteer, place_and_date
from tacitus.resolve.place_names import fold_place

N_NAMES, N_REPORTS, SEED = 20_000, 60, 20150426


def run_speed() -> list[Figure]:
    """Return the figures: lookups a second, megabytes that the gazetteer adds, and the share of resolving in ``add``."""
    figures: list[Figure] = []
    for kind in MEASURES:
        done = subprocess.run([sys.executable, "-m", __name__, kind], stdout=subprocess.PIPE, check=True)
        figures += [_make_figure(name, value) for name, value in json.loads(done.stdout).items()]
    return figures


def _make_figure(measure: str, value: float) -> Figure:
    signature = make_signature("names of the gazetteer", gazetteer=open_gazetteer().digest[:12])
    return Figure(
        stage="resolve", set="speed", split="", measure=measure, value=value, low=None, high=None, n=N_NAMES, signature=signature
    )


def time_lookups() -> dict[str, float]:
    """Return how long the first lookup takes, and how many names of places are looked up a second on one core."""
    before, started = _peak_mb(), time.perf_counter()
    gazetteer = open_gazetteer()
    gazetteer.find("aleppo")
    opened = time.perf_counter() - started
    chance = random.Random(SEED)  # noqa: S311 - nothing secret
    pack = gazetteer.packs[0]
    picked = [pack.entry(n) for n in chance.sample(range(pack.n_places), 5 * N_NAMES)]
    rare = [fold_place(entry.name) for entry in picked[:N_NAMES]]
    known = [fold_place(e.name) for e in chance.choices(picked, weights=[e.population + 1 for e in picked], k=N_NAMES)]
    added = _peak_mb() - before
    return {
        "first_lookup_seconds": opened,
        "exact_lookups_per_second_any_place": _time_names(gazetteer, rare),
        "exact_lookups_per_second_by_population": _time_names(gazetteer, known),
        "gazetteer_memory_mb": added,
    }


def _time_names(gazetteer: Gazetteer, keys: list[str]) -> float:
    started = time.perf_counter()
    for key in keys:
        gazetteer.find(key)
    return len(keys) / (time.perf_counter() - started)


def _peak_mb() -> float:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (2**20 if sys.platform == "darwin" else 2**10)


def time_share() -> dict[str, float]:
    """Return what resolving adds to the time of reading made-up reports and keeping them, as a share of the rest."""
    settings, gazetteer = Settings(), open_gazetteer()
    reports = [read_snapshot(Snapshot(content=t.encode(), source="made up"), settings) for t in generate_reports(N_REPORTS)]
    place_and_date(reports[0], extract_claims(reports[0], settings), gazetteer=gazetteer)
    spent, resolved = 0.0, 0.0
    for report in reports:
        started = time.perf_counter()
        extraction = extract_claims(report, settings, open_document(report, settings))
        between = time.perf_counter()
        match_actors(place_and_date(report, extraction, gazetteer=gazetteer))
        spent, resolved = spent + between - started, resolved + time.perf_counter() - between
    return {"resolve_over_extract_time": resolved / spent, "resolve_milliseconds_per_report": 1000 * resolved / N_REPORTS}


MEASURES: dict[str, Callable[[], dict[str, float]]] = {"lookups": time_lookups, "share": time_share}

if __name__ == "__main__":
    json.dump(MEASURES[sys.argv[1]](), sys.stdout)
