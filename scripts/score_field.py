"""Score composed reports against their answer keys, and hold the floors that a change must not fall below.

    python scripts/score_field.py                       print the figures of every set
    python scripts/score_field.py --check               fail where a figure is below its floor
    python scripts/score_field.py --set-floors          write floors 0.02 below today's figures; never lowers one
    python scripts/score_field.py --set-floors --allow-lower

The scorer and the field reports lie beside the project, in ../shared/field. The seed carries no date of its own, so it is read
with the date of its answer key.
"""

import argparse
import hashlib
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tacitus.codec import encode_extraction
from tacitus.config import Settings
from tacitus.pipeline import extract_sources
from tacitus.read import Unreadable

ROOT = Path(__file__).parents[1]
FIELD = ROOT.parent / "shared" / "field"
FLOORS = ROOT / "tests" / "field_floors.json"
MARGIN = 0.02
SETS = {
    "field": (FIELD, FIELD),
    "samples": (ROOT / "src" / "tacitus" / "samples", ROOT / "tests" / "samples"),
    "reports": (ROOT / "tests" / "reports", ROOT / "tests" / "reports"),
    "held": (ROOT / "tests" / "held", ROOT / "tests" / "held"),
    "tuning": (ROOT / "tests" / "tuning", ROOT / "tests" / "tuning"),
    "blind": (ROOT / "tests" / "blind", ROOT / "tests" / "blind"),
}
"""Where each set's reports and answer keys lie; rules may be made on the first three, thresholds are chosen on ``tuning``."""
HELD = (
    "actors",
    "places",
    "relations",
    "incidents",
    "incident roles",
    "statements relaxed",
    "media",
    "sightings",
    "stance",
    "traps avoided",
    "incident date exact",
    "evidence integrity",
    "zone accuracy",
)
"""The figures that have floors."""


def find_reports(name: str) -> Iterator[tuple[Path, Path]]:
    """Yield (report, answer key) of a set, in order."""
    reports, keys = SETS[name]
    for key in sorted(keys.glob("*.gold.json")):
        stem = key.name.removesuffix(".gold.json")
        yield next(path for path in (reports / f"{stem}.txt", reports / f"{stem}.html") if path.is_file()), key


def score_set(name: str) -> dict[str, float]:
    """Return every figure of the scorer for a set: F1, accuracy or share, each in [0, 1]."""
    with tempfile.TemporaryDirectory() as folder:
        lines = []
        for report, key in find_reports(name):
            (Path(folder) / key.name).write_bytes(key.read_bytes())
            published = json.loads(key.read_text("utf-8"))["published"]
            (outcome,) = extract_sources([str(report)], Settings(published=published))
            if isinstance(outcome, Unreadable):
                raise outcome.error
            lines.append(encode_extraction(*outcome) + b"\n")
        predictions = Path(folder) / "predictions.jsonl"
        predictions.write_bytes(b"".join(lines))
        command = [sys.executable, str(FIELD / "score.py"), folder, str(predictions), "--json", "-"]
        done = subprocess.run(command, stdout=subprocess.PIPE, check=True)
    return _flatten(json.loads(done.stdout))


def _flatten(scores: dict[str, Any]) -> dict[str, float]:
    prf = scores["prf"]
    roles = [prf[f"incident {role}"] for role in ("actors", "targets", "places")]
    right, wrong, missed = (sum(row[key] for row in roles) for key in ("tp", "fp", "fn"))
    return {
        **{name: row["f1"] for name, row in prf.items()},
        **{name: row["acc"] for name, row in scores["accuracy"].items() if row["acc"] is not None},
        "incident roles": round(2 * right / max(1, 2 * right + wrong + missed), 4),
        "zone accuracy": scores["zone_accuracy"],
    }


def digest_set(name: str) -> str:
    """Return a hash over the reports and answer keys, so that floors hold for the very texts that they were set on."""
    digest = hashlib.sha256()
    for pair in find_reports(name):
        for path in pair:
            digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:16]


def find_faults(name: str, figures: dict[str, float]) -> list[str]:
    """Return what is below its floor; a set whose texts changed has no valid floors."""
    held = json.loads(FLOORS.read_text("utf-8"))[name]
    if held["digest"] != digest_set(name):
        return [f"{name}: got other texts than the floors were set on; run: python scripts/score_field.py --set-floors"]
    below = {figure: floor for figure, floor in held["floors"].items() if figures[figure] < floor}
    return [f"{name}: {figure}: got {figures[figure]:.3f}, expected at least {floor:.3f}" for figure, floor in below.items()]


def raise_floors(figures: dict[str, dict[str, float]], *, allow_lower: bool) -> None:
    """Write the floors anew; one that would be lower is kept, unless that is allowed or the texts are others."""
    old = json.loads(FLOORS.read_text("utf-8")) if FLOORS.is_file() else {}
    new = {}
    for name, of_set in figures.items():
        digest = digest_set(name)
        kept = old.get(name, {}) if old.get(name, {}).get("digest") == digest and not allow_lower else {}
        exact = {"evidence integrity": 1.0}
        floors = {f: exact.get(f, round(max(0.0, of_set[f] - MARGIN), 3)) for f in HELD}
        new[name] = {"digest": digest, "floors": {f: max(v, kept.get("floors", {}).get(f, 0.0)) for f, v in floors.items()}}
    FLOORS.write_text(json.dumps({**old, **new}, indent=1) + "\n", "utf-8")


def main(arguments: list[str]) -> int:
    """Print, check or set; return the exit code."""
    parser = argparse.ArgumentParser(description="Score composed reports against their answer keys.")
    parser.add_argument("sets", nargs="*", choices=[*SETS, []], help="sets to score (default: all)")
    parser.add_argument("--check", action="store_true", help="fail where a figure is below its floor")
    parser.add_argument("--set-floors", action="store_true", help="write floors below today's figures")
    parser.add_argument("--allow-lower", action="store_true", help="let --set-floors lower a floor")
    options = parser.parse_args(arguments)
    figures = {name: score_set(name) for name in options.sets or SETS}
    print(f"{'figure':22}" + "".join(f"{name:>10}" for name in figures))
    for figure in next(iter(figures.values())):
        print(f"{figure:22}" + "".join(f"{of_set.get(figure, float('nan')):10.3f}" for of_set in figures.values()))
    if options.set_floors:
        raise_floors(figures, allow_lower=options.allow_lower)
    faults = [fault for name, of_set in figures.items() for fault in find_faults(name, of_set)] if options.check else []
    print("\n".join(faults), file=sys.stderr, end="\n" if faults else "")
    return int(bool(faults))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
