import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from tacitus.bench.corroborate.ecbplus import compute_f1s, count_links, label_groups, measure_split, read_mentions
from tacitus.bench.signature import Figure
from tacitus.neural import Model

pytest.importorskip("scorch", reason="scorch is not installed (pip install tacitus[bench]): ECB+ cannot be scored")
SHARED = Path(__file__).parents[3] / "shared" / "data" / "ecbplus"
BLANK = Figure(stage="corroborate", set="ecbplus", split="tiny", measure="", value=0.0, low=None, high=None, n=0, signature="")
TOLD = (
    (
        "1_a",
        1,
        "1_ecb",
        "Troops [stormed|s1] the prison at Mafraq on Sunday .",
        "The [raid|s1] freed thirty men held at Mafraq .",
    ),
    (
        "1_b",
        1,
        "1_ecb",
        "Thirty men were freed as troops [stormed|s1] Mafraq prison on Sunday .",
        "An officer [spoke|x1] of it .",
    ),
    (
        "2_a",
        2,
        "2_ecb",
        "Villagers near Bukama [fled|f1] the rising river .",
        "Two bridges [collapsed|c1] in the flood at Bukama .",
    ),
    ("2_b", 2, "2_ecb", "Bukama : villagers [fled|f1] from the flood .", "Both bridges there [collapsed|c1] ."),
)


def write_rows(path: Path) -> Path:
    with gzip.open(path, "wt", encoding="utf-8") as file:
        for row_id, topic, subtopic, *sentences in TOLD:
            file.write(json.dumps(make_row(row_id, topic, subtopic, sentences)) + "\n")
    return path


def make_row(row_id: str, topic: int, subtopic: str, sentences: list[str]) -> dict[str, Any]:
    text = ""
    bounds: list[dict[str, int]] = []
    events: list[dict[str, Any]] = []
    for marked in sentences:
        start = len(text)
        before, inside = marked.split("[")
        mention, after = inside.split("]")
        word, cluster = mention.split("|")
        events.append({"start": start + len(before), "end": start + len(before) + len(word), "cluster": cluster, "type": "ACT"})
        text += before + word + after
        bounds.append({"sent_id": len(bounds), "start": start, "end": len(text)})
        text += "\n"
    return {
        "id": row_id, "topic": topic, "subtopic": subtopic, "text": text.rstrip(), "sentences": bounds, "events": events,
        "entities": [],
    }  # fmt: skip


def test_the_scorer_gives_the_published_values() -> None:
    # The worked example of Pradhan et al. (ACL 2014), recall and precision: MUC .4 and .4, B cubed .42 and .5, CEAFe .65 and .43
    key = [set("abc"), set("defg")]
    response = [set("ab"), set("cd"), set("fghi")]
    numbers = {letter: number for number, letter in enumerate("abcdefghi")}
    counts = count_links([{numbers[x] for x in k} for k in key], [{numbers[x] for x in r} for r in response])
    muc, b_cubed, ceaf = counts
    assert muc.recalled / muc.key == pytest.approx(2 / 5)
    assert b_cubed.recalled / b_cubed.key == pytest.approx(5 / 12)
    assert ceaf.recalled / ceaf.key == pytest.approx(0.65)
    assert ceaf.precise / ceaf.response == pytest.approx(13 / 30)


def test_a_perfect_answer_is_one() -> None:
    assert compute_f1s(count_links([{0, 1}, {2}], [{0, 1}, {2}])) == [1.0, 1.0, 1.0, 1.0]


def test_fields_are_never_joined() -> None:
    assert label_groups({(0, 1): 0.9, (1, 2): 0.9}, ["a", "a", "b"], 0.5) == [0, 0, 1]


def test_mentions_keep_their_words(tmp_path: Path) -> None:
    mentions = read_mentions(write_rows(tmp_path / "tiny.jsonl.gz"))
    words = [told.text[start:end] for told, *_ in mentions for start, end in told.spans or ()]
    assert words == ["stormed", "raid", "stormed", "spoke", "fled", "collapsed", "fled", "collapsed"]


def test_figures_of_a_split(tmp_path: Path) -> None:
    seen: list[tuple[str, int, int]] = []
    path = write_rows(tmp_path / "tiny.jsonl.gz")
    figures = measure_split(path, Model.load(), BLANK, lambda *step: seen.append(step))
    values = {figure.measure: figure.value for figure in figures}
    assert len(values) == 24
    assert values["conll_f1"] > 0.7
    assert values["conll_f1_gold_subtopics"] >= values["conll_f1"] - 1e-9
    assert all(figure.n == 8 and "weights:" in figure.signature for figure in figures)
    assert seen[-1][1] == seen[-1][2]


@pytest.mark.skipif(not SHARED.is_dir(), reason="the benchmarks are not beside the project in ../shared")
def test_dev_can_be_read() -> None:
    mentions = read_mentions(SHARED / "dev.jsonl.gz")
    assert len(mentions) == 1245
    assert len({mention.cluster for mention in mentions}) == 409
