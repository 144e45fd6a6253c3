"""Learn the weights by which places are chosen:  python training/places.py DATA [OUT].

DATA holds ``geoparse/`` and ``ucdp_headlines/``. Half of their documents teach (``is_seen``); the other half is never looked at,
and ``tacitus bench resolve`` measures it apart. The composed reports of ``tests/`` whose folders are in ``COMPOSED`` teach too,
and reports made up from the gazetteer.

A conditional logit over the candidates of each name and "none of these", trained by full-batch Adam with an L2 penalty; first the
first look, from a guess by size, then the second, from what the first look believes; to the second a few units are added, which
weigh features together, and training is stopped early.
"""

import json
import random
import sys
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from tacitus.bench.extract.rows import load_rows
from tacitus.bench.resolve.headlines import HeadlineRow, make_headline
from tacitus.bench.resolve.places import Toponym, ToponymRow, make_gold, make_report
from tacitus.bench.resolve.seen import is_seen
from tacitus.config import Settings
from tacitus.extract import extract_claims
from tacitus.model import Extraction, PlaceKind, Report
from tacitus.read import open_snapshots, read_snapshot
from tacitus.resolve import open_gazetteer
from tacitus.resolve.gazetteer import Entry
from tacitus.resolve.place_context import list_country_words
from tacitus.resolve.place_names import fold_place
from tacitus.resolve.place_relations import Array
from tacitus.resolve.place_scoring import FEATURES, WEIGHTS_FILE, Field, Look, guess, look_once
from tacitus.resolve.places import gather
from tacitus.resolve.sphere import distance_km

ROOT = Path(__file__).parents[1]
SHIPPED_VILLAGES = "AF BF BI CD CF CM CO ER ET HT IL IQ LB LY ML MM MZ NE NG PH PS SD SO SS SY TD UA YE".split()
COMPOSED = ("reports", "samples", "tuning")
STEPS, RATE, PENALTY = 3000, 0.03, 0.002
N_NETS, N_UNITS, UNIT_STEPS, UNIT_PENALTY = 3, 16, 100, 0.003
HEADLINE_WEIGHT, COMPOSED_WEIGHT, MADE_WEIGHT = 2.0, 3.0, 0.4
N_MADE, SEED = 2500, 20150426
SEATS, BARE, ABSENT, ABSENT_BARE = 0.15, 0.15, 0.25, 0.5
"""Shares of made-up reports that begin with the seat of a division or name no country, and of places that the gazetteer lacks."""
SENTENCES = (
    "{people} troops entered {names}.",
    "{people} forces shelled {names}, residents said.",
    "Fighters of two groups clashed near {names}, the {people} army said.",
    "{names} fell to the rebels. {country} has sent envoys.",
    "Militiamen were seen at {names}. The government of {country} denied it.",
)


class Lesson(NamedTuple):
    """A report's candidates, and for each place which of them are right (none may be) and how much it counts; 0 where unknown."""

    field: Field
    right: Array
    weight: Array


def main() -> None:
    """Learn, and write the weights."""
    data = Path(sys.argv[1])
    out = Path(sys.argv[2]) if len(sys.argv) > 2 else WEIGHTS_FILE
    lessons = [*read_toponyms(data), *read_headlines(data), *read_composed(), *make_up()]
    print(len(lessons), "reports", sum(len(lesson.weight) for lesson in lessons), "names")
    first = learn([(lesson, guess(lesson.field)) for lesson in lessons])
    beliefs = [look_once(lesson.field, guess(lesson.field), first)[1] for lesson in lessons]
    taught = list(zip(lessons, beliefs, strict=True))
    second = add_units(taught, learn(taught))
    least = float(sys.argv[3]) if len(sys.argv) > 3 else 0.35
    lines = ["# Learnt by training/places.py; what each feature counts for, see place_scoring.py.", f"least = {least}"]
    for name, look in (("first", first), ("second", second)):
        lines += ["", f"[{name}]", f"none = {look.none:.3f}"]
        lines += [f"{feature} = {weight:.3f}" for feature, weight in zip(FEATURES, look.linear, strict=True)]
        for unit, bias, out_weight in zip(look.hidden.T, look.bias, look.out, strict=True):
            listed = ", ".join(f"{weight:.3f}" for weight in unit)
            lines += ["", f"[[{name}.units]]", f"bias = {bias:.3f}", f"out = {out_weight:.4f}", f"weights = [{listed}]"]
    out.write_text("\n".join(lines) + "\n", "utf-8")


