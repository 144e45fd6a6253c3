"""Learns the weights by which two tellings are compared (``src/tacitus/corroborate/pair_weights.toml``).

Data: the composed stories of ``tests/stories/dev``, read by the package itself; the pairs of tellings of different reports that
share a key, one happening or not by the stories' key. Beside them pairs of the made-up war of ``bench/corroborate/world.py``, in
which much happens in one town on one day: the stories hold too few of those. Both count alike in all. The weights are those that
a person set (the prior), moved by the pairs: a logistic regression whose penalty pulls towards the prior, so that features that
the data seldom show keep their sense.

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
from tacitus.bench.corroborate.world import MadeReport, make_world
from tacitus.codec import decode_json
from tacitus.config import Settings
from tacitus.corroborate.blocking import make_keys
from tacitus.corroborate.comparing import WEIGHTS_FILE, find_features, judge_wording
from tacitus.corroborate.telling import Telling, describe_incident
from tacitus.corroborate.wording import Told, make_wordings, score_pairs
from tacitus.export.book import open_book
from tacitus.neural import Model
from tacitus.pipeline import add_sources
from tacitus.record import open_record

WAR, WAR_SEED = 3_000, 11
"""Incidents of the made-up war that teach, and the seed of it."""

parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
parser.add_argument("folder", type=Path)
parser.add_argument("--pull", type=float, default=4.0, help="how strongly the weights are pulled to the prior")
parser.add_argument("--write", action="store_true")
args = parser.parse_args()

table = tomllib.loads(WEIGHTS_FILE.read_text("utf-8"))
names = sorted(table["features"])


def describe(made: MadeReport) -> list[Telling]:
    """Return the tellings of a made-up report."""
    actors = {actor.id: actor for actor in made.extraction.actors}
    places = {place.id: place for place in made.extraction.places}
    published = made.report.published
    return [describe_incident(c, actors, places, published=published) for c in made.extraction.claims]


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

# The pairs of the made-up war; each counts less, so that all of them count as much as all of the stories'.
war = [
    (made.report.id, h, t)
    for made in make_world(WAR, seed=WAR_SEED)
    for h, t in zip(made.happenings, describe(made), strict=True)
]
sharing: dict[str, list[int]] = {}
for i, (_, _, telling) in enumerate(war):
    for word in make_keys(telling):
        sharing.setdefault(word, []).append(i)
war_pairs = sorted(
    {pair for of_key in sharing.values() for pair in combinations(of_key, 2) if war[pair[0]][0] != war[pair[1]][0]}
)
war_rows = np.zeros((len(war_pairs), len(names) + 1))
for i, (a, b) in enumerate(war_pairs):
    for name, value in find_features(war[a][2], war[b][2]).items():
        war_rows[i, names.index(name)] = value
    war_rows[i, -1] = 1.0
war_labels = np.array([war[a][1] == war[b][1] for a, b in war_pairs], dtype=float)
war_share = len(pairs) / len(war_pairs)
print(f"made-up war: {int(war_labels.sum())} of {len(war_pairs)} pairs are of one happening")

start = np.array([*(table["features"][name]["prior"] for name in names), table["bias_prior"]])


def learn(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Return the weights: Newton's method on the logistic loss with a quadratic pull towards the prior."""
    w = start.copy()
    weight = np.concatenate([np.ones(len(x)), np.full(len(war_rows), war_share)])
    x, y = np.concatenate([x, war_rows]), np.concatenate([y, war_labels])
    for _ in range(50):
        p = 1 / (1 + np.exp(-x @ w))
        gradient = x.T @ (weight * (p - y)) + args.pull * (w - start)
        hessian = (x * (weight * p * (1 - p))[:, None]).T @ x + args.pull * np.eye(len(w))
        step = np.linalg.solve(hessian, gradient)
        w -= step
        if abs(step).max() < 1e-6:
            break
    return w


def tell(label: str, scores: np.ndarray) -> None:
    """Print precision and recall of joining at a few thresholds."""
    for least in (0.5, 0.6, 0.7, 0.8, 0.9):
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
