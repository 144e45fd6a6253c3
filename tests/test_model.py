from datetime import date

import pytest

from tacitus.model import Claim, ClaimKind, Count, Evidence, Report, Span, When, Zone, ZoneKind

EVIDENCE = (Evidence(span=Span(start=0, end=1), quote="x"),)


@pytest.mark.parametrize(("start", "end"), [(-1, 2), (3, 2)])
def test_a_span_is_half_open(start: int, end: int) -> None:
    with pytest.raises(ValueError, match="half-open"):
        Span(start=start, end=end)


@pytest.mark.parametrize(
    ("a", "b", "overlap"), [((0, 2), (2, 4), False), ((0, 3), (2, 4), True), ((1, 1), (0, 4), True), ((5, 6), (0, 4), False)]
)
def test_spans_overlap_where_they_share_a_code_point(a: tuple[int, int], b: tuple[int, int], overlap: bool) -> None:
    assert Span(start=a[0], end=a[1]).overlaps(Span(start=b[0], end=b[1])) is overlap


@pytest.mark.parametrize("spans", [[], [(0, 3)], [(0, 3), (4, 5)], [(0, 4), (3, 5)], [(1, 5)], [(0, 5), (5, 6)]])
def test_zones_cover_the_text_without_overlap(spans: list[tuple[int, int]]) -> None:
    zones = tuple(Zone(kind=ZoneKind.BODY, span=Span(start=a, end=b)) for a, b in spans)
    with pytest.raises(ValueError, match="zones must cover"):
        Report(id="0", text="12345", zones=zones)


@pytest.mark.parametrize("predicate", ["", "terrorist_attack", "member_of"])
def test_an_incident_takes_only_the_codes_of_the_codebook(predicate: str) -> None:
    with pytest.raises(ValueError, match="predicate"):
        Claim(id="c", kind=ClaimKind.INCIDENT, predicate=predicate, evidence=EVIDENCE)


def test_a_claim_without_evidence_is_no_claim() -> None:
    with pytest.raises(ValueError, match="evidence"):
        Claim(id="c", kind=ClaimKind.SIGHTING, predicate="tank", evidence=())


def test_a_time_has_two_ends_in_order() -> None:
    with pytest.raises(ValueError, match="both"):
        When(start=date(2015, 1, 1))
    with pytest.raises(ValueError, match="before"):
        When(start=date(2015, 1, 2), end=date(2015, 1, 1))


def test_a_count_is_not_higher_at_its_low_end() -> None:
    with pytest.raises(ValueError, match="higher"):
        Count(low=3, high=2, text="three to two")
    assert Count(low=12, high=None, text="at least 12").high is None
