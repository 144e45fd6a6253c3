import pytest

from tacitus.bench import run_stage
from tacitus.bench.generate import generate_report, generate_reports
from tacitus.bench.speed import parse_sizes
from tacitus.errors import UsageError


def test_equal_seeds_give_equal_reports() -> None:
    assert generate_report(7) == generate_report(7) != generate_report(8)


def test_reports_are_about_as_long_as_asked() -> None:
    assert all(90 < len(text.split()) < 160 for text in generate_reports(20, n_words=100))


def test_a_run_measures_every_size() -> None:
    figures = run_stage("speed", "2,3")
    assert [(f.split, f.measure) for f in figures if f.measure == "claims"] == [("2", "claims"), ("3", "claims")]
    assert all(f.value > 0 for f in figures)


@pytest.mark.parametrize("text", ["", "many", "10,", "-3", "0"])
def test_what_is_no_number_of_reports_is_refused(text: str) -> None:
    with pytest.raises(UsageError, match="numbers of reports"):
        parse_sizes(text)
