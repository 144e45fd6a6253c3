import time
from datetime import date

import pytest

from tacitus.model import (
    Actor,
    Claim,
    ClaimKind,
    Evidence,
    Extraction,
    Mention,
    MentionKind,
    Place,
    Report,
    Roles,
    Span,
    Speaker,
    SpeakerKind,
    Stance,
    When,
    Zone,
    ZoneKind,
)
from tacitus.resolve import ActorIndex, resolve_extraction

WEDNESDAY = date(2019, 2, 13)


def make_report(*parts: tuple[ZoneKind, str], published: When | None = None) -> Report:
    zones, text = [], ""
    for kind, part in parts:
        zones.append(Zone(kind=kind, span=Span(start=len(text), end=len(text) + len(part))))
        text += part
    return Report(id="a" * 64, text=text, zones=tuple(zones), published=published or When(start=WEDNESDAY, end=WEDNESDAY))


def span_of(report: Report, words: str, after: int = 0) -> Span:
    start = report.text.index(words, after)
    return Span(start=start, end=start + len(words))


def make_claim(report: Report, quote: str, when: str | None, stance: Stance = Stance.ASSERTED) -> Claim:
    span = span_of(report, quote)
    return Claim(
        id=quote,
        kind=ClaimKind.INCIDENT,
        predicate="armed_clash",
        evidence=(Evidence(span=span, quote=quote),),
        when=When(text=when) if when is not None else None,
        stance=stance,
    )


def resolve(report: Report, times: list[str], *claims: Claim) -> list[tuple[str, str]]:
    """Return start and end of each claim; ``times`` are the expressions of the text in its order."""
    mentions, at = [], 0
    for words in times:
        span = span_of(report, words, at)
        mentions.append(Mention(span=span, kind=MentionKind.TIME))
        at = span.end
    extraction = Extraction(report_id=report.id, mentions=tuple(mentions), claims=claims)
    resolved = resolve_extraction(report, extraction)
    return [(str(c.when.start), str(c.when.end)) if c.when else ("-", "-") for c in resolved.claims]


BODY = ZoneKind.BODY


def test_days_count_from_the_latest_day_told_and_not_from_a_year_told_since() -> None:
    report = make_report(
        (BODY, "Guards fought raiders on 5 January. The band was founded in 2011.\n\n"),
        (BODY, "On the same day a camp burned. Two days later it rained."),
    )
    times = ["5 January", "2011", "the same day", "Two days later"]
    claims = [
        make_claim(report, "Guards fought raiders on 5 January", "5 January"),
        make_claim(report, "The band was founded in 2011", "2011"),
        make_claim(report, "On the same day a camp burned", "the same day"),
        make_claim(report, "Two days later it rained", "Two days later"),
    ]
    assert resolve(report, times, *claims) == [
        ("2019-01-05", "2019-01-05"),
        ("2011-01-01", "2011-12-31"),
        ("2019-01-05", "2019-01-05"),
        ("2019-01-07", "2019-01-07"),
    ]


def test_a_month_counts_from_the_year_told_before() -> None:
    report = make_report((BODY, "The port fell in late 2016 and was freed that December. In the spring it had held."))
    claims = [
        make_claim(report, "was freed that December", "that December"),
        make_claim(report, "In the spring it had held", "In the spring"),
    ]
    assert resolve(report, ["late 2016", "that December", "In the spring"], *claims) == [
        ("2016-12-01", "2016-12-31"),
        ("2016-03-01", "2016-05-31"),
    ]


def test_one_expression_at_two_places_means_what_it_means_at_each() -> None:
    report = make_report(
        (BODY, "Raid on 3 May 2018. A mill burned the next day.\n\nRaid on 9 June 2018. A barn burned the next day.")
    )
    times = ["3 May 2018", "the next day", "9 June 2018", "the next day"]
    claims = [
        make_claim(report, "A mill burned the next day", "the next day"),
        make_claim(report, "A barn burned the next day", "the next day"),
    ]
    assert resolve(report, times, *claims) == [("2018-05-04", "2018-05-04"), ("2018-06-10", "2018-06-10")]


