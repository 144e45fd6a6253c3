"""Learn how likely two tellings word one happening:  python training/wording.py DATA [OUT] [--seed N] [--sense FILE].

DATA holds ``ecbplus/`` (CC BY 3.0; its train part teaches the scores) and ``srl_ewt/``, ``polnear/`` and ``muc4/``, whose
sentences teach the sense: what the shipped encoder says of a word is mapped to what the sentence encoder from which it was
trained, all-MiniLM-L6-v2 (Apache 2.0), says of it in the same place. Only weights are written, no words.

The scores are small networks over the features of ``likeness.py``. All pairs within a topic teach, and a few across; for some the
document is held back, so that the score learns to do without. Figures are by cross-validation over topics, and so is the
threshold chosen. Takes some five minutes on two cores; ``--sense`` keeps the vectors that teach the sense, for the next time.
"""

import argparse
import gzip
import json
import random
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from train import find_minilm
from transformers import AutoModel

from tacitus.bench.corroborate.ecbplus import (
    Mention,
    compute_f1s,
    count_links,
    find_pairs,
    gather_groups,
    label_groups,
    read_mentions,
)
from tacitus.corroborate.likeness import FEATURES, compare_pairs, prepare
from tacitus.corroborate.wordbag import Wording
from tacitus.corroborate.wording import WEIGHTS_FILE, load_weights, make_wordings, score_pairs
from tacitus.extract.lexicon import load_lines
from tacitus.neural import Model
from tacitus.neural.tokens import make_windows
from tacitus.text import split_sentences

Array = NDArray[np.float32]
TEXTS = {"srl_ewt": 4500, "polnear": 5000, "muc4": 2500}
LONGEST, BATCH = 260, 32
SENSE_WIDTH, SENSE_UNITS, SENSE_EPOCHS, SENSE_RATE = 128, 256, 10, 3e-3
N_FOLDS, N_NETS, UNITS, EPOCHS, RATE, DECAY, DROPOUT = 5, 5, (64, 32), 4, 2e-3, 1e-3, 0.2
ACROSS, ACROSS_WEIGHT, BARE = 0.1, 4.0, 0.15
"""Share of the pairs across topics that teach, what each counts for, and the share of pairs taught without their documents."""
THRESHOLDS = (0.25, 0.3, 0.35, 0.4, 0.45)


