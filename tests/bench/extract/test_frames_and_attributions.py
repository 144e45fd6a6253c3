import pytest

from tacitus.bench.extract.attributions import (
    Attributed,
    count_agreement,
    count_links,
    count_words,
    find_words,
    mark_words,
)
from tacitus.bench.extract.counts import f1_of
from tacitus.bench.extract.frames import PredicateFrame, count_arguments, count_arguments_by_role, count_predicates

SHELL: PredicateFrame = ((9, 16), ((0, 8, "ARG0"), (17, 25, "ARG1"), (9, 16, "V"), (30, 33, "C-ARG1"), (26, 29, "R-ARG0")))


def test_arguments_without_v_with_c_and_r_as_roles_of_their_own() -> None:
    assert count_arguments([SHELL], [SHELL]) == (4, 4, 4, 4)
    without_c = ((9, 16), ((0, 8, "ARG0"), (17, 25, "ARG1"), (26, 29, "ARG0"), (16, 17, "C-V")))
    assert count_arguments([SHELL], [without_c]) == (2, 3, 2, 4)
    assert count_arguments_by_role([SHELL], [without_c])["C-ARG1"] == (0, 0, 0, 1)


def test_an_argument_of_another_predicate_is_wrong() -> None:
    moved: PredicateFrame = ((10, 16), SHELL[1])
    assert count_arguments([SHELL], [moved]) == (0, 4, 0, 4)
    assert count_predicates([SHELL], [moved, SHELL]) == (1, 2, 1, 1)


TEXT = "The mayor said: the bridge's gone."
SAID = Attributed(source=((0, 9),), cue=((10, 14),), content=((16, 33),))


def words_of(text: str) -> list[str]:
    return [text[start:end] for start, end in find_words(text)]


def test_words_are_runs_of_letters_and_single_signs() -> None:
    assert words_of(TEXT) == ["The", "mayor", "said", ":", "the", "bridge", "'", "s", "gone", "."]
    assert words_of("U.N. “x”") == ["U", ".", "N", ".", "“", "x", "”"]


def test_a_word_is_marked_where_a_span_touches_it() -> None:
    words = find_words(TEXT)
    assert mark_words([SAID], words) == {
        "source": frozenset({0, 1}),
        "cue": frozenset({2}),
        "content": frozenset({4, 5, 6, 7, 8}),
    }
    inside = Attributed(cue=((11, 12),), content=((30, 31), (17, 18)))
    assert mark_words([inside], words) == {"source": frozenset(), "cue": frozenset({2}), "content": frozenset({4, 8})}


def test_marks_are_the_union_over_attributions() -> None:
    words = find_words(TEXT)
    assert mark_words([SAID, Attributed(source=((16, 26),))], words)["source"] == frozenset({0, 1, 4, 5})
    nested = [Attributed(content=((0, 33),)), Attributed(content=((4, 9),))]
    assert mark_words(nested, words)["content"] == frozenset(range(9))


def test_words_are_counted_part_by_part() -> None:
    words = find_words(TEXT)
    predicted = Attributed(source=((4, 9),), cue=((10, 15),), content=())
    counts = count_words(mark_words([SAID], words), mark_words([predicted], words))
    assert counts == {"source": (1, 1, 1, 2), "cue": (1, 2, 1, 1), "content": (0, 0, 0, 5)}


def test_agreement_is_the_same_from_both_sides() -> None:
    words = find_words(TEXT)
    one, other = mark_words([SAID], words), mark_words([Attributed(source=((4, 9),), cue=((10, 14),))], words)
    counts = count_agreement([one, other])
    assert counts["source"] == (2, 3, 2, 3)
    assert f1_of(counts["source"]) == pytest.approx(2 / 3)
    assert f1_of(counts["cue"]) == 1.0
    assert count_agreement([one])["source"] == (0, 0, 0, 0)


def test_links_need_both_ends_to_touch() -> None:
    assert count_links([SAID], [SAID]) == (2, 2, 2, 2)
    assert count_links([SAID], [Attributed(source=((4, 9),), cue=((10, 14),), content=((0, 5),))]) == (1, 2, 1, 2)
    assert count_links([SAID], [Attributed(source=((4, 9),), cue=((14, 15),))]) == (0, 1, 0, 2)


def test_a_link_is_found_once_and_a_missing_end_makes_none() -> None:
    assert count_links([SAID], [SAID, SAID]) == (2, 4, 2, 2)
    assert count_links([Attributed(cue=((10, 14),), content=((16, 33),))], [SAID]) == (1, 2, 1, 1)
