"""The answer keys of the composed reports quote their reports word for word, and say that they were composed."""

import json
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[1]
FOLDERS = (
    (ROOT / "src" / "tacitus" / "samples", ROOT / "tests" / "samples"),
    (ROOT / "tests" / "reports", ROOT / "tests" / "reports"),
    (ROOT / "tests" / "held", ROOT / "tests" / "held"),
    (ROOT / "tests" / "tuning", ROOT / "tests" / "tuning"),
    (ROOT / "tests" / "blind", ROOT / "tests" / "blind"),
)
PAIRS = [
    (reports / f"{key.name.removesuffix('.gold.json')}.txt", key)
    for reports, keys in FOLDERS
    for key in sorted(keys.glob("*.gold.json"))
    if (reports / f"{key.name.removesuffix('.gold.json')}.txt").is_file()
]
QUOTED = ("relations", "incidents", "statements", "media", "sightings", "traps")


@pytest.mark.parametrize(("report", "key"), PAIRS, ids=lambda path: path.stem)
def test_every_quote_stands_in_the_report(report: Path, key: Path) -> None:
    text = report.read_text("utf-8")
    gold: dict[str, Any] = json.loads(key.read_text("utf-8"))
    assert [item["quote"] for part in QUOTED for item in gold[part] if item["quote"] not in text] == []
    assert [name for part in ("actors", "places") for item in gold[part] for name in item["names"] if name not in text] == []


@pytest.mark.parametrize("key", [key for _, key in PAIRS], ids=lambda path: path.stem)
def test_every_key_refers_to_what_it_lists(key: Path) -> None:
    gold: dict[str, Any] = json.loads(key.read_text("utf-8"))
    actors, places = ({item["key"] for item in gold[part]} for part in ("actors", "places"))
    assert all({relation["subject"], relation["object"]} <= actors for relation in gold["relations"])
    assert all({*incident["actors"], *incident["targets"]} <= actors for incident in gold["incidents"])
    assert all(set(incident["places"]) <= places for incident in gold["incidents"])


def test_all_say_that_they_were_composed() -> None:
    for folder in (reports for reports, _ in FOLDERS):
        for path in sorted(folder.glob("*.meta.json")):
            assert json.loads(path.read_text("utf-8"))["composed_for_testing"] is True, path.name
