from pathlib import Path

import pytest
from marked_text import make_document

from tacitus.config import Settings
from tacitus.extract.attributions import find_attributions
from tacitus.extract.relations import find_relations
from tacitus.model import Claim, RelationType, SpeakerKind, Stance, ZoneKind

SETTINGS = Settings()


def read_cases() -> list[tuple[str, str]]:
    lines = (Path(__file__).parent / "relations.cases").read_text("utf-8").splitlines()
    lines = [line for line in lines if line.strip() and not line.startswith("#")]
    return [(text.replace("\\n", "\n"), found.strip().removeprefix("=>")) for text, found in zip(lines[::2], lines[1::2], strict=True)]


def find(text: str, zone: ZoneKind = ZoneKind.BODY) -> tuple[Claim, ...]:
    document = make_document(text, zone)
    return find_relations(document, find_attributions(document, SETTINGS), SETTINGS)


def written(claim: Claim) -> str:
    pair = [claim.roles.subject[0], claim.roles.object[0]]
    one, other = sorted(pair) if RelationType(claim.predicate).is_symmetric else pair
    words = f"{one} {claim.predicate} {other}"
    return f"not {words}" if claim.stance is Stance.DENIED else words


@pytest.mark.parametrize(("text", "expected"), read_cases())
def test_relations_are_read(text: str, expected: str) -> None:
    assert sorted(written(claim) for claim in find(text)) == sorted(e.strip() for e in expected.split(";") if e.strip())