def test_the_day_on_which_something_was_said_is_not_the_day_it_happened() -> None:
    report = make_report((BODY, "Raiders came on Monday, police said on Tuesday. They held the post for four hours."))
    claim = make_claim(report, "They held the post for four hours", "for four hours")
    assert resolve(report, ["on Monday", "on Tuesday", "for four hours"], claim) == [("2019-02-11", "2019-02-11")]


def test_a_part_of_the_day_means_the_day_of_its_paragraph() -> None:
    report = make_report((BODY, "14 January, Hill district: two farms were raided at dawn.\n\nMarkets open at noon."))
    claims = [
        make_claim(report, "two farms were raided at dawn", "at dawn"),
        make_claim(report, "Markets open at noon", "at noon"),
    ]
    assert resolve(report, ["14 January", "at dawn", "at noon"], *claims) == [("2019-01-14", "2019-01-14"), ("None", "None")]


def test_of_two_times_side_by_side_the_sharper_counts() -> None:
    report = make_report(
        (BODY, "It fell on 28 March 2018. The mill fell two months afterwards, at the end of May. It was held for weeks in 2016.")
    )
    times = ["28 March 2018", "two months afterwards", "the end of May", "for weeks", "2016"]
    claims = [
        make_claim(report, "The mill fell two months afterwards", "two months afterwards"),
        make_claim(report, "It was held for weeks", "for weeks"),
    ]
    assert resolve(report, times, *claims) == [("2018-05-22", "2018-05-31"), ("2016-01-01", "2016-12-31")]


def test_a_duration_before_any_day_ends_on_the_day_of_the_news() -> None:
    report = make_report((BODY, "They took the hill after three days of fighting. The colonel said so yesterday."))
    claim = make_claim(report, "took the hill after three days of fighting", "after three days of fighting")
    assert resolve(report, ["after three days of fighting", "yesterday"], claim) == [("2019-02-10", "2019-02-12")]


def test_what_is_planned_is_not_dated_to_the_past() -> None:
    report = make_report((BODY, "They will march on Friday. They marched on Friday."))
    claims = [
        make_claim(report, "They will march on Friday", "on Friday", Stance.PLANNED),
        make_claim(report, "They marched on Friday", "on Friday"),
    ]
    assert resolve(report, ["on Friday", "on Friday"], *claims) == [("None", "None"), ("2019-02-08", "2019-02-08")]


def test_readers_comments_and_menus_tell_their_own_time() -> None:
    report = make_report(
        (BODY, "The bridge fell on 3 May 2018.\n\n"),
        (ZoneKind.COMMENT, "A week later? No, the same day.\n\n"),
        (ZoneKind.RELATED, "Archive: 1 June 2012.\n\n"),
        (BODY, "The next day it was rebuilt."),
    )
    times = ["3 May 2018", "A week later", "the same day", "1 June 2012", "The next day"]
    claims = [
        make_claim(report, "No, the same day", "the same day"),
        make_claim(report, "The next day it was rebuilt", "The next day"),
    ]
    assert resolve(report, times, *claims) == [("None", "None"), ("2018-05-04", "2018-05-04")]


def test_a_time_that_is_no_mention_is_read_where_it_stands() -> None:
    report = make_report((BODY, "A raid on 3 May 2018. It ended two days later."))
    claim = make_claim(report, "It ended two days later", "two days later")
    assert resolve(report, ["3 May 2018"], claim) == [("2018-05-05", "2018-05-05")]


def test_no_day_is_invented() -> None:
    report = make_report((BODY, "Shells hit the town. A raid followed at dawn."))
    claims = [make_claim(report, "Shells hit the town", None), make_claim(report, "A raid followed at dawn", "at dawn")]
    assert resolve(report, ["at dawn"], *claims) == [("-", "-"), ("None", "None")]


