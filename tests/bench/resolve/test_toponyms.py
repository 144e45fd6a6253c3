import gzip
import json
import math
from pathlib import Path

import pytest

from tacitus.bench import Chosen, run_stage
from tacitus.bench.resolve import places
from tacitus.bench.resolve.places import Outcome, Toponym, ToponymRow, make_gold
from tacitus.bench.resolve.seen import is_seen
from tacitus.errors import DataError, UsageError

TEXT = "Syrian rebels left Idlib for Aleppo; a bomb went off in Idlib. Qwxzton was quiet."
OUTCOMES = [Outcome(0.0, 0.9), Outcome(160.0, 0.8), Outcome(500.0, 0.6), Outcome(None)]


def row(**more: object) -> dict[str, object]:
    spans = [(TEXT.index("Idlib"), 35.93, 36.63), (TEXT.index("Aleppo"), 36.2, 37.16), (TEXT.rindex("Idlib"), 35.93, 36.63)]
    names = {TEXT.index("Aleppo"): 6}
    found = [{"start": s, "end": s + names.get(s, 5), "lat": lat, "lon": lon} for s, lat, lon in spans]
    found.append({"start": TEXT.index("Qwxzton"), "end": TEXT.index("Qwxzton") + 7, "lat": 10.0, "lon": 10.0})
    return {"id": "one", "text": TEXT, "places": found, **more}


def write(folder: Path, rows: list[dict[str, object]], name: str = "geoparse/tr_news") -> Path:
    path = folder / f"{name}.jsonl.gz"
    path.parent.mkdir(parents=True, exist_ok=True)
    with gzip.open(path, "wt", encoding="utf-8") as file:
        file.writelines(json.dumps(r) + "\n" for r in rows)
    return path


@pytest.mark.parametrize(
    ("measure", "value"),
    [
        (places.accuracy, 0.5),
        (places.precision, 2 / 3),
        (places.coverage, 0.75),
        (places.mean_error, 220.0),
        (places.median_error, 160.0),
        (places.area_under_curve, (0 + math.log(161) + math.log(501) + math.log(20040)) / (4 * math.log(20040))),
    ],
)
def test_measures_by_hand(measure: places.Measure, value: float) -> None:
    assert measure(OUTCOMES) == pytest.approx(value)


def test_a_toponym_at_161_km_is_right_and_beyond_is_wrong() -> None:
    assert places.accuracy([Outcome(161.0)]) == 1.0
    assert places.accuracy([Outcome(161.1)]) == 0.0


def test_gold_has_one_place_for_each_name() -> None:
    gold = make_gold(ToponymRow(id="x", text="Ab, ab, Cd", places=tuple(Toponym(start=s, end=s + 2) for s in (0, 4, 8))))
    assert [p.name for p in gold.places] == ["Ab", "Cd"]
    assert len(gold.mentions) == 3


def test_a_text_is_measured_in_both_ways(tmp_path: Path) -> None:
    write(tmp_path, [row()])
    figures = {f.measure: f for f in run_stage("resolve", tmp_path)}
    assert figures["accuracy@161km_gold"].value == 0.75
    assert figures["precision_gold"].value == 1.0
    assert figures["coverage_gold"].value == 0.75
    assert figures["accuracy@161km_end_to_end"].value == 0.75
    assert figures["mean_error_km_gold"].value < 10
    assert "gazetteer:" in figures["coverage_gold"].signature
    assert "weights:" in figures["coverage_gold"].signature


def test_the_unseen_half_is_measured_apart(tmp_path: Path) -> None:
    rows = [row(id=str(n)) for n in range(6)]
    write(tmp_path, rows, "geoparse/lgl")
    unseen = [r for r in rows if not is_seen(ToponymRow(id=str(r["id"]), text=TEXT, places=()))]
    assert 0 < len(unseen) < 6
    by_split = {f.split: f.n for f in run_stage("resolve", tmp_path, Chosen(only="geoparse"))}
    assert by_split == {"lgl": 6, "lgl_unseen": len(unseen)}


def test_headlines_are_measured_where_they_name_the_place(tmp_path: Path) -> None:
    event = {
        "id": "1", "text": "Clashes near Saraqib leave four dead", "where": "Saraqib town", "where_prec": 1, "latitude": 35.864,
        "longitude": 36.806, "country": "Syria", "place_named": True,
    }  # fmt: skip
    write(
        tmp_path,
        [event, {**event, "id": "2", "place_named": False}, {**event, "id": "3", "where_prec": 5}],
        "ucdp_headlines/test",
    )
    figures = {f.measure: f for f in run_stage("resolve", tmp_path)}
    assert (figures["accuracy@25km_headlines"].value, figures["accuracy@25km_headlines"].n) == (1.0, 1)


def test_what_is_wrong_is_told(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no data for resolve"):
        run_stage("resolve", tmp_path)
    with pytest.raises(UsageError, match="geoparse"):
        run_stage("resolve", tmp_path, Chosen(only="nothing"))
    with pytest.raises(UsageError, match="--by-kind"):
        run_stage("resolve", tmp_path, Chosen(by_kind=True))
    write(tmp_path, [{**row(), "places": [{"start": 5, "end": 9999}]}])
    with pytest.raises(DataError, match="9999"):
        run_stage("resolve", tmp_path)