def read_toponyms(data: Path) -> Iterator[Lesson]:
    """Yield the seen half of LGL and GeoVirus."""
    for path in sorted((data / "geoparse").glob("*.jsonl.gz")):
        for row in load_rows(path, ToponymRow):
            if is_seen(row):
                points = {}
                for toponym in row.placed():
                    points.setdefault(fold_place(row.text[toponym.start : toponym.end]), []).append((toponym.lat, toponym.lon))
                yield teach(make_report(row), make_gold(row), points, 1.0)


def read_headlines(data: Path) -> Iterator[Lesson]:
    """Yield the seen headlines whose place is named."""
    for path in sorted((data / "ucdp_headlines").glob("*.jsonl.gz")):
        for row in load_rows(path, HeadlineRow):
            if is_seen(row) and row.is_measured:
                report, extraction = make_headline(row, Settings())
                name = fold_place(row.where.rsplit(" ", 1)[0])
                points = {fold_place(p.name): [(row.latitude, row.longitude)] for p in extraction.places if is_like(p.name, name)}
                yield teach(report, extraction, points, HEADLINE_WEIGHT, [row.country_code])


def is_like(name: str, other: str) -> bool:
    """Whether two names may be spellings of one: the coded place is in the headline, but which name it is nobody says."""
    from tacitus.resolve.place_names import find_skeleton

    a, b = find_skeleton(fold_place(name)), find_skeleton(other)
    return a is not None and a == b


def read_composed() -> Iterator[Lesson]:
    """Yield the composed reports, as they are read."""
    for folder in COMPOSED:
        for key in sorted((ROOT / "tests" / folder).glob("*.gold.json")):
            gold = json.loads(key.read_text("utf-8"))
            home = ROOT / "src/tacitus/samples" if folder == "samples" else key.parent
            source = next(p for p in home.glob(key.name.removesuffix(".gold.json") + ".*") if p.suffix in {".txt", ".html"})
            settings = Settings(published=gold["published"])
            for snapshot in open_snapshots([str(source)], settings):
                report = read_snapshot(snapshot, settings)
                points: dict[str, list[tuple[float, float]]] = {}
                for place in gold["places"]:
                    if place.get("lat") is not None:
                        for name in place["names"]:
                            points.setdefault(fold_place(name), []).append((place["lat"], place["lon"]))
                yield teach(report, extract_claims(report, settings), points, COMPOSED_WEIGHT)


def make_up() -> Iterator[Lesson]:
    """Yield made-up reports that name a country, or its people, and one to four places in it that lie together."""
    chance = random.Random(SEED)
    gazetteer = open_gazetteer()
    by_country: dict[str, list[Entry]] = {}
    for entry in gazetteer.packs[0].entries():
        if (
            entry.kind in {PlaceKind.TOWN, PlaceKind.VILLAGE, PlaceKind.DISTRICT}
            and fold_place(entry.name).replace(" ", "").isalpha()
        ):
            by_country.setdefault(entry.country, []).append(entry)
    words: dict[str, list[str]] = {}
    for word, country in list_country_words().items():
        words.setdefault(country, []).append(word.title())
    countries = sorted(set(SHIPPED_VILLAGES) & set(by_country) & set(words))
    for _ in range(N_MADE):
        country = chance.choice(countries)
        listed = by_country[country]
        seats = [e for e in listed if e.code in {"PPLA", "PPLC"}]
        is_seat = seats and chance.random() < SEATS
        first = (
            chance.choice(seats) if is_seat else chance.choices(listed, weights=[(e.population + 300) ** 0.35 for e in listed])[0]
        )
        near = [e for e in listed if e.admin1 == first.admin1 and e is not first and abs(e.latitude - first.latitude) < 0.6]
        places = [first, *chance.sample(near, min(len(near), chance.choice((0, 0, 1, 2, 3))))]
        names = [respell(fold_place(e.name).title(), chance) for e in places]
        said = chance.choice(SENTENCES)
        text = said.format(people=chance.choice(words[country]), country=chance.choice(words[country]), names=" and ".join(names))
        is_bare = chance.random() < BARE
        if is_bare:
            text = said.format(people="The", country="the capital", names=" and ".join(names))
        starts = [text.find(name) for name in names]
        row = ToponymRow(
            id=text, text=text, places=tuple(Toponym(start=s, end=s + len(n)) for s, n in zip(starts, names, strict=True))
        )
        points = {fold_place(n): [(e.latitude, e.longitude)] for n, e in zip(names, places, strict=True)}
        absent = {e.id for e in places if chance.random() < (ABSENT_BARE if is_bare else ABSENT)}
        yield teach(make_report(row), make_gold(row), points, MADE_WEIGHT, absent=absent)


