"""Write a checkpoint as the model folder that Tacitus reads: two int8 ONNX graphs, tokenizer, tag transitions and a manifest.

    python training/export.py build/reader/model.pt src/tacitus/neural/model

The same weights give the same bytes. ``calibrate.py`` afterwards sets what scores mean; a manifest that has been calibrated keeps its
calibration when the same weights are written again.
"""

import argparse
import hashlib
import json
from collections.abc import Collection, Sequence
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import torch
from graph import build_anchors, build_encoder
from labels import ARGUMENTS, INCIDENTS, N_PAIR, OWN_FIRST, OWN_RELATIONS, RELATIONS, ROLES, STANCES, SYMMETRIC, TOKEN_HEADS
from model import ANCHOR_HEADS, HEADS, MAX_DISTANCE, Reader, widen
from primer import SYMMETRIC as OWN_SYMMETRIC
from train import find_minilm

from tacitus.neural.folder import FORMAT
from tacitus.neural.tokens import BUCKETS, MAX_PIECES, load_tokenizer, make_windows

# What decides until calibrate.py has looked at held-apart documents: no scaling, and even odds.
DECISIONS = {
    "scales": {name: [1.0, 0.0] for name in (*TOKEN_HEADS, "arguments", "roles", "relations", "ties", "stances", "window", "relevance")},
    "thresholds": {"relations": 0.5, "ties": 0.5},
}
CHECK_TEXTS = (
    "Two civilians were killed on Monday when government forces shelled the market of Um Rawaba, residents said.",
    "The Northern Front, an ally of the Popular Guard, denied that its fighters had burnt the clinic.",
    "General Ilyas Marwan, who leads the 4th Division, told reporters that the bridge was retaken.",
    "REBELS SEIZED THE AIRPORT.",
)  # fmt: skip


def write_file(folder: Path, name: str, data: bytes) -> None:
    """Write one file of the folder whole, never half."""
    new = folder / (name + ".new")
    new.write_bytes(data)
    new.replace(folder / name)


def pack_arrays(arrays: dict[str, np.ndarray]) -> bytes:
    """Return arrays as an npz whose bytes depend on nothing else: numpy stamps every member with one fixed time."""
    out = BytesIO()
    np.savez(out, allow_pickle=False, **arrays)
    return out.getvalue()


def read_transitions(reader: Reader) -> dict[str, np.ndarray]:
    """Return each token head's moves between tags, impossible ones closed."""
    arrays = {}
    for name, crf in reader.crfs.items():
        arrays[f"{name}.moves"] = (crf.transitions + crf.closed).detach().numpy().astype(np.float32)
        arrays[f"{name}.first"] = (crf.first + crf.closed_first).detach().numpy().astype(np.float32)
    return arrays


def make_check(reader: Reader, tokenizer: Any) -> dict[str, np.ndarray]:
    """Return a few windows and what the training framework makes of them, for a test of the shipped graphs."""
    arrays = {}
    for i, windows in enumerate(make_windows(tokenizer, CHECK_TEXTS)):
        pieces, shapes = windows[0].pieces, windows[0].shapes
        with torch.no_grad():
            tokens, words, window = reader.read_pieces(torch.from_numpy(pieces)[None], torch.from_numpy(shapes)[None])
            size = len(pieces)
            places = torch.arange(size)[None]
            args = (torch.ones(1, size), (places == 3).long(), (places - 3).clamp(-MAX_DISTANCE, MAX_DISTANCE) + MAX_DISTANCE, places * 0)
            arguments, pairs, stances = reader.anchors(words, *args)
        arrays |= {f"{i}.pieces": pieces, f"{i}.shapes": shapes, f"{i}.tokens": tokens[0].numpy(), f"{i}.words": words[0].numpy(),
                   f"{i}.window": window[0].numpy(), f"{i}.arguments": arguments[0].numpy(), f"{i}.pairs": pairs[0].numpy(),
                   f"{i}.stances": stances[0].numpy()}  # fmt: skip
    return {k: v.astype(np.float16) if v.dtype == np.float32 else v.astype(np.int32) for k, v in arrays.items()}


def number_columns(names: Sequence[str], symmetric: Collection[str], first: int) -> list[list[str | int]]:
    """Return each relation type with the columns that say that the anchor is its head, or its tail."""
    return [[name, first + 2 * i, first + 2 * i + (name not in symmetric)] for i, name in enumerate(names)]


def make_manifest(folder: Path, names: tuple[str, ...], name: str, decisions: dict[str, Any]) -> dict[str, Any]:
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
        "max_distance": MAX_DISTANCE,
        **decisions,
    }


def write_manifest(folder: Path, manifest: dict[str, Any]) -> None:
    """Write the manifest, keys in order, so that the same content has the same digest."""
    write_file(folder, "manifest.json", (json.dumps(manifest, indent=1, sort_keys=True, ensure_ascii=False) + "\n").encode())


def export(checkpoint: Path, out: Path, minilm: Path, *, name: str, mode: str = "rows") -> None:
    """Write the folder."""
    reader = Reader()
    state = torch.load(checkpoint, map_location="cpu")
    reader.load_state_dict(widen(state, reader))
    reader.eval()
    weights = {k: v.numpy() for k, v in reader.state_dict().items() if v.is_floating_point()}
    out.mkdir(parents=True, exist_ok=True)
    encoder = build_encoder(weights, heads=HEADS, max_pieces=MAX_PIECES, mode=mode)
    write_file(out, "encoder.onnx", encoder.SerializeToString(deterministic=True))
    write_file(out, "anchors.onnx", build_anchors(weights, heads=ANCHOR_HEADS, mode=mode).SerializeToString(deterministic=True))
    tokenizer = load_tokenizer(minilm / "tokenizer.json")
    write_file(out, "tokenizer.json", tokenizer.to_str().encode())
    write_file(out, "transitions.npz", pack_arrays(read_transitions(reader)))
    write_file(out, "check.npz", pack_arrays(make_check(reader, tokenizer)))
    learnt = checkpoint.with_name("learnt.txt")
    write_file(out, "learnt.txt", learnt.read_bytes() if learnt.exists() else b"")
    names = ("anchors.onnx", "check.npz", "encoder.onnx", "learnt.txt", "tokenizer.json", "transitions.npz")
    manifest = make_manifest(out, names, name, DECISIONS)
    manifest["labels"] = [[head, labels] for head, labels in manifest["labels"] if f"crfs.{head}.first" in state]
    if len(state["anchors.pairs.bias"]) < N_PAIR:
        manifest["pairs"]["ties"] = []  # a checkpoint of before those heads: they would tell what they never learnt
    write_manifest(out, manifest)


def main() -> None:
    """Export."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("checkpoint", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--minilm", type=Path, help="folder with tokenizer.json")
    parser.add_argument("--name", default="tacitus-reader-1")
    parser.add_argument("--mode", default="rows", help="rows (int8), rows7 (int8 of 7 bits), blocks32 (MatMulNBits), float")
    args = parser.parse_args()
    torch.set_num_threads(1)
    export(args.checkpoint, args.out, args.minilm or find_minilm(), name=args.name, mode=args.mode)


if __name__ == "__main__":
    main()
