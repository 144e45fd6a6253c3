"""Model folders on disk: files written whole, and the manifest that names them."""

import hashlib
import json
from collections.abc import Collection, Mapping, Sequence
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
from labels import ARGUMENTS, INCIDENTS, N_PAIR, OWN_FIRST, OWN_RELATIONS, RELATIONS, ROLES, STANCES, SYMMETRIC, TOKEN_HEADS
from numpy.typing import NDArray
from primer import SYMMETRIC as OWN_SYMMETRIC

from tacitus.neural.folder import FORMAT, MANIFEST
from tacitus.neural.tokens import BUCKETS, MAX_PIECES

# What decides until calibrate.py has looked at held-apart documents: no scaling, and even odds.
DECISIONS: dict[str, Any] = {
    "scales": {
        name: [1.0, 0.0] for name in (*TOKEN_HEADS, "arguments", "roles", "relations", "ties", "stances", "window", "relevance")
    },
    "eagerness": {**dict.fromkeys(TOKEN_HEADS, 0.0), "triggers": 0.5, "fillers": 1.0},
    "thresholds": {"relations": 0.5, "ties": 0.5},
}


def write_file(folder: Path, name: str, data: bytes) -> None:
    """Write one file of the folder whole, never half."""
    new = folder / (name + ".new")
    new.write_bytes(data)
    new.replace(folder / name)


def pack_arrays(arrays: Mapping[str, NDArray[Any]]) -> bytes:
    """Return arrays as an npz whose bytes depend on nothing else: numpy stamps every member with one fixed time."""
    out = BytesIO()
    np.savez(out, allow_pickle=False, **arrays)
    return out.getvalue()


def number_columns(names: Sequence[str], symmetric: Collection[str], first: int) -> list[list[str | int]]:
    """Return each relation type with the columns that say that the anchor is its head, or its tail."""
    return [[name, first + 2 * i, first + 2 * i + (name not in symmetric)] for i, name in enumerate(names)]


def make_manifest(folder: Path, names: tuple[str, ...], name: str, distance: int) -> dict[str, Any]:
    """Return the manifest of the files that lie in the folder."""
    return {
        "format": FORMAT,
        "name": name,
        "licence": "Apache-2.0",
        "languages": ["en"],
        "files": {n: hashlib.sha256((folder / n).read_bytes()).hexdigest() for n in names},
        "labels": [[head, list(labels)] for head, labels in TOKEN_HEADS.items()],
        "arguments": list(ARGUMENTS),
        "roles": {
            "predicate": [a for a in ARGUMENTS if a.startswith(("ARG", "R-", "C-"))],
            "cue": ["SOURCE", "CONTENT"],
            "trigger": [role.upper() for role in ROLES],
        },
        "pairs": {
            "relations": number_columns(RELATIONS, SYMMETRIC, 1),
            "ties": [*number_columns(OWN_RELATIONS, OWN_SYMMETRIC, OWN_FIRST), ["corefers", N_PAIR - 1, N_PAIR - 1]],
        },
        "stances": list(STANCES),
        "incidents": list(INCIDENTS),
        "max_pieces": MAX_PIECES,
        "buckets": list(BUCKETS),
        "max_distance": distance,
        **DECISIONS,
    }


def write_manifest(folder: Path, manifest: dict[str, Any]) -> None:
    """Write the manifest, keys in order, so that the same content has the same digest."""
    write_file(folder, MANIFEST, (json.dumps(manifest, indent=1, sort_keys=True, ensure_ascii=False) + "\n").encode())
