"""Learns the weights by which two tellings are compared (``src/tacitus/corroborate/pair_weights.toml``).

Data: the composed stories of ``tests/stories/dev``, read by the package itself; the pairs of tellings of different reports that
share a key, one happening or not by the stories' key. The weights are those that a person set (the prior), moved by the pairs: a
logistic regression whose penalty pulls towards the prior, so that features that the stories seldom show keep their sense.

    python training/events.py tests/stories/dev            cross-validation over stories, nothing written
    python training/events.py tests/stories/dev --write    and the weights of all stories written
"""

import argparse
import re
import sys
import tomllib
from itertools import combinations
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from tacitus.bench.corroborate.clusters import SUFFIXES, find_claims, load_key
from tacitus.codec import decode_json
from tacitus.config import Settings
from tacitus.corroborate.blocking import make_keys
from tacitus.corroborate.comparing import WEIGHTS_FILE, find_features, judge_wording
from tacitus.corroborate.telling import Telling
from tacitus.corroborate.wording import Told, make_wordings, score_pairs
from tacitus.export.book import open_book
from tacitus.neural import Model
from tacitus.pipeline import add_sources
from tacitus.record import open_record

parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
parser.add_argument("folder", type=Path)
parser.add_argument("--pull", type=float, default=2.0, help="how strongly the weights are pulled to the prior")
parser.add_argument("--write", action="store_true")
args = parser.parse_args()

table = tomllib.loads(WEIGHTS_FILE.read_text("utf-8"))
names = sorted(table["features"])

# The tellings of the stories, each with its happening.
key = load_key(args.folder)
told: list[tuple[str, str, int, Telling]] = []  # story, report, happening, telling
with TemporaryDirectory() as scratch, open_record(str(Path(scratch) / "stories.db")) as record:
    reports = sorted(p for p in args.folder.iterdir() if p.suffix in SUFFIXES)
    list(add_sources([str(p) for p in reports], record, Settings()))
    book = open_book(record)
    ids = {Path(row.source).stem: row.id for row in book.reports.values()}
    with record.read_incidents() as index:
        members = {m.claim_id: m for m in index.all_members()}
        bodies = {n: decode_json(b, Telling) for n, b in index.bodies(sorted({m.node for m in members.values()})).items()}
    met: set[str] = set()
    for number, cluster in enumerate(key.clusters):
        for member in cluster.members:
            for claim in find_claims(member, ids, record, book):
                if claim in members and claim not in met:
                    met.add(claim)
                    told.append((member[0].split("_")[0], member[0], number, bodies[members[claim].node]))

pairs = [(a, b) for a, b in combinations(told, 2) if a[1] != b[1] and set(make_keys(a[3])) & set(make_keys(b[3]))]
n_one = sum(a[2] == b[2] for a, b in combinations(told, 2) if a[1] != b[1])
labels = np.array([a[2] == b[2] for a, b in pairs], dtype=float)
stories = np.array([a[0] for a, _ in pairs])
rows = np.zeros((len(pairs), len(names) + 1))
quotes = sorted({t[3].quote for pair in pairs for t in pair})
wordings = make_wordings(Model.load(), [Told(text=quote) for quote in quotes])
likely = score_pairs(wordings, [(quotes.index(a[3].quote), quotes.index(b[3].quote)) for a, b in pairs])
for i, (a, b) in enumerate(pairs):
    for name, value in (find_features(a[3], b[3]) | judge_wording(float(likely[i]))).items():
        rows[i, names.index(name)] = value
    rows[i, -1] = 1.0
print(
    f"{len(told)} tellings, {n_one} pairs of one happening, {int(labels.sum())} of them among the {len(pairs)} that share a key"
)

start = np.array([*(table["features"][name]["prior"] for name in names), table["bias_prior"]])


def learn(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Return the weights: Newton's method on the logistic loss with a quadratic pull towards the prior."""
    w = start.copy()
    for _ in range(50):
        p = 1 / (1 + np.exp(-x @ w))
        gradient = x.T @ (p - y) + args.pull * (w - start)
        hessian = (x * (p * (1 - p))[:, None]).T @ x + args.pull * np.eye(len(w))
        step = np.linalg.solve(hessian, gradient)
        w -= step
        if abs(step).max() < 1e-6:
            break
    return w


def tell(label: str, scores: np.ndarray) -> None:
    """Print precision and recall of joining at a few thresholds."""
    for least in (0.3, 0.4, 0.5, 0.6, 0.7):
        joined = scores >= least
        right = float((joined * labels).sum())
        print(f"{label} at {least}: precision {right / max(1, joined.sum()):.3f}, recall {right / labels.sum():.3f}")


tell("prior", 1 / (1 + np.exp(-rows @ start)))
held = np.zeros(len(pairs))
for story in sorted(set(stories)):
    inside = stories == story
    held[inside] = 1 / (1 + np.exp(-rows[inside] @ learn(rows[~inside], labels[~inside])))
tell("held-out story", held)
weights = learn(rows, labels)
for name, before, after in zip([*names, "bias"], start, weights, strict=True):
    print(f"{name:20} {before:6.2f} -> {after:6.2f}   in {int((rows[:, [*names, 'bias'].index(name)] > 0).sum())} pairs")
if args.write:
    text = WEIGHTS_FILE.read_text("utf-8")
    for name, value in zip(names, weights[:-1], strict=True):
        text = re.sub(rf"(?m)^({name} = {{ weight = )[-\d.]+", rf"\g<1>{value:.3f}", text)
    text = re.sub(r"(?m)^(bias = )[-\d.]+", rf"\g<1>{weights[-1]:.3f}", text)
    WEIGHTS_FILE.write_text(text, "utf-8")
    print(f"written: {WEIGHTS_FILE.name}", file=sys.stderr)
