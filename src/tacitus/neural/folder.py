"""A model folder: its manifest, and the check that every file in it is the one that the manifest names."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tacitus.errors import ModelError

FORMAT = 2
MANIFEST = "manifest.json"
SHIPPED = Path(__file__).parent / "model"


@dataclass(frozen=True, slots=True)
class PairLabel:
    """A relation type, and the columns of the pair head that say that the anchor is its head, or its tail; one if symmetric."""

    name: str
    of_head: int
    of_tail: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What a model folder says of itself.

    Attributes:
        digest: SHA-256 of the manifest's bytes, which name every other file's.
        files: SHA-256 of each file.
        labels: the labels of each token head, without O, B- and I-, in the order of the encoder's columns.
        arguments: the labels of the anchor reader.
        roles: which of them each kind of anchor (``predicate cue trigger``) may give.
        pairs: for ``relations`` (re3d's) and ``ties`` (Tacitus's own), their types; column 0 says "none".
        stances: how a telling is put.
        incidents: MUC-4 incident types.
        max_distance: words beyond which two words are equally far from an anchor.
        scales: for each head and for ``arguments roles relations ties stances window relevance`` (a, b): a score is
            sigmoid(a * logit(p) + b) of the head's own probability p.
        eagerness: for each head, what is taken off the logit of O when its tags are chosen, so that what is unlikely is told as
            well, with the score that it has.
        thresholds: the least score, in [0, 1], at which ``relations`` and ``ties`` are told.
    """

    folder: Path
    digest: str
    name: str
    licence: str
    languages: tuple[str, ...]
    files: Mapping[str, str]
    labels: Mapping[str, tuple[str, ...]]
    arguments: tuple[str, ...]
    roles: Mapping[str, frozenset[str]]
    pairs: Mapping[str, tuple[PairLabel, ...]]
    stances: tuple[str, ...]
    incidents: tuple[str, ...]
    max_distance: int
    scales: Mapping[str, tuple[float, float]]
    eagerness: Mapping[str, float]
    thresholds: Mapping[str, float]


def load_manifest(folder: Path) -> Manifest:
    """Return the manifest of a model folder, after every file that it names was found to be what it says.

    Raises:
        ModelError: no such folder or file, a manifest that cannot be read, a format of another version, or a digest that differs.
    """
    path = folder / MANIFEST
    data = _read(path)
    try:
        held: dict[str, Any] = json.loads(data)
        version = held["format"]
    except (ValueError, KeyError, TypeError) as error:
        raise ModelError(
            str(path), got=f"{type(error).__name__}: {error}", expected="the manifest of a model, in JSON"
        ) from error
    if version != FORMAT:
        raise ModelError(str(path), got=f"model format {version}", expected=f"model format {FORMAT}")
    try:
        manifest = _make(folder, hashlib.sha256(data).hexdigest(), held)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise ModelError(str(path), got=f"{type(error).__name__}: {error}", expected="the fields of a manifest") from error
    for name, digest in manifest.files.items():
        got = hashlib.sha256(_read(folder / name)).hexdigest()
        if got != digest:
            raise ModelError(str(folder / name), got=f"SHA-256 {got}", expected=f"SHA-256 {digest}, which {MANIFEST} names")
    return manifest


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise ModelError(str(path), got=error.strerror or type(error).__name__, expected="a file of a model folder") from error


def _make(folder: Path, digest: str, held: Mapping[str, Any]) -> Manifest:
    return Manifest(
        folder=folder,
        digest=digest,
        name=held["name"],
        licence=held["licence"],
        languages=tuple(held["languages"]),
        files=dict(held["files"]),
        labels={head: tuple(labels) for head, labels in held["labels"]},
        arguments=tuple(held["arguments"]),
        roles={kind: frozenset(labels) for kind, labels in held["roles"].items()},
        pairs={group: tuple(PairLabel(*label) for label in labels) for group, labels in held["pairs"].items()},
        stances=tuple(held["stances"]),
        incidents=tuple(held["incidents"]),
        max_distance=int(held["max_distance"]),
        scales={head: (float(a), float(b)) for head, (a, b) in held["scales"].items()},
        eagerness={head: float(value) for head, value in held["eagerness"].items()},
        thresholds={name: float(value) for name, value in held["thresholds"].items()},
    )
