"""Zones of flattened text: reports in many styles, each line of a sample marked with the zone it stands in."""

from pathlib import Path

import pytest

from tacitus.config import Settings
from tacitus.model import Report, Snapshot, ZoneKind
from tacitus.read import read_snapshot

SAMPLES = sorted((Path(__file__).parent / "reports").glob("*.txt"))
KINDS = {
    "H": ZoneKind.HEADLINE,
    "Y": ZoneKind.BYLINE,
    "B": ZoneKind.BODY,
    "C": ZoneKind.CAPTION,
    "M": ZoneKind.MEDIA,
    "N": ZoneKind.NOTICE,
    "K": ZoneKind.COMMENT,
    "T": ZoneKind.TAGS,
    "R": ZoneKind.RELATED,
    "X": ZoneKind.BOILERPLATE,
}


def read_text(text: str) -> Report:
    return read_snapshot(Snapshot(content=text.encode(), source="sample.txt"), Settings())


def zone_of(report: Report, words: str) -> ZoneKind:
    at = report.text.index(words)
    return next(z.kind for z in report.zones if z.span.start <= at < z.span.end)


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_every_line_stands_in_its_zone(path: Path) -> None:
    marked = [line.split("|", 1) for line in path.read_text("utf-8").splitlines()]
    report = read_text("\n".join(line for _, line in marked))
    wrong = []
    at = 0
    for mark, line in marked:
        if line.strip():
            kind = next(z.kind for z in report.zones if z.span.start <= at < z.span.end)
            if kind is not KINDS[mark]:
                wrong.append((line, kind.value))
        at += len(line) + 1
    assert wrong == []


@pytest.mark.parametrize(
    ("sample", "authors"),
    [
        ("local_paper", ["Baba Tunde", "TruthTeller", "Ngozi A."]),
        ("comments_colon", ["mill_stone", "Bea", "mill_stone"]),
        ("blog_media", ["Old Tanker", "jens_p"]),
    ],
)
def test_comments_carry_the_handle(sample: str, authors: list[str]) -> None:
    path = Path(__file__).parent / "reports" / f"{sample}.txt"
    report = read_text("\n".join(line.split("|", 1)[1] for line in path.read_text("utf-8").splitlines()))
    assert [z.author for z in report.zones if z.kind is ZoneKind.COMMENT] == authors
