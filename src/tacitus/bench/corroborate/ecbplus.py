"""ECB+: which mentions of events in many news reports are of one event (Cybulska and Vossen, LREC 2014).

The set-up is that of Barhom et al. (ACL 2019): gold mentions, singletons included, all documents of a split scored as one, so
that coreference within a document counts too. In the main figures no topic is given: any two mentions of a split may be
joined, as in a record of many reports. ``*_gold_topics`` are given which of the topics a document is of, ``*_gold_subtopics``
which of the two happenings of that topic; nearly the latter is what published systems find by grouping whole documents first.
Only the one to three sentences of each report that carry the annotation are there, so that is all that is known of a document.

Measures: MUC (Vilain et al., 1995), B cubed (Bagga and Baldwin, 1998), CEAF with the entity similarity (Luo, 2005) and their
mean, "CoNLL F1", all in [0, 1], by ``scorch``. Low and high are a 95 % bootstrap interval over topics; n is the number
of mentions. ``*_same_lemma`` joins all mentions of one head lemma.
"""

import random
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from pathlib import Path
from typing import Final, NamedTuple

from tacitus.bench.extract.rows import Row, load_rows
from tacitus.bench.signature import Figure, digest_paths, make_signature
from tacitus.corroborate.clustering import group_items
from tacitus.corroborate.likeness import Prepared, prepare
from tacitus.corroborate.wording import Told, Weights, Wording, load_weights, make_wordings, score_pairs
from tacitus.errors import UsageError
from tacitus.neural import Model