@pytest.mark.parametrize("published", [When(text="?"), When(start=date(2019, 2, 1), end=date(2019, 2, 28))])
def test_a_publication_that_is_no_day_dates_nothing_relative(published: When) -> None:
    report = make_report((BODY, "A raid yesterday. A raid on 3 May 2018."), published=published)
    claims = [make_claim(report, "A raid yesterday", "yesterday"), make_claim(report, "A raid on 3 May 2018", "3 May 2018")]
    assert resolve(report, ["yesterday", "3 May 2018"], *claims) == [("None", "None"), ("2018-05-03", "2018-05-03")]


def test_every_id_is_renamed_alike_and_nothing_else_changes() -> None:
    report = make_report((BODY, "The River Front took Idlib in Syria with mortars."))
    claim = Claim(
        id="c1",
        kind=ClaimKind.INCIDENT,
        predicate="overtakes_territory",
        evidence=(Evidence(span=Span(start=0, end=26), quote=report.text[:26]),),
        roles=Roles(actor=("a1", "a2"), place=("p1",), weapon=("mortars",)),
        speaker=Speaker(kind=SpeakerKind.ACTOR, entity="a2"),
        about="c0",
    )
    extraction = Extraction(
        report_id=report.id,
        mentions=(
            Mention(span=span_of(report, "River Front"), kind=MentionKind.ACTOR, entity="a1"),
            Mention(span=span_of(report, "Idlib"), kind=MentionKind.PLACE, entity="p1"),
            Mention(span=span_of(report, "mortars"), kind=MentionKind.WEAPON),
        ),
        actors=(Actor(id="a1", name="River Front"), Actor(id="a2", name="The River Front")),
        places=(Place(id="p1", name="Idlib"),),
        claims=(claim,),
    )
    known = ActorIndex([Actor(id="known", name="River Front")])
    resolved = resolve_extraction(report, extraction, known)
    place = resolved.places[0]
    assert [m.entity for m in resolved.mentions] == ["known", place.id, None]
    assert resolved.claims[0].roles == Roles(actor=("known",), place=(place.id,), weapon=("mortars",))
    assert resolved.claims[0].speaker.entity == "known"
    assert (resolved.claims[0].id, resolved.claims[0].about, resolved.claims[0].evidence) == ("c1", "c0", claim.evidence)
    assert resolve_extraction(report, extraction, [Actor(id="known", name="River Front")]) == resolved
    assert resolve_extraction(report, extraction, known) == resolved


def test_a_very_long_report_costs_linear_time() -> None:
    n = 4000
    sentence = "Guards held on for ten days of fighting at Nowhere and left yesterday. "
    report = make_report((BODY, sentence * n))
    mentions, claims, places = [], [], []
    for i in range(n):
        at = i * len(sentence)
        for words in ("for ten days of fighting", "yesterday"):
            start = report.text.index(words, at)
            mentions.append(Mention(span=Span(start=start, end=start + len(words)), kind=MentionKind.TIME))
        start = report.text.index("Nowhere", at)
        mentions.append(Mention(span=Span(start=start, end=start + 7), kind=MentionKind.PLACE, entity=f"p{i}"))
        places.append(Place(id=f"p{i}", name=f"Nowhere {i}"))
        span = Span(start=at, end=at + len(sentence) - 1)
        evidence = Evidence(span=span, quote=report.quote(span))
        when = When(text="for ten days of fighting")
        claims.append(Claim(id=str(i), kind=ClaimKind.INCIDENT, predicate="armed_clash", evidence=(evidence,), when=when))
    extraction = Extraction(report_id=report.id, mentions=tuple(mentions), claims=tuple(claims), places=tuple(places))
    start_at = time.process_time()
    resolved = resolve_extraction(report, extraction)
    assert time.process_time() - start_at < 8.0
    assert len(resolved.places) == n
