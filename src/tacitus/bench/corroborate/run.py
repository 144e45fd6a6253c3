"""From a folder of benchmarks to the figures of corroborating: which sets there are, and what is measured on each."""

from collections.abc import Callable
from pathlib import Path

from tacitus.bench.chosen import Chosen
from tacitus.bench.corroborate.clusters import KEYS, measure_clusters
from tacitus.bench.corroborate.ecbplus import measure_split
from tacitus.bench.corroborate.scale import run_scale
from tacitus.bench.signature import Figure
from tacitus.errors import UsageError
from tacitus.neural import Model

Progress = Callable[[str, int, int], None]
SUFFIX = ".jsonl.gz"
ECBPLUS, SCALE = "ecbplus", "scale"


def run_corroborate(data: Path, chosen: Chosen | None = None, *, on_progress: Progress | None = None) -> list[Figure]:
    """Return the figures of the sets in a folder, or of the one set that the folder is.

    A set is ``ecbplus`` (``<split>.jsonl.gz``), or a folder of reports with a key (``clusters.json`` or ``stories.json``);
    ``--set scale`` needs no data.

    Raises:
        UsageError: no such set, or no data.
        DataError: a row or a key is not what it should be.
    """
    chosen = chosen or Chosen()
    progress = on_progress or (lambda _label, _n_done, _n_all: None)
    if chosen.only == SCALE:
        return run_scale(on_progress=progress)
    figures: list[Figure] = []
    for name, path in list_sets(data, chosen):
        if path.is_dir():
            figures += measure_clusters(path, name, progress)
            continue
        split = path.name.removesuffix(SUFFIX)
        blank = Figure(stage="corroborate", set=name, split=split, measure="", value=0.0, low=None, high=None, n=0, signature="")
        figures += measure_split(path, Model.load(chosen.model), blank, progress)
    return figures


def list_sets(data: Path, chosen: Chosen) -> list[tuple[str, Path]]:
    """Return (set, file or folder) of what was chosen, in the order of their names.

    Raises:
        UsageError: there is none.
    """
    folders = [data, *sorted(path for path in data.glob("*") if path.is_dir())] if data.is_dir() else []
    found: list[tuple[str, Path]] = []
    for folder in folders:
        name = folder.resolve().name
        if chosen.only not in {None, name}:
            continue
        if any((folder / key).is_file() for key in KEYS):
            found.append((name, folder))
        elif name == ECBPLUS:
            splits = [path for path in sorted(folder.glob(f"*{SUFFIX}")) if _is_chosen(path, chosen)]
            found += [(name, path) for path in splits]
    if not found:
        expected = f"{ECBPLUS}/<split>{SUFFIX}, or a folder of reports with {' or '.join(KEYS)}"
        raise UsageError(str(data), got="no data for corroborate", expected=expected)
    return found


def _is_chosen(path: Path, chosen: Chosen) -> bool:
    split = path.name.removesuffix(SUFFIX)
    return split in chosen.splits or (not chosen.splits and split != "train")