def respell(name: str, chance: random.Random) -> str:
    """Return the name, or one time in four another spelling of it: a vowel, an article, a doubled letter."""
    if chance.random() < 0.75:
        return name
    swaps = (
        ("u", "o"),
        ("i", "e"),
        ("a", "e"),
        ("ay", "ei"),
        ("aw", "ou"),
        ("q", "k"),
        ("h", ""),
        ("Al ", ""),
        ("iy", "i"),
        ("kh", "h"),
    )
    old, new = chance.choice([pair for pair in swaps if pair[0] in name] or [("", "")])
    return name.replace(old, new, 1) or name


def teach(
    report: Report,
    extraction: Extraction,
    points: dict[str, list[tuple[float, float]]],
    weight: float,
    told: list[str] | None = None,
    *,
    absent: Collection[str] = (),
) -> Lesson:
    """Return the lesson of a report, given the points of its names; places that are absent are no candidates."""
    field = gather(report, extraction, open_gazetteer(), told or (), without=absent).field
    right = np.zeros(len(field.candidates))
    counts = np.zeros(len(extraction.places))
    for number, (place, (start, end)) in enumerate(zip(extraction.places, field.bounds, strict=True)):
        known = next((points[k] for n in (place.name, *place.aliases) if (k := fold_place(n)) in points), None)
        if known is None or end == start:
            continue
        distances = np.array(
            [min(distance_km(p, (c.entry.latitude, c.entry.longitude)) for p in known) for c in field.candidates[start:end]]
        )
        reach = np.array([max(25.0, min(c.entry.radius_km, 161.0)) for c in field.candidates[start:end]])
        close = distances <= reach
        right[start:end] = close if close.any() else distances <= 161.0
        counts[number] = weight * len(known) ** 0.5
    return Lesson(field, right, counts)


class Taught(NamedTuple):
    """All names as one matrix: a row for each candidate and one, all zeros, for "none of these", which ends each name."""

    x: Array
    right: Array
    begin: NDArray[np.int64]
    share: Array

    @property
    def group(self) -> NDArray[np.int64]:
        """The number of the name of each row."""
        return np.repeat(np.arange(len(self.begin)), np.diff(np.append(self.begin, len(self.x))))

    def slope(self, scores: Array) -> tuple[Array, float]:
        """Return what each row's score would have to lose, and the loss."""
        group = self.group
        powers = np.exp(scores - np.maximum.reduceat(scores, self.begin)[group])
        whole, good = np.add.reduceat(powers, self.begin), np.maximum(np.add.reduceat(powers * self.right, self.begin), 1e-12)
        loss = -float((self.share * np.log(np.maximum(good / whole, 1e-12))).sum())
        return (powers / whole[group] - powers * self.right / good[group]) * self.share[group], loss


