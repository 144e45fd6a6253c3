"""What reports say of one event, and how two tellings are compared."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tacitus.corroborate.blocking import make_keys
from tacitus.corroborate.comparing import find_features, load_pair_weights, score_pair
from tacitus.corroborate.fields import (
    Said,
    Verdict,
    make_field,
    relate_days,
    relate_parties,
    relate_ranges,
    relate_spots,
    relate_types,
    sum_up,
    vagueness_of_range,
)
from tacitus.corroborate.telling import Party, Spot, Telling, tell_words
from tacitus.corroborate.weighing import Weigher

TOWN = Spot(name="jisr al shughur", latitude=35.81, longitude=36.32, radius=5, country="SY")
PROVINCE = Spot(name="idlib", latitude=35.83, longitude=36.71, radius=60, country="SY")
FAR = Spot(name="daraa", latitude=32.62, longitude=36.1, radius=5, country="SY")
Range = tuple[int | None, int | None]


@pytest.mark.parametrize(
    ("verdict", "expected"),
    [
        (relate_types("shelling", "air_strike"), Verdict.REFINES),
        (relate_types("shelling", "other"), Verdict.REFINES),
        (relate_types("shelling", "protest"), Verdict.CONTRADICTS),
        (relate_days((10, 10), (8, 12)), Verdict.REFINES),
        (relate_days((10, 10), (12, 12)), Verdict.CONTRADICTS),
        (relate_spots(TOWN, PROVINCE), Verdict.REFINES),
        (relate_spots(TOWN, FAR), Verdict.CONTRADICTS),
        (relate_spots(TOWN, Spot(name="somewhere")), Verdict.REFINES),
        (relate_ranges((24, None), (34, 34)), Verdict.REFINES),
        (relate_ranges((6, 6), (14, None)), Verdict.CONTRADICTS),
        (relate_ranges((None, 10), (3, 3)), Verdict.REFINES),
        (relate_parties(lambda a, b: (a, b) == ("member", "coalition"))(("member",), ("coalition",)), Verdict.REFINES),
        (relate_parties(lambda _a, _b: False)(("one",), ("other",)), Verdict.CONTRADICTS),
        (relate_parties(lambda _a, _b: False)(("one", "other"), ("other",)), Verdict.REFINES),
    ],
)
def test_vaguer_words_agree_and_others_contradict(verdict: Verdict, expected: Verdict) -> None:
    assert verdict is expected


def say(value: Range, origin: str, *, counts: bool = True) -> Said:
    return Said(
        value=value,
        words=str(value),
        claim_id=f"{origin}{value}",
        report_id=origin,
        said_by=origin,
        quote="",
        origin=origin,
        counts=counts,
    )


@pytest.mark.parametrize(
    ("said", "toll", "verdict"),
    [
        ([say((14, 14), "a")], (14, 14, 14, False), Verdict.SINGLE),
        ([say((14, 14), "a"), say((14, 14), "b")], (14, 14, 14, False), Verdict.AGREES),
        ([say((24, None), "a"), say((34, 34), "b")], (24, 24, 34, False), Verdict.REFINES),
        ([say((12, 12), "a"), say((17, 17), "b"), say((14, 14), "c")], (12, 14, 17, False), Verdict.CONTRADICTS),
        ([say((14, None), "a"), say((6, 6), "p", counts=False)], (6, 14, 14, True), Verdict.CONTRADICTS),
        ([say((30, 30), "p", counts=False), say((5, 5), "q", counts=False)], (5, 5, 30, False), Verdict.CONTRADICTS),
    ],
)
def test_deaths_are_low_best_and_high(said: list[Said], toll: tuple[int, int, int, bool], verdict: Verdict) -> None:
    for order in (said, said[::-1]):
        field = make_field("deaths", order, relate_ranges, vagueness_of_range)
        assert field is not None
        found = sum_up(field)
        assert (found.low, found.best, found.high, found.is_open) == toll
        assert field.verdict is verdict
        assert found.rule


def test_the_value_of_most_independent_sources_leads() -> None:
    field = make_field(
        "deaths", [say((9, 9), "a"), say((3, 3), "p", counts=False), say((9, 9), "b")], relate_ranges, vagueness_of_range
    )
    assert field is not None
    assert field.best.value == (9, 9)
    assert field.best.n_origins == 2
    assert make_field("deaths", [], relate_ranges, vagueness_of_range) is None


DAY = date(2016, 3, 12).toordinal()
GUARD = Party(keys=("guard", "=hill guard"))
BASE = Telling(
    type="shelling", spots=(TOWN,), first=DAY, last=DAY, is_dated=True, words=tell_words("shells struck the crowded market")
)


def vary(**changes: object) -> Telling:
    return replace(BASE, **changes)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("other", "feature"),
    [
        (BASE, "same_type"),
        (vary(type="air_strike"), "kin_type"),
        (vary(type="protest"), "other_type"),
        (BASE, "same_time"),
        (vary(first=DAY + 1, last=DAY + 1), "a_day_apart"),
        (vary(first=DAY + 4, last=DAY + 4), "days_apart"),
        (vary(first=DAY - 11, last=DAY + 19), "time_overlaps"),
        (vary(is_dated=False, first=DAY - 10, last=DAY), "time_untold"),
        (vary(first=None, last=None, is_dated=False), "no_time"),
        (BASE, "same_place"),
        (vary(spots=(FAR,)), "far_place"),
        (vary(spots=(PROVINCE,)), "in_area"),
        (vary(spots=()), "no_place"),
        (vary(spots=(), setting=(TOWN,)), "in_setting"),
        (vary(spots=(), setting=(FAR,)), "far_setting"),
        (vary(words=("abducted", "bakers", "drivers", "road")), "other_words"),
        (BASE, "same_words"),
    ],
)
def test_features_say_what_is_alike(other: Telling, feature: str) -> None:
    assert feature in find_features(BASE, other)
    assert find_features(BASE, other).keys() == find_features(other, BASE).keys()


def test_parties_are_the_same_by_id_or_by_name() -> None:
    one, other = vary(actors=(GUARD,)), vary(targets=(Party(keys=("other-id", "=hill guard")),))
    assert "same_party" in find_features(one, other)
    assert "other_parties" in find_features(one, vary(actors=(Party(keys=("x", "=river sons")),)))


TELLINGS = st.builds(
    Telling,
    type=st.sampled_from(["shelling", "air_strike", "abduction", "armed_clash"]),
    actors=st.sampled_from([(), (GUARD,), (Party(keys=("x",)),)]),
    spots=st.sampled_from([(), (TOWN,), (PROVINCE,), (FAR, TOWN)]),
    first=st.just(DAY),
    last=st.integers(DAY, DAY + 40),
    is_dated=st.booleans(),
    deaths=st.sampled_from([None, (3, 3), (14, None), (None, 9)]),
    words=st.sampled_from([(), ("market", "shells"), ("bakery", "bombed", "people", "queue")]),
)


@given(one=TELLINGS, other=TELLINGS)
def test_scores_are_symmetric_and_bounded(one: Telling, other: Telling) -> None:
    assert score_pair(one, other) == pytest.approx(score_pair(other, one))
    assert 0.0 <= score_pair(one, other) <= 1.0
    assert make_keys(one) == tuple(sorted(set(make_keys(one))))


@given(north=st.floats(-0.2, 0.2), east=st.floats(-0.2, 0.2), days=st.integers(-2, 2))
def test_what_lies_close_shares_a_key(north: float, east: float, days: int) -> None:
    near = Spot(name="other", latitude=35.81 + north, longitude=36.32 + east, radius=3)
    other = vary(spots=(near,), first=DAY + days, last=DAY + days, words=())
    assert set(make_keys(BASE)) & set(make_keys(other))


def test_what_differs_in_place_day_or_type_is_for_a_person() -> None:
    merge = load_pair_weights().merge
    for other in (vary(spots=(FAR,)), vary(first=DAY + 5, last=DAY + 5), vary(type="protest")):
        assert score_pair(BASE, other, wording=0.999) < merge


def test_a_doubt_is_weighed_by_the_wording_and_explained() -> None:
    score, reasons = Weigher().explain(BASE, vary(first=DAY + 1, last=DAY + 1, quote="shells fell on the market"))
    assert 0.0 < score < 1.0
    assert {"a_day_apart", "same_place"} <= {reason.feature for reason in reasons}
    assert all(reason.says for reason in reasons)
