from pathlib import Path
from time import process_time

import pytest
from marked_reports import SETTINGS, incidents_of, read_marked, tell

from tacitus.extract.attributions import find_attributions
from tacitus.extract.incidents import find_incidents
from tacitus.model import IncidentType, SpeakerKind, Stance, ZoneKind


def read_table(path: Path) -> list[tuple[str, tuple[str, ...]]]:
    rows: list[tuple[str, list[str]]] = []
    for line in path.read_text("utf-8").splitlines():
        if line.startswith("    "):
            rows[-1][1].append(line.strip())
        elif line and not line.startswith(("# M", "# t", "# A")):
            rows.append((line.replace("\\n", "\n"), []))
    return [(text, tuple(told)) for text, told in rows]


@pytest.mark.parametrize(("marked", "told"), read_table(Path(__file__).parent / "incidents.cases"))
def test_a_sentence_tells_of_these_incidents(marked: str, told: tuple[str, ...]) -> None:
    assert tuple(" ".join(line.split()) for line in tell(marked)) == tuple(" ".join(line.split()) for line in told)


REPORTS = read_table(Path(__file__).parent / "reports.cases")


@pytest.mark.parametrize(("marked", "told"), REPORTS)
def test_a_happening_told_in_several_sentences_is_one_incident(marked: str, told: tuple[str, ...]) -> None:
    assert tuple(" ".join(line.split()) for line in tell(marked)) == told


def test_evidence_is_the_words_of_the_text() -> None:
    document = read_marked("{r:Sahel Union} fighters attacked the village of {@:Gao} on {t:Monday}, killing nine farmers.")
    for claim in incidents_of(document):
        assert all(e.quote == document.text[e.span.start : e.span.end] for e in claim.evidence)


def test_weapons_keep_their_words() -> None:
    (claim,) = incidents_of(read_marked("Police found four M16 rifles and two hand grenades in {@:Gao} on {t:Monday}."))
    assert claim.predicate == IncidentType.WEAPONS_DISRUPTED
    assert claim.roles.weapon == ("M16 rifles", "hand grenades")


def test_injuries_stand_apart_from_deaths() -> None:
    (claim,) = incidents_of(read_marked("A bomb in {@:Gao} killed two people and wounded 11 on {t:Monday}."))
    assert claim.deaths is not None
    assert claim.injuries is not None
    assert (claim.deaths.low, claim.deaths.high, claim.injuries.low) == (2, 2, 11)


def test_a_comment_alleges_only_what_is_dated_and_has_a_doer() -> None:
    dated = read_marked("In {t:1999} the {r:Sahel Union} hijacked a plane.", ZoneKind.COMMENT)
    (claim,) = incidents_of(dated)
    assert (claim.stance, claim.speaker.kind) == (Stance.ALLEGED, SpeakerKind.COMMENTER)
    assert not incidents_of(read_marked("They attacked us again and again.", ZoneKind.COMMENT))


def test_captions_and_page_furniture_tell_of_nothing() -> None:
    for zone in (ZoneKind.CAPTION, ZoneKind.BOILERPLATE, ZoneKind.RELATED):
        assert not incidents_of(read_marked("A bomb exploded in {@:Gao} on {t:Monday}.", zone))


def test_ids_are_stable_and_differ() -> None:
    marked = "A bomb exploded in {@:Gao} on {t:Monday}. Rebels abducted two nurses in {@:Kidal} on {t:Friday}."
    ids = [c.id for c in incidents_of(read_marked(marked))]
    assert ids == [c.id for c in incidents_of(read_marked(marked))]
    assert len(set(ids)) == 2


def test_a_sentence_without_end_takes_bounded_time() -> None:
    marked = "{r:Sahel Union} fighters attacked {@:Gao} and " * 1500 + "left."
    document = read_marked(marked)
    started = process_time()
    find_incidents(document, find_attributions(document, SETTINGS), SETTINGS)
    assert process_time() - started < 10


def test_an_empty_report_tells_of_nothing() -> None:
    assert not incidents_of(read_marked(""))
