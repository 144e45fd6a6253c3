"""Read: bytes, files, addresses, feeds, archives and dumps to reports with zones."""

from tacitus.read.near import LEAST_SHARED_KEYS, band_keys, compare_sketches, sketch_text
from tacitus.read.snapshot import read_snapshot
from tacitus.read.sources import open_snapshots, read_report
from tacitus.read.unreadable import Unreadable

__all__ = [
    "LEAST_SHARED_KEYS",
    "Unreadable",
    "band_keys",
    "compare_sketches",
    "open_snapshots",
    "read_report",
    "read_snapshot",
    "sketch_text",
]
