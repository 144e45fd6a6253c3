"""From a folder of benchmarks to the figures of resolving: which sets and splits there are, and what is measured on each.

A set whose half taught the weights is measured whole, and its unseen half apart (``seen.py``).
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from tacitus.bench.chosen import Chosen
from tacitus.bench.extract.rows import load_rows
from tacitus.bench.resolve import places
from tacitus.bench.resolve.actors import measure_actors
from tacitus.bench.resolve.headlines import NEAR_KM, HeadlineRow, measure_headline
from tacitus.bench.resolve.places import Outcome, ToponymRow, measure_end_to_end, measure_gold
from tacitus.bench.resolve.seen import is_seen
from tacitus.bench.resolve.speed import run_speed
from tacitus.bench.signature import Figure, bootstrap_interval, digest_paths, make_signature
from tacitus.config import Settings
from tacitus.errors import UsageError
from tacitus.resolve import Gazetteer, open_gazetteer
from tacitus.resolve.place_scoring import load_weights

Progress = Callable[[str, int, int], None]
SUFFIX = ".jsonl.gz"
SETS = ("geoparse", "ucdp_headlines", "ucdp_actors")
SPEED = "speed"
"""What ``--set`` names to measure speed, for which there is no data."""
TAUGHT = frozenset({"lgl", "geovirus", "events"})
"""Splits half of which taught the weights."""
CURVE = (0.5, 0.7, 0.9)
"""Thresholds for which precision and coverage are given beside those of the one in use."""


def run_resolve(data: Path, chosen: Chosen | None = None, *, on_progress: Progress | None = None) -> list[Figure]:
    """Return the figures of the sets below a folder, or of the one set that the folder is.

    Accuracies, precision, coverage and the area under the curve lie in [0, 1]; errors are in km. Low and high are a 95 %
    bootstrap interval over documents, n is their number.

    Raises:
        UsageError: no such set, or no data.
        DataError: a row is not what it should be.
    """
    chosen = chosen or Chosen()
    progress = on_progress or (lambda _label, _n_done, _n_all: None)
    if chosen.only == SPEED:
        return run_speed()
    gazetteer = open_gazetteer()
    figures: list[Figure] = []
    for name, path in list_files(data, chosen):
        if name == "ucdp_actors":
            figures += measure_actors(path)
            continue
        versions = {"gazetteer": gazetteer.digest[:12], "weights": load_weights().digest}
        blank = Figure(
            stage="resolve",
            set=name,
            split=path.name.removesuffix(SUFFIX),
            measure="",
            value=0.0,
            low=None,
            high=None,
            n=0,
            signature=make_signature(digest_paths([path], path.parent), **versions),
        )
        measure = _measure_toponyms if name == "geoparse" else _measure_headlines
        figures += measure(path, gazetteer, blank, progress)
    return figures


def list_files(data: Path, chosen: Chosen) -> list[tuple[str, Path]]:
    """Return (set, file) of what was chosen, in the order of ``SETS`` and of the names of the files.

    Raises:
        UsageError: no such set, or no such file.
    """
    if chosen.only is not None and chosen.only not in SETS:
        raise UsageError("--set", got=chosen.only, expected=f"one of {', '.join((*SETS, SPEED))}")
    found: list[tuple[str, Path]] = []
    for name in SETS if chosen.only is None else (chosen.only,):
        folder = data / name
        if not folder.is_dir() and (name in {data.name, data.resolve().name} or name == chosen.only):
            folder = data
        for path in sorted(folder.glob(f"*{SUFFIX}")):
            split = path.name.removesuffix(SUFFIX)
            if split in chosen.splits or (not chosen.splits and split != "train"):
                found.append((name, path))
    if not found:
        expected = f"<set>/<split>{SUFFIX} for {', '.join(SETS)}"
        raise UsageError(str(data), got="no data for resolve", expected=expected)
    return found


def _measure_toponyms(path: Path, gazetteer: Gazetteer, blank: Figure, progress: Progress) -> Iterator[Figure]:
    rows = load_rows(path, ToponymRow)
    for way, label in (("gold", "gold toponyms"), ("end_to_end", "end to end")):
        outcomes: list[list[Outcome]] = []
        for number, row in enumerate(rows, start=1):
            outcomes.append(measure_gold(row, gazetteer) if way == "gold" else measure_end_to_end(row, gazetteer, Settings()))
            progress(f"{blank.split}, {label}", number, len(rows))
        yield from _figures_of_halves(rows, outcomes, way, places.NEAR_KM, blank)


def _measure_headlines(path: Path, gazetteer: Gazetteer, blank: Figure, progress: Progress) -> Iterator[Figure]:
    rows = [row for row in load_rows(path, HeadlineRow) if row.is_measured]
    outcomes: list[list[Outcome]] = []
    for number, row in enumerate(rows, start=1):
        outcomes.append([measure_headline(row, gazetteer, Settings())])
        progress(blank.split, number, len(rows))
    yield from _figures_of_halves(rows, outcomes, "headlines", NEAR_KM, blank)


def _figures_of_halves(
    rows: Sequence[Any], outcomes: list[list[Outcome]], way: str, within_km: float, blank: Figure
) -> Iterator[Figure]:
    yield from _make_figures(outcomes, way, within_km, blank)
    if blank.split in TAUGHT:
        unseen = [found for row, found in zip(rows, outcomes, strict=True) if not is_seen(row)]
        yield from _make_figures(unseen, way, within_km, replace(blank, split=f"{blank.split}_unseen"))


def _make_figures(documents: list[list[Outcome]], way: str, within_km: float, blank: Figure) -> Iterator[Figure]:
    def measured(name: str, measure: Callable[[Sequence[Outcome]], float], *, above: float = 0.0) -> Figure:
        def compute(sample: Sequence[list[Outcome]]) -> float:
            return measure([_drop(outcome, above) for document in sample for outcome in document])

        low, high = bootstrap_interval(documents, compute)
        label = f"{name}_{way}"
        return replace(blank, measure=label, value=compute(documents), low=low, high=high, n=len(documents))

    yield measured(f"accuracy@{within_km:.0f}km", lambda o: places.accuracy(o, within_km))
    yield measured("precision", lambda o: places.precision(o, within_km))
    yield measured("coverage", places.coverage)
    if way == "gold":
        yield measured("mean_error_km", places.mean_error)
        yield measured("median_error_km", places.median_error)
        yield measured("auc", places.area_under_curve)
        for least in CURVE:
            yield measured(f"precision_sure_to_{100 * least:.0f}", lambda o: places.precision(o, within_km), above=least)
            yield measured(f"coverage_sure_to_{100 * least:.0f}", places.coverage, above=least)


def _drop(outcome: Outcome, least: float) -> Outcome:
    return Outcome(None) if outcome.score < least else outcome
