"""From a folder of benchmarks to figures: which sets and splits there are, and which rows of them count."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import Any

from tacitus.bench.chosen import Chosen
from tacitus.bench.extract import measures
from tacitus.bench.extract.counts import Counts, micro_f1, micro_precision, micro_recall
from tacitus.bench.extract.measures import Measured, Measures, Share
from tacitus.bench.extract.reader import Reader
from tacitus.bench.extract.rows import (
    AttributionRow,
    FrameRow,
    RelationRow,
    RelevanceRow,
    Row,
    TaggedRow,
    TemplateRow,
    load_rows,
)
from tacitus.bench.signature import Figure, bootstrap_interval, digest_paths, make_signature
from tacitus.errors import UsageError

_SUFFIX = ".jsonl.gz"
_FIGURES: dict[str, Callable[[Iterable[Counts]], float]] = {"f1": micro_f1, "precision": micro_precision, "recall": micro_recall}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Set:
    """What the rows of a set are, how they are measured, and how its files begin where a folder holds several sets."""

    rows: type[Row]
    measure: Callable[[Sequence[Any], Reader], Measures]
    prefix: str = ""
    versions: tuple[tuple[str, str], ...] = ()


SETS: dict[str, _Set] = {
    "re3d": _Set(rows=RelationRow, measure=measures.measure_re3d, versions=(("confidence", str(measures.CONFIDENT)),)),
    "re3d_conll": _Set(rows=TaggedRow, measure=measures.measure_conll),
    "muc4": _Set(rows=TemplateRow, measure=measures.measure_muc4),
    "srl_ewt": _Set(rows=FrameRow, measure=measures.measure_srl),
    "polnear": _Set(rows=AttributionRow, measure=measures.measure_polnear),
    "cameo_ner": _Set(rows=TaggedRow, measure=measures.measure_cameo),
    "conflict_relevance": _Set(rows=RelevanceRow, measure=measures.measure_relevance, prefix="BBC_News."),
}
"""The sets by the names of their folders. Of conflict_relevance only BBC_News: the model has no head for the other three."""


def run_extract(data: Path, reader: Reader, *, chosen: Chosen | None = None) -> list[Figure]:
    """Return the figures of the sets below a folder, or of the one set that the folder is.

    A figure's value lies in [0, 1]; low and high are a 95 % bootstrap interval over documents (over sentences where a set
    does not tell the document), and n is their number.

    Raises:
        UsageError: no such set, or no data.
        DataError: a row is not what it should be.
    """
    chosen = chosen or Chosen()
    figures: list[Figure] = []
    for name, path, split in list_splits(data, chosen):
        rows = load_rows(path, SETS[name].rows)
        if chosen.ids is not None:
            rows = [row for row in rows if row.id in chosen.ids or row.document in chosen.ids]
        if rows:
            blank = Figure(
                stage="extract",
                set=name,
                split=split,
                measure="",
                value=0.0,
                low=None,
                high=None,
                n=0,
                signature=_sign(path, SETS[name], chosen, reader),
            )
            for measured in SETS[name].measure(rows, reader):
                figures += _make_figures(measured, chosen, blank)
    if not figures:
        raise UsageError(
            str(data), got="no rows of those ids", expected="ids of rows, or of their documents, in the splits chosen"
        )
    return figures


def list_splits(data: Path, chosen: Chosen) -> list[tuple[str, Path, str]]:
    """Return (set, file, split) of what was chosen, in the order of ``SETS`` and of the names of the files.

    Raises:
        UsageError: no such set, or no such file.
    """
    if chosen.only is not None and chosen.only not in SETS:
        raise UsageError("--set", got=chosen.only, expected=f"one of {', '.join(SETS)}")
    found = list(_find_splits(data, chosen))
    if not found:
        names = SETS if chosen.only is None else (chosen.only,)
        splits = " or ".join(chosen.splits) or "any split but train"
        expected = f"<set>/<split>{_SUFFIX} for {', '.join(names)} and {splits}"
        raise UsageError(str(data), got="no data for extract", expected=expected)
    return found


def _find_splits(data: Path, chosen: Chosen) -> Iterator[tuple[str, Path, str]]:
    for name, of_set in SETS.items():
        if chosen.only not in {None, name}:
            continue
        folder = data / name
        if not folder.is_dir() and (name in {data.name, data.resolve().name} or name == chosen.only):
            folder = data
        for path in sorted(folder.glob(f"{of_set.prefix}*{_SUFFIX}")):
            split = path.name.removeprefix(of_set.prefix).removesuffix(_SUFFIX)
            if split in chosen.splits or (not chosen.splits and split != "train"):
                yield name, path, split


def _sign(path: Path, of_set: _Set, chosen: Chosen, reader: Reader) -> str:
    versions = {"model": reader.model.digest[:12], **dict(of_set.versions)}
    if chosen.ids is not None:
        versions["ids"] = sha256("\n".join(sorted(chosen.ids)).encode()).hexdigest()[:12]
    return make_signature(digest_paths([path], path.parent), **versions)


def _make_figures(measured: Measured | Share, chosen: Chosen, blank: Figure) -> Iterator[Figure]:
    if isinstance(measured, Share):
        yield replace(blank, measure=measured.name, value=measured.value, n=measured.n)
    elif chosen.by_kind or not measured.is_detail:
        for part in measured.parts:
            score = _FIGURES[part]
            low, high = bootstrap_interval(measured.documents, score)
            filled = replace(blank, measure=measured.name.format(part), value=score(measured.documents), low=low, high=high)
            yield replace(filled, n=len(measured.documents))
