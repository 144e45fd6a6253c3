"""What one more report costs as the record grows: the time to compare its incidents, in records of more and more incidents."""

import gc
import time
from collections.abc import Callable
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory

from tacitus.bench.corroborate.world import MadeReport, make_world
from tacitus.bench.signature import Figure, make_signature
from tacitus.corroborate.comparing import load_pair_weights
from tacitus.corroborate.upkeep import update_events
from tacitus.ids import hash_parts
from tacitus.record import Record, Run, open_record

SIZES = (1_000, 10_000, 100_000)
MORE = 40
"""Reports that are added one by one, each with an update of its own."""
RUN = Run(version="made up", settings_digest="-", knowledge_digest="-")


def run_scale(sizes: tuple[int, ...] = SIZES, *, on_progress: Callable[[str, int, int], None] | None = None) -> list[Figure]:
    """Return for each size the milliseconds of an update with one more report (median), and what the whole update took.

    ``pairs_right`` is the share of joined pairs of claims that are of one happening of the made-up war, and ``pairs_found`` the
    share of its pairs that were joined, at the smallest size.
    """
    figures: list[Figure] = []
    for size in sizes:
        with TemporaryDirectory() as scratch, open_record(str(Path(scratch) / "scale.db")) as record:
            figures += _measure(size, record, on_progress or (lambda _label, _n_done, _n_all: None))
        gc.collect()
    return figures


def _measure(size: int, record: Record, progress: Callable[[str, int, int], None]) -> list[Figure]:
    reports = make_world(round(size * 1.02) + MORE * 10)
    n_reports = size // 5
    for number, made in enumerate(islice(reports, n_reports), start=1):
        _add(record, made)
        progress(f"{size:,} incidents, adding", number, n_reports)
    started = time.perf_counter()
    update_events(record, on_progress=lambda done, of: progress(f"{size:,} incidents, comparing", done, of))
    whole = time.perf_counter() - started
    times = []
    for made in islice(reports, MORE):
        _add(record, made)
        started = time.perf_counter()
        update_events(record)
        times.append(time.perf_counter() - started)
    times.sort()
    values = {"one_more_report_ms": 1000 * times[len(times) // 2], "slowest_report_ms": 1000 * times[-1]}
    values |= {"whole_update_s": whole, "whole_update_ms_per_report": 1000 * whole / n_reports}
    blank = make_signature(hash_parts("made-up war", size), weights=load_pair_weights().digest)
    return [
        Figure(
            stage="corroborate",
            set="scale",
            split=str(size),
            measure=name,
            value=value,
            low=None,
            high=None,
            n=n_reports,
            signature=blank,
        )
        for name, value in values.items()
    ]


def _add(record: Record, made: MadeReport) -> None:
    record.add_report(made.snapshot, made.report, made.extraction, RUN)
