"""Predicates and their PropBank arguments, counted by exact extent and role.

An argument is right if its predicate, its start, its end and its role are. The V role (the predicate itself) and C-V (the rest
of a predicate in several words) are left out. C- and R- roles are roles of their own: the second part of a discontinuous
argument (C-ARG1) and a relative pronoun (R-ARG0) are each one argument that must be found under that name, as in the
scorer of CoNLL-2005 the R- roles are; that scorer joins C- parts to their argument, this one does not.
"""

from collections.abc import Iterable

from tacitus.bench.extract.counts import Counts, count_equal
from tacitus.bench.extract.spans import KindSpan, Span

PredicateFrame = tuple[Span, tuple[KindSpan, ...]]
"""(predicate, arguments); an argument is (start, end, role)."""

_NO_ARGUMENTS = frozenset({"V", "C-V"})


def count_arguments(gold: Iterable[PredicateFrame], predicted: Iterable[PredicateFrame]) -> Counts:
    """Return how many arguments have the predicate, the extent and the role of a gold one."""
    return count_equal(_list_arguments(gold), _list_arguments(predicted))


def count_arguments_by_role(gold: Iterable[PredicateFrame], predicted: Iterable[PredicateFrame]) -> dict[str, Counts]:
    """Return the same for each role that occurs."""
    wanted, found = _list_arguments(gold), _list_arguments(predicted)
    roles = sorted({argument[2] for _, argument in wanted | found})
    return {role: count_equal([a for a in wanted if a[1][2] == role], [a for a in found if a[1][2] == role]) for role in roles}


def count_predicates(gold: Iterable[PredicateFrame], predicted: Iterable[PredicateFrame]) -> Counts:
    """Return how many predicates have the extent of a gold one."""
    return count_equal((predicate for predicate, _ in gold), (predicate for predicate, _ in predicted))


def _list_arguments(frames: Iterable[PredicateFrame]) -> set[tuple[Span, KindSpan]]:
    return {
        (predicate, argument) for predicate, arguments in frames for argument in arguments if argument[2] not in _NO_ARGUMENTS
    }