Progress = Callable[[str, int, int], None]
SETTINGS: Final = ("", "_gold_topics", "_gold_subtopics")
MEASURES: Final = ("muc_f1", "b_cubed_f1", "ceaf_e_f1")
_LEAST = 0.02
"""Scores below it are taken for 0."""
_LEAST_SHARED = 0.1
"""Cosine of the words of two documents below which their mentions are not compared, unless they share a name."""
_N_SAMPLES, _SEED, _STEP = 1000, 20150426, 20000
_MOST_APART = 0.005
"""How far the sum over topics may be from a value for its interval to be given."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """A gold mention; ``segments`` where its words do not stand together."""

    start: int
    end: int
    cluster: str
    segments: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """Where a sentence stands in the text of its row."""

    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class EcbRow(Row):
    """One document: those of its sentences that are annotated."""

    id: str
    topic: int
    subtopic: str
    text: str
    sentences: tuple[Sentence, ...] = ()
    events: tuple[Event, ...] = ()


class Mention(NamedTuple):
    """A gold mention with its text, and the group that it belongs to."""

    told: Told
    topic: str
    subtopic: str
    cluster: str


class Counts(NamedTuple):
    """Of one measure: what was found of the key and of the response, and how much there was."""

    recalled: float
    key: float
    precise: float
    response: float


def read_mentions(path: Path) -> list[Mention]:
    """Return all gold mentions of a split.

    Raises:
        DataError: a row is not what it should be.
    """
    mentions = []
    for row in load_rows(path, EcbRow):
        for event in row.events:
            at = next(s for s in row.sentences if s.start <= event.start < s.end)
            spans = tuple((a - at.start, b - at.start) for a, b in event.segments or ((event.start, event.end),))
            told = Told(text=row.text[at.start : at.end], spans=spans, document=row.text, report_id=row.id)
            mentions.append(Mention(told, str(row.topic), row.subtopic, event.cluster))
    return mentions


def find_pairs(mentions: Sequence[Mention], wordings: Sequence[Wording]) -> list[tuple[int, int]]:
    """Return the pairs of numbers of mentions that are worth a comparison: their documents share a name or enough words."""
    by_report: dict[str, list[int]] = defaultdict(list)
    for i, mention in enumerate(mentions):
        by_report[mention.told.report_id].append(i)
    documents = {report: prepare(wordings[listed[0]]) for report, listed in by_report.items()}
    pairs = [pair for listed in by_report.values() for pair in combinations(listed, 2)]
    for one, other in combinations(by_report, 2):
        if _is_near(documents[one], documents[other]):
            pairs += [(min(i, j), max(i, j)) for i in by_report[one] for j in by_report[other]]
    return sorted(pairs)


def _is_near(one: Prepared, other: Prepared) -> bool:
    a, b = one.document, other.document
    if not a.names.keys().isdisjoint(b.names.keys()):
        return True
    shared = sum(a.words[word] * b.words[word] for word in a.words.keys() & b.words.keys())
    return shared >= _LEAST_SHARED * a.length * b.length


def measure_split(
    path: Path, model: Model, blank: Figure, on_progress: Progress | None = None, *, weights: Weights | None = None
) -> list[Figure]:
    """Return the figures of a file.

    Args:
        path: a split.
        model: the reader's model.
        blank: a figure with stage, set and split; measure, values, n and signature are filled in.
        on_progress: called with a label, how many pairs are scored and how many there are.
        weights: others than those in the package.

    Raises:
        UsageError: ``scorch`` is not installed.
        DataError: a row is not what it should be.
    """
    weights = weights or load_weights()
    count_links([{0, 1}], [{0, 1}])  # before the work, whether there is a scorer
    mentions = read_mentions(path)
    wordings = make_wordings(model, [mention.told for mention in mentions], weights)
    pairs = find_pairs(mentions, wordings)
    scores: dict[tuple[int, int], float] = {}
    for at in range(0, len(pairs), _STEP):
        part = pairs[at : at + _STEP]
        scores.update(zip(part, score_pairs(wordings, part, weights).tolist(), strict=True))
        if on_progress is not None:
            on_progress(blank.split, at + len(part), len(pairs))
    signature = make_signature(digest_paths([path], path.parent), model=model.digest[:12], weights=weights.digest)
    blank = replace(blank, signature=signature)
    figures: list[Figure] = []
    for setting in SETTINGS:
        fields = [_field_of(mention, setting) for mention in mentions]
        labels = label_groups(scores, fields, weights.threshold)
        lemmas = [(field, wording.lemma) for field, wording in zip(fields, wordings, strict=True)]
        figures += _make_figures(mentions, labels, setting, blank)
        figures += _make_figures(mentions, lemmas, f"{setting}_same_lemma", blank)
    return figures


def _field_of(mention: Mention, setting: str) -> str:
    """Return what is given of where a mention belongs."""
    return {"": "", "_gold_topics": mention.topic, "_gold_subtopics": mention.subtopic}[setting]


def label_groups(scores: Mapping[tuple[int, int], float], fields: Sequence[str], threshold: float) -> list[int]:
    """Return the number of the group of each item; items of different fields are never joined."""
    kept = {(i, j): score for (i, j), score in scores.items() if score >= _LEAST and fields[i] == fields[j]}
    labels = [0] * len(fields)
    for number, group in enumerate(group_items(range(len(fields)), kept, threshold=threshold)):
        for i in group:
            labels[i] = number
    return labels


def _make_figures(mentions: Sequence[Mention], labels: Sequence[Hashable], suffix: str, blank: Figure) -> Iterator[Figure]:
    values = compute_f1s(count_links(*gather_groups(mentions, labels, range(len(mentions)))))
    intervals = _bootstrap(mentions, labels, values)
    for name, value, (low, high) in zip(("conll_f1", *MEASURES), values, intervals, strict=True):
        yield replace(blank, measure=f"{name}{suffix}", value=value, low=low, high=high, n=len(mentions))


def _bootstrap(
    mentions: Sequence[Mention], labels: Sequence[Hashable], values: Sequence[float]
) -> list[tuple[float, float] | tuple[None, None]]:
    """Return the interval of each value over resampled topics; none where groups span topics, so that these do not add up."""
    topics: dict[str, list[int]] = defaultdict(list)
    for i, mention in enumerate(mentions):
        topics[mention.topic].append(i)
    parts = [count_links(*gather_groups(mentions, labels, listed)) for listed in topics.values()]
    if any(abs(a - b) > _MOST_APART for a, b in zip(compute_f1s(_add_up(parts)), values, strict=True)):
        return [(None, None)] * len(values)
    chance = random.Random(_SEED)  # noqa: S311 -- statistics, no secret
    samples = [compute_f1s(_add_up(chance.choices(parts, k=len(parts)))) for _ in range(_N_SAMPLES)]
    ordered = [sorted(of_value) for of_value in zip(*samples, strict=True)]
    return [(o[int(0.025 * _N_SAMPLES)], o[int(0.975 * _N_SAMPLES) - 1]) for o in ordered]


def gather_groups(
    mentions: Sequence[Mention], labels: Sequence[Hashable], numbers: Sequence[int]
) -> tuple[list[set[int]], list[set[int]]]:
    """Return the groups of the key and those of the response over some mentions."""
    key: dict[Hashable, set[int]] = defaultdict(set)
    response: dict[Hashable, set[int]] = defaultdict(set)
    for i in numbers:
        key[mentions[i].cluster].add(i)
        response[labels[i]].add(i)
    return list(key.values()), list(response.values())


def count_links(key: Sequence[set[int]], response: Sequence[set[int]]) -> list[Counts]:
    """Return what each of ``MEASURES`` counts, from which recall and precision of many topics can be added up.

    Raises:
        UsageError: ``scorch`` is not installed.
    """
    try:
        from scorch.scores import b_cubed, ceaf_e, muc  # type: ignore[import-not-found, import-untyped, unused-ignore]
    except ImportError as error:
        raise UsageError("bench corroborate", got="no scorch", expected="pip install tacitus[bench]") from error
    n_items = sum(map(len, key))
    sizes = ((n_items - len(key), n_items - len(response)), (n_items, n_items), (len(key), len(response)))
    counts = []
    for measure, (of_key, of_response) in zip((muc, b_cubed, ceaf_e), sizes, strict=True):
        recall, precision, _ = measure(key, response)
        counts.append(Counts(float(recall) * of_key, of_key, float(precision) * of_response, of_response))
    return counts


def compute_f1s(counts: Sequence[Counts]) -> list[float]:
    """Return the mean F1 of all measures and the F1 of each, in [0, 1]."""
    values = []
    for found in counts:
        recall, precision = found.recalled / max(found.key, 1), found.precise / max(found.response, 1)
        values.append(2 * recall * precision / (recall + precision) if recall + precision else 0.0)
    return [sum(values) / len(values), *values]


def _add_up(parts: Sequence[Sequence[Counts]]) -> list[Counts]:
    return [Counts(*map(sum, zip(*of_measure, strict=True))) for of_measure in zip(*parts, strict=True)]
