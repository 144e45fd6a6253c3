"""Fit what scores mean, on documents held apart from training, and write it into a model folder's manifest.

    python training/calibrate.py ../shared/data src/tacitus/neural/model --card docs/model

For each head a score becomes sigmoid(a * logit(p) + b) of the head's own probability p (Platt, 1999). The reliability that is
reported was fitted on one half of the documents and measured on the other, both ways round; what is written is fitted on all.
Writes the manifest, ``<card>_reliability.json`` and ``<card>_reliability.svg``, and prints what thresholds would give.
"""

import argparse
import gzip
import json
import random
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice, product
from pathlib import Path
from typing import Any

import numpy as np
from claims import PARTIES
from data import CONFIDENT, outermost
from folders import write_file, write_manifest
from labels import ATTRIBUTION, ENTITIES, FILLERS, RELATIONS, SYMMETRIC
from names import Names, load_names
from primer import SYMMETRIC as OWN_SYMMETRIC
from primer import Filled, Passage, fill, is_held_apart, load_primer

from tacitus.bench.extract.counts import micro_f1, sum_counts
from tacitus.bench.extract.roles import ROLES, count_roles, merge_roles
from tacitus.bench.extract.templates import FilledTemplate, count_templates
from tacitus.neural import Given, Model, Reading, TaggedSpan, templates

HERE = Path(__file__).parent
N_SENTENCES, N_ARTICLES, N_BINS, N_NAMINGS = 500, 10, 10, 3


@dataclass(frozen=True)
class Judged:
    """A probability, whether what it was given to is right, and the document."""

    p: float
    right: bool
    document: str


Rows = list[dict[str, Any]]


def load_rows(path: Path) -> Rows:
    """Return the rows of a gzipped JSON Lines file."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def judge_spans(document: str, found: Sequence[TaggedSpan], gold: set[tuple[int, int, str]]) -> Iterator[Judged]:
    """Yield each span found, right if a gold one has its place and kind."""
    for span in found:
        yield Judged(span.score, (span.start, span.end, span.kind) in gold, document)


def judge_re3d(model: Model, rows: Rows) -> dict[str, list[Judged]]:
    """Return entities, and relations between gold entities."""
    entities: list[Judged] = []
    relations: list[Judged] = []
    related = [[r for r in row["relations"] if r["confidence"] >= CONFIDENT and r["type"] in RELATIONS] for row in rows]
    golds = []
    for row, held in zip(rows, related, strict=True):
        ends = {end for r in held for end in (r["head"], r["tail"])}
        golds.append({e["id"]: e for e in row["entities"] if e["confidence"] >= CONFIDENT or e["id"] in ends})
    given = [Given(entities=tuple(TaggedSpan(start=e["start"], end=e["end"], kind=e["type"]) for e in g.values())) for g in golds]
    texts = [row["text"] for row in rows]
    for row, gold, reading in zip(rows, golds, model.read(texts), strict=True):
        spans = outermost([(e["start"], e["end"], e["type"]) for e in gold.values() if e["type"] in ENTITIES])
        entities += judge_spans(row["id"], reading.entities, set(spans))
    for row, gold, held, reading in zip(rows, golds, related, model.read(texts, given), strict=True):
        wanted = set()
        for r in held:
            ends = tuple((gold[r[end]]["start"], gold[r[end]]["end"]) for end in ("head", "tail"))
            wanted |= {(r["type"], *ends)} | ({(r["type"], *ends[::-1])} if r["type"] in SYMMETRIC else set())
        for r in reading.relations:
            key = (r.kind, (r.head.start, r.head.end), (r.tail.start, r.tail.end))
            relations.append(Judged(r.score, key in wanted, row["id"]))
    return {"entities": entities, "relations": relations}


def judge_srl(model: Model, rows: Rows) -> dict[str, list[Judged]]:
    """Return predicates, and the arguments of those that are right."""
    predicates: list[Judged] = []
    arguments: list[Judged] = []
    for row, reading in zip(rows, model.read([row["text"] for row in rows]), strict=True):
        gold = {
            tuple(row["tokens"][p["token"]]): {(a["start"], a["end"], a["role"]) for a in p["args"]} for p in row["predicates"]
        }
        for frame in reading.frames:
            place = (frame.predicate.start, frame.predicate.end)
            predicates.append(Judged(frame.predicate.score, place in gold, row["doc"]))
            if place in gold:
                arguments += judge_spans(row["doc"], frame.arguments, gold[place])
    return {"predicates": predicates, "arguments": arguments}


def judge_polnear(model: Model, rows: Rows) -> dict[str, list[Judged]]:
    """Return the spans of the attribution head; one is right if it has a gold one's first or last place and its kind."""
    judged: list[Judged] = []
    for row, reading in zip(rows, model.read([row["text"] for row in rows]), strict=True):
        gold = {(s, e, k.upper()) for a in row["attributions"] for k in ("source", "cue", "content") for s, e in a[k]}
        starts, ends = {(s, k) for s, _, k in gold}, {(e, k) for _, e, k in gold}
        for span in reading.attribution_tokens:
            right = (span.start, span.kind) in starts or (span.end, span.kind) in ends
            judged.append(Judged(span.score, right and span.kind in ATTRIBUTION, row["id"]))
    return {"attribution": judged}


