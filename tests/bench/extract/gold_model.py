"""Small data sets in the layout of the benchmarks, and a model that reads what stands in them."""

import gzip
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tacitus.bench.chosen import Chosen
from tacitus.bench.extract import Reader, run_extract
from tacitus.bench.extract.roles import ROLES, Roles, merge_roles
from tacitus.bench.signature import Figure
from tacitus.neural.reading import Attribution, Frame, Given, Reading, Relation, TaggedSpan

Rows = dict[str, list[dict[str, Any]]]
"""Rows by ``<set>/<split>``."""


def span(text: str, words: str, kind: str) -> dict[str, Any]:
    start = text.index(words)
    return {"start": start, "end": start + len(words), "type": kind, "surface": words}


def entity(text: str, entity_id: str, words: str, kind: str, confidence: float = 1.0) -> dict[str, Any]:
    return {"id": entity_id, **span(text, words, kind), "confidence": confidence}


def cut_words(text: str) -> list[list[int]]:
    tokens, at = [], 0
    for word in text.split(" "):
        tokens.append([at, at + len(word)])
        at += len(word) + 1
    return tokens


CLASH = "The northern army shelled Odrin while militia fighters of the Red Front watched near Odrin bridge."
RESCUE = "Captain Vale led the patrol."
SAID = "Mayor Sol said the bridge was gone. Nobody saw why, she added."
SIEGE = "   ODRIN, 3 MAY 88 -- [TEXT] GUNMEN OF THE RED FRONT (RF) BLEW UP\nTHE DEPOT. THE MAYOR WAS SEIZED."
SPLIT = "Gunmen , police say , seized a guard who fled ."


def make_rows() -> Rows:
    re3d = {
        "id": "clash",
        "text": CLASH,
        "entities": [
            entity(CLASH, "T1", "The northern army", "Organisation"),
            entity(CLASH, "T2", "northern", "Location"),
            entity(CLASH, "T3", "Odrin", "Location"),
            entity(CLASH, "T4", "militia fighters of the Red Front", "Organisation"),
            entity(CLASH, "T5", "Red Front", "Organisation", 0.5),
            entity(CLASH, "T6", "bridge", "Location", 0.0),
            entity(CLASH, "T7", "The northern army", "Organisation"),
        ],
        "relations": [
            {"id": "R1", "type": "FightingAgainst", "head": "T1", "tail": "T4", "confidence": 1},
            {"id": "R2", "type": "FightingAgainst", "head": "T4", "tail": "T7", "confidence": 1},
            {"id": "R3", "type": "BelongsTo", "head": "T4", "tail": "T5", "confidence": 0.9},
            {"id": "R4", "type": "CoLocated", "head": "T4", "tail": "T6", "confidence": 0.8},
            {"id": "R5", "type": "Apart", "head": "T1", "tail": "T3", "confidence": 0.2},
        ],
    }
    rescue = {"id": "rescue", "text": RESCUE, "entities": [entity(RESCUE, "T1", "Captain Vale", "Person")], "relations": []}
    tagged = [
        {"id": f"s{n}", "text": text, "tokens": cut_words(text), "entities": [span(text, "Vale", "Person")], "re3d_docs": docs}
        for n, (text, docs) in enumerate(
            [("Captain Vale spoke .", ["d1"]), ("Vale left .", ["d1"]), ("Vale , Odrin", ["d1", "d2"])]
        )
    ]
    cameo = "Gunmen attacked the guards ."
    actors = [span(cameo, "Gunmen", "S"), span(cameo, "the guards", "T")]
    mention = {"start": 0, "end": 1, "all_spans": []}
    template = {
        "incident_type": "bombing",
        "PerpInd": [[{"text": "gunmen", **mention}]],
        "PerpOrg": [[{"text": "red front", **mention}, {"text": "rf", **mention}]],
        "Target": [[{"text": "depot", **mention}]],
        "Victim": [],
        "Weapon": [[{"text": "dynamite", **mention}]],
    }
    kidnapping = {**template, "incident_type": "kidnapping", "Target": [], "Victim": [[{"text": "mayor", **mention}]]}
    says = SPLIT.index("say")
    arguments = [
        {**span(SPLIT, "Gunmen", ""), "role": "ARG0"},
        {**span(SPLIT, "a guard", ""), "role": "ARG1"},
        {**span(SPLIT, "seized", ""), "role": "V"},
    ]
    spoken = [{**span(SPLIT, "Gunmen", ""), "role": "ARG1"}, {**span(SPLIT, "seized a guard", ""), "role": "C-ARG1"}]
    fled = [{**span(SPLIT, "a guard", ""), "role": "ARG0"}, {**span(SPLIT, "who", ""), "role": "R-ARG0"}]
    predicates = [
        {"token": SPLIT[:says].count(" "), "args": spoken},
        {"token": SPLIT[: SPLIT.index("seized")].count(" "), "args": arguments},
        {"token": SPLIT[: SPLIT.index("fled")].count(" "), "args": fled},
    ]
    first = {"source": [[0, 9]], "cue": [[10, 14]], "content": [[15, 34]]}
    second = {"source": [[52, 55]], "cue": [[56, 61]], "content": [[36, 50]]}
    other = {**second, "content": [[36, 46]]}
    return {
        "re3d/dev": [re3d, rescue],
        "re3d_conll/dev": tagged,
        "muc4/dev": [
            {"id": "siege", "text": SIEGE, "templates": [template, kidnapping], "body_start": SIEGE.index("GUNMEN")},
            {"id": "calm", "text": "NOTHING HAPPENED.", "templates": [], "body_start": 0},
        ],
        "srl_ewt/dev": [{"id": "e1", "doc": "d1", "text": SPLIT, "tokens": cut_words(SPLIT), "predicates": predicates}],
        "polnear/dev": [
            {"id": "p1", "text": SAID, "attributions": [first, second], "other_annotators": {"4e07": [first, other]}},
            {"id": "p2", "text": "Nobody spoke.", "attributions": []},
        ],
        "cameo_ner/test": [{"id": "c1", "text": cameo, "tokens": cut_words(cameo), "entities": actors}],
        "conflict_relevance/BBC_News.dev": [
            {"id": "b1", "text": "Shells fell.", "labels": 1},
            {"id": "b2", "text": "Rain fell.", "labels": 0},
        ],
    }


