from datetime import date

import pytest

from tacitus.model import Claim, ClaimKind, Evidence, Extraction, Mention, MentionKind, Report, Span, Stance, When, Zone, ZoneKind
from tacitus.resolve import resolve_extraction

THURSDAY = date(2018, 5, 17)


def date_of(text: str, quote: str, *times: str, when: str | None = None, stance: Stance = Stance.ASSERTED) -> str | None:
    """Return the day, or the first and last, of the incident that the quote tells; ``times`` are those named in the text."""
    report = Report(
        id="d" * 64,
        text=text,
        zones=(Zone(kind=ZoneKind.BODY, span=Span(start=0, end=len(text))),),
        published=When(start=THURSDAY, end=THURSDAY),
    )
    mentions, at = [], 0
    for words in times:
        start = text.index(words, at)
        at = start + len(words)
        mentions.append(Mention(span=Span(start=start, end=at), kind=MentionKind.TIME))
    start = text.index(quote)
    claim = Claim(
        id="c",
        kind=ClaimKind.INCIDENT,
        predicate="armed_clash",
        evidence=(Evidence(span=Span(start=start, end=start + len(quote)), quote=quote),),
        when=When(text=when) if when else None,
        stance=stance,
    )
    extraction = Extraction(report_id=report.id, mentions=tuple(mentions), claims=(claim,))
    found = resolve_extraction(report, extraction).claims[0].when
    if found is None or found.start is None:
        return None
    return str(found.start) if found.start == found.end else f"{found.start} {found.end}"


@pytest.mark.parametrize(
    ("text", "quote", "times", "expected"),
    [
        ("On Monday two men were held and a cache was found.", "a cache was found", ("Monday",), "2018-05-14"),
        ("Gunmen stormed Rhul on Tuesday. They burned the mill.", "They burned the mill", ("Tuesday",), "2018-05-15"),
        ("In March 2016 the two made peace. Three units merged.", "Three units merged", ("March 2016",), "2016-03-01 2016-03-31"),
        (
            "It began on 3 May 2014, when men stormed Rhul; none came in 2017.",
            "men stormed Rhul",
            ("3 May 2014", "2017"),
            "2014-05-03",
        ),
        ("Tuesday, 15 May\n\nRhul. A shell hit the mill.", "A shell hit the mill", ("Tuesday, 15 May",), "2018-05-15"),
        ("Gunmen stormed Rhul on Tuesday.\n\nThe mill burned down.", "The mill burned down", ("Tuesday",), "2018-05-15"),
        ("- Rhul, 12 May: A mill burned.\n- Orn: Shots were heard.", "A mill burned", ("12 May",), "2018-05-12"),
        ("Day covered: 15 May. Published 16 May.\n\nRHUL. Two died.", "Two died", ("15 May", "16 May"), "2018-05-15"),
        ("14:05\nShells hit the mill.", "Shells hit the mill", ("14:05",), "2018-05-17"),
    ],
)
def test_an_undated_incident_takes_the_day_told_around_it(text: str, quote: str, times: tuple[str, ...], expected: str) -> None:
    assert date_of(text, quote, *times) == expected


@pytest.mark.parametrize(
    ("text", "quote", "times"),
    [
        ("Gunmen stormed Rhul on Tuesday. They had burned the mill.", "They had burned the mill", ("Tuesday",)),
        ("Since 2015 they have fought. They burned the mill.", "They burned the mill", ("Since 2015",)),
        ("He spoke of Rhul, which fell on 3 March 2017. They burned the mill.", "They burned the mill", ("3 March 2017",)),
        (
            "They stormed Rhul on Monday.\n\nThey hit Orn on Tuesday.\n\nThe mill burned.",
            "The mill burned",
            ("Monday", "Tuesday"),
        ),
        ("Rhul fell on Tuesday, weeks after rebels took the mill.", "rebels took the mill", ("Tuesday",)),
        ("Gunmen stormed Rhul on Tuesday. Two villages are under siege.", "Two villages are under siege", ("Tuesday",)),
        ("Nothing is known. They burned the mill.", "They burned the mill", ()),
    ],
)
def test_it_takes_none_where_the_text_tells_another_time_or_several(text: str, quote: str, times: tuple[str, ...]) -> None:
    assert date_of(text, quote, *times) is None


def test_a_plan_takes_no_day() -> None:
    text = "Gunmen stormed Rhul on Tuesday. They may storm Orn."
    assert date_of(text, "They may storm Orn", "Tuesday", stance=Stance.PLANNED) is None


def test_an_hour_takes_the_day_told_before() -> None:
    text = "Tuesday, 15 May\n\nAt 14:05 a shell hit the mill."
    assert date_of(text, "a shell hit the mill", "Tuesday, 15 May", "14:05", when="14:05") == "2018-05-15"


def test_an_hour_in_four_digits_is_no_year() -> None:
    assert date_of("At 1830 hours a shell hit the mill.", "a shell hit the mill", "1830", when="1830") is None


def test_days_before_an_event_count_from_the_news() -> None:
    text = "Shells hit the mill on Tuesday. A letter of Wednesday was lost. Two days before the mill was hit, rebels raided Orn."
    assert date_of(text, "rebels raided Orn", "Tuesday", "Wednesday", when="Two days before") == "2018-05-13"


@pytest.mark.parametrize(
    ("text", "times", "when", "expected"),
    [
        (
            "They took Rhul on 20 November 2012. They left on 1 December.",
            ("20 November 2012", "1 December"),
            "1 December",
            "2012-12-01",
        ),
        ("It fell in May 2014. They left on 21 May.", ("May 2014", "21 May"), "21 May", "2014-05-21"),
        ("It fell on 20 November 2012. They left on 5 February.", ("20 November 2012", "5 February"), "5 February", "2013-02-05"),
        ("It fell in May 2014. They left on 9 May.", ("May 2014", "9 May"), "9 May", "2018-05-09"),
        ("They have fought since 2015. They left on 1 March.", ("2015", "1 March"), "1 March", "2018-03-01"),
        (
            "They rose in 2014. In September of that year they left.",
            ("2014", "September", "that year"),
            "September",
            "2014-09-01 2014-09-30",
        ),
    ],
)
def test_a_day_without_a_year_lies_near_what_its_paragraph_tells(
    text: str, times: tuple[str, ...], when: str, expected: str
) -> None:
    assert date_of(text, "they left" if "they left" in text else "They left", *times, when=when) == expected