def judge_muc4(rows: Rows, texts: Sequence[str], readings: Sequence[Reading]) -> dict[str, list[Judged]]:
    """Return role fillers, right if the string is one of the role's, and the incident types of whole documents."""
    fillers: list[Judged] = []
    window: list[Judged] = []
    for row, text, reading in zip(rows, texts, readings, strict=True):
        gold = {(r, templates.fold(m["text"])) for t in row["templates"] for r in FILLERS for e in t[r] for m in e}
        named = ((span, (span.kind, templates.fold(text[span.start : span.end]))) for span in reading.fillers)
        fillers += [Judged(span.score, name in gold, row["id"]) for span, name in named]
        told = {part for t in row["templates"] for part in t["incident_type"].split(" / ")}
        window += [Judged(p, kind in told, row["id"]) for kind, p in reading.incident_types.items()]
        window.append(Judged(max((p.incident for p in reading.passages), default=0.0), bool(told), row["id"]))
    return {"fillers": fillers, "window": window}


def judge_cameo(model: Model, rows: Rows) -> dict[str, list[Judged]]:
    """Return the sources and targets of events."""
    readings = model.read([row["text"] for row in rows])
    held = [
        judge_spans(r["id"], x.actors, {(e["start"], e["end"], e["type"]) for e in r["entities"]})
        for r, x in zip(rows, readings, strict=True)
    ]
    return {"actors": [judged for of_row in held for judged in of_row]}


def judge_relevance(model: Model, rows: Rows) -> dict[str, list[Judged]]:
    """Return the relevance of articles."""
    readings = model.read([row["text"][:1600] for row in rows])
    labels = [row["labels"] if isinstance(row["labels"], int) else row["labels"][0] for row in rows]
    return {"relevance": [Judged(x.relevance, bool(y), str(r["id"])) for r, x, y in zip(rows, readings, labels, strict=True)]}


def judge_primer(model: Model, passages: Sequence[Passage], names: Names) -> dict[str, list[Judged]]:
    """Return triggers, the roles and stances of those that are right, and ties between the parties given; names drawn thrice."""
    judged: dict[str, list[Judged]] = {"triggers": [], "roles": [], "stances": [], "ties": []}
    for seed in range(N_NAMINGS):
        rng = random.Random(1000 + seed)
        filled = [fill(p, {slot: names.draw(kind, rng) for slot, kind in p.kinds.items()}) for p in passages]
        given = [Given(entities=tuple(find_parties(p, f))) for p, f in zip(passages, filled, strict=True)]
        for passage, text, reading in zip(passages, filled, model.read([f.text for f in filled], given), strict=True):
            _judge_tellings(passage, text, reading, judged)
            _judge_ties(passage, text, reading, judged["ties"])
    return judged


