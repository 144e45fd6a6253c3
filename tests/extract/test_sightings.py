from pathlib import Path

import pytest
from bracketed import make_document, read_cases

from tacitus.config import Settings
from tacitus.extract.attributions import find_attributions
from tacitus.extract.sightings import find_sightings
from tacitus.model import Claim, SpeakerKind, Stance, ZoneKind

SETTINGS = Settings()


def find(text: str, zone: ZoneKind) -> tuple[Claim, ...]:
    document = make_document(text, zone)
    return find_sightings(document, find_attributions(document, SETTINGS), SETTINGS)


def written(claim: Claim) -> str:
    return f"{claim.count or '-'} {claim.predicate} @ {claim.roles.holder[0] if claim.roles.holder else '-'}"


@pytest.mark.parametrize(("text", "expected"), read_cases(Path(__file__).parent / "sightings.cases"))
def test_equipment_is_read(text: str, expected: list[str]) -> None:
    zone, _, sentence = text.partition(": ")
    assert sorted(written(claim) for claim in find(sentence, ZoneKind(zone))) == sorted(expected)


def test_a_reader_s_identification_is_the_commenter_s_allegation() -> None:
    (claim,) = find("That is a T-72 at the gate.", ZoneKind.COMMENT)
    assert (claim.stance, claim.speaker.kind, claim.speaker.name) == (Stance.ALLEGED, SpeakerKind.COMMENTER, "reader")


@pytest.mark.parametrize(
    ("sentence", "low", "high", "text"),
    [
        ("There are at least 12 T-72 tanks at the gate.", 12, None, "at least 12"),
        ("There are two T-72 tanks at the gate.", 2, 2, "two"),
        ("I see up to four T-72 tanks at the gate.", None, 4, "up to four"),
    ],
)
def test_the_number_seen_keeps_its_bounds(sentence: str, low: int | None, high: int | None, text: str) -> None:
    (claim,) = find(sentence, ZoneKind.COMMENT)
    (tally,) = claim.tallies
    assert (tally.count.low, tally.count.high, tally.count.text) == (low, high, text)


def test_evidence_is_the_text_at_its_offsets_and_short() -> None:
    document = make_document(
        "There is one L-39 trainer by the fence, " + "and then some grass, " * 60 + "and sand.", ZoneKind.COMMENT
    )
    (claim,) = find_sightings(document, (), SETTINGS)
    (evidence,) = claim.evidence
    assert document.report.quote(evidence.span) == evidence.quote
    assert len(evidence.quote) < 400
