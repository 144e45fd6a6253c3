"""Bench: each stage measured on public data, with a signature."""

from pathlib import Path

from tacitus.bench.signature import Figure, digest_paths, make_signature
from tacitus.errors import UsageError

STAGES = ("read", "speed")

__all__ = ["STAGES", "Figure", "digest_paths", "make_signature", "run_stage"]


def run_stage(stage: str, data: str | Path, *, only: str | None = None) -> list[Figure]:
    """Return the figures of a stage on the data sets below a folder.

    Args:
        stage: one of ``STAGES``.
        data: a folder laid out as ``<set>/<split>.jsonl.gz``, or one such set; for ``speed`` the numbers of reports to
            generate, joined by commas (``100,1000``).
        only: the name of the one set to measure.

    Raises:
        UsageError: no such stage, or no data for it.
    """
    if stage not in STAGES:
        raise UsageError("bench", got=f"the stage {stage!r}", expected=f"one of {', '.join(STAGES)}")
    if stage == "speed":
        from tacitus.bench.speed import parse_sizes, run_speed

        return run_speed(parse_sizes(str(data)))
    from tacitus.bench.read import run_read

    return run_read(Path(data), only=only)