def find_parties(passage: Passage, filled: Filled) -> Iterator[TaggedSpan]:
    """Yield the mentions of actors."""
    for slot, start, end in filled.mentions:
        if passage.kinds[slot] in PARTIES:
            yield TaggedSpan(start=start, end=end, kind="Person" if passage.kinds[slot] == "person" else "Organisation")


def _judge_tellings(passage: Passage, filled: Filled, reading: Reading, judged: dict[str, list[Judged]]) -> None:
    claims = {(*filled.triggers[c.trigger], c.type): c for c in passage.claims}
    for telling in reading.tellings:
        claim = claims.get((telling.trigger.start, telling.trigger.end, telling.trigger.kind))
        judged["triggers"].append(Judged(telling.trigger.score, claim is not None, passage.where))
        if claim is not None:
            judged["stances"].append(Judged(telling.stance_score, telling.stance == claim.stance, passage.where))
            played = {(slot, role.upper()) for role, slot in claim.roles}
            gold = {(start, end, role) for slot, start, end in filled.mentions for s, role in played if s == slot}
            judged["roles"] += judge_spans(passage.where, [replace(r, kind=r.kind.upper()) for r in telling.roles], gold)


def _judge_ties(passage: Passage, filled: Filled, reading: Reading, judged: list[Judged]) -> None:
    slots = {(start, end): slot for slot, start, end in filled.mentions}
    told = set(passage.relations) | {(tail, kind, head) for head, kind, tail in passage.relations if kind in OWN_SYMMETRIC}
    for tie in reading.ties:
        head, tail = (slots[end.start, end.end] for end in (tie.head, tie.tail))
        judged.append(
            Judged(tie.score, head == tail if tie.kind == "corefers" else (head, tie.kind, tail) in told, passage.where)
        )


def fit(judged: Sequence[Judged]) -> tuple[float, float]:
    """Return (a, b) of the likeliest sigmoid, by Newton's method, drawn a little towards no change."""
    p = np.clip(np.array([j.p for j in judged]), 1e-4, 1 - 1e-4)
    x = np.stack([np.log(p / (1 - p)), np.ones(len(p))], 1)
    y, w, prior = np.array([j.right for j in judged], dtype=float), np.array([1.0, 0.0]), np.array([1.0, 0.0])
    for _ in range(50):
        q = 1 / (1 + np.exp(-np.clip(x @ w, -30, 30)))
        slope = x.T @ (q - y) + (w - prior)
        step = np.linalg.solve((x * (q * (1 - q))[:, None]).T @ x + np.eye(2), slope)
        while _loss(x, y, w - step, prior) > _loss(x, y, w, prior) and np.abs(step).max() > 1e-9:
            step = step / 2
        w = w - step
    return round(float(w[0]), 4), round(float(w[1]), 4)


def _loss(x: np.ndarray, y: np.ndarray, w: np.ndarray, prior: np.ndarray) -> float:
    z = x @ w
    return float((np.logaddexp(0, z) - y * z).sum() + ((w - prior) ** 2).sum() / 2)


def apply(judged: Sequence[Judged], scales: tuple[float, float]) -> list[Judged]:
    """Return the same with scaled probabilities."""
    p = np.clip(np.array([j.p for j in judged]), 1e-6, 1 - 1e-6)
    q = 1 / (1 + np.exp(-(scales[0] * np.log(p / (1 - p)) + scales[1])))
    return [replace(j, p=float(v)) for j, v in zip(judged, q, strict=True)]


