"""What reports say together, by the command line: on the sample reports that come with the package."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from tacitus.cli import main
from tacitus.cli.tour import add_samples
from tacitus.config import Settings
from tacitus.record import open_record


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, arguments, prog_name="tacitus")


def rows(*arguments: str) -> list[dict[str, Any]]:
    result = run(*arguments, "--json")
    assert result.exit_code == 0, result.output
    return [json.loads(line) for line in result.stdout.splitlines()]


@pytest.fixture(scope="module")
def samples(tmp_path_factory: pytest.TempPathFactory) -> str:
    path = str(tmp_path_factory.mktemp("samples") / "demo.db")
    with open_record(path) as record:
        add_samples(record, Settings(record=path))
    return path


@pytest.fixture
def war(samples: str, tmp_path: Path) -> str:
    copy = tmp_path / "war.db"
    with open_record(samples):
        pass  # what stands in the write-ahead log goes into the file
    shutil.copy(samples, copy)
    return str(copy)


def market(record: str) -> dict[str, Any]:
    (event,) = [e for e in rows("show", "events", "--record", record) if e["n_reports"] == 3]
    return event


def test_an_event_shows_its_contradiction_and_counts_a_copy_once(samples: str) -> None:
    event = market(samples)
    assert set(event["contradicted"]) == {"deaths", "injuries"}
    assert event["n_independent"] == 1
    kinds = {source["name"]: source["kind"] for source in event["sources"]}
    assert kinds == {"Salween Press Agency": "agency", "Office of the Military Spokesman": "party"}
    assert event["deaths"] == {
        "low": 6,
        "best": 14,
        "high": 14,
        "is_open": True,
        "rule": "the figure of the one independent source",
    }
    quotes = {said["quote"] for value in event["fields"]["deaths"]["values"] for said in value["said"]}
    assert any("SIX civilians" in quote for quote in quotes)
    assert event["review"] == "unreviewed"


def test_an_event_is_printed_field_by_field_with_its_reasons(samples: str) -> None:
    event = market(samples)
    printed = run("show", "event", event["id"][:8], "--record", samples).stdout
    for words in (
        "deaths  CONTRADICTION",
        "a near copy of what Salween Press Agency brought",
        "Why these are one",
        "the same place",
    ):
        assert words in printed
    by_claim = run("show", "event", event["claims"][1], "--record", samples).stdout
    assert by_claim == printed


def test_events_of_one_claim_are_shown_if_asked(samples: str) -> None:
    few, all_events = rows("show", "events", "--record", samples), rows("show", "events", "--all", "--record", samples)
    assert len(few) < len(all_events)
    assert {e["id"] for e in few} < {e["id"] for e in all_events}
    assert "show events --all" in run("show", "events", "--record", samples).stdout


def test_a_coalition_is_shown_on_a_day_and_between_two(samples: str) -> None:
    (before,) = rows("show", "coalition", "Three Rivers Alliance", "--on", "2018-03-13", "--record", samples)
    (after,) = rows("show", "coalition", "Three Rivers Alliance", "--on", "2018-04-20", "--record", samples)
    named = [{m["name"]: m["standing"] for m in tree["members"]} for tree in (before, after)]
    assert named[0] == {"Bawdwin Home Guard": "holds", "Northern Hills Liberation Army": "holds", "Ridge Front": "holds"}
    assert named[1] == {"Bawdwin Home Guard": "holds", "Northern Hills Liberation Army": "holds", "Mansam Column": "contested"}
    words = ("show", "coalition", "Three Rivers Alliance", "--on", "2018-03-13", "--and", "2018-04-20", "--record", samples)
    changed = {row["subject"]["name"]: (row["before"], row["after"]) for row in rows(*words)}
    assert changed == {"Mansam Column": ("not", "contested"), "Ridge Front": ("holds", "not")}
    printed = run(*words).stdout
    assert "From 2018-03-13 to 2018-04-20  2 changes" in printed
    assert "denied by Northern Hills Liberation Army" in printed


def test_the_last_day_that_sources_speak_of_is_shown_without_one(samples: str) -> None:
    (tree,) = rows("show", "coalition", "three rivers alliance", "--record", samples)
    assert tree["on"] == "2018-04-20"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["coalition"], "expected a name"),
        (["coalition", "Nobody"], "no actor of that name"),
        (["coalition", "Mansam Column"], "an actor to whom nobody belongs"),
        (["coalition", "Three Rivers Alliance", "--on", "the Ides of March"], "expected YYYY, YYYY-MM or YYYY-MM-DD"),
        (["events", "--on", "2018-03-13"], "expected it with coalition NAME"),
        (["actors", "--and", "2018-03-13"], "expected it with coalition NAME"),
        (["event"], "an event's id"),
        (["event", "0123456789abcdef"], "no such id"),
        (["event", "abc"], "at least its first 6 characters"),
    ],
)
def test_wrong_words_get_a_clear_line(samples: str, arguments: list[str], words: str) -> None:
    result = run("show", *arguments, "--record", samples)
    assert result.exit_code in {1, 2}
    assert words in " ".join(result.output.split())


def test_affiliations_are_bounded_by_what_sources_state(samples: str) -> None:
    ties = {(t["subject"]["name"], t["object"]["name"]): t for t in rows("show", "affiliations", "--record", samples)}
    ridge = ties["Ridge Front", "Three Rivers Alliance"]
    assert ridge["tenures"][0]["ended"] == ["2018-04-14", "2018-04-14"]
    assert ridge["tenures"][0]["precise"] == ["2018-03-12", "2018-04-13"]
    mansam = ties["Mansam Column", "Three Rivers Alliance"]
    assert mansam["is_contested"]
    assert len(mansam["denying"]) == 1
    assert "Affiliations (" in run("show", "affiliations", "--record", samples).stdout


def test_an_actor_has_a_profile(samples: str) -> None:
    (profile,) = rows("show", "actor", "Northern Hills Liberation Army", "--record", samples)
    assert profile["name"] == "Northern Hills Liberation Army"
    assert profile["months"]["2018-03"] >= 1
    assert profile["claims"]
    assert any(tie["object"]["name"] == "Three Rivers Alliance" for tie in profile["affiliations"])
    printed = run("show", "actor", "NHLA", "--record", samples).stdout
    for heading in ("Affiliations over time (", "Incidents by month (", "Statements and releases ("):
        assert heading in printed


def test_a_claim_is_taken_out_of_an_event_and_comes_back(war: str) -> None:
    event = market(war)
    official = next(claim for claim in event["claims"] if claim.startswith("48276953"))
    done = run("split", event["id"][:8], official[:8], "--because", "another market", "--record", war)
    assert done.exit_code == 0, done.output
    assert all(e["n_reports"] < 3 for e in rows("show", "events", "--record", war))
    undo = done.stderr.split("tacitus judge ")[1].split()[0]
    assert run("judge", undo, "undo", "--because", "the same after all", "--record", war).exit_code == 0
    assert market(war)["claims"] == event["claims"]


def test_two_events_are_merged_by_a_person(war: str) -> None:
    event = market(war)
    other = next(e for e in rows("show", "events", "--all", "--record", war) if e["n_reports"] == 1)
    done = run("merge", event["id"][:8], other["id"][:8], "--because", "one raid", "--by", "Ada", "--record", war)
    assert done.exit_code == 0, done.output
    merged = next(e for e in rows("show", "events", "--record", war) if other["claims"][0] in e["claims"])
    assert set(event["claims"]) < set(merged["claims"])
    assert merged["review"] == "reviewed"
    assert rows("show", "judgements", "--record", war)[-1]["decision"] == "merge_events"
    assert run("verify", "--record", war).exit_code == 0


@pytest.mark.parametrize("option", [["merge", "--from", "2018"], ["split", "--report", "62f505da"]])
def test_options_of_actors_are_refused_with_events(war: str, option: list[str]) -> None:
    first, other = (e["id"] for e in rows("show", "events", "--record", war)[:2])
    result = run(option[0], first, other, *option[1:], "--because", "x", "--record", war)
    assert result.exit_code == 2
    assert "with events" in result.output


def test_candidates_name_actors_and_events(samples: str) -> None:
    found = rows("show", "candidates", "--record", samples)
    assert all("event" in row or "actor" in row for row in found)
    assert "Events that may be one (" in run("show", "candidates", "--record", samples).stdout


def test_corroborate_catches_up_and_makes_anew(war: str) -> None:
    before = rows("show", "events", "--record", war)
    assert rows("corroborate", "--record", war)[0]["reports"] == 0
    with open_record(war) as record:
        record.rebuild()
    assert "not compared yet: tacitus corroborate" in run("show", "events", "--record", war).stdout
    (outcome,) = rows("corroborate", "--record", war)
    assert outcome["reports"] == 9
    assert rows("show", "events", "--record", war) == before
    done = run("corroborate", "--anew", "--record", war)
    assert "9 reports compared" in done.output
    assert rows("show", "events", "--record", war) == before


def test_no_record_is_a_clear_line() -> None:
    result = run("corroborate", "--record", "nowhere.db")
    assert result.exit_code == 2
    assert "no such record" in result.output
