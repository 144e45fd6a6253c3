"""Times in running text: found with the right extent, and dated on the claim they belong to."""

from datetime import date

import pytest

from tacitus.config import Settings
from tacitus.extract import extract_claims
from tacitus.model import ClaimKind, Extraction, MentionKind, Precision, Report, Span, TimeFlag, When, Zone, ZoneKind
from tacitus.resolve import resolve_extraction

WEDNESDAY = date(2019, 2, 13)


def read(text: str) -> tuple[Report, Extraction]:
    report = Report(
        id="ab" * 32,
        text=text,
        zones=(Zone(kind=ZoneKind.BODY, span=Span(start=0, end=len(text))),),
        published=When(start=WEDNESDAY, end=WEDNESDAY, precision=Precision.DAY),
    )
    return report, resolve_extraction(report, extract_claims(report, Settings()))


# the sentence with the time in brackets, first and last day of the incident; published on Wednesday 13 February 2019
TOLD = [
    ("Fighting in Kobani lasted [from 28 April to 3 May 2018].", "2018-04-28", "2018-05-03"),
    ("Clashes took place in Kobani on [28 April - 3 May 2018].", "2018-04-28", "2018-05-03"),
    ("Rebels attacked the post on [the night of 24 to 25 April].", "2018-04-24", "2018-04-25"),
    ("Rebels attacked the post on [the night of 24/25 April 2018].", "2018-04-24", "2018-04-25"),
    ("Rebels attacked the post during [the night of Saturday to Sunday].", "2019-02-09", "2019-02-10"),
    ("Rebels attacked the post [overnight on Sunday].", "2019-02-09", "2019-02-11"),
    ("Rebels attacked the post [overnight into Sunday].", "2019-02-09", "2019-02-10"),
    ("Rebels attacked the post in [Ramadan 1439].", "2018-05-15", "2018-06-15"),
    ("Rebels attacked the post on [15 Sha'ban 1436 AH].", "2015-06-01", "2015-06-03"),
    ("Rebels attacked the post on [1 Muharram 1437H].", "2015-10-13", "2015-10-15"),
    ("Rebels attacked the post on [22 Bahman 1357].", "1979-02-11", "1979-02-11"),
    ("Rebels attacked the post on [3 Rabi' al-Awwal 1440].", "2018-11-10", "2018-11-12"),
    ("Rebels attacked the post in [Dhu al-Hijjah 1439].", "2018-08-11", "2018-09-11"),
    ("Rebels attacked the post on [the third day of Eid].", "2018-08-22", "2018-08-24"),
    ("Rebels attacked the post on [the second day of Eid al-Adha].", "2018-08-21", "2018-08-23"),
    ("Rebels attacked the post on [the eve of Eid al-Fitr].", "2018-06-13", "2018-06-15"),
    ("Rebels attacked the post on [27 Rajab].", "2018-04-12", "2018-04-14"),
    ("Rebels attacked the post in [the first week of May].", "2018-05-01", "2018-05-07"),
    ("Rebels attacked the post in [Q3 2015].", "2015-07-01", "2015-09-30"),
    ("Rebels attacked the post in [the third quarter of 2015].", "2015-07-01", "2015-09-30"),
    ("Rebels attacked the post in [the second half of March].", "2018-03-17", "2018-03-31"),
    ("Rebels attacked the post on [25/01/2019].", "2019-01-25", "2019-01-25"),
    ("Rebels attacked the post on [25-01-2019].", "2019-01-25", "2019-01-25"),
    ("Rebels attacked the post on [2019/01/25].", "2019-01-25", "2019-01-25"),
    ("Rebels attacked the post on [12, 13 and 14 January].", "2019-01-12", "2019-01-14"),
    ("Rebels attacked the post [between 3 January and 5 February].", "2019-01-03", "2019-02-05"),
    ("Rebels attacked the post [from Monday to Wednesday].", "2019-02-11", "2019-02-13"),
    ("Rebels attacked the post on [Monday and Tuesday].", "2019-02-11", "2019-02-12"),
    ("Rebels attacked the post on [the third Friday of January].", "2019-01-18", "2019-01-18"),
    ("Rebels attacked the post on [Friday the 25th].", "2019-01-25", "2019-01-25"),
    ("Rebels attacked the post on [the 25th].", "2019-01-25", "2019-01-25"),
    ("Rebels attacked the post [two to three weeks ago].", "2019-01-20", "2019-02-02"),
    ("Rebels attacked the post [half a year ago].", "2018-05-15", "2018-11-14"),
    ("Rebels attacked the post [two and a half years ago].", "2016-05-15", "2016-11-13"),
    ("Rebels attacked the post [for the third consecutive day].", "2019-02-11", "2019-02-13"),
    ("Rebels took the post [after a three-day battle].", "2019-02-11", "2019-02-13"),
    ("Rebels attacked the post in [early to mid January].", "2019-01-01", "2019-01-21"),
    ("Rebels attacked the post in [late January and early February].", "2019-01-22", "2019-02-09"),
    ("Rebels attacked the post [from March to June 2018].", "2018-03-01", "2018-06-30"),
    ("Rebels attacked the post in [March-June 2018].", "2018-03-01", "2018-06-30"),
    ("Rebels attacked the post [between 2013 and 2015].", "2013-01-01", "2015-12-31"),
    ("Rebels attacked the post over [the weekend of 2 February].", "2019-02-02", "2019-02-03"),
    ("Rebels attacked the post on [8 February 2019 (3 Jumada al-Akhira 1440)].", "2019-02-08", "2019-02-08"),
    ("Rebels attacked the post on [the first Friday of Ramadan].", "2018-05-15", "2018-06-15"),
    ("Rebels attacked the post in [mid-to-late January].", "2019-01-11", "2019-01-31"),
    ("Rebels attacked the post in [the days before Christmas].", "2018-12-17", "2018-12-26"),
    ("Rebels attacked the post on [New Year's Day 2019].", "2019-01-01", "2019-01-01"),
]