def cross_fit(judged: Sequence[Judged]) -> list[Judged]:
    """Return the judged with scores from the other half of the documents."""
    halves = [[j for j in judged if zlib.crc32(j.document.encode()) % 2 == half] for half in (0, 1)]
    return [j for half in (0, 1) for j in (apply(halves[half], fit(halves[1 - half])) if all(halves) else halves[half])]


def make_table(judged: Sequence[Judged]) -> list[dict[str, float]]:
    """Return the bins of a reliability diagram: how many, their mean score, the share that is right."""
    table = []
    for low in range(N_BINS):
        held = [j for j in judged if low <= min(j.p, 0.9999) * N_BINS < low + 1]
        if held:
            score, right = (round(float(np.mean(v)), 4) for v in ([j.p for j in held], [j.right for j in held]))
            table.append({"from": low / N_BINS, "n": len(held), "score": score, "right": right})
    return table


def expected_error(table: Sequence[dict[str, float]]) -> float:
    """Return the mean distance of score and share, weighted by how many (the expected calibration error)."""
    return round(sum(row["n"] * abs(row["score"] - row["right"]) for row in table) / sum(row["n"] for row in table), 4)


def choose_threshold(judged: Sequence[Judged]) -> tuple[float, float]:
    """Return the score from which telling gives the best F1 of what was judged, and that F1."""
    ranked = sorted(judged, key=lambda j: -j.p)
    right, n = np.cumsum([j.right for j in ranked]), np.arange(1, len(ranked) + 1)
    f1 = 2 * right / (n + right[-1])
    best = int(f1.argmax())
    return round(ranked[best].p, 3), round(float(f1[best]), 4)


def draw(tables: dict[str, list[dict[str, float]]]) -> str:
    """Return the reliability diagrams as one SVG: a panel a head, the diagonal is perfect."""
    side, gap = 150, 34
    parts = []
    for i, (head, table) in enumerate(tables.items()):
        x, y = gap + (i % 4) * (side + gap), gap + (i // 4) * (side + gap)
        points = [(x + side * row["score"], y + side * (1 - row["right"]), row["n"]) for row in table]
        line = " ".join(f"{a:.1f},{b:.1f}" for a, b, _ in points)
        dots = "".join(f'<circle cx="{a:.1f}" cy="{b:.1f}" r="{1.5 + np.log10(n):.1f}"/>' for a, b, n in points)
        parts.append(
            f'<rect x="{x}" y="{y}" width="{side}" height="{side}" fill="none" stroke="#999"/>'
            f'<path d="M{x} {y + side}L{x + side} {y}" stroke="#bbb" stroke-dasharray="3"/>'
            f'<polyline points="{line}" fill="none" stroke="#1f5fa8"/><g fill="#1f5fa8">{dots}</g>'
            f'<text x="{x}" y="{y - 6}">{head}, {sum(row["n"] for row in table)}</text>'
        )
    size = f'width="{gap + 4 * (side + gap)}" height="{gap + -(-len(tables) // 4) * (side + gap)}"'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} font-family="sans-serif" font-size="11">\n'
        + "\n".join(parts)
        + "\n</svg>\n"
    )


def print_templates(rows: Rows, texts: Sequence[str], readings: Sequence[Reading]) -> None:
    """Print both measures of MUC-4 for a grid of the thresholds in templates.py."""
    golds = [
        [
            FilledTemplate(
                incident_type=t["incident_type"], roles={r: tuple(tuple(m["text"] for m in e) for e in t[r]) for r in ROLES}
            )
            for t in row["templates"]
        ]
        for row in rows
    ]
    for entity, kind, incident in product((0.2, 0.25, 0.3, 0.35, 0.4), (0.3, 0.4, 0.5), (0.3, 0.4, 0.5)):
        templates.LEAST_ENTITY = dict.fromkeys(ROLES, entity)
        templates.LEAST_TYPE, templates.LEAST_INCIDENT = kind, incident
        found = [
            [
                FilledTemplate(incident_type=t.incident_type, roles={r: getattr(t, r) for r in ROLES})
                for t in templates.fill_templates(text, x)
            ]
            for text, x in zip(texts, readings, strict=True)
        ]
        roles = [templates.document_fillers(text, x) for text, x in zip(texts, readings, strict=True)]
        ree = [
            sum_counts(count_roles(merge_roles(t.roles for t in gold), held).values())
            for gold, held in zip(golds, roles, strict=True)
        ]
        gtt = [sum_counts(count_templates(gold, held).values()) for gold, held in zip(golds, found, strict=True)]
        print(
            json.dumps(
                {
                    "entity": entity,
                    "type": kind,
                    "incident": incident,
                    "ceaf_ree": round(micro_f1(ree), 4),
                    "gtt": round(micro_f1(gtt), 4),
                }
            )
        )