def stack(lessons: list[tuple[Lesson, Array]]) -> Taught:
    """Return all names of all lessons, given what is believed before the look; the last column marks "none of these"."""
    features, right, starts, weights = [], [], [], []
    at = 0
    blank = Look(np.zeros(len(FEATURES)), 0.0, np.zeros((len(FEATURES), 0)), np.zeros(0), np.zeros(0))
    for lesson, belief in lessons:
        matrix, _ = look_once(lesson.field, belief, blank)
        for (start, end), weight in zip(lesson.field.bounds, lesson.weight, strict=True):
            if weight:
                none = np.zeros((1, len(FEATURES) + 1))
                none[0, -1] = 1.0
                features.append(np.concatenate([np.pad(matrix[start:end], ((0, 0), (0, 1))), none]))
                right.append(np.append(lesson.right[start:end], float(not lesson.right[start:end].any())))
                starts.append(at)
                weights.append(weight)
                at += end - start + 1
    return Taught(np.concatenate(features), np.concatenate(right), np.array(starts), np.array(weights) / sum(weights))


class Adam:
    """Adam (Kingma and Ba, 2015), full batch."""

    def __init__(self, values: list[Array], rate: float) -> None:
        self.values, self.rate, self.n = values, rate, 0
        self.mean, self.square = [np.zeros_like(v) for v in values], [np.zeros_like(v) for v in values]

    def step(self, slopes: list[Array]) -> None:
        """Take a step down the slopes."""
        self.n += 1
        for i, slope in enumerate(slopes):
            self.mean[i] = 0.9 * self.mean[i] + 0.1 * slope
            self.square[i] = 0.999 * self.square[i] + 0.001 * slope**2
            step = (self.mean[i] / (1 - 0.9**self.n)) / (np.sqrt(self.square[i] / (1 - 0.999**self.n)) + 1e-8)
            self.values[i] = self.values[i] - self.rate * step


def learn(lessons: list[tuple[Lesson, Array]]) -> Look:
    """Return a look without units."""
    taught = stack(lessons)
    adam = Adam([np.zeros(taught.x.shape[1])], RATE)
    loss = 0.0
    for _ in range(STEPS):
        slope, loss = taught.slope(taught.x @ adam.values[0])
        adam.step([taught.x.T @ slope + PENALTY * adam.values[0] / 10])
    print(f"linear: loss {loss:.4f}")
    theta = adam.values[0]
    return Look(theta[:-1], float(theta[-1]), np.zeros((len(FEATURES), 0)), np.zeros(0), np.zeros(0))


def add_units(lessons: list[tuple[Lesson, Array]], linear: Look) -> Look:
    """Return the look with units added: the mean of ``N_NETS`` that start from it, each stopped early."""
    taught = stack(lessons)
    mean, scale = taught.x.mean(axis=0), np.maximum(taught.x.std(axis=0), 0.05)
    x = (taught.x - mean) / scale
    nets = []
    for seed in range(N_NETS):
        chance = np.random.default_rng(seed)
        start = chance.normal(0, 0.3 / np.sqrt(x.shape[1]), (x.shape[1], N_UNITS))
        adam = Adam([np.append(linear.linear, linear.none), start, np.zeros(N_UNITS), np.zeros(N_UNITS)], RATE / 3)
        loss = 0.0
        for _ in range(UNIT_STEPS):
            theta, hidden, bias, out = adam.values
            active = np.tanh(x @ hidden + bias)
            slope, loss = taught.slope(taught.x @ theta + active @ out)
            back = np.outer(slope, out) * (1 - active**2)
            adam.step(
                [
                    taught.x.T @ slope + UNIT_PENALTY * theta / 10,
                    x.T @ back + UNIT_PENALTY * hidden,
                    back.sum(axis=0),
                    active.T @ slope + UNIT_PENALTY * out,
                ]
            )
        print(f"units, seed {seed}: loss {loss:.4f}")
        nets.append(adam.values)
    theta = np.mean([net[0] for net in nets], axis=0)
    hidden = np.concatenate([net[1] / scale[:, None] for net in nets], axis=1)
    bias = np.concatenate([net[2] - (mean / scale) @ net[1] for net in nets])
    out = np.concatenate([net[3] / N_NETS for net in nets])
    none = float(theta[-1] + np.tanh(hidden[-1] + bias) @ out)
    return Look(theta[:-1], none, hidden[:-1], bias, out)


if __name__ == "__main__":
    main()
