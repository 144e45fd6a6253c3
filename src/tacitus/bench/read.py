"""How well ``read`` finds the body of web pages, beside trafilatura alone, and the zones of field reports.

Body: precision, recall and F1 over shingles of 4 tokens, each document weighing the same
(Source: github.com/scrapinghub/article-extraction-benchmark). Zones: share of the characters in the right zone.
"""

import gzip
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from tacitus.bench.signature import Figure, bootstrap_interval, digest_paths, make_signature
from tacitus.config import Settings
from tacitus.errors import ReadError, UsageError
from tacitus.model import Report, Snapshot, ZoneKind
from tacitus.read import read_report, read_snapshot

_TOKEN = re.compile(r"\w+")
_SHINGLE = 4
_SETTINGS = Settings()
_FOLD = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-", "\u00a0": " ", "\u202f": " "})


class Overlap(NamedTuple):
    """Shares of one document's shingles: found and right, found and wrong, missed; they add up to 1."""

    right: float
    wrong: float
    missed: float


@dataclass(frozen=True, slots=True, kw_only=True)
class _Page:
    """A page with its true body."""

    name: str
    content: bytes
    body: str


def run_read(data: Path, *, only: str | None = None) -> list[Figure]:
    """Return the figures of the ``article_extraction`` set and of field reports below a folder (or of the folder itself).

    Raises:
        UsageError: neither is there.
    """
    figures: list[Figure] = []
    articles = _find_set(data, "article_extraction", "*.jsonl.gz")
    if articles is not None and only in {None, "article_extraction"}:
        for split in sorted(articles.glob("*.jsonl.gz")):
            if split.name != "train.jsonl.gz":
                figures += _measure_bodies(articles, split)
    field = _find_set(data, "field", "*.gold.json")
    if field is not None and only in {None, "field"}:
        figures += _measure_zones(field)
    if not figures:
        raise UsageError(str(data), got="no data for read", expected="article_extraction/*.jsonl.gz or field/*.gold.json")
    return figures


def _find_set(data: Path, name: str, pattern: str) -> Path | None:
    for folder in (data / name, data):
        if folder.is_dir() and any(folder.glob(pattern)):
            return folder
    return None


def _measure_bodies(folder: Path, split: Path) -> list[Figure]:
    import trafilatura

    pages = list(_load_pages(folder, split))
    readers = {"tacitus": [_tacitus_body(p) for p in pages], "trafilatura": [_trafilatura_body(p) for p in pages]}
    digest = digest_paths([split, *(folder / "html").glob("*")], folder)
    signature = make_signature(digest, trafilatura=trafilatura.__version__)
    figures: list[Figure] = []
    for reader, bodies in readers.items():
        overlaps = [compare_bodies(page.body, body) for page, body in zip(pages, bodies, strict=True)]
        for measure, score in (("f1", body_f1), ("precision", body_precision), ("recall", body_recall)):
            low, high = bootstrap_interval(overlaps, score)
            figures.append(
                Figure(
                    stage="read",
                    set="article_extraction",
                    split=split.name.removesuffix(".jsonl.gz"),
                    measure=f"body_{measure}_{reader}",
                    value=score(overlaps),
                    low=low,
                    high=high,
                    n=len(pages),
                    signature=signature,
                )
            )
    return figures


