"""Write the tests' model: the shape of the real one, a few hundred weights wide, drawn at random. It knows nothing.

python training/tiny.py tests/neural/tiny
"""

import string
import sys
from pathlib import Path

import numpy as np
from folders import make_manifest, pack_arrays, write_file, write_manifest
from graph import Array, build_anchors, build_encoder
from labels import ARGUMENTS, ENTITIES, INCIDENTS, N_PAIR, STANCES, TOKEN_HEADS, bio
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers

from tacitus.neural.tokens import MAX_PIECES, N_SHAPES

HIDDEN, INNER, HEADS, PROJECTED, DISTANCE = 32, 64, 4, 16, 8
WORDS = (
    "the", "of", "and", "to", "said", "that", "by", "rebels", "army", "killed", "village", "attacked", "group", "who", "on",
    "near", "with", "was", "were", "soldiers", "leader", "fighters", "town", "reported", "two", "forces", "government", "people",
)  # fmt: skip


def make_tokenizer() -> Tokenizer:
    """Return a tokenizer of letters and a few words, its special pieces numbered as in BERT."""
    letters = string.ascii_lowercase + string.digits + string.punctuation + "’“”éüß中"
    held = ["[PAD]", *letters, *("##" + c for c in letters)]
    pieces = dict.fromkeys([*held[:1], *(f"[unused{i}]" for i in range(99)), "[UNK]", "[CLS]", "[SEP]", *held[1:], *WORDS])
    tokenizer = Tokenizer(models.WordPiece({piece: i for i, piece in enumerate(pieces)}, unk_token="[UNK]"))  # noqa: S106
    tokenizer.normalizer = normalizers.BertNormalizer()
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    return tokenizer


def draw_layer(rng: np.random.Generator, prefix: str, hidden: int) -> dict[str, Array]:
    """Return the weights of one transformer layer."""
    shapes = {"qkv": (3 * hidden, hidden), "out": (hidden, hidden), "up": (INNER, hidden), "down": (hidden, INNER)}
    weights: dict[str, Array] = {}
    for name, shape in shapes.items():
        weights[f"{prefix}{name}.weight"] = rng.normal(0, 0.3, shape).astype(np.float32)
        weights[f"{prefix}{name}.bias"] = rng.normal(0, 0.1, shape[0]).astype(np.float32)
    for name in ("norm", "norm2"):
        weights[f"{prefix}{name}.weight"] = np.ones(hidden, dtype=np.float32)
        weights[f"{prefix}{name}.bias"] = np.zeros(hidden, dtype=np.float32)
    return weights


def draw_weights(rng: np.random.Generator, n_pieces: int) -> dict[str, Array]:
    """Return weights under the names of the real reader's."""
    tables = {
        "encoder.words": (n_pieces, HIDDEN), "encoder.positions": (MAX_PIECES, HIDDEN), "encoder.shapes": (N_SHAPES, HIDDEN),
        "anchors.kinds": (8, PROJECTED), "anchors.distance": (2 * DISTANCE + 1, PROJECTED),
        "anchors.types": (len(bio(ENTITIES)), PROJECTED),
    }  # fmt: skip
    lines = {
        "tokens": (sum(len(bio(labels)) for labels in TOKEN_HEADS.values()), HIDDEN), "project": (4 * PROJECTED, HIDDEN),
        "window": (len(INCIDENTS) + 2, 2 * HIDDEN), "anchors.arguments": (len(bio(ARGUMENTS)), PROJECTED),
        "anchors.pairs": (N_PAIR, PROJECTED), "anchors.stances": (len(STANCES), PROJECTED),
    }  # fmt: skip
    weights = {f"{name}.weight": rng.normal(0, 1, shape).astype(np.float32) for name, shape in tables.items()}
    for name, shape in lines.items():
        weights[f"{name}.weight"] = rng.normal(0, 0.8, shape).astype(np.float32)
        weights[f"{name}.bias"] = np.where(np.arange(shape[0]) == 0, 3, 0).astype(np.float32)
    start = 0
    for labels in TOKEN_HEADS.values():  # O is likely, as in life
        weights["tokens.bias"][start] = 4
        start += len(bio(labels))
    for prefix, width in (("encoder", HIDDEN), ("anchors", PROJECTED)):
        weights[f"{prefix}.norm.weight"] = np.ones(width, dtype=np.float32)
        weights[f"{prefix}.norm.bias"] = np.zeros(width, dtype=np.float32)
        weights |= draw_layer(rng, f"{prefix}.layers.0.", width)
    return weights | {"encoder.segment": np.zeros(HIDDEN, dtype=np.float32)}


def draw_transitions(rng: np.random.Generator) -> dict[str, Array]:
    """Return moves between tags, impossible ones closed."""
    arrays = {}
    for head, labels in TOKEN_HEADS.items():
        tags = bio(labels)
        moves = rng.normal(0, 0.5, (len(tags), len(tags)))
        first = rng.normal(0, 0.5, len(tags))
        for j in range(2, len(tags), 2):
            moves[[i for i in range(len(tags)) if i not in (j - 1, j)], j] = first[j] = -1e4
        arrays |= {f"{head}.moves": moves.astype(np.float32), f"{head}.first": first.astype(np.float32)}
    return arrays


def main() -> None:
    """Write the folder."""
    out = Path(sys.argv[1])
    out.mkdir(parents=True, exist_ok=True)
    rng = np.random.default_rng(1)
    tokenizer = make_tokenizer()
    weights = draw_weights(rng, tokenizer.get_vocab_size())
    encoder = build_encoder(weights, heads=HEADS, max_pieces=MAX_PIECES)
    write_file(out, "encoder.onnx", encoder.SerializeToString(deterministic=True))
    write_file(out, "anchors.onnx", build_anchors(weights, heads=2).SerializeToString(deterministic=True))
    write_file(out, "tokenizer.json", tokenizer.to_str().encode())
    write_file(out, "transitions.npz", pack_arrays(draw_transitions(rng)))
    write_file(out, "learnt.txt", b"")
    names = ("anchors.onnx", "encoder.onnx", "learnt.txt", "tokenizer.json", "transitions.npz")
    write_manifest(out, make_manifest(out, names, "tiny", DISTANCE))


if __name__ == "__main__":
    main()
