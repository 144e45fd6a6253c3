import pytest
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


@pytest.mark.parametrize("marked", NONE)
def test_what_is_no_death_counts_none(marked: str) -> None:
    assert deaths_of(marked) is None


def test_the_words_are_kept() -> None:
    count = deaths_of("At least nine soldiers were killed.")
    assert count is not None
    assert count.text == "At least nine"


def test_an_open_end_keeps_the_sum_open() -> None:
    total = add_counts([Count(low=9, high=None, text="at least nine"), Count(low=2, high=2, text="two")])
    assert total is not None
    assert (total.low, total.high) == (11, None)
