import pytest
from hypothesis import given
from hypothesis import strategies as st
from marked_reports import SETTINGS, read_marked

from tacitus.extract.casualties import find_tolls
from tacitus.extract.counts import add_counts, parse_number
from tacitus.extract.verbgroups import analyse_clauses
from tacitus.model import Count

NUMBERS = [
    ("9", 9),
    ("1,100", 1100),
    ("nine", 9),
    ("twenty-two", 22),
    ("two hundred", 200),
    ("two hundred and five", 205),
    ("two dozen", 24),
    ("1 200", 1200),
    ("1.5 million", 1_500_000),
    ("three thousand", 3000),
    ("rebels", None),
]


@pytest.mark.parametrize(("words", "value"), NUMBERS)
def test_numbers_in_words_and_digits(words: str, value: int | None) -> None:
    assert parse_number(words.split()) == value


DEATHS = [
    ("Nine soldiers were killed.", (9, 9)),
    ("At least nine soldiers were killed.", (9, None)),
    ("More than 30 people died.", (30, None)),
    ("Up to 20 people died.", (None, 20)),
    ("About 20 people died.", (20, 20)),
    ("Between 30 and 35 villagers were killed.", (30, 35)),
    ("Dozens of people were killed.", (24, None)),
    ("Two dozen people were killed.", (24, 24)),
    ("Scores of people were killed.", (40, None)),
    ("The driver was killed.", (1, 1)),
    ("A soldier died.", (1, 1)),
    ("The raid killed {p:Musa Keita}.", (1, 1)),
    ("No deaths were reported.", (0, 0)),
    ("Nobody was killed in the raid.", (0, 0)),
    ("No one was killed in the raid.", (0, 0)),
    ("Gunmen attacked the post, killing 9 and wounding 3.", (9, 9)),
    ("The attack left 17 people dead.", (17, 17)),
    ("The death toll has risen to 31.", (31, 31)),
    ("Monitors put the number of dead at “at least 40”.", (40, None)),
    ("The Red Cross buried 17 people; the bodies of nine miners were found.", (26, 26)),
    ("Six civilians lost their lives.", (6, 6)),
    ("The group lost two fighters.", (2, 2)),
    ("Three men were shot dead.", (3, 3)),
    ("Nine soldiers fell.", (9, 9)),
    ("Seventeen soldiers and eight residents were killed.", (25, 25)),
    ("Fighters raided the town; 12 or 13 people died.", (12, 13)),
    ("A dozen soldiers were killed.", (12, 12)),
    ("Half a dozen soldiers were killed.", (6, 6)),
    ("More than a dozen soldiers were killed.", (12, None)),
    ("Around two dozen people were killed.", (24, 24)),
    ("Several dozen people were killed.", (36, None)),
    ("A few dozen people were killed.", (24, None)),
    ("Tens of thousands of people were killed.", (20000, None)),
    ("Hundreds of people were killed.", (200, None)),
    ("Several soldiers were killed.", (3, None)),
    ("A couple of soldiers were killed.", (2, 2)),
    ("A handful of fighters were killed.", (2, 9)),
    ("20-25 rebels were killed.", (20, 25)),
    ("20–25 rebels were killed.", (20, 25)),
    ("20 to 25 rebels were killed.", (20, 25)),
    ("From 20 to 25 rebels were killed.", (20, 25)),
    ("Two or three soldiers died.", (2, 3)),
    ("Some 300 people were killed.", (300, 300)),
    ("An estimated 400 people died.", (400, 400)),
    ("Fewer than 10 people were killed.", (None, 10)),
    ("No more than 10 people were killed.", (None, 10)),
    ("No fewer than 10 people were killed.", (10, None)),
    ("As many as 50 people were killed.", (None, 50)),
    ("Ten or more people were killed.", (10, None)),
    ("15-plus people were killed.", (15, None)),
    ("Twenty-odd men were killed.", (20, 29)),
    ("1 200 people were killed.", (1200, 1200)),
    ("1.2 million people were killed.", (1200000, 1200000)),
    ("2 thousand people were killed.", (2000, 2000)),
    ("There were no casualties.", (0, 0)),
    ("No one was hurt.", (0, 0)),
    ("The death toll stood at between 30 and 35.", (30, 35)),
    ("A family of five was killed.", (5, 5)),
    ("The battle left 12 soldiers and 20 rebels dead.", (32, 32)),
    ("Clashes broke out and 12 soldiers and 20 rebels were killed.", (32, 32)),
    ("Fighting killed 10 from the {r:Hill Guard} and 4 from the {s:Army}.", (14, 14)),
    ("On {t:12 June 2016} four people were killed.", (4, 4)),
]
NONE = [
    "Nine soldiers were wounded.",
    "Nine people fled.",
    "The army may kill nine people.",
    "The price fell by nine percent.",
    "The group lost two tanks.",
    "There were no civilian casualties.",
]


