"""How many reports a second ``tacitus add`` reads, in how much memory, how that grows, and beside whom.

All runs use the cores that this process may use, one run after another. The generator's seeds, not a data set, are what the
signature's digest stands for. Times are worth what the machine's peace is worth.
"""

import json
import logging
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from tacitus.bench.generate import generate_report
from tacitus.bench.signature import Figure, make_signature
from tacitus.config import Settings
from tacitus.crew import count_workers
from tacitus.errors import UsageError
from tacitus.ids import hash_parts

log = logging.getLogger(__name__)

SIZE_MEASURES = ("reports_per_second", "seconds", "peak_memory_mb", "claims")
STARTS = 3
"""Fresh processes that are started to find how soon the first result comes; the quickest counts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Peer:
    """What ``add`` is held beside: a run of ``bench.timing``, on the first ``most`` reports of the largest size."""

    kind: str
    says: str
    most: int
    measure: str
    ratio: str
    """The name of the rate of ``add`` over the peer's, or the other way round where it ends in ``_time``."""


PEERS = (
    Peer(
        kind="encoder",
        says="the bare encoder",
        most=200,
        measure="encoder_reports_per_second",
        ratio="add_over_encoder_time",
    ),
    Peer(
        kind="bert",
        says="BERT-base in PyTorch",
        most=30,
        measure="bert_base_reports_per_second",
        ratio="add_over_bert_base_rate",
    ),
)


def run_speed(sizes: Sequence[int], *, n_words: int = 400, peers: Sequence[Peer] = PEERS) -> list[Figure]:
    """Return, for each size, what adding so many made-up reports to a new SQLite record takes; then growth, start and peers.

    ``seconds_per_report_growth`` is the time of a report over that at the size before (1: linear). ``first_result_seconds`` is
    the time from starting ``tacitus extract`` to its first line. ``add_over_bert_base_rate`` says how many times as many reports
    a second ``add`` reads as the peer, ``add_over_encoder_time`` how many times the encoder's time it takes. A peer that cannot
    be run is logged as an error and has no figure.
    """
    figures: list[Figure] = []
    rates: dict[int, float] = {}
    for n in sizes:
        timed = _time("add", n, n_words)
        figures += [_make_figure(measure, float(timed[measure]), n, n_words) for measure in SIZE_MEASURES]
        rates[n] = float(timed["reports_per_second"])
    for smaller, larger in pairwise(sizes):
        figures.append(_make_figure("seconds_per_report_growth", rates[smaller] / rates[larger], larger, n_words))
    figures.append(_make_figure("first_result_seconds", time_first_result(n_words), 1, n_words))
    largest = max(sizes)
    for peer in peers:
        figures += _hold_beside(peer, rates[largest], largest, n_words)
    return figures


def _hold_beside(peer: Peer, rate: float, largest: int, n_words: int) -> list[Figure]:
    n = min(peer.most, largest)
    timed = _time(peer.kind, n, n_words)
    if "absent" in timed:
        log.error("bench speed: %s is not measured: %s", peer.says, timed["absent"])
        return []
    own = float(timed[peer.measure])
    ratio = own / rate if peer.ratio.endswith("_time") else rate / own
    versions = str(timed.get("versions", ""))
    return [
        _make_figure(peer.measure, own, n, n_words, versions),
        _make_figure(peer.ratio, ratio, n, n_words, versions),
    ]


def time_first_result(n_words: int) -> float:
    """Return the seconds from starting ``tacitus extract`` in a fresh process to its first line."""
    best = float("inf")
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.txt"
        report.write_text(generate_report(0, n_words=n_words), "utf-8")
        for _ in range(STARTS):
            before = time.perf_counter()
            with subprocess.Popen([sys.executable, "-m", "tacitus", "extract", str(report)], stdout=subprocess.PIPE) as process:
                line = process.stdout.readline() if process.stdout is not None else b""
                seconds = time.perf_counter() - before
            if line:
                best = min(best, seconds)
    return best


def _time(kind: str, n: int, n_words: int) -> dict[str, float | str]:
    command = [sys.executable, "-m", "tacitus.bench.timing", kind, str(n), str(n_words)]
    done = subprocess.run(command, stdout=subprocess.PIPE, check=True)
    timed: dict[str, float | str] = json.loads(done.stdout)
    return timed


def _make_figure(measure: str, value: float, n: int, n_words: int, versions: str = "") -> Figure:
    signature = make_signature(hash_parts("generated", n, n_words), cores=str(count_workers(Settings())))
    return Figure(
        stage="speed",
        set="generated",
        split=str(n),
        measure=measure,
        value=value,
        low=None,
        high=None,
        n=n,
        signature=f"{signature}|{versions}" if versions else signature,
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
