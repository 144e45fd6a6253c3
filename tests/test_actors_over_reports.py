"""Actors from report to report: what is matched, what a person decides, and what the next ``add`` makes of it."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tacitus.config import Settings
from tacitus.export.book import open_book
from tacitus.pipeline import add_sources
from tacitus.record import Record, open_record
from tacitus.resolve.actors.registry import make_actor_id

WHO: dict[str, Any] = {"because": "read beside the page", "by": "a reader"}
NUSRA = make_actor_id("u1170")
FIRST = "Idlib, Syria. Jabhat al-Nusra shelled a post of the Syrian army near Saraqib in Syria on Monday, killing four soldiers."
OTHER = "Aleppo, Syria. The Al Nusrah Front attacked the village of Sarmada in Syria on Friday. The Hill Guard fled."
THIRD = "Hama, Syria. The Hill Guard attacked the village of Suran in Syria on Sunday, killing two men."


def add(record: Record, folder: Path, name: str, text: str, settings: Settings | None = None) -> str:
    path = folder / f"{name}.txt"
    path.write_text(text, "utf-8")
    path.with_suffix(".meta.json").write_text('{"published": "2015-06-03"}', "utf-8")
    (added,) = add_sources([str(path)], record, settings or Settings(workers=1))
    assert added.report_id is not None
    return added.report_id


@pytest.fixture
def record(record_url: str, tmp_path: Path) -> Iterator[Record]:
    with open_record(record_url) as opened:
        add(opened, tmp_path, "first", FIRST)
        yield opened


def test_spellings_of_two_reports_are_one_actor_with_its_reason(record: Record, tmp_path: Path) -> None:
    add(record, tmp_path, "other", OTHER)
    (actor,) = [a for a in record.actors() if a.registry == "u1170"]
    assert actor.id == NUSRA
    assert {"Jabhat al-Nusra", "Al Nusrah Front"} <= {actor.name, *actor.aliases}
    assert [p.reason for _, p in record.proposals() if p.candidate == NUSRA and p.is_match]
    assert {a.registry for a in record.actors()} >= {"mSY"}
    assert list(record.verify()) == []


def test_a_split_is_heeded_at_the_next_add(record: Record, tmp_path: Path) -> None:
    record.split(NUSRA, name="Al Nusrah Front", **WHO)
    report = add(record, tmp_path, "other", OTHER)
    assert NUSRA not in {a.id for a in record.extraction(report).actors}
    assert NUSRA not in {p.candidate for p in record.extraction(report).proposals}


def test_a_merge_holds_for_reports_that_come_later(record: Record, tmp_path: Path) -> None:
    add(record, tmp_path, "other", OTHER)
    (guard,) = [a for a in record.actors() if a.name == "Hill Guard"]
    record.merge(NUSRA, guard.id, **WHO)
    third = add(record, tmp_path, "third", THIRD)
    assert guard.id in {a.id for a in record.extraction(third).actors}
    shown = [r.claim for r in open_book(record).claims if r.report_id == third]
    assert any(NUSRA in claim.roles.actor for claim in shown)
    assert not any(guard.id in claim.roles.actor for claim in shown)


def test_names_are_shown_by_their_time(record: Record, tmp_path: Path) -> None:
    add(record, tmp_path, "later", "Idlib, Syria. Jabhat Fateh al-Sham attacked the town of Hama in Syria on 3 October 2016.")
    add(record, tmp_path, "again", "Idlib, Syria. Jabhat Fateh al-Sham attacked the town of Idlib in Syria on 4 October 2016.")
    book = open_book(record)
    assert book.actors[NUSRA].name == "Jabhat Fateh al-Sham"
    shown = {book.name_of(NUSRA, r.claim.when) for r in book.claims if NUSRA in r.claim.roles.actor and r.claim.when}
    assert shown == {"Jabhat al-Nusra", "Jabhat Fateh al-Sham"}


def test_a_registry_of_ones_own_is_heeded(record: Record, tmp_path: Path) -> None:
    own = tmp_path / "own.tsv"
    own.write_text("my1\trebel_group\tSY\tHill Guard | Haras al-Tall\n", "utf-8")
    report = add(record, tmp_path, "other", OTHER, Settings(workers=1, registry=str(own)))
    assert {a.registry for a in record.extraction(report).actors} >= {"my1"}