def with_decisions(model: Model, scales: dict[str, tuple[float, float]], thresholds: dict[str, float]) -> Model:
    """Return the model with other scales and thresholds."""
    manifest = replace(model.manifest, scales=scales, thresholds=thresholds)
    return Model(manifest, model._tokenizer, model._sessions, model._moves)  # noqa: SLF001


def main() -> None:
    """Calibrate."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--card", type=Path, help="where the table and the picture go, without their endings")
    args = parser.parse_args()
    loaded = Model.load(args.folder)
    neutral = dict.fromkeys(loaded.manifest.scales, (1.0, 0.0))
    raw = with_decisions(loaded, neutral, {"relations": 0.0, "ties": 0.2})
    apart = set((HERE / "held_apart.txt").read_text("utf-8").split())

    def load(name: str, keep: Callable[[dict[str, Any]], bool] = lambda _: True) -> Rows:
        return [row for row in load_rows(args.data / name) if keep(row)]

    muc4 = load("muc4/dev.jsonl.gz")
    texts = [row["text"][row["body_start"] :] for row in muc4]
    judged = {
        **judge_re3d(raw, load("re3d/train.jsonl.gz", lambda row: row["id"] in apart)),
        **judge_cameo(raw, load("cameo_ner/train.jsonl.gz", lambda row: row["id"] in apart)),
        **judge_srl(raw, list(islice((r for r in load("srl_ewt/dev.jsonl.gz") if r["text"].strip()), N_SENTENCES))),
        **judge_polnear(raw, load("polnear/dev.jsonl.gz")[:N_ARTICLES]),
        **judge_muc4(muc4, texts, raw.read(texts)),
        **judge_primer(raw, [p for p in load_primer() if is_held_apart(p)], load_names(args.data)),
        **judge_relevance(raw, load("conflict_relevance/BBC_News.dev.jsonl.gz")),
    }
    scales = neutral | {head: fit(held) for head, held in judged.items()}
    thresholds = dict(loaded.manifest.thresholds)
    thresholds["relations"], f1 = choose_threshold(apply(judged["relations"], scales["relations"]))
    tables = {head: make_table(cross_fit(held)) for head, held in judged.items()}
    for head, held in judged.items():
        before, after = expected_error(make_table(held)), expected_error(tables[head])
        print(json.dumps({"head": head, "n": len(held), "scales": scales[head], "error_before": before, "error_after": after}))
    print(json.dumps({"relations_threshold": thresholds["relations"], "f1_gold_entities_reachable_by_threshold": f1}))
    print_templates(muc4, texts, with_decisions(loaded, scales, thresholds).read(texts))

    manifest = json.loads((args.folder / "manifest.json").read_text("utf-8"))
    manifest["scales"], manifest["thresholds"] = {head: list(ab) for head, ab in scales.items()}, thresholds
    write_manifest(args.folder, manifest)
    if args.card:
        write_file(args.card.parent, f"{args.card.name}_reliability.json", (json.dumps(tables, indent=1) + "\n").encode())
        write_file(args.card.parent, f"{args.card.name}_reliability.svg", draw(tables).encode())


if __name__ == "__main__":
    main()
