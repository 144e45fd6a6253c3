import json
from datetime import date

import pytest

from tacitus.codec import decode_extraction, encode_extraction, format_date, parse_date
from tacitus.errors import CodecError
from tacitus.model import (
    Actor,
    ActorType,
    Claim,
    ClaimKind,
    Count,
    Evidence,
    Extraction,
    Mention,
    MentionKind,
    Place,
    PlaceKind,
    Proposal,
    Report,
    Roles,
    Span,
    Speaker,
    SpeakerKind,
    Stance,
    Tally,
    TallyKind,
    TimeFlag,
    When,
    Zone,
    ZoneKind,
)

TEXT = "The Hill Guard took Lower Ford. 😀 At least 12 died."
REPORT = Report(
    id="ab" * 32,
    text=TEXT,
    zones=(Zone(kind=ZoneKind.BODY, span=Span(start=0, end=len(TEXT))),),
    published=parse_date("2015-04"),
)
EXTRACTION = Extraction(
    report_id=REPORT.id,
    mentions=(Mention(span=Span(start=4, end=14), kind=MentionKind.ACTOR, entity="a1"),),
    actors=(
        Actor(id="a1", name="Hill Guard", type=ActorType.REBEL_GROUP, country="SY", registry="my1"),
        Actor(id="a2", name="X", type=ActorType.PERSON),
    ),
    proposals=(
        Proposal(actor="a1", candidate="a1", name="Hill Guard", score=0.97, reason="the same", registry="my1", is_match=True),
    ),
    places=(Place(id="p1", name="Lower Ford", kind=PlaceKind.TOWN, latitude=1.5, longitude=2.5, country="SY"),),
    claims=(
        Claim(
            id="c1",
            kind=ClaimKind.INCIDENT,
            predicate="overtakes_territory",
            roles=Roles(actor=("a1",), place=("p1",)),
            when=When(start=date(2015, 4, 1), end=date(2015, 4, 2), text="in early April", flag=TimeFlag.FUTURE),
            deaths=Count(low=12, high=None, text="At least 12"),
            tallies=(
                Tally(kind=TallyKind.KILLED, count=Count(low=12, high=None, text="At least 12"), of="soldiers", side="a1"),
                Tally(kind=TallyKind.CAPTURED, count=Count(low=2, high=3, text="two or three")),
            ),
            stance=Stance.CLAIMED,
            speaker=Speaker(kind=SpeakerKind.ACTOR, entity="a1"),
            evidence=(Evidence(span=Span(start=0, end=31), quote=TEXT[:31]),),
            score=0.5,
        ),
    ),
)


def test_a_line_of_the_contract_comes_back_as_it_went() -> None:
    line = encode_extraction(REPORT, EXTRACTION)
    report, extraction = decode_extraction(line)
    assert extraction == EXTRACTION
    assert encode_extraction(report, extraction) == line


def test_a_line_of_an_earlier_version_is_read() -> None:
    plain = json.loads(encode_extraction(REPORT, EXTRACTION))
    for claim in plain["claims"]:
        del claim["tallies"], claim["when"]["flag"]
    _, extraction = decode_extraction(json.dumps(plain))
    (claim,) = extraction.claims
    assert claim.tallies == ()
    assert claim.when is not None
    assert claim.when.flag is None


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("2015", date(2015, 1, 1), date(2015, 12, 31)),
        ("2015-02", date(2015, 2, 1), date(2015, 2, 28)),
        ("2015-12", date(2015, 12, 1), date(2015, 12, 31)),
        ("2015-04-26T10:00:00Z", date(2015, 4, 26), date(2015, 4, 26)),
        ("9999-12", date(9999, 12, 1), date(9999, 12, 31)),
    ],
)
def test_an_iso_date_keeps_its_precision(text: str, start: date, end: date) -> None:
    when = parse_date(text)
    assert (when.start, when.end) == (start, end)
    assert (format_date(when) or "-") == text[:10]


@pytest.mark.parametrize("line", [b"", b"{", b"{}", b'{"report": 3}', b"[]", b"\xff"])
def test_what_is_no_line_of_the_contract_is_refused(line: bytes) -> None:
    with pytest.raises(CodecError):
        decode_extraction(line, "line 7")
