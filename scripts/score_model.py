"""Measure the packaged model on the public benchmarks, and hold the floors that a change must not fall below.

    python scripts/score_model.py                       print the main figures
    python scripts/score_model.py --check               fail where one is below its floor
    python scripts/score_model.py --set-floors          write floors 0.01 below today's figures; never lowers one
    python scripts/score_model.py --set-floors --allow-lower
    python scripts/score_model.py --model FOLDER        another model than the packaged one

The data lie beside the project, in ../shared/data. Sets with a dev split are measured on it; re3d and cameo_ner, which have none,
on the documents that were held apart from training. ``docs/benchmarks.md`` says what each figure counts.
"""

import argparse
import json
import sys
from collections.abc import Iterable
from pathlib import Path

from tacitus.bench import Chosen, Figure, load_ids, run_stage

ROOT = Path(__file__).parents[1]
DATA = ROOT.parent / "shared" / "data"
HELD_APART = ROOT / "training" / "held_apart.txt"
FLOORS = ROOT / "tests" / "bench" / "model_floors.json"
MARGIN = 0.01
HELD = {
    "re3d": ("entity_f1_outermost", "entity_f1_all", "relation_f1_gold_entities", "relation_f1_end_to_end"),
    "re3d_conll": ("entity_f1",),
    "muc4": ("ceaf_ree_f1", "gtt_template_f1"),
    "srl_ewt": ("argument_f1_gold_predicates", "argument_f1_predicted_predicates", "predicate_f1"),
    "polnear": ("token_f1_source", "token_f1_cue", "token_f1_content", "link_f1"),
    "cameo_ner": ("actor_f1",),
    "conflict_relevance": ("bbc_news_relevance_f1",),
}
"""The figures that have floors."""
WITHOUT_DEV = ("re3d", "cameo_ner")

Floors = dict[str, dict[str, dict[str, float]]]
"""For each set, for each corpus (what of its signature names the data), the floor of each measure."""


def measure_sets(names: Iterable[str], model: Path | None) -> list[Figure]:
    """Return every figure of the sets."""
    figures: list[Figure] = []
    for name in names:
        if name in WITHOUT_DEV:
            chosen = Chosen(only=name, splits=("train",), ids=load_ids(HELD_APART), model=model)
        else:
            chosen = Chosen(only=name, splits=("dev",), model=model)
        figures += run_stage("extract", DATA, chosen)
    return figures


def name_corpus(figure: Figure) -> str:
    """Return what a figure was measured on, so that a floor holds for the very texts that it was set on."""
    return "|".join(part for part in figure.signature.split("|") if part.split(":")[0] not in {"tacitus", "model"})


def find_faults(floors: Floors, figures: Iterable[Figure]) -> list[str]:
    """Return which figures are below their floors, or have none because the texts are others."""
    faults = []
    for figure in figures:
        if figure.measure in HELD[figure.set]:
            floor = floors.get(figure.set, {}).get(name_corpus(figure), {}).get(figure.measure)
            where = f"{figure.set}: {figure.measure}"
            if floor is None:
                faults.append(f"{where}: got texts without floors; run: python scripts/score_model.py --set-floors")
            elif figure.value < floor:
                faults.append(f"{where}: got {figure.value:.4f}, expected at least {floor:.4f}")
    return faults


def raise_floors(floors: Floors, figures: Iterable[Figure], *, allow_lower: bool) -> Floors:
    """Return the floors anew; one that would be lower is kept, unless that is allowed. Those of other texts are dropped."""
    raised: Floors = {name: dict(held) for name, held in floors.items()}
    fresh: Floors = {}
    for figure in figures:
        if figure.measure in HELD[figure.set]:
            kept = 0.0 if allow_lower else floors.get(figure.set, {}).get(name_corpus(figure), {}).get(figure.measure, 0.0)
            of_corpus = fresh.setdefault(figure.set, {}).setdefault(name_corpus(figure), {})
            of_corpus[figure.measure] = max(kept, round(max(0.0, figure.value - MARGIN), 4))
    return {**raised, **fresh}


def main(arguments: list[str]) -> int:
    """Print, check or set; return the exit code."""
    parser = argparse.ArgumentParser(description="Measure the packaged model on the public benchmarks.")
    parser.add_argument("sets", nargs="*", choices=[*HELD, []], help="sets to measure (default: all)")
    parser.add_argument("--check", action="store_true", help="fail where a figure is below its floor")
    parser.add_argument("--set-floors", action="store_true", help="write floors below today's figures")
    parser.add_argument("--allow-lower", action="store_true", help="let --set-floors lower a floor")
    parser.add_argument("--model", type=Path, help="the folder of another model")
    options = parser.parse_args(arguments)
    floors = json.loads(FLOORS.read_text("utf-8")) if FLOORS.is_file() else {}
    figures = measure_sets(options.sets or HELD, options.model)
    for figure in figures:
        if "precision" not in figure.measure and "recall" not in figure.measure:
            interval = "" if figure.low is None else f"{figure.low:7.3f} to {figure.high:.3f}"
            print(f"{figure.set:20}{figure.measure:42}{figure.value:7.3f}{interval}{figure.n:7}")
    if options.set_floors:
        floors = raise_floors(floors, figures, allow_lower=options.allow_lower)
        FLOORS.write_text(json.dumps(floors, indent=1) + "\n", "utf-8")
    faults = find_faults(floors, figures) if options.check else []
    print("\n".join(faults), file=sys.stderr, end="\n" if faults else "")
    return int(bool(faults))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
