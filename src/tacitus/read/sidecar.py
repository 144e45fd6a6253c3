"""Sidecars: ``NAME.meta.json`` beside ``NAME.txt`` or ``NAME.html`` says what the file itself may not."""

import json
from pathlib import Path
from typing import Any

from tacitus.errors import SourceError

KEYS = ("title", "publisher", "published", "url", "authors", "language")
_SUFFIX = ".meta.json"
_MOST_BYTES = 1_000_000


def is_sidecar(path: Path) -> bool:
    """Whether the file describes another one."""
    return path.name.endswith(_SUFFIX)


def read_sidecar(path: Path) -> tuple[tuple[str, str], ...]:
    """Return the metadata of the sidecar of a file (none: empty); keys that are not known are ignored.

    Raises:
        SourceError: there is a sidecar, but it is no JSON object.
    """
    beside = path.with_name(path.stem + _SUFFIX)
    if not beside.is_file():
        return ()
    try:
        if beside.stat().st_size > _MOST_BYTES:
            raise SourceError(str(beside), got=f"{beside.stat().st_size} bytes", expected=f"at most {_MOST_BYTES}")
        plain = json.loads(beside.read_text("utf-8-sig"))
    except (OSError, ValueError, RecursionError) as error:
        raise SourceError(str(beside), got=str(error), expected="a JSON object") from error
    if not isinstance(plain, dict):
        raise SourceError(str(beside), got=f"a {type(plain).__name__}", expected="a JSON object")
    return metadata_pairs(plain)


def metadata_pairs(plain: dict[str, Any]) -> tuple[tuple[str, str], ...]:
    """Return the known keys of an object as pairs of strings; lists of authors are joined by ``; ``."""
    pairs: list[tuple[str, str]] = []
    for key in KEYS:
        value = plain.get(key, plain.get("author") if key == "authors" else None)
        if isinstance(value, list):
            value = "; ".join(str(v) for v in value if isinstance(v, str | int))
        if isinstance(value, str | int | float) and not isinstance(value, bool) and str(value).strip():
            pairs.append((key, str(value).strip()))
    return tuple(pairs)