@pytest.mark.parametrize(("marked", "start", "end"), TOLD)
def test_a_time_in_running_text_is_found_whole_and_dates_its_incident(marked: str, start: str, end: str) -> None:
    before, words, after = marked.replace("]", "[").split("[")
    report, extraction = read(before + words + after)
    assert words in [report.quote(m.span) for m in extraction.mentions if m.kind is MentionKind.TIME]
    times = [c.when for c in extraction.claims if c.kind is ClaimKind.INCIDENT and c.when is not None]
    assert (start, end, words) in [(str(w.start), str(w.end), w.text) for w in times]


# text, flag, first day
FLAGGED = [
    ("Rebels attacked the post on 31 April.", TimeFlag.IMPOSSIBLE, None),
    ("Rebels attacked the post on 30 February 2018.", TimeFlag.IMPOSSIBLE, None),
    ("Rebels attacked the post on 03/04/2018.", TimeFlag.AMBIGUOUS, None),
    ("Rebels attacked the post on 25 December 2019.", TimeFlag.FUTURE, date(2019, 12, 25)),
    ("Rebels attacked the post two days before the ceasefire.", None, None),
]


@pytest.mark.parametrize(("text", "flag", "start"), FLAGGED)
def test_an_incident_keeps_a_time_that_cannot_be_with_its_flag(text: str, flag: TimeFlag | None, start: date | None) -> None:
    _, extraction = read(text)
    (when,) = [c.when for c in extraction.claims if c.kind is ClaimKind.INCIDENT]
    assert when is not None
    assert (when.flag, when.start) == (flag, start)
    assert when.text


def test_days_before_an_event_count_from_the_day_told_of_it() -> None:
    text = (
        "Mortar shells hit a market in Goma on Saturday, killing nine people. A vigil was held on Monday. "
        "Two days before the market was hit, rebels ambushed a convoy near Rutshuru."
    )
    _, extraction = read(text)
    starts = {c.when.text: c.when.start for c in extraction.claims if c.kind is ClaimKind.INCIDENT and c.when is not None}
    assert starts["Two days before"] == date(2019, 2, 7)


def test_what_is_only_planned_may_lie_ahead() -> None:
    _, extraction = read("The Hill Guard threatened to attack the post on 25 December 2019.")
    assert all(c.when is None or c.when.flag is None for c in extraction.claims)


def test_nothing_is_counted_from_a_day_that_has_not_come() -> None:
    _, extraction = read("The vote is due on 25 December 2019. Rebels attacked the post two days later.")
    times = [c.when for c in extraction.claims if c.kind is ClaimKind.INCIDENT]
    assert all(when is None or when.start is None for when in times)


# capitals that belong to people, units and places, not to times
NAMES = [
    "Ramadan Khalil led the raid.",
    "Rajab Osman was killed in the raid.",
    "Asad Karimi spoke to reporters.",
    "The 25th Brigade attacked the post.",
]


@pytest.mark.parametrize("text", NAMES)
def test_a_name_is_no_time(text: str) -> None:
    _, extraction = read(text)
    assert not [m for m in extraction.mentions if m.kind is MentionKind.TIME]
