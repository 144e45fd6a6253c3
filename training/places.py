"""Learn the weights by which places are chosen:  python training/places.py DATA [OUT].

DATA holds ``geoparse/`` and ``ucdp_headlines/``. Half of their documents teach (``is_seen``); the other half is never looked at,
and ``tacitus bench resolve`` measures it apart. The composed reports of ``tests/`` whose folders are in ``COMPOSED`` teach too,
and reports made up from the gazetteer.

A conditional logit over the candidates of each name and "none of these", trained by full-batch Adam with an L2 penalty; first the
first look, from a guess by size, then the second, from what the first look believes.
"""

import json
import random
import sys
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np

from tacitus.bench.extract.rows import load_rows
from tacitus.bench.resolve.headlines import HeadlineRow, make_headline
from tacitus.bench.resolve.places import Toponym, ToponymRow, distance_km, make_gold, make_report
from tacitus.bench.resolve.seen import is_seen
from tacitus.config import Settings
from tacitus.extract import extract_claims
from tacitus.model import Extraction, PlaceKind, Report
from tacitus.read import open_snapshots, read_snapshot
from tacitus.resolve import open_gazetteer
from tacitus.resolve.gazetteer import Entry
from tacitus.resolve.place_context import list_country_words
from tacitus.resolve.place_names import fold_place
from tacitus.resolve.place_scoring import FEATURES, WEIGHTS_FILE, Array, Field, guess, look
from tacitus.resolve.places import look_at_places

ROOT = Path(__file__).parents[1]
SHIPPED_VILLAGES = "AF BF BI CD CF CM CO ER ET HT IL IQ LB LY ML MM MZ NE NG PH PS SD SO SS SY TD UA YE".split()
COMPOSED = ("reports", "samples", "tuning")
STEPS, RATE, PENALTY = 3000, 0.03, 0.002
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
    first, first_none = learn([(lesson, guess(lesson.field)) for lesson in lessons])
    beliefs = [look(lesson.field, guess(lesson.field), first, first_none)[1] for lesson in lessons]
    second, second_none = learn(list(zip(lessons, beliefs, strict=True)))
    least = float(sys.argv[3]) if len(sys.argv) > 3 else 0.5
    lines = ["# Learnt by training/places.py; what each feature counts for, see place_scoring.py.", f"least = {least}"]
    for name, weights, none in (("first", first, first_none), ("second", second, second_none)):
        lines += ["", f"[{name}]", f"none = {none:.3f}"]
        lines += [f"{feature} = {weight:.3f}" for feature, weight in zip(FEATURES, weights, strict=True)]
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
    looked = look_at_places(report, extraction, open_gazetteer(), told or (), without=absent)
    right = np.zeros(len(looked.field.candidates))
    counts = np.zeros(len(looked.places))
    for number, (place, (start, end)) in enumerate(zip(looked.places, looked.field.bounds, strict=True)):
        known = next((points[k] for n in (place.name, *place.aliases) if (k := fold_place(n)) in points), None)
        if known is None or end == start:
            continue
        distances = np.array(
            [
                min(distance_km(p, (c.entry.latitude, c.entry.longitude)) for p in known)
                for c in looked.field.candidates[start:end]
            ]
        )
        reach = np.array([max(25.0, min(c.entry.radius_km, 161.0)) for c in looked.field.candidates[start:end]])
        close = distances <= reach
        right[start:end] = close if close.any() else distances <= 161.0
        counts[number] = weight * len(known) ** 0.5
    return Lesson(looked.field, right, counts)


def learn(lessons: list[tuple[Lesson, Array]]) -> tuple[Array, float]:
    """Return the weights of a look from what is believed before it, and the score of "none of these"."""
    features, right, starts, weights = [], [], [], []
    at = 0
    for lesson, belief in lessons:
        matrix, _ = look(lesson.field, belief, np.zeros(len(FEATURES)), 0.0)
        for (start, end), weight in zip(lesson.field.bounds, lesson.weight, strict=True):
            if weight:
                none = np.zeros((1, len(FEATURES) + 1))
                none[0, -1] = 1.0
                features.append(np.concatenate([np.pad(matrix[start:end], ((0, 0), (0, 1))), none]))
                row = lesson.right[start:end]
                right.append(np.append(row, float(not row.any())))
                starts.append(at)
                weights.append(weight)
                at += end - start + 1
    x, y = np.concatenate(features), np.concatenate(right)
    begin, share = np.array(starts), np.array(weights) / sum(weights)
    group = np.repeat(np.arange(len(begin)), np.diff(np.append(begin, at)))
    theta, mean, square = np.zeros(x.shape[1]), np.zeros(x.shape[1]), np.zeros(x.shape[1])
    for step in range(1, STEPS + 1):
        scores = x @ theta
        powers = np.exp(scores - np.maximum.reduceat(scores, begin)[group])
        all_, good = np.add.reduceat(powers, begin), np.add.reduceat(powers * y, begin)
        gradient = (
            x.T @ ((powers / all_[group] - powers * y / np.maximum(good[group], 1e-12)) * share[group]) + PENALTY * theta / 10
        )
        mean, square = 0.9 * mean + 0.1 * gradient, 0.999 * square + 0.001 * gradient**2
        theta = theta - RATE * (mean / (1 - 0.9**step)) / (np.sqrt(square / (1 - 0.999**step)) + 1e-8)
        if step % 1000 == 0:
            print(step, f"loss {-(share * np.log(np.maximum(good / all_, 1e-12))).sum():.4f}")
    return theta[:-1], float(theta[-1])


if __name__ == "__main__":
    main()
