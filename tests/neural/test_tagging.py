from itertools import pairwise, product

import numpy as np
import pytest
from numpy.typing import NDArray

from tacitus.neural.sheet import Floats
from tacitus.neural.tagging import Moves, Run, find_free_tags, find_runs, find_tags, scale, weigh_runs

N_TAGS = 5  # O B-X I-X B-Y I-Y


def draw_moves(rng: np.random.Generator) -> Moves:
    between, first = rng.normal(0, 1, (N_TAGS, N_TAGS)), rng.normal(0, 1, N_TAGS)
    for inside in (2, 4):
        between[[i for i in range(N_TAGS) if i not in {inside - 1, inside}], inside] = -1e4
        first[inside] = -1e4
    return Moves(between=between.astype(np.float32), first=first.astype(np.float32))


def try_all(logits: Floats, moves: Moves) -> tuple[int, ...]:
    def worth(tags: tuple[int, ...]) -> float:
        score = float(moves.first[tags[0]]) + sum(float(row[tag]) for row, tag in zip(logits, tags, strict=True))
        return score + sum(float(moves.between[a, b]) for a, b in pairwise(tags))

    return max(product(range(N_TAGS), repeat=len(logits)), key=worth)


@pytest.mark.parametrize("seed", range(12))
def test_tags_are_the_best_of_all_sequences(seed: int) -> None:
    rng = np.random.default_rng(seed)
    moves, lengths = draw_moves(rng), [1, 5, 2, 6, 3]
    logits = rng.normal(0, 2, (sum(lengths), N_TAGS)).astype(np.float32)
    bounds = np.cumsum([0, *lengths])
    tags = find_tags(logits, bounds, moves)
    for a, b in pairwise(bounds):
        assert tuple(tags[a:b]) == try_all(logits[a:b], moves)


@pytest.mark.parametrize("seed", range(6))
def test_words_beyond_doubt_cut_the_chain_without_changing_it(seed: int) -> None:
    rng = np.random.default_rng(seed)
    moves = draw_moves(rng)
    logits = rng.normal(0, 2, (6, N_TAGS)).astype(np.float32)
    logits[rng.choice(6, 2, replace=False), 0] += 25
    assert tuple(find_tags(logits, np.array([0, 6]), moves)) == try_all(logits, moves)


@pytest.mark.parametrize("seed", range(6))
def test_free_tags_are_the_best_in_which_inside_follows_begin(seed: int) -> None:
    rng = np.random.default_rng(seed)
    free = np.zeros((N_TAGS, N_TAGS), dtype=np.float32)
    free[:, [2, 4]] = -1e4
    free[[1, 2], 2] = free[[3, 4], 4] = 0
    moves = Moves(between=free, first=np.array([0, 0, -1e4, 0, -1e4], dtype=np.float32))
    lengths = np.array([6, 1, 4])
    logits = rng.normal(0, 2, (3, 6, N_TAGS)).astype(np.float32)
    tags = find_free_tags(logits, lengths)
    for row, n in enumerate(lengths):
        assert tuple(tags[row, :n]) == try_all(logits[row, :n], moves)


def one_hot(tags: list[int], weight: float) -> NDArray[np.float32]:
    logits = np.zeros((len(tags), N_TAGS), dtype=np.float32)
    logits[np.arange(len(tags)), tags] = weight
    return logits


def test_runs_begin_at_every_b_and_bear_the_mean_of_their_words() -> None:
    tags = [0, 1, 2, 1, 0, 3, 4, 4]
    runs = find_runs(np.array(tags), one_hot(tags, 20.0))
    assert [(run.first, run.last, run.label) for run in runs] == [(1, 3, 0), (3, 4, 0), (5, 8, 1)]
    assert all(run.probability == pytest.approx(1) for run in runs)
    (unsure,) = find_runs(np.array([1]), one_hot([1], 0.0))
    assert unsure == Run(0, 1, 0, unsure.probability)
    assert unsure.probability == pytest.approx(0.4)
    assert find_runs(np.zeros(3, dtype=np.int64), one_hot([0, 0, 0], 1.0)) == []


@pytest.mark.parametrize("seed", range(6))
def test_a_run_s_probability_is_that_of_its_label_in_the_chain_given_the_tags_beside_it(seed: int) -> None:
    rng = np.random.default_rng(seed)
    logits, moves = rng.normal(0, 2, (4, N_TAGS)).astype(np.float32), draw_moves(rng)

    def share(paths: list[tuple[int, ...]], right: int, first: int) -> float:
        worth = [
            sum(logits[first + i, tag] for i, tag in enumerate(path))
            + sum(moves.between[a, b] for a, b in pairwise((0, *path, 0)))
            for path in paths
        ]  # what the chain makes of each path between two words outside
        raised = np.exp(np.array(worth) / len(paths[0]))
        return float(raised[right] / raised.sum())

    (one,) = weigh_runs(np.array([0, 3, 0, 0]), logits, np.array([0, 4]), moves)
    assert (one.first, one.last, one.label) == (1, 2, 1)
    assert one.probability == pytest.approx(share([(0,), (1,), (3,)], 2, 1), rel=1e-4)
    (two,) = weigh_runs(np.array([0, 1, 2, 0]), logits, np.array([0, 4]), moves)
    assert (two.first, two.last, two.label) == (1, 3, 0)
    assert two.probability == pytest.approx(share([(0, 0), (1, 2), (3, 4)], 1, 1), rel=1e-4)
    (alone,) = weigh_runs(np.array([3]), logits[:1], np.array([0, 1]), moves)
    raised = np.exp((moves.first + logits[0])[[0, 1, 3]])
    assert alone.probability == pytest.approx(raised[2] / raised.sum(), rel=1e-4)


def test_scale() -> None:
    assert scale(0.7, (1.0, 0.0)) == 0.7
    assert scale(0.7, (0.5, 0.0)) < 0.7
    assert scale(0.7, (1.0, -1.0)) < 0.5
    assert (scale(1.0, (1.0, 0.0)), scale(0.0, (1.0, 0.0))) == (1.0, 0.0)
