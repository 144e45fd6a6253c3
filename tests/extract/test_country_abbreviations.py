import pytest

from tacitus.bench.extract.rows import Row
from tacitus.bench.resolve.places import make_report
from tacitus.config import Settings
from tacitus.extract import extract_claims
from tacitus.model import MentionKind


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("The soldier returned to the US on emergency leave.", "US"),
        ("So far, no one in the U.S. has died in the fighting.", "U.S."),
        ("He was flown to the U.K. on Monday.", "U.K."),
        ("Rebels in the UK were arrested.", "UK"),
    ],
)
def test_an_abbreviated_country_is_a_place(text: str, name: str) -> None:
    report = make_report(Row(id="x", text=text))
    mentions = extract_claims(report, Settings()).mentions
    assert name in {report.quote(m.span) for m in mentions if m.kind is MentionKind.PLACE}


def test_their_forces_are_none() -> None:
    report = make_report(Row(id="x", text="American troops and Turkish forces shelled the town of Manbij."))
    mentions = extract_claims(report, Settings()).mentions
    places = " ".join(report.quote(m.span) for m in mentions if m.kind is MentionKind.PLACE)
    assert "Manbij" in places
    assert not {"American", "Turkish"} & set(places.split())