def main() -> None:
    """Learn, print the figures of the cross-validation, and write the weights."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("out", type=Path, nargs="?", default=WEIGHTS_FILE)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--sense", type=Path, help="an npz in which the vectors that teach the sense are kept")
    given = parser.parse_args()
    torch.manual_seed(given.seed)
    model = Model.load()
    arrays = learn_sense(*read_vectors(model, given.data, given.sense, given.seed))
    blank = build([make_net(len(FEATURES))], np.zeros(len(FEATURES)), np.ones(len(FEATURES)), arrays, 0.5)
    save(given.out, blank)
    mentions = read_mentions(given.data / "ecbplus" / "train.jsonl.gz")
    wordings = make_wordings(model, [m.told for m in mentions], load_weights(given.out))
    topics = sorted({m.topic for m in mentions}, key=int)
    random.Random(given.seed).shuffle(topics)
    folds = [frozenset(topics[k::N_FOLDS]) for k in range(N_FOLDS)]
    held: list[tuple[list[Mention], dict[tuple[int, int], float]]] = []
    for number, fold in enumerate(folds):
        taught = learn_scores(mentions, wordings, [t for t in topics if t not in fold], given.seed)
        weights_file = given.out.with_suffix(f".fold{number}.npz")
        save(weights_file, build(*taught, arrays, 0.5))
        inside = [i for i, m in enumerate(mentions) if m.topic in fold]
        there, worded = [mentions[i] for i in inside], [wordings[i] for i in inside]
        pairs = find_pairs(there, worded)
        scores = score_pairs(worded, pairs, load_weights(weights_file))
        weights_file.unlink()
        held.append((there, dict(zip(pairs, scores.tolist(), strict=True))))
    threshold = choose_threshold(held)
    save(given.out, build(*learn_scores(mentions, wordings, topics, given.seed), arrays, threshold))


def choose_threshold(held: Sequence[tuple[list[Mention], dict[tuple[int, int], float]]]) -> float:
    """Return the threshold with the best mean CoNLL F1 over the folds; print all figures."""
    means: dict[float, float] = {}
    for threshold in THRESHOLDS:
        for given, field in (("none", lambda _m: ""), ("subtopics", lambda m: m.subtopic)):
            rows = []
            for mentions, scores in held:
                labels = label_groups(scores, [field(m) for m in mentions], threshold)
                rows.append(compute_f1s(count_links(*gather_groups(mentions, labels, range(len(mentions))))))
            mean = 100 * np.mean(rows, axis=0)
            print(
                f"threshold {threshold:.2f}, given {given:9}  CoNLL {mean[0]:.2f}  MUC, B3, CEAFe {np.round(mean[1:], 1)}",
                end="  ",
            )
            print("folds", np.round([100 * row[0] for row in rows], 1))
            if given == "none":
                means[threshold] = float(mean[0])
    return max(means, key=lambda threshold: means[threshold])


def read_vectors(model: Model, data: Path, kept: Path | None, seed: int) -> tuple[Array, Array, Array, Array]:
    """Return vectors of the encoder and of MiniLM, of words in sentences and of words alone; kept in a file if one is given."""
    names = ("encoder", "minilm", "encoder_alone", "minilm_alone")
    if kept is not None and kept.exists():
        with np.load(kept) as file:
            return tuple(file[name] for name in names)  # type: ignore[return-value]
    chance = random.Random(seed)
    sentences: list[str] = []
    for name, n in TEXTS.items():
        found = []
        with gzip.open(data / name / "train.jsonl.gz", "rt", encoding="utf-8") as lines:
            for text in (json.loads(line)["text"] for line in lines):
                plain = text.capitalize() if text.isupper() else text
                found += [plain[a:b] for a, b in split_sentences(plain) if 20 < b - a < LONGEST]
        sentences += chance.sample(found, n)
    minilm = AutoModel.from_pretrained(find_minilm()).eval()
    vectors = (*compare_encoders(model, minilm, sentences), *compare_encoders(model, minilm, load_lines("common_words.txt")))
    if kept is not None:
        np.savez(kept, **dict(zip(names, vectors, strict=True)))
    return vectors


def compare_encoders(model: Model, minilm: Any, texts: Sequence[str]) -> tuple[Array, Array]:
    """Return what the encoder and what MiniLM say of each word of some texts."""
    ours, theirs = [], []
    texts = sorted(texts, key=len)
    for at in range(0, len(texts), BATCH):
        part = texts[at : at + BATCH]
        windows = [of_text[0] for of_text in make_windows(model._tokenizer, part) if of_text]  # noqa: SLF001 -- the one tokenizer
        length = max(len(w.pieces) for w in windows)
        pieces = torch.zeros((len(windows), length), dtype=torch.long)
        mask = torch.zeros_like(pieces)
        for row, window in enumerate(windows):
            pieces[row, : len(window.pieces)], mask[row, : len(window.pieces)] = torch.from_numpy(window.pieces), 1
        with torch.no_grad():
            hidden = minilm(input_ids=pieces, attention_mask=mask).last_hidden_state.numpy()
        sheet = model._sessions.encode(windows)  # noqa: SLF001
        ours.append(sheet.words)
        for row, window in enumerate(windows):
            ends = np.append(window.firsts[1:], len(window.pieces) - 1)
            theirs += [hidden[row, first:end].mean(axis=0) for first, end in zip(window.firsts, ends, strict=True)]
    return np.concatenate(ours), np.array(theirs, dtype=np.float32)


def learn_sense(encoder: Array, minilm: Array, encoder_alone: Array, minilm_alone: Array) -> dict[str, Array]:
    """Return the arrays of the network that maps the encoder's vectors to the first principal components of MiniLM's."""
    centre, spread = encoder.mean(axis=0), encoder.std()
    middle = minilm.mean(axis=0)
    axes = np.linalg.eigh(np.cov((minilm - middle).T))[1][:, ::-1][:, :SENSE_WIDTH].astype(np.float32)
    x = torch.from_numpy((np.concatenate([encoder, encoder_alone, encoder_alone]) - centre) / spread)
    y = torch.from_numpy((np.concatenate([minilm, minilm_alone, minilm_alone]) - middle) @ axes)
    units = nn.Sequential(nn.Linear(x.shape[1], SENSE_UNITS), nn.ReLU(), nn.Linear(SENSE_UNITS, SENSE_WIDTH))
    direct = nn.Linear(x.shape[1], SENSE_WIDTH, bias=False)
    nn.init.zeros_(direct.weight)
    train(
        [units, direct], lambda b: ((units(x[b]) + direct(x[b]) - y[b]) ** 2).mean(), len(x), SENSE_EPOCHS, SENSE_RATE, 0.01, 1024
    )
    with torch.no_grad():
        lost = sum(
            float(((units(x[a : a + 4096]) + direct(x[a : a + 4096]) - y[a : a + 4096]) ** 2).sum())
            for a in range(0, len(x), 4096)
        )
    print(f"sense: {1 - lost / float(((y - y.mean(0)) ** 2).sum()):.3f} of the variance of {SENSE_WIDTH} components explained")
    return {
        "centre": centre, "spread": np.float32(spread), "direct": numbers(direct.weight.T),
        "sense.weight0": numbers(units[0].weight.T)[None], "sense.bias0": numbers(units[0].bias)[None, None],
        "sense.weight1": numbers(units[2].weight.T)[None], "sense.bias1": numbers(units[2].bias)[None, None],
    }  # fmt: skip


def learn_scores(
    mentions: Sequence[Mention], wordings: Sequence[Wording], topics: Sequence[str], seed: int
) -> tuple[list[nn.Sequential], Array, Array]:
    """Return networks taught by some topics, and the mean and the scale of the features."""
    chance = np.random.default_rng(seed)
    inside = [i for i, m in enumerate(mentions) if m.topic in set(topics)]
    of_topic = np.array([int(mentions[i].topic) for i in inside])
    first, second = np.triu_indices(len(inside), 1)
    is_near = of_topic[first] == of_topic[second]
    keep = is_near | (chance.random(len(first)) < ACROSS * is_near.mean())
    pairs = [(inside[i], inside[j]) for i, j in zip(first[keep].tolist(), second[keep].tolist(), strict=True)]
    full = [prepare(w) for w in wordings]
    bare = [prepare(replace(w, document=None, vectors=np.concatenate([w.vectors[:3], w.vectors[2:3]]))) for w in wordings]
    is_bare = chance.random(len(pairs)) < BARE
    features = np.concatenate([
        compare_pairs(full, [p for p, b in zip(pairs, is_bare, strict=True) if not b]),
        compare_pairs(bare, [p for p, b in zip(pairs, is_bare, strict=True) if b]),
    ])  # fmt: skip
    order = np.concatenate([np.flatnonzero(~is_bare), np.flatnonzero(is_bare)])
    right = np.array([mentions[i].cluster == mentions[j].cluster for i, j in pairs], dtype=np.float32)[order]
    weight = np.where(is_near[keep], 1.0, ACROSS_WEIGHT)[order].astype(np.float32)
    mean, scale = features.mean(axis=0), features.std(axis=0) + 1e-3
    x, y, w = (torch.from_numpy(a) for a in (np.clip((features - mean) / scale, -5, 5), right, weight))
    nets = []
    for number in range(N_NETS):
        torch.manual_seed(seed * 1000 + number)
        net = make_net(x.shape[1])
        net.train()
        train([net], lambda b, net=net: lose(net(x[b])[:, 0], y[b], w[b]), len(x), EPOCHS, RATE, DECAY, 2048)
        net.eval()
        nets.append(net)
    return nets, mean, scale


def make_net(n_features: int) -> nn.Sequential:
    """Return a network that scores."""
    one, two = UNITS
    first = (nn.Linear(n_features, one), nn.ReLU(), nn.Dropout(DROPOUT))
    return nn.Sequential(*first, nn.Linear(one, two), nn.ReLU(), nn.Dropout(DROPOUT), nn.Linear(two, 1))


def lose(logits: Tensor, right: Tensor, weight: Tensor) -> Tensor:
    """Return the weighted log loss."""
    return (nn.functional.binary_cross_entropy_with_logits(logits, right, reduction="none") * weight).mean()


def train(
    parts: Sequence[nn.Module], loss: Callable[[Tensor], Tensor], n: int, epochs: int, rate: float, decay: float, batch: int
) -> None:
    """Train in place: AdamW under a one-cycle schedule."""
    values = [value for part in parts for value in part.parameters()]
    steps = epochs * ((n + batch - 1) // batch)
    optimiser = torch.optim.AdamW(values, lr=rate, weight_decay=decay)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, rate, total_steps=steps + 1)
    for _ in range(epochs):
        for members in torch.randperm(n).split(batch):
            optimiser.zero_grad()
            loss(members).backward()
            optimiser.step()
            schedule.step()


def build(nets: Sequence[nn.Sequential], mean: Array, scale: Array, sense: dict[str, Array], threshold: float) -> dict[str, Any]:
    """Return all arrays of a weight file."""
    layers = [[net[i] for net in nets] for i in (0, 3, 6)]
    arrays: dict[str, Any] = {"features": np.array(FEATURES), "mean": np.float32(mean), "scale": np.float32(scale)}
    for i, of_nets in enumerate(layers):
        arrays[f"score.weight{i}"] = np.stack([numbers(layer.weight.T) for layer in of_nets])
        arrays[f"score.bias{i}"] = np.stack([numbers(layer.bias)[None] for layer in of_nets])
    return arrays | {name: np.float16(value) for name, value in sense.items()} | {"threshold": np.float32(threshold)}


def numbers(tensor: Tensor) -> Array:
    """Return a tensor as an array."""
    return tensor.detach().numpy().copy()


def save(path: Path, arrays: dict[str, Any]) -> None:
    """Write a weight file, the same bytes for the same arrays."""
    with path.open("wb") as file:
        np.savez_compressed(file, **arrays)
    load_weights.cache_clear()


if __name__ == "__main__":
    main()