def write_rows(folder: Path, rows: Rows) -> None:
    for name, of_split in rows.items():
        path = folder / f"{name}.jsonl.gz"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(gzip.compress("".join(json.dumps(row) + "\n" for row in of_split).encode()))


@dataclass(frozen=True, slots=True, kw_only=True)
class GoldTemplate:
    incident_type: str
    PerpInd: tuple[tuple[str, ...], ...] = ()
    PerpOrg: tuple[tuple[str, ...], ...] = ()
    Target: tuple[tuple[str, ...], ...] = ()
    Victim: tuple[tuple[str, ...], ...] = ()
    Weapon: tuple[tuple[str, ...], ...] = ()


def tag(row: dict[str, Any], kind: str = "type") -> TaggedSpan:
    return TaggedSpan(start=row["start"], end=row["end"], kind=row[kind])


def read_gold(row: dict[str, Any]) -> Reading:
    """Return what the annotators of a row read in it."""
    entities = {e.get("id", ""): tag(e) for e in row.get("entities", []) if e.get("confidence", 1) >= 0.5}
    related = [(r["type"], r["head"], r["tail"]) for r in row.get("relations", []) if r["confidence"] >= 0.5]
    attributions = [
        (TaggedSpan(start=s, end=e, kind=part.upper())) for a in row.get("attributions", []) for part in a for s, e in a[part]
    ]
    return Reading(
        entities=tuple(tag(e) for e in row.get("entities", []) if e.get("confidence", 1) >= 0.5),
        actors=tuple(tag(e) for e in row.get("entities", [])),
        relations=tuple(Relation(kind=k, head=entities[h], tail=entities[t]) for k, h, t in related if {h, t} <= entities.keys()),
        frames=tuple(
            Frame(
                predicate=TaggedSpan(start=row["tokens"][p["token"]][0], end=row["tokens"][p["token"]][1], kind="P"),
                arguments=tuple(tag(a, "role") for a in p["args"]),
            )
            for p in row.get("predicates", [])
        ),
        attribution_tokens=tuple(attributions),
        attributions=tuple(
            Attribution(
                cue=TaggedSpan(start=a["cue"][0][0], end=a["cue"][0][1], kind="CUE"),
                sources=tuple(TaggedSpan(start=s, end=e, kind="SOURCE") for s, e in a["source"]),
                contents=tuple(TaggedSpan(start=s, end=e, kind="CONTENT") for s, e in a["content"]),
            )
            for a in row.get("attributions", [])
            if a["cue"]
        ),
        relevance=float(row.get("labels", 0)),
    )


@dataclass(slots=True)
class GoldModel:
    """Reads the annotations, changed by ``spoil``; remembers what it was given."""

    rows: Rows
    spoil: Callable[[Reading], Reading] = lambda reading: reading
    learnt: frozenset[str] = frozenset()
    digest: str = "0123456789abcdef"
    seen_given: list[Given] = field(default_factory=list)

    def _row(self, text: str) -> dict[str, Any]:
        by_text = {row["text"][row.get("body_start", 0) :].strip(): row for of_split in self.rows.values() for row in of_split}
        return by_text[text.strip()]

    def read(self, texts: Sequence[str], given: Sequence[Given] | None = None) -> list[Reading]:
        self.seen_given += given or []
        return [self.spoil(read_gold(self._row(text))) for text in texts]

    def was_trained_on(self, text: str) -> bool:
        return text in self.learnt

    def fill_templates(self, text: str, reading: Reading) -> list[GoldTemplate]:
        del reading
        return [
            GoldTemplate(
                incident_type=t["incident_type"],
                **{role: tuple(tuple(m["text"] for m in e) for e in held) for role, held in t.items() if role != "incident_type"},
            )
            for t in self._row(text)["templates"]
        ]

    def fill_roles(self, text: str, reading: Reading) -> Roles:
        filled = [{role: getattr(template, role) for role in ROLES} for template in self.fill_templates(text, reading)]
        return merge_roles(filled)

    def as_reader(self) -> Reader:
        return Reader(model=self, fill_templates=self.fill_templates, fill_roles=self.fill_roles)


def read_figures(data: Path, model: GoldModel, **chosen: Any) -> dict[tuple[str, str], Figure]:
    """Return the figures by set and measure."""
    figures = run_extract(data, model.as_reader(), chosen=Chosen(**chosen))
    return {(figure.set, figure.measure): figure for figure in figures}
