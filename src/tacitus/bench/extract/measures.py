"""What is measured on each set: from rows and readings to counts, one ``Counts`` a row.

A ``Measured`` names its figures: ``entity_{}_outermost`` gives ``entity_f1_outermost`` and so on. Those of single kinds and
roles are details.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from tacitus.bench.extract.attributions import (
    PARTS,
    Attributed,
    Words,
    count_agreement,
    count_links,
    count_words,
    find_words,
    mark_words,
)
from tacitus.bench.extract.counts import Counts, count_equal, sum_counts
from tacitus.bench.extract.frames import PredicateFrame, count_arguments, count_arguments_by_role, count_predicates
from tacitus.bench.extract.reader import Reader
from tacitus.bench.extract.relations import Related, count_relations, count_relations_by_kind, count_relations_relaxed
from tacitus.bench.extract.roles import ROLES, count_roles, merge_roles
from tacitus.bench.extract.rows import (
    AttributionParts,
    AttributionRow,
    FrameRow,
    RelationRow,
    RelevanceRow,
    RoleTemplate,
    Row,
    TaggedRow,
    TemplateRow,
)
from tacitus.bench.extract.spans import (
    KindSpan,
    Span,
    count_spans,
    count_spans_by_kind,
    keep_outermost,
    snap_all,
    snap_outward,
)
from tacitus.bench.extract.templates import FilledTemplate, count_templates
from tacitus.neural.reading import Frame, Given, Reading, TaggedSpan

CONFIDENT = 0.5
"""re3d's own confidence from which an annotation is gold; below it they are mostly wrong (its README)."""
RELEVANT = 0.5
"""The probability from which a text is said to be about conflict."""
CONLL_KINDS = frozenset(
    {
        "DocumentReference",
        "Location",
        "MilitaryPlatform",
        "Money",
        "Nationality",
        "Organisation",
        "Person",
        "Quantity",
        "Temporal",
        "Weapon",
    }
)
"""The ten kinds that re3d_conll kept; what the model reads of other kinds is not counted there."""


FIGURES = ("f1", "precision", "recall")


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """One measure: the counts of each document, and which figures to make of them."""

    name: str
    documents: tuple[Counts, ...]
    parts: tuple[str, ...] = FIGURES
    is_detail: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """A share of rows, without an interval."""

    name: str
    value: float
    n: int


Measures = Iterator[Measured | Share]


def _gather(name: str, rows: Iterable[Row], counts: Iterable[Counts], parts: tuple[str, ...] = FIGURES) -> Measured:
    """Return a measure with the counts of the sentences of one document added up."""
    by_document: defaultdict[str, list[Counts]] = defaultdict(list)
    for row, count in zip(rows, counts, strict=True):
        by_document[row.document].append(count)
    return Measured(name=name, documents=tuple(map(sum_counts, by_document.values())), parts=parts)


def _gather_details(name: str, rows: Sequence[Row], counts: Sequence[Mapping[str, Counts]]) -> Measures:
    """Yield a measure for each kind that occurs; ``name`` takes the figure, the kind is added at its end."""
    for kind in sorted({kind for of_row in counts for kind in of_row}):
        gathered = _gather(f"{name}_{kind}", rows, (of_row.get(kind, Counts()) for of_row in counts))
        yield Measured(name=gathered.name, documents=gathered.documents, parts=("f1",), is_detail=True)


def _list_spans(tagged: Iterable[TaggedSpan]) -> list[KindSpan]:
    """Return spans with the surest first, which is the one that stays where two have one extent."""
    return [(s.start, s.end, s.kind) for s in sorted(tagged, key=lambda s: (-s.score, s.start, s.end, s.kind))]


def measure_re3d(rows: Sequence[RelationRow], reader: Reader) -> Measures:
    """Yield entities (outermost layer, and all) and relations (between gold entities; end to end).

    Gold is what has a confidence of 0.5 or more. Relations of that confidence whose end is an entity of less cannot be found
    between gold entities: they count as missed, and ``..._reachable`` is without them.
    """
    texts = [row.text for row in rows]
    golds = [[e for e in row.entities if e.confidence >= CONFIDENT] for row in rows]
    spans = [[e.as_span() for e in gold] for gold in golds]
    readings = reader.read("re3d", texts)
    found = [_list_spans(reading.entities) for reading in readings]
    flat = [(keep_outermost(gold), keep_outermost(predicted)) for gold, predicted in zip(spans, found, strict=True)]
    yield _gather("entity_{}_outermost", rows, (count_spans(*pair) for pair in flat))
    yield from _gather_details("entity_{}_outermost", rows, [count_spans_by_kind(*pair) for pair in flat])
    yield _gather("entity_{}_all", rows, (count_spans(*pair) for pair in zip(spans, found, strict=True)))
    anchors = [Given(entities=tuple(TaggedSpan(start=s, end=e, kind=k) for s, e, k in dict.fromkeys(of_row))) for of_row in spans]
    given = [_list_relations(reading) for reading in reader.read("re3d, gold entities", texts, anchors)]
    related = [_gold_relations(row) for row in rows]
    pairs = list(zip(related, given, strict=True))
    yield _gather("relation_{}_gold_entities", rows, (count_relations(*pair) for pair in pairs))
    yield from _gather_details("relation_{}_gold_entities", rows, [count_relations_by_kind(*pair) for pair in pairs])
    reachable = [[r for r in of_row if {r[1], r[2]} <= set(ends)] for of_row, ends in zip(related, spans, strict=True)]
    counts = (count_relations(*pair) for pair in zip(reachable, given, strict=True))
    yield _gather("relation_{}_gold_entities_reachable", rows, counts)
    free = [(gold, _list_relations(reading)) for gold, reading in zip(related, readings, strict=True)]
    yield _gather("relation_{}_end_to_end", rows, (count_relations(*pair) for pair in free))
    yield _gather("relation_{}_end_to_end_relaxed", rows, (count_relations_relaxed(*pair) for pair in free))


