"""Bench: each stage measured on public data, with a signature."""

from collections.abc import Callable
from pathlib import Path

from tacitus.bench.chosen import Chosen, load_ids
from tacitus.bench.signature import Figure, digest_paths, make_signature
from tacitus.errors import UsageError

STAGES = ("read", "extract", "resolve", "corroborate", "speed")

__all__ = ["STAGES", "Chosen", "Figure", "digest_paths", "load_ids", "make_signature", "run_stage"]


def run_stage(
    stage: str, data: str | Path, chosen: Chosen | None = None, *, on_progress: Callable[[str, int, int], None] | None = None
) -> list[Figure]:
    """Return the figures of a stage on the data sets below a folder.

    Args:
        stage: one of ``STAGES``.
        data: a folder laid out as ``<set>/<split>.jsonl.gz``, or one such set; for ``speed`` the numbers of reports to
            generate, joined by commas (``100,1000``).
        chosen: what to measure, and with which model; by default all, with the package's own.
        on_progress: called by ``extract``, ``resolve`` and ``corroborate`` with what is read, how many texts are done, and
            how many there are.

    Raises:
        UsageError: no such stage, or no data for it.
        DataError: a row of the data is not what it should be.
    """
    chosen = chosen or Chosen()
    if stage not in STAGES:
        raise UsageError("bench", got=f"the stage {stage!r}", expected=f"one of {', '.join(STAGES)}")
    if stage == "extract":
        from tacitus.bench.extract import list_splits, load_reader, run_extract

        list_splits(Path(data), chosen)  # before a model is loaded for nothing
        reader = load_reader(chosen.model, on_progress or (lambda _label, _n_done, _n_all: None))
        return run_extract(Path(data), reader, chosen=chosen)
    if stage == "resolve":
        from tacitus.bench.resolve.run import run_resolve

        chosen.refuse_beside(stage, "--split")
        return run_resolve(Path(data), chosen, on_progress=on_progress)
    if stage == "corroborate":
        from tacitus.bench.corroborate.run import run_corroborate

        chosen.refuse_beside(stage, "--split", "--model")
        return run_corroborate(Path(data), chosen, on_progress=on_progress)
    chosen.refuse_beside(stage)
    if stage == "speed":
        from tacitus.bench.speed import parse_sizes, run_speed

        return run_speed(parse_sizes(str(data)))
    from tacitus.bench.read import run_read

    return run_read(Path(data), only=chosen.only)