def _load_pages(folder: Path, split: Path) -> Iterator[_Page]:
    with gzip.open(split, "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            content = (folder / row["html"]).read_bytes()
            yield _Page(name=row["id"], content=gzip.decompress(content), body=row["articleBody"])


def _tacitus_body(page: _Page) -> str:
    try:
        report = read_snapshot(Snapshot(content=page.content, source=f"{page.name}.html", media_type="text/html"), _SETTINGS)
    except ReadError:
        return ""
    return "\n\n".join(report.quote(z.span).strip() for z in report.zones if z.kind is ZoneKind.BODY)


def _trafilatura_body(page: _Page) -> str:
    import trafilatura

    return trafilatura.extract(page.content, include_comments=False) or ""


def compare_bodies(true: str, found: str) -> Overlap:
    """Return how two texts overlap in their shingles; long texts weigh no more than short ones."""
    wanted, got = _shingles(true), _shingles(found)
    right = sum((wanted & got).values())
    wrong = sum((got - wanted).values())
    missed = sum((wanted - got).values())
    n = right + wrong + missed
    return Overlap(right / n, wrong / n, missed / n) if n else Overlap(1.0, 0.0, 0.0)


def _shingles(text: str) -> Counter[tuple[str, ...]]:
    tokens = _TOKEN.findall(text)
    return Counter(tuple(tokens[n : n + _SHINGLE]) for n in range(max(1, len(tokens) - _SHINGLE + 1))) if tokens else Counter()


def body_precision(overlaps: Sequence[Overlap]) -> float:
    """Return the share of what was found that is right, in [0, 1]."""
    right, wrong = sum(o.right for o in overlaps), sum(o.wrong for o in overlaps)
    return right / (right + wrong) if right + wrong else 0.0


def body_recall(overlaps: Sequence[Overlap]) -> float:
    """Return the share of what is right that was found, in [0, 1]."""
    right, missed = sum(o.right for o in overlaps), sum(o.missed for o in overlaps)
    return right / (right + missed) if right + missed else 0.0


def body_f1(overlaps: Sequence[Overlap]) -> float:
    """Return the harmonic mean of precision and recall, in [0, 1]."""
    precision, recall = body_precision(overlaps), body_recall(overlaps)
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def _measure_zones(folder: Path) -> list[Figure]:
    golds = sorted(folder.glob("*.gold.json"))
    documents: list[tuple[int, int]] = []
    for path in golds:
        gold = json.loads(path.read_text("utf-8"))
        source = next(
            (s for s in (path.with_name(path.name.removesuffix(".gold.json") + e) for e in (".txt", ".html")) if s.is_file()),
            None,
        )
        if source is not None:
            documents.append(count_zones(read_report(source, _SETTINGS), gold["zones"]))
    if not documents:
        return []
    low, high = bootstrap_interval(documents, zone_accuracy)
    return [
        Figure(
            stage="read",
            set="field",
            split="all",
            measure="zone_accuracy",
            value=zone_accuracy(documents),
            low=low,
            high=high,
            n=len(documents),
            signature=make_signature(digest_paths(golds, folder)),
        )
    ]


def zone_accuracy(documents: Sequence[tuple[int, int]]) -> float:
    """Return the share of characters in the right zone, in [0, 1]."""
    total = sum(n for _, n in documents)
    return sum(right for right, _ in documents) / total if total else 0.0


def count_zones(report: Report, zones: Iterable[dict[str, Any]]) -> tuple[int, int]:
    """Return how many characters other than white space stand in the right zone, and of how many.

    Gold zones are found by their first and last words, in text order; boilerplate that was left out counts as right.
    """
    kinds = [zone.kind.value for zone in report.zones for _ in range(len(zone.span))]
    right = total = at = 0
    for zone in zones:
        found = _locate(report.text, zone["first"], zone["last"], at)
        if found is None:
            n = zone.get("end", 0) - zone.get("start", 0)
            total += n
            right += n if zone["kind"] == "boilerplate" else 0
            continue
        at = found[1]
        places = [i for i in range(*found) if not report.text[i].isspace()]
        total += len(places)
        right += sum(kinds[i] == zone["kind"] for i in places)
    return right, total


def _locate(text: str, first: str, last: str, at: int) -> tuple[int, int] | None:
    opening = _find_words(text, first, at)
    closing = _find_words(text, last, opening[0]) if opening else None
    while opening and closing and closing[1] < opening[1]:
        closing = _find_words(text, last, closing[0] + 1)
    return (opening[0], closing[1]) if opening and closing else None


def _find_words(text: str, words: str, at: int) -> tuple[int, int] | None:
    pattern = r"\s+".join(re.escape(word) for word in words.translate(_FOLD).split())
    match = re.compile(pattern).search(text.translate(_FOLD), at) if pattern else None
    return match.span() if match else None