def _list_relations(reading: Reading) -> list[Related]:
    return [(r.kind, (r.head.start, r.head.end, r.head.kind), (r.tail.start, r.tail.end, r.tail.kind)) for r in reading.relations]


def _gold_relations(row: RelationRow) -> list[Related]:
    by_id = {e.id: e.as_span() for e in row.entities}
    return [(r.type, by_id[r.head], by_id[r.tail]) for r in row.relations if r.confidence >= CONFIDENT]


def measure_conll(rows: Sequence[TaggedRow], reader: Reader) -> Measures:
    """Yield entities of sentences that the model did not learn from, and the share of those that it did.

    The split is by sentence: its documents are on both sides, so that this is a figure for comparison only.
    """
    unseen = [row for row in rows if not reader.model.was_trained_on(row.text)]
    yield Share(name="share_trained_on", value=1 - len(unseen) / len(rows), n=len(rows))
    if unseen:
        readings = reader.read("re3d_conll", [row.text for row in unseen])
        found = [[s for s in _list_spans(reading.entities) if s[2] in CONLL_KINDS] for reading in readings]
        yield from _measure_tagged("entity_{}", unseen, found)


def measure_cameo(rows: Sequence[TaggedRow], reader: Reader) -> Measures:
    """Yield the source, target and third actors of events."""
    readings = reader.read("cameo_ner", [row.text for row in rows])
    yield from _measure_tagged("actor_{}", rows, [_list_spans(reading.actors) for reading in readings])


def _measure_tagged(name: str, rows: Sequence[TaggedRow], found: Sequence[list[KindSpan]]) -> Measures:
    snapped = [keep_outermost(snap_all(spans, row.tokens)) for row, spans in zip(rows, found, strict=True)]
    pairs = [([e.as_span() for e in row.entities], spans) for row, spans in zip(rows, snapped, strict=True)]
    yield _gather(name, rows, (count_spans(*pair) for pair in pairs))
    yield from _gather_details(name, rows, [count_spans_by_kind(*pair) for pair in pairs])


def measure_muc4(rows: Sequence[TemplateRow], reader: Reader) -> Measures:
    """Yield CEAF-REE (gold templates merged to the document) and the template metric of GTT; the dateline is not read."""
    texts = [row.body() for row in rows]
    golds = [[_fill(template) for template in row.templates] for row in rows]
    readings = list(zip(texts, reader.read("muc4", texts), strict=True))
    merged = [merge_roles(template.roles for template in gold) for gold in golds]
    roles = [reader.fill_roles(text, reading) for text, reading in readings]
    templates = [reader.list_templates(text, reading) for text, reading in readings]
    for name, counts in (
        ("ceaf_ree_{}", [count_roles(*pair) for pair in zip(merged, roles, strict=True)]),
        ("gtt_template_{}", [count_templates(*pair) for pair in zip(golds, templates, strict=True)]),
    ):
        yield _gather(name, rows, (sum_counts(of_row.values()) for of_row in counts))
        yield from _gather_details(name, rows, counts)


def _fill(template: RoleTemplate) -> FilledTemplate:
    entities = {role: getattr(template, role) for role in ROLES}
    roles = {role: tuple(tuple(mention.text for mention in entity) for entity in held) for role, held in entities.items()}
    return FilledTemplate(incident_type=template.incident_type, roles=roles)


