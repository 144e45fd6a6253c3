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


FRAME = """Army and rebels trade blame over Soral bridge

The bridge at Soral was blown up on Tuesday night, and the army and the rebels of the River Column accused each other.

{sentence}

A farmer said that he had heard two blasts shortly before midnight and had seen a truck drive off towards the hills.
{last}"""

SENTENCES = [
    "Videos posted by the River Column show three men laying charges under the bridge before the blast.",
    "Satellite images taken on Wednesday show that the northern span has fallen into the river.",
    "A satellite image taken on Wednesday shows that two of the spans are gone.",
    "Photos published by the army show the crater.",
    "The group released a statement in which it denied the attack.",
    "Sponsored by a neighbouring state, the River Column has grown to about 2,000 men.",
    "He urged residents to support the local administration and to report strangers.",
    "The clinic is run by volunteers and depends on donations from traders.",
    "The mission will make a contribution of 300 engineers, its head said.",
    "The column wants to become a member of the Northern Alliance.",
    "A note from the attackers, found near the bridge, said that more attacks would follow.",
    "Subscribers of the state telephone company were without a signal until Thursday.",
    "Search teams found three bodies in the river on Thursday morning.",
    "By nightfall the army had closed the road to Karif.",
    "Read in full, the statement leaves open who ordered the attack.",
    "Tags found on the explosives point to a quarry in the south, an officer said.",
    "Related charges against two officers were dropped last year.",
    "Comments by the minister caused anger in the valley.",
    "Three comments were heard again and again in the market: fear, anger and shame.",
    "Editors of the local radio station said that they had been threatened by both sides.",
    "Reporting by residents led the army to a second bomb.",
    "Colonel Ade Brun is the commander of the engineers and a critic of the column.",
    "Jon Sabo, who founded the River Column, was a school teacher until 2009.",
    "Sabo was the author of the peace plan that both sides rejected.",
    "Human Rights Now reports that 40 people have been held without charge since May.",
    "Copies of the order were seen by this newspaper.",
    "“We did not do it,” a spokesman of the column said.",
    "Contacts between the two sides were broken off in June.",
    "Warnings had been given, residents say.",
    "More on the southern front: two villages changed hands last week, the army said.",
    "The army says: “The column destroyed the bridge.”",
    "Home to 30,000 people before the war, Soral now has 4,000.",
]


@pytest.mark.parametrize("sentence", SENTENCES)
@pytest.mark.parametrize("is_last", [False, True])
def test_sentences_that_only_look_like_furniture_are_body(sentence: str, is_last: bool) -> None:
    other = "The road has been closed since then, and traders use the ferry at Karif."
    text = FRAME.format(sentence=other if is_last else sentence, last=f"\n{sentence}\n" if is_last else "")
    assert zone_of(read_text(text), sentence) is ZoneKind.BODY


TAILS = [
    ("Warning: the pictures below show injuries.", ZoneKind.NOTICE),
    ("Editor's note: the name of the village was corrected on 4 May.", ZoneKind.NOTICE),
    ("This story has been updated with a statement by the army.", ZoneKind.NOTICE),
    ("Please consider a donation to keep this site going.", ZoneKind.NOTICE),
    ("Photo: the bridge before the blast (file)", ZoneKind.CAPTION),
    ("The bridge at Soral before the war. [Photo: Ana Kruz]", ZoneKind.CAPTION),
    ("Women wait for the ferry at Karif / Reuters", ZoneKind.CAPTION),
    ("Tags: Soral, River Column", ZoneKind.TAGS),
    ("#soral #rivercolumn", ZoneKind.TAGS),
    ("See also: The long war for the river", ZoneKind.RELATED),
    ("You may also like", ZoneKind.RELATED),
    ("(Editing by Mara Lind)", ZoneKind.BOILERPLATE),
    ("ENDS", ZoneKind.BOILERPLATE),
    ("###", ZoneKind.BOILERPLATE),
    ("All rights reserved.", ZoneKind.BOILERPLATE),
    ("The post Bridge blown up appeared first on River Watch.", ZoneKind.BOILERPLATE),
    ("For media enquiries: press@watch.example", ZoneKind.BOILERPLATE),
    ("Mara Lind is a reporter who covers the river provinces.", ZoneKind.BYLINE),
    ("The author is a fellow at the Institute for River Studies.", ZoneKind.BYLINE),
    ("Videos published by the River Column:", ZoneKind.MEDIA),
    ("[embedded video no longer available]", ZoneKind.MEDIA),
]


@pytest.mark.parametrize(("line", "kind"), TAILS)
def test_lines_after_the_body(line: str, kind: ZoneKind) -> None:
    text = FRAME.format(sentence="The road has been closed since then, and traders use the ferry.", last=f"\n{line}\n")
    assert zone_of(read_text(text), line) is kind


DATELINES = [
    "SORAL, Marn, May 4 (River Press) - ",
    "SORAL (River Press) — ",
    "SORAL/KARIF, 4 May 2012 – ",
    "Soral, May 4, 2012 (RP) -- ",
    "(RP) SORAL - ",
    "SORAL — ",
]


@pytest.mark.parametrize("dateline", DATELINES)
def test_dateline_is_cut_from_the_first_paragraph(dateline: str) -> None:
    first = "Two spans of the bridge at Soral were blown up on Tuesday night, officials said."
    second = "The army blamed the rebels, and the rebels blamed the army."
    text = f"Bridge at Soral blown up, both sides deny it\n\n{dateline}{first}\n\n{second}\n"
    report = read_text(text)
    assert zone_of(report, dateline) is ZoneKind.BYLINE
    assert zone_of(report, first) is ZoneKind.BODY
