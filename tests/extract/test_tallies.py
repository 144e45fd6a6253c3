"""Every number that an incident tells of, with the words for whom it counts and their side."""

import pytest
from marked_reports import SETTINGS, read_marked

from tacitus.extract.attributions import find_attributions
from tacitus.extract.incidents import find_incidents
from tacitus.model import Count, Tally, TallyKind

# a marked sentence; (kind, low, high, of, side) of each number of its first incident
TOLD = [
    (
        "12 soldiers and 20 rebels were killed in clashes in {@:Goma} on {t:Monday}.",
        [("killed", 12, 12, "soldiers", None), ("killed", 20, 20, "rebels", None)],
    ),
    (
        "The battle of {@:Goma} on {t:Monday} left 12 soldiers and 20 rebels dead.",
        [("killed", 12, 12, "soldiers", None), ("killed", 20, 20, "rebels", None)],
    ),
    (
        "Fighting in {@:Goma} on {t:Monday} killed 10 from the {r:Hill Guard} and 4 from the {s:Army}.",
        [("killed", 10, 10, "from the Hill Guard", "Hill Guard"), ("killed", 4, 4, "from the Army", "Army")],
    ),
    (
        "The {s:Army} attacked {@:Goma} on {t:Monday}, killing 12 {r:Hill Guard} fighters and two civilians.",
        [("killed", 12, 12, "Hill Guard fighters", "Hill Guard"), ("killed", 2, 2, "civilians", None)],
    ),
    (
        "The {r:Hill Guard} attacked the base in {@:Goma}, killing 12 soldiers and capturing five others.",
        [("killed", 12, 12, "soldiers", None), ("captured", 5, 5, "others", None)],
    ),
    (
        "The {r:Hill Guard} attacked the base in {@:Goma}, killing 12 soldiers and 20 villagers and capturing at least five.",
        [("killed", 12, 12, "soldiers", None), ("killed", 20, 20, "villagers", None), ("captured", 5, None, None, None)],
    ),
    (
        "Some 200 fighters of the {r:Hill Guard} attacked {@:Goma} on {t:Monday}.",
        [("fighters", 200, 200, "fighters of the Hill Guard", "Hill Guard")],
    ),
    (
        "About 50 gunmen raided {@:Goma} on {t:Monday}, killing nine villagers and wounding dozens.",
        [("fighters", 50, 50, "gunmen", None), ("killed", 9, 9, "villagers", None), ("injured", 24, None, None, None)],
    ),
    (
        "The {r:Hill Guard} captured three tanks and at least 20 rifles in an attack on {@:Goma}.",
        [("equipment", 3, 3, "tanks", None), ("equipment", 20, None, "rifles", None)],
    ),
    ("A convoy of 30 vehicles was attacked in {@:Goma} on {t:Monday}.", [("equipment", 30, 30, "vehicles", None)]),
    ("The {r:Hill Guard} abducted 20 schoolgirls in {@:Goma} on {t:Monday}.", [("captured", 20, 20, "schoolgirls", None)]),
    ("The {s:Army} arrested between 20 and 25 suspects in {@:Goma}.", [("captured", 20, 25, "suspects", None)]),
    ("The {r:Hill Guard} kidnapped up to a dozen aid workers in {@:Goma}.", [("captured", None, 12, "aid workers", None)]),
    (
        "The {s:Army} shelled {@:Goma} on {t:Monday}, displacing some 300 families.",
        [("displaced", 300, 300, "families", None)],
    ),
    (
        "The {s:Army} shelled {@:Goma} on {t:Monday}, wounding at least 12 people.",
        [("injured", 12, None, "people", None)],
    ),
    (
        "No one was hurt in the bomb attack in {@:Goma} on {t:Monday}.",
        [("killed", 0, 0, None, None), ("injured", 0, 0, None, None)],
    ),
    (
        "The clashes in {@:Goma} on {t:Monday} left at least 17 dead, including 12 militants and five civilians.",
        [
            ("killed", 17, None, None, None),
            ("killed", 12, 12, "militants", None),
            ("killed", 5, 5, "civilians", None),
        ],
    ),
    (
        "The {s:Army} killed 20 rebels, wounded 30 and captured 12 in {@:Goma} on {t:Monday}.",
        [("captured", 12, 12, None, None), ("killed", 20, 20, "rebels", None), ("injured", 30, 30, None, None)],
    ),
    (
        "The {r:Hill Guard} killed 14 soldiers in {@:Goma} on {t:Monday} and lost 3 fighters on the {r:Hill Guard} side.",
        [("killed", 14, 14, "soldiers", None), ("killed", 3, 3, "fighters on the Hill Guard side", "Hill Guard")],
    ),
    ("Gunmen shot dead a teacher in {@:Goma} on {t:Monday}.", [("killed", 1, 1, "a teacher", None)]),
]


def tallies_of(marked: str) -> tuple[Tally, ...]:
    document = read_marked(marked)
    (first, *_) = find_incidents(document, find_attributions(document, SETTINGS), SETTINGS)
    return first.tallies


@pytest.mark.parametrize(("marked", "expected"), TOLD)
def test_an_incident_keeps_each_number_with_its_side(
    marked: str, expected: list[tuple[str, int | None, int | None, str | None, str | None]]
) -> None:
    assert [(t.kind.value, t.count.low, t.count.high, t.of, t.side) for t in tallies_of(marked)] == expected


def test_the_words_of_a_number_are_kept() -> None:
    (tally,) = tallies_of("Some 200 fighters of the {r:Hill Guard} attacked {@:Goma} on {t:Monday}.")
    assert tally.count == Count(low=200, high=200, text="Some 200")
    assert tally.kind is TallyKind.FIGHTERS


NOT_TOLD = [
    "The {r:Hill Guard} released 12 hostages in {@:Goma} on {t:Monday}.",
    "The {r:Hill Guard} attacked {@:Goma} on {t:12 June 2016}.",
    "The {r:Hill Guard} attacked {@:Goma}, 20 km from the border.",
    "The {r:Hill Guard} took three villages near {@:Goma} on {t:Monday}.",
    "The {r:Hill Guard} attacked {@:Goma} for the third time in two days.",
]


@pytest.mark.parametrize("marked", NOT_TOLD)
def test_numbers_of_days_places_and_lengths_are_no_tallies(marked: str) -> None:
    assert tallies_of(marked) == ()
