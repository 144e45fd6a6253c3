"""How many reports a second ``tacitus add`` reads, in how much memory, and how that grows.

Each size runs in a process of its own, pinned to one core where the system can, so that peak memory is that run's own.
"""

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from tacitus.bench.generate import generate_reports
from tacitus.bench.signature import Figure, make_signature
from tacitus.config import Settings
from tacitus.errors import UsageError
from tacitus.ids import hash_parts
from tacitus.pipeline import add_sources
from tacitus.record import open_record

MEASURES = ("reports_per_second", "peak_memory_mb", "claims")


def run_speed(sizes: Sequence[int], *, n_words: int = 400) -> list[Figure]:
    """Return reports per second and peak memory (MB) of adding made-up reports to a new SQLite record, for each size.

    The generator's seed, not a data set, is what the signature's digest stands for.
    """
    figures = []
    for n in sizes:
        command = [sys.executable, "-m", "tacitus.bench.speed", str(n), str(n_words)]
        done = subprocess.run(command, stdout=subprocess.PIPE, check=True)
        measured = json.loads(done.stdout)
        signature = make_signature(hash_parts("generated", n, n_words))
        figures += [_make_figure(measure, measured[measure], n, signature) for measure in MEASURES]
    return figures


def _make_figure(measure: str, value: float, n: int, signature: str) -> Figure:
    return Figure(
        stage="speed", set="generated", split=str(n), measure=measure, value=value, low=None, high=None, n=n, signature=signature
    )


def parse_sizes(text: str) -> tuple[int, ...]:
    """Return the numbers of reports of ``100,1000``.

    Raises:
        UsageError: something else than positive whole numbers.
    """
    parts = text.split(",")
    if not all(part.isdecimal() and int(part) > 0 for part in parts):
        raise UsageError("bench speed", got=repr(text), expected="numbers of reports joined by commas, as 100,1000")
    return tuple(int(part) for part in parts)


def _measure(n: int, n_words: int) -> dict[str, float]:
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    with tempfile.TemporaryDirectory() as folder:
        for i, text in enumerate(generate_reports(n, n_words=n_words)):
            (Path(folder) / f"{i:06}.txt").write_text(text, "utf-8")
        with open_record(str(Path(folder) / "speed.db")) as record:
            before = time.perf_counter()
            n_claims = sum(added.n_claims for added in add_sources([folder], record, Settings()))
            seconds = time.perf_counter() - before
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024 if sys.platform == "linux" else 1024 * 1024)
    return {"reports_per_second": n / seconds, "peak_memory_mb": peak, "claims": n_claims}


if __name__ == "__main__":
    sys.stdout.write(json.dumps(_measure(int(sys.argv[1]), int(sys.argv[2]))))
