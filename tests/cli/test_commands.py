import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner, Result

from hand_made import RUN, TEXT, Made
from tacitus.cli import COMMANDS, main
from tacitus.model import Decision
from tacitus.record import open_record

TACITUS = (sys.executable, "-m", "tacitus")


def run(*arguments: str, stdin: str | None = None) -> Result:
    return CliRunner().invoke(main, arguments, input=stdin, prog_name="tacitus")


def rows(*arguments: str) -> list[dict[str, Any]]:
    result = run(*arguments, "--json")
    assert result.exit_code in {0, 1}, result.output
    return [json.loads(line) for line in result.stdout.splitlines()]


@pytest.mark.parametrize("name", COMMANDS)
def test_help_has_examples_and_the_line_of_the_list(name: str) -> None:
    result = run(name, "--help")
    assert result.exit_code == 0
    assert "Examples" in result.stdout
    assert f"tacitus {name}" in result.stdout
    assert isinstance(main.get_command(click.Context(main), name), click.Command)


def test_the_list_of_commands_is_shown_without_loading_any() -> None:
    code = (
        "import sys; from tacitus.cli import main; "
        "main(['--help'], standalone_mode=False); print([*sys.modules], file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)
    assert all(f"  {name}" in done.stdout for name in COMMANDS)
    assert "sqlalchemy" not in done.stderr
    assert "tacitus.cli.add" not in done.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ["dig"],
        ["add"],
        ["add", "x.txt", "--fast"],
        ["add", ""],
        ["extract"],
        ["show"],
        ["show", "reports", "everything"],
        ["show", "actor"],
        ["show", "claims", "--kind", "rumour"],
        ["show", "reports", "--record", "nowhere.db"],
        ["find"],
        ["judge", "abcdef12", "accept"],
        ["judge", "abcdef12", "bless", "--because", "x"],
        ["judge", "abcdef12", "accept", "--because", " "],
        ["judge", "abcdef12", "correct", "--because", "x"],
        ["judge", "abcdef12", "accept", "--set", "count=1", "--because", "x"],
        ["judge", "abcdef12", "merge", "--because", "x"],
        ["merge", "one", "--because", "x"],
        ["merge", "one", "other"],
        ["merge", "one", "other", "--because", " "],
        ["split", "one", "other", "--because", " "],
        ["export", "xls", "out"],
        ["export", "csv"],
        ["verify", "--record", "nowhere.db"],
        ["bench", "read", "nowhere"],
        ["bench", "write", "."],
    ],
)
def test_wrong_usage_exits_with_2_and_no_traceback(arguments: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    result = run(*arguments)
    assert result.exit_code == 2
    assert "Error" in result.stderr
    assert "Traceback" not in result.output
    assert list(tmp_path.iterdir()) == []


def test_an_unknown_id_exits_with_1(war: str) -> None:
    for arguments in (
        ["show", "claims", "--id", "ffffffff"],
        ["judge", "ffffffff", "accept", "--because", "x"],
        ["show", "report", "ffffffff"],
    ):
        result = run(*arguments, "--record", war)
        assert (result.exit_code, result.stderr.startswith("Error:"), len(result.stderr.splitlines())) == (1, True, 1)


CLAIM_KEYS = {
    "id", "kind", "predicate", "roles", "when", "deaths", "injuries", "count", "tallies", "stance", "speaker", "zone", "about",
    "score",
    "evidence", "says", "said_by", "names", "review", "is_superseded", "original", "report",
}  # fmt: skip
KEYS = {
    "reports": {
        "id",
        "title",
        "publisher",
        "published",
        "language",
        "source",
        "url",
        "added_at",
        "near_copy_of",
        "n_claims",
        "note",
    },
    "actors": {"id", "name", "aliases", "type", "country", "registry", "n_claims"},
    "candidates": {"actor", "name", "candidate", "candidate_name", "registry", "country", "score", "reason", "reports"},
    "coalitions": {"id", "name", "is_seen", "claims", "members"},
    "incidents": CLAIM_KEYS,
    "claims": CLAIM_KEYS,
    "judgements": {"id", "decision", "about", "because", "by", "at", "changes"},
    "failures": {"id", "source", "error", "failed_at", "is_resolved"},
}


@pytest.mark.parametrize("page", KEYS)
def test_the_json_twin_of_each_page_has_its_keys(page: str, war: str, made: Made) -> None:
    with open_record(war) as record:
        record.judge(made.ids["bomb"], Decision.ACCEPT, because="seen", by="me")
        record.add_failure("x.txt", "x.txt: got nothing; expected something")
    found = rows("show", page, "--record", war)
    assert found
    assert all(set(row) == KEYS[page] for row in found)


@pytest.mark.parametrize("page", [*KEYS, "hill guard", "actor Hill Guard"])
def test_each_page_is_readable_and_bears_no_colours_in_a_pipe(page: str, war: str) -> None:
    result = run("show", *page.split(maxsplit=1), "--record", war)
    assert result.exit_code == 0, result.output
    assert "\x1b" not in result.stdout
    assert not any(line.endswith(" ") for line in result.stdout.splitlines())
    assert all(len(line) <= 110 for line in result.stdout.splitlines())


def test_every_incident_shows_speaker_stance_review_and_reported_deaths(war: str) -> None:
    shown = " ".join(run("show", "incidents", "--record", war).stdout.split())
    assert "said by The Ford Gazette · unreviewed" in shown
    assert "claimed by Hill" in shown
    assert shown.count("unreviewed") == 3
    assert "deaths: at least 12 reported" in shown
    assert "undated unplaced explosive" in shown


def test_merged_actors_are_shown_as_one_and_a_merge_is_undone(war: str, tmp_path: Path) -> None:
    before = run("show", "actors", "--record", war).stdout
    done = run("merge", "Hill Guard", "River Sons", "--because", "one leader", "--by", "me", "--record", war)
    assert done.exit_code == 0, done.output
    judgement = done.stderr.split("tacitus judge ")[1].split()[0]
    actors = {row["name"]: row for row in rows("show", "actors", "--record", war)}
    assert "River Sons" not in actors
    assert actors["Hill Guard"]["aliases"] == ["River Sons"]
    assert "River Sons" not in run("show", "coalitions", "--record", war).stdout.split("[1]")[0]
    assert "kept = Hill Guard" in run("show", "judgements", "--record", war).stdout
    assert run("export", "csv", str(tmp_path / "out"), "--include-unreviewed", "--record", war).exit_code == 0
    assert "River Sons" not in (tmp_path / "out" / "relations.csv").read_text("utf-8")
    undone = run("judge", judgement, "undo", "--because", "two", "--by", "me", "--record", war)
    assert undone.exit_code == 0
    assert run("show", "actors", "--record", war).stdout == before
    assert run("verify", "--record", war).exit_code == 0


def test_a_candidate_is_decided_by_merge_or_split(war: str) -> None:
    (doubt,) = rows("show", "candidates", "--record", war)
    assert (doubt["name"], doubt["candidate_name"], doubt["score"]) == ("Hill Guard", "Guard of the Hills", 0.8)
    pair = (doubt["actor"][:8], doubt["candidate"][:8])
    split = run("split", *pair, "--because", "another valley", "--by", "me", "--record", war)
    assert split.exit_code == 0, split.output
    assert rows("show", "candidates", "--record", war) == []
    assert run("merge", *pair, "--because", "one after all", "--by", "me", "--record", war).exit_code == 0
    assert doubt["candidate"] not in {row["id"] for row in rows("show", "actors", "--record", war)}


def test_a_merge_may_hold_for_a_time(war: str) -> None:
    words = ("merge", "Hill Guard", "River Sons", "--because", "renamed", "--by", "me", "--record", war)
    assert run(*words, "--from", "2020", "--until", "2021-06").exit_code == 0
    assert {"Hill Guard", "River Sons"} <= {row["name"] for row in rows("show", "actors", "--record", war)}
    assert run(*words, "--from", "soon").exit_code == 2
    assert run(*words, "--from", "2021", "--until", "2020").exit_code == 2


def test_a_name_is_given_to_another_actor(war: str) -> None:
    split = ("split", "Hill Guard", "Hill Guard", "--because", "a copyist's slip", "--by", "me", "--record", war)
    assert run(*split, "--report", "ffffffff").exit_code == 1
    assert run(*split).exit_code == 0
    assert "Hill Guard" in {row["name"] for row in rows("show", "actors", "--record", war)}
    assert run("split", "Hill Guard", "Nobody", "--because", "x", "--record", war).exit_code == 2
    assert run("split", "Hill Guard", "River Sons", "--report", "ffffffff", "--because", "x", "--record", war).exit_code == 2


def test_a_coalition_is_drawn_as_a_tree(war: str) -> None:
    shown = run("show", "coalitions", "--record", war).stdout
    assert "  Valley Union\n  ├── Hill Guard  member, said by The Ford Gazette" in shown
    assert "[1] “The Valley Union, which includes the Hill Guard and the River Sons”" in shown


def test_readers_claims_stand_apart_and_without_handles(war: str) -> None:
    shown = run("show", "claims", "--record", war).stdout
    reports, _, readers = shown.partition("From readers' comments (1)")
    assert "T-55" in readers
    assert "T-55" not in reports
    assert "alleged by a reader" in readers
    assert "wheelspotter99" not in shown


def test_one_claim_is_shown_in_full(war: str, made: Made) -> None:
    claim = made.extraction.claims[3]
    shown = run("show", "claims", "--id", claim.id[:8], "--record", war).stdout
    for words in (claim.id, made.report.id, "code points", str(claim.evidence[0].span.start), "body", "read by", "“At least 12”"):
        assert words in shown
    assert "killed at least 12 people; injured 3 men of Amal Nassar (River Sons), as reported" in shown
    (full,) = rows("show", "claims", "--id", claim.id[:8], "--record", war)
    evidence = full["evidence"][0]
    assert TEXT[evidence["start"] : evidence["end"]] == evidence["quote"]
    assert evidence["prefix"].endswith("and the River Sons, ")
    assert full["snapshot_sha256"] == made.report.id
    assert full["read_by"] == "tacitus 0.1.0, settings 5e771465, knowledge 40073d6e"


def test_words_are_found(war: str) -> None:
    (hit, *_) = rows("find", "Upper", "Ford", "--record", war)
    assert set(hit) == {"report_id", "claim_id", "snippet", "score"}
    assert "Upper Ford" in run("find", "Upper Ford", "--record", war).stdout
    assert "stand in no report" in run("find", "nightingale", "--record", war).stdout


def test_a_claim_is_accepted_and_the_judgement_taken_back(war: str, made: Made) -> None:
    digits = made.ids["bomb"][:8]
    assert run("judge", digits, "accept", "--because", "seen", "--by", "me", "--record", war).exit_code == 0
    (judgement,) = rows("show", "judgements", "--record", war)
    assert (judgement["decision"], judgement["because"], judgement["by"]) == ("accept", "seen", "me")
    assert rows("show", "claims", "--id", digits, "--record", war)[0]["review"] == "accepted"
    assert run("judge", judgement["id"][:8], "undo", "--because", "no", "--record", war).exit_code == 0
    assert rows("show", "claims", "--id", digits, "--record", war)[0]["review"] == "unreviewed"


def test_a_claim_is_corrected(war: str, made: Made) -> None:
    digits = made.ids["bomb"][:8]
    sets = (
        "predicate=air strike",
        "deaths=3-5",
        "when=2019-04..2019-05",
        "place=upper ford",
        "actor=Hill Guard;River Sons",
        "stance=alleged",
    )
    arguments = [part for change in sets for part in ("--set", change)]
    result = run("judge", digits, "correct", *arguments, "--because", "seen", "--record", war)
    assert result.exit_code == 0, result.output
    (claim,) = rows("show", "claims", "--id", digits, "--record", war)
    assert (claim["review"], claim["predicate"], claim["stance"]) == ("corrected", "air_strike", "alleged")
    assert (claim["deaths"]["low"], claim["deaths"]["high"]) == (3, 5)
    assert (claim["when"]["start"], claim["when"]["end"], claim["when"]["precision"]) == ("2019-04-01", "2019-05-31", "month")
    assert {claim["names"][i] for i in claim["roles"]["actor"]} == {"Hill Guard", "River Sons"}
    assert claim["original"]["predicate"] == "explosive"
    assert "machine read" in run("show", "claims", "--id", digits, "--record", war).stdout


@pytest.mark.parametrize(
    "change",
    [
        "deaths=many",
        "deaths=5-3",
        "when=spring",
        "stance=sure",
        "zone=cellar",
        "predicate=picnic",
        "actor=Nobody At All",
        "colour=red",
        "deaths",
        "count=-1",
    ],
)
def test_a_correction_that_makes_no_sense_changes_nothing(change: str, war: str, made: Made) -> None:
    result = run("judge", made.ids["bomb"], "correct", "--set", change, "--because", "x", "--record", war)
    assert result.exit_code == 2, result.output
    assert rows("show", "judgements", "--record", war) == []


def test_a_second_correction_keeps_the_first(war: str, made: Made) -> None:
    for change in ("deaths=3-5", "actor=", "stance=claimed"):
        assert run("judge", made.ids["bomb"], "correct", "--set", change, "--because", "x", "--record", war).exit_code == 0
    with open_record(war) as record:
        claim = record.claims(claim_id=made.ids["bomb"])[0].claim
    assert claim.deaths is not None
    assert (claim.deaths.low, claim.deaths.high, claim.roles.actor, claim.stance) == (3, 5, (), "claimed")


def test_rejected_claims_are_shown_only_when_asked_for(war: str, made: Made) -> None:
    run("judge", made.ids["bomb"], "reject", "--because", "x", "--record", war)
    ids = {row["id"] for row in rows("show", "incidents", "--record", war)}
    assert made.ids["bomb"] not in ids
    assert made.ids["bomb"] in {row["id"] for row in rows("show", "incidents", "--all", "--record", war)}


def test_verify_tells_by_its_exit_code(war: str) -> None:
    result = run("verify", "--record", war)
    assert (result.exit_code, result.stdout) == (0, "")
    with open(war, "r+b") as file:  # noqa: PTH123
        content = file.read()
        at = content.index(b"Lower Ford", content.index(b"shelled Lower Ford"))
        file.seek(at)
        file.write(b"Upper")
    result = run("verify", "--record", war)
    assert result.exit_code == 1
    assert "Problems" in result.stdout
    assert all(
        set(json.loads(line)) == {"where", "what"} for line in run("verify", "--json", "--record", war).stdout.splitlines()
    )


def test_an_export_warns_of_unreviewed_claims(war: str, tmp_path: Path) -> None:
    result = run("export", "csv", str(tmp_path / "out"), "--include-unreviewed", "--record", war)
    assert (result.exit_code, result.stdout) == (0, "")
    assert "Warning: This export holds claims" in result.stderr
    assert (tmp_path / "out" / "evidence.csv").is_file()
    assert "judge CLAIM accept" in run("export", "jsonl", str(tmp_path / "o"), "--record", war).stderr
    assert json.loads(run("export", "geojson", "-", "--record", war).stdout)["type"] == "FeatureCollection"


def test_terminal_controls_in_a_report_are_not_passed_on(tmp_path: Path) -> None:
    page = tmp_path / "page.txt"
    page.write_text("The Hill Guard\x1b[31m captured Bosaso on Monday\u202e.\n\nIt was\x07 quiet there.\n", "utf-8")
    record = str(tmp_path / "r.db")
    assert run("add", str(page), "--record", record, "--quiet").exit_code == 0
    for arguments in (["show", "reports"], ["show", "claims"], ["find", "quiet"]):
        shown = run(*arguments, "--record", record).stdout
        assert not {"\x1b", "\x07", "\u202e"} & set(shown)


def test_a_settings_file_that_is_wrong_exits_with_2(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "tacitus.toml").write_text("recrod = 'x'\n", "utf-8")
    result = run("show", "reports")
    assert result.exit_code == 2
    assert "recrod" in result.stderr


def test_a_reader_who_stops_reading_is_no_error(tmp_path: Path) -> None:
    for n in range(30):
        (tmp_path / f"{n:02}.txt").write_text(f"Shells hit a market in Goma on Monday, killing {n + 2} people.\n" * 40, "utf-8")
    command = [*TACITUS, "extract", str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=tmp_path) as reading:
        assert reading.stdout is not None
        assert reading.stderr is not None
        first = reading.stdout.readline()
        reading.stdout.close()
        errors = reading.stderr.read()
    assert first.startswith(b'{"report"')
    assert errors == b""
    assert reading.returncode in {0, 1}


def test_extract_reads_standard_input_and_keeps_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    done = subprocess.run(
        [*TACITUS, "extract", "-", "--published", "2019-05-05"],
        input=TEXT.encode(),
        capture_output=True,
        check=True,
        cwd=tmp_path,
    )
    (line,) = done.stdout.splitlines()
    assert set(json.loads(line)) == {"report", "entities", "mentions", "claims"}
    assert json.loads(line)["report"]["published"] == "2019-05-05"
    assert done.stderr == b""
    assert os.listdir(tmp_path) == []  # noqa: PTH208


def test_a_source_that_is_not_there_fails_and_the_others_are_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.txt").write_text("Shells hit a market in Goma on Monday.\n", "utf-8")
    result = run("extract", "missing.txt", "a.txt")
    assert result.exit_code == 1
    assert "missing.txt" in result.stderr
    assert len(result.stdout.splitlines()) == 1
    result = run("add", "missing.txt", "a.txt")
    assert result.exit_code == 1
    assert "2 reports: 1 added, 0 known, 0 updated, 1 failed" in result.stderr
    assert result.stdout == ""
    assert [row["source"] for row in rows("show", "failures")] == ["missing.txt"]
    (tmp_path / "missing.txt").write_text("A bomb went off in Bunia on Tuesday.\n", "utf-8")
    assert run("add", "--retry", "--quiet").exit_code == 0
    assert rows("show", "failures") == []
    assert len(rows("show", "reports")) == 2


def test_adding_again_tells_what_became_of_each(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.txt").write_text("Shells hit a market in Goma on Monday.\n", "utf-8")
    keys = {
        "status",
        "source",
        "report_id",
        "near_copy_of",
        "n_claims",
        "new_claims",
        "superseded_claims",
        "changed_claims",
        "error",
        "note",
    }
    (row,) = rows("add", "a.txt")
    assert set(row) == keys
    assert [r["status"] for r in rows("add", "a.txt")] == ["known"]
    assert [r["status"] for r in rows("add", "a.txt", "--again")] == ["known"]


def test_a_report_in_another_language_is_kept_and_told_of(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.txt").write_text("Drei Soldaten wurden am Freitag bei einem Angriff nahe der Brücke getötet.\n", "utf-8")
    result = run("add", "a.txt")
    note = "language de is not supported: nothing was extracted (supported: en)"
    assert (result.exit_code, f"1 report: {note}" in result.stderr) == (0, True)
    (row,) = rows("show", "reports")
    assert (row["language"], row["n_claims"], row["note"]) == ("de", 0, note)
    assert "not extracted: a.txt" in run("show", "reports").stdout
    assert note in " ".join(run("show", "report", row["id"]).stdout.split())
    (line,) = run("extract", "a.txt").stdout.splitlines()
    assert (json.loads(line)["report"]["language"], json.loads(line)["note"]) == ("de", note)
    (tmp_path / "tacitus.toml").write_text('languages = ["en", "de"]\n')
    assert "note" not in json.loads(run("extract", "a.txt").stdout)


def test_a_wrong_date_or_column_map_is_wrong_usage(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.txt").write_text("Shells hit a market in Goma on Monday.\n", "utf-8")
    (tmp_path / "b.csv").write_text("title,body\nA,B\n", "utf-8")
    assert run("add", "a.txt", "--published", "yesterday").exit_code == 2
    assert run("add", "b.csv", "--columns", "colour").exit_code == 2
    assert rows("show", "failures") == []


def test_the_demo_prints_the_same_every_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    first, again = run("demo"), run("demo", "--record", "demo.db")
    assert (first.exit_code, first.stderr) == (0, "")
    assert first.stdout == again.stdout
    for heading in (
        "Reports",
        "A coalition",
        "Affiliations",
        "Incidents",
        "Only claimed, denied, alleged or planned",
        "From readers' comments",
        "Next",
    ):
        assert f"\n{heading}" in first.stdout
    assert "near copy of" in first.stdout
    assert "tacitus show claims --id " in first.stdout
    assert "/" not in first.stdout.split("\nNext", 1)[0].replace("and/or", "")
    assert len(first.stdout.splitlines()) < 180


def test_demo_ids_lead_somewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    command = next(line for line in run("demo").stdout.splitlines() if "show claims --id" in line).split("  ")[1]
    assert run(*command.split()[1:]).exit_code == 0


def test_a_record_on_either_database_shows_and_exports_the_same(record_url: str, war: str, made: Made, tmp_path: Path) -> None:
    with open_record(record_url) as record:
        record.add_report(made.snapshot, made.report, made.extraction, RUN)
    for arguments in (["show", "claims"], ["show", "coalitions"], ["show", "actor", "hill guard"], ["verify"]):
        assert run(*arguments, "--record", record_url).stdout == run(*arguments, "--record", war).stdout
    for name, url in (("one", record_url), ("two", war)):
        run("export", "csv", str(tmp_path / name), "--include-unreviewed", "--record", url)
    for table in sorted((tmp_path / "one").iterdir()):
        assert table.read_bytes() == (tmp_path / "two" / table.name).read_bytes()