def deaths_of(marked: str) -> Count | None:
    (clauses, *_) = analyse_clauses(read_marked(marked), SETTINGS)
    return add_counts([t.count for t in find_tolls(clauses) if t.is_death])


@pytest.mark.parametrize(("marked", "bounds"), DEATHS)
def test_deaths_keep_their_bounds(marked: str, bounds: tuple[int | None, int | None]) -> None:
    count = deaths_of(marked)
    assert count is not None
    assert (count.low, count.high) == bounds


NUMBERS_SAID = [
    ("{a}", 0, 0),
    ("at least {a}", 0, None),
    ("more than {a}", 0, None),
    ("{a} or more", 0, None),
    ("up to {a}", None, 0),
    ("fewer than {a}", None, 0),
    ("some {a}", 0, 0),
    ("between {a} and {b}", 0, 1),
    ("{a} to {b}", 0, 1),
    ("{a}–{b}", 0, 1),
    ("{a}-{b}", 0, 1),
    ("from {a} to {b}", 0, 1),
]


@given(st.integers(2, 999), st.integers(1, 500), st.sampled_from(NUMBERS_SAID))
def test_a_number_lies_within_its_bounds(low: int, more: int, said: tuple[str, int | None, int | None]) -> None:
    form, least, most = said
    count = deaths_of(f"The army said that {form.format(a=low, b=low + more)} rebels were killed.")
    assert count is not None
    expected = (None if least is None else low, None if most is None else low + more * most)
    assert (count.low, count.high) == expected
    assert str(low) in count.text


INJURIES = [
    ("Dozens more were wounded.", (24, None)),
    ("Almost 200 people were wounded.", (200, 200)),
    ("The blast left three dead and more than 20 injured.", (20, None)),
    ("No one was hurt.", (0, 0)),
    ("Nobody was injured in the blast.", (0, 0)),
    ("There were no injuries.", (0, 0)),
]


@pytest.mark.parametrize(("marked", "bounds"), INJURIES)
def test_injuries_keep_their_bounds(marked: str, bounds: tuple[int | None, int | None]) -> None:
    (clauses, *_) = analyse_clauses(read_marked(marked), SETTINGS)
    count = add_counts([t.count for t in find_tolls(clauses) if not t.is_death])
    assert count is not None
    assert (count.low, count.high) == bounds


@pytest.mark.parametrize("marked", NONE)
def test_what_is_no_death_counts_none(marked: str) -> None:
    assert deaths_of(marked) is None


WORDS = [
    ("At least nine soldiers were killed.", "At least nine"),
    ("Some 300 people were killed.", "Some 300"),
    ("Half a dozen soldiers were killed.", "Half a dozen"),
    ("More than a dozen soldiers were killed.", "More than a dozen"),
    ("Tens of thousands of people were killed.", "Tens of thousands"),
    ("Between 20 and 25 rebels were killed.", "Between 20 and 25"),
]


@pytest.mark.parametrize(("marked", "words"), WORDS)
def test_the_words_are_kept(marked: str, words: str) -> None:
    count = deaths_of(marked)
    assert count is not None
    assert count.text == words


def test_an_open_end_keeps_the_sum_open() -> None:
    total = add_counts([Count(low=9, high=None, text="at least nine"), Count(low=2, high=2, text="two")])
    assert total is not None
    assert (total.low, total.high) == (11, None)
