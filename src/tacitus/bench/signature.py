"""A figure of a benchmark, and the signature that says what was measured with what."""

import random
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import TypeVar

from tacitus import __version__

T = TypeVar("T")
_N_SAMPLES = 1000
_SEED = 20150426


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One measured value in the measure's own unit, with a 95 % bootstrap interval over documents where there is one."""

    stage: str
    set: str
    split: str
    measure: str
    value: float
    low: float | None
    high: float | None
    n: int
    signature: str


def make_signature(data_digest: str, **versions: str) -> str:
    """Return what identifies a measurement: this version, the data, and the versions of what else took part."""
    parts = [f"tacitus:{__version__}", f"data:{data_digest[:12]}", *(f"{name}:{version}" for name, version in versions.items())]
    return "|".join(parts)


def digest_paths(paths: Iterable[Path], root: Path) -> str:
    """Return the SHA-256 over names and contents of files, in the order of their names."""
    digest = sha256()
    for path in sorted(paths):
        content = path.read_bytes()
        digest.update(f"{path.relative_to(root).as_posix()}:{len(content)}:".encode())
        digest.update(content)
    return digest.hexdigest()


def bootstrap_interval(documents: Sequence[T], measure: Callable[[Sequence[T]], float]) -> tuple[float, float]:
    """Return the 2.5th and 97.5th percentile of a measure over resampled documents; the seed is fixed."""
    chance = random.Random(_SEED)  # noqa: S311 -- statistics, no secret
    values = sorted(measure(chance.choices(documents, k=len(documents))) for _ in range(_N_SAMPLES))
    return values[int(0.025 * _N_SAMPLES)], values[int(0.975 * _N_SAMPLES) - 1]
