"""Write a checkpoint as the model folder that Tacitus reads: two int8 ONNX graphs, tokenizer, tag transitions and a manifest.

    python training/export.py build/reader/model.pt src/tacitus/neural/model

The same weights give the same bytes. ``calibrate.py`` afterwards sets what scores mean.
"""

import argparse
from pathlib import Path
from typing import Any

import numpy as np
import torch
from folders import make_manifest, pack_arrays, write_file, write_manifest
from graph import build_anchors, build_encoder
from labels import N_PAIR
from model import ANCHOR_HEADS, HEADS, MAX_DISTANCE, Reader, widen
from train import find_minilm

from tacitus.neural.tokens import MAX_PIECES, load_tokenizer, make_windows

CHECK_TEXTS = (
    "Two civilians were killed on Monday when government forces shelled the market of Um Rawaba, residents said.",
    "The Northern Front, an ally of the Popular Guard, denied that its fighters had burnt the clinic.",
    "General Ilyas Marwan, who leads the 4th Division, told reporters that the bridge was retaken.",
    "REBELS SEIZED THE AIRPORT.",
    "According to the ministry, three gunmen of the Salt River Brigade were arrested in Ulora on 4 March with two rifles.",
    "A car bomb exploded outside the town hall, wounding at least 14 people; nobody has claimed responsibility for the blast.",
    "Residents told the radio that masked men had kidnapped the mayor and his driver near the old bridge.",
    "The two groups merged last year and now fight together against the army in the northern districts.",
    "President Ana Torvel said she would meet the opposition next week, but did not say where.",
    "The Eastern Command released a video that shows, it says, the capture of a tank by its 3rd Battalion.",
    "it is not known who shelled the hospital, the monitors wrote, and both sides blame each other",
    "Shares rose on Friday after the central bank cut its main rate by a quarter of a point.",
)  # fmt: skip


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
            away = (places - 3).clamp(-MAX_DISTANCE, MAX_DISTANCE) + MAX_DISTANCE
            seen, own = words.chunk(2, -1)
            arguments, pairs, stances = reader.anchors(
                seen, own[:, 3:4], torch.ones(1, size), (places == 3).long(), away, places * 0
            )
        arrays |= {f"{i}.pieces": pieces, f"{i}.shapes": shapes, f"{i}.tokens": tokens[0].numpy(), f"{i}.words": words[0].numpy(),
                   f"{i}.window": window[0].numpy(), f"{i}.arguments": arguments[0].numpy(), f"{i}.pairs": pairs[0].numpy(),
                   f"{i}.stances": stances[0].numpy()}  # fmt: skip
    return {k: v.astype(np.float16) if v.dtype == np.float32 else v.astype(np.int32) for k, v in arrays.items()}


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
    manifest = make_manifest(out, names, name, MAX_DISTANCE)
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