def measure_srl(rows: Sequence[FrameRow], reader: Reader) -> Measures:
    """Yield arguments with gold predicates and with predicted ones, and predicates."""
    texts = [row.text for row in rows]
    golds = [_gold_frames(row) for row in rows]
    anchors = [Given(predicates=tuple(predicate for predicate, _ in gold)) for gold in golds]
    given = [
        _snap_frames(r.frames, row.tokens)
        for r, row in zip(reader.read("srl_ewt, gold predicates", texts, anchors), rows, strict=True)
    ]
    free = [_snap_frames(r.frames, row.tokens) for r, row in zip(reader.read("srl_ewt", texts), rows, strict=True)]
    pairs = list(zip(golds, given, strict=True))
    yield _gather("argument_{}_gold_predicates", rows, (count_arguments(*pair) for pair in pairs))
    yield from _gather_details("argument_{}_gold_predicates", rows, [count_arguments_by_role(*pair) for pair in pairs])
    pairs = list(zip(golds, free, strict=True))
    yield _gather("argument_{}_predicted_predicates", rows, (count_arguments(*pair) for pair in pairs))
    yield _gather("predicate_{}", rows, (count_predicates(*pair) for pair in pairs))


def _gold_frames(row: FrameRow) -> list[PredicateFrame]:
    return [(row.tokens[p.token], tuple((a.start, a.end, a.role) for a in p.args)) for p in row.predicates]


def _snap_frames(frames: Iterable[Frame], tokens: Sequence[Span]) -> list[PredicateFrame]:
    """Return the frames whose predicate touches a token, all spans snapped outward to tokens."""
    snapped = []
    for frame in frames:
        predicate = snap_outward((frame.predicate.start, frame.predicate.end), tokens)
        if predicate is not None:
            snapped.append((predicate, tuple(snap_all(_list_spans(frame.arguments), tokens))))
    return snapped


def measure_polnear(rows: Sequence[AttributionRow], reader: Reader) -> Measures:
    """Yield words of source, cue and content, linked pairs, and how far annotators agree where several read one article.

    ``annotators_...`` is the F1 between any two annotators; ``..._against_annotators`` is the model's against each of them on
    the same articles, the figure to hold beside it.
    """
    readings = reader.read("polnear", [row.text for row in rows])
    words = [find_words(row.text) for row in rows]
    found = [mark_words(_list_parts(reading.attribution_tokens), w) for reading, w in zip(readings, words, strict=True)]
    golds = [mark_words(_attributed(row.attributions), w) for row, w in zip(rows, words, strict=True)]
    tokens = [count_words(*pair) for pair in zip(golds, found, strict=True)]
    for part in PARTS:
        yield _gather("token_{}_" + part, rows, (counts[part] for counts in tokens))
    links = (
        count_links(_attributed(row.attributions), _list_attributions(reading))
        for row, reading in zip(rows, readings, strict=True)
    )
    yield _gather("link_{}", rows, links)
    shared = [i for i, row in enumerate(rows) if row.other_annotators]
    if shared:
        marks = [_mark_annotators(rows[i], words[i]) for i in shared]
        yield from _measure_annotators([rows[i] for i in shared], marks, [found[i] for i in shared])


def _measure_annotators(rows: Sequence[Row], marks: Sequence[list[Words]], found: Sequence[Words]) -> Measures:
    agreed = [count_agreement(annotators) for annotators in marks]
    model = [[count_words(gold, words) for gold in annotators] for annotators, words in zip(marks, found, strict=True)]
    for part in PARTS:
        yield _gather("annotators_token_{}_" + part, rows, (counts[part] for counts in agreed), ("f1",))
        counts = (sum_counts(count[part] for count in of_row) for of_row in model)
        yield _gather("token_{}_" + part + "_against_annotators", rows, counts, ("f1",))


def _mark_annotators(row: AttributionRow, words: Sequence[Span]) -> list[Words]:
    return [mark_words(_attributed(parts), words) for parts in (row.attributions, *row.other_annotators.values())]


def _attributed(parts: Iterable[AttributionParts]) -> list[Attributed]:
    return [Attributed(source=p.source, cue=p.cue, content=p.content) for p in parts]


def _list_parts(tagged: Iterable[TaggedSpan]) -> list[Attributed]:
    """Return each tagged span as an attribution of that part alone."""
    return [Attributed(**{span.kind.lower(): ((span.start, span.end),)}) for span in tagged if span.kind.lower() in PARTS]


def _list_attributions(reading: Reading) -> list[Attributed]:
    return [
        Attributed(
            source=tuple((s.start, s.end) for s in a.sources),
            cue=((a.cue.start, a.cue.end),),
            content=tuple((c.start, c.end) for c in a.contents),
        )
        for a in reading.attributions
    ]


def measure_relevance(rows: Sequence[RelevanceRow], reader: Reader) -> Measures:
    """Yield how well articles about conflict are told from others."""
    readings = reader.read("conflict_relevance", [row.text for row in rows])
    gold = [{row.id} if row.labels == 1 else set() for row in rows]
    found = [{row.id} if reading.relevance >= RELEVANT else set() for row, reading in zip(rows, readings, strict=True)]
    yield _gather("bbc_news_relevance_{}", rows, (count_equal(*pair) for pair in zip(gold, found, strict=True)))
