"""Lines above and below the body of flattened text, in many wordings, and the longer shapes that reports take."""

# ruff: noqa: FLY002 -- tables of whole texts

import pytest

from tacitus.config import Settings
from tacitus.model import Report, Snapshot
from tacitus.read import read_snapshot

HEAD = "Two spans of the Soral bridge collapse after night attack"
FIRST = (
    "The bridge at Soral was blown up on Tuesday night, and the army and the rebels of the River Column accused each other of it."
)
SECOND = "A farmer said that he had heard two blasts shortly before midnight and had seen a truck drive off towards the hills."
LAST = (
    "The road has been closed since then, and traders use the ferry at Karif. The army has promised a new bridge by the spring."
)

ABOVE = [
    ("To the people of Soral, to the workers of the ferry and to the free press", "body"),
    ("Dear readers,", "body"),
    ("Ana Kruz in Karif", "byline"),
    ("By Ana Kruz in KARIF and Jon Sabo in SORAL", "byline"),
    ("Karif, 4 May", "byline"),
    ("Friday, 4 May 2012 - River Watch", "byline"),
    ("River Watch monitoring desk | Karif | 4 May 2012, 18:00", "byline"),
    ("Translated by Mara Lind from the Marnish", "byline"),
    ("4 May 2012. Compiled by the Karif office. Times are local.", "byline"),
    ("River Watch, issue of 4 May 2012. Editor: Ana Kruz.", "byline"),
    ("Filed 18:40 local time, 4 May 2012", "byline"),
    ("Last updated: 4 May 2012, 18:40", "byline"),
    ("Our correspondent in Karif", "byline"),
    ("Viewer discretion advised: this report shows the dead.", "notice"),
    ("Content warning: injuries, death.", "notice"),
    ("Editor's note: names of residents have been changed.", "notice"),
    ("Photo: the northern span on Wednesday. (Ana Kruz)", "caption"),
    ("Image 2: the northern span on Wednesday", "caption"),
    ("The northern span on Wednesday. (Photo: Ana Kruz)", "caption"),
    ("Share this report", "boilerplate"),
]
BELOW = [
    ("Ana Kruz watches the river provinces for River Watch and teaches at the Karif night school.", "byline"),
    ("Ana Kruz covers the river war for this paper.", "byline"),
    ("Ana Kruz writes about bridges and those who break them. She lives in Karif.", "byline"),
    ("Jon Sabo is a photographer based in Karif.", "byline"),
    ("Ana Kruz is River Watch's reporter in the north.", "byline"),
    ("The writer is a teacher in Soral.", "byline"),
    ("About the author: Ana Kruz has lived on the river since 1990.", "byline"),
    ("Correction: an earlier version named the wrong span.", "notice"),
    ("Correction, 6 May: it was the northern span.", "notice"),
    ("Some readers may find the pictures below distressing.", "notice"),
    ("We have blurred the faces of the dead.", "notice"),
    ("River Watch has no advertisements. If this report was useful to you, a small gift keeps us going.", "notice"),
    ("River Watch lives from its readers. Please give what you can.", "notice"),
    ("Three euros a month pay for one day of our work. Join us.", "notice"),
    ("Can you spare a coffee? Every coin goes to our reporters.", "notice"),
    ("Do not share the location of checkpoints in the replies.", "notice"),
    ("Statements that do not come from this office are forgeries.", "notice"),
    ("Disclaimer: River Watch could not verify the claims of either side.", "notice"),
    ("The views in this bulletin are those of its authors.", "notice"),
    ("Tagged: Soral, bridges", "tags"),
    ("Keywords: Soral, bridges, River Column", "tags"),
    ("Filed under Soral, River Column", "tags"),
    ("Filed in: war, bridges", "tags"),
    ("Tags Soral | River Column", "tags"),
    ("More on: Soral, bridges", "tags"),
    ("Topics - Soral - River Column", "tags"),
    ("See also: The long war for the river", "related"),
    ("Earlier: How the river was mined", "related"),
    ("Read more: The long war for the river", "related"),
    ("Related: The long war for the river", "related"),
    ("Previously on River Watch: The long war for the river", "related"),
    ("From the archive: The flood of 1988", "related"),
    ("Photo: the northern span on Wednesday", "caption"),
    ("Photograph 3. The northern span on Wednesday.", "caption"),
    ("Picture: Ana Kruz", "caption"),
    ("Map: River Watch", "caption"),
    ("-ends-", "boilerplate"),
    ("- 30 -", "boilerplate"),
    ("(ends)", "boilerplate"),
    ("Ends/rw", "boilerplate"),
    ("Ref: RW/2012/17", "boilerplate"),
    ("Distribution: all desks, embassies, partners", "boilerplate"),
    ("To unsubscribe, write STOP to the office.", "boilerplate"),
    ("You receive this letter because you signed up at a meeting.", "boilerplate"),
    ("River Watch (c) 2012", "boilerplate"),
    ("For more information call the press office on 000 555 0101.", "boilerplate"),
    ("Notes to editors: pictures are available on request.", "notice"),
    ("Press contact: Mara Lind, 000 555 0101", "boilerplate"),
    ("Next bulletin: 11 May", "boilerplate"),
    ("This bulletin is compiled by volunteers from phone calls and does not reflect the view of any donor.", "boilerplate"),
    ("River Watch is a project of the Karif Night School.", "boilerplate"),
    ("The text of this statement reached us by telefax and is printed as received.", "notice"),
    ("Published unaltered by the Karif Archive of Leaflets.", "notice"),
    ("Next: The ferry in June", "boilerplate"),
    ("Home | Maps | About | Contact", "boilerplate"),
    ("Back to all reports", "boilerplate"),
    ("Page 2 of 2", "boilerplate"),
    ("Reproduction is free if the source is named.", "boilerplate"),
]
MEDIA = [
    "Pictures of the bridge:\n\n[gallery]\n\nThe northern span\n\nThe truck",
    "Footage of the attack, by group:\n\nRiver Column (night):\n\nSons of Soral:\n\nArmy of Marn:",
    "Video of the blast published by the River Column:\n\n[video]",
    "Gallery: the bridge before and after",
    "Photos from the River Column\n\n- The charges\n- The truck\n- The span in the water",
    "Clips:\n\n1. The charges\n2. The truck\n3. The span in the water",
    "The videos:\n\nRiver Column, 2:14\n\nSons of Soral, 0:45",
    "[video: the blast, 0:45]\n\n[gallery: the span]",
    "Listen: the message of the River Column (audio, 3 min)",
    "Released by the River Column:\n\nVideo, the night of the bridge\n\nPhotographs, the truck",
]


def read_text(text: str) -> Report:
    return read_snapshot(Snapshot(content=text.encode(), source="sample.txt"), Settings())


def kinds_of(report: Report, words: str) -> set[str]:
    at = report.text.index(words)
    return {z.kind.value for z in report.zones if z.span.start < at + len(words) and z.span.end > at}


@pytest.mark.parametrize(("line", "kind"), ABOVE)
def test_line_above_the_body(line: str, kind: str) -> None:
    report = read_text("\n\n".join([HEAD, line, FIRST, SECOND, LAST]))
    assert kinds_of(report, line) == {kind}
    assert kinds_of(report, HEAD) == {"headline"}
    assert kinds_of(report, FIRST) == {"body"}


@pytest.mark.parametrize(("line", "kind"), BELOW)
def test_line_below_the_body(line: str, kind: str) -> None:
    report = read_text("\n\n".join([HEAD, "By Ana Kruz, 4 May 2012", FIRST, SECOND, LAST, line]))
    assert kinds_of(report, line) == {kind}
    assert kinds_of(report, LAST) == {"body"}


@pytest.mark.parametrize("block", MEDIA)
def test_media_list(block: str) -> None:
    report = read_text("\n\n".join([HEAD, "By Ana Kruz, 4 May 2012", FIRST, SECOND, LAST, block, "Tags: Soral"]))
    assert kinds_of(report, block) == {"media"}
    assert kinds_of(report, LAST) == {"body"}


def test_standfirst_of_several_sentences_above_the_byline_is_headline() -> None:
    deck = "The bridge was meant to join two peoples. A short history of the stones and of those who paid for them"
    report = read_text(
        "\n\n".join(["Who built the Soral bridge?", deck, "By Ana Kruz in Karif\nRiver Watch, 4 May 2012", FIRST, SECOND, LAST])
    )
    assert kinds_of(report, deck) == {"headline"}
    assert kinds_of(report, FIRST) == {"body"}


def test_signature_above_a_note_on_the_source_is_byline() -> None:
    signature = "Captain Olo Brandt\nSpokesman of the River Column\nLiberated banks, 4 May 2012"
    note = "This communique was received by e-mail and is published without changes by the Archive of Karif."
    report = read_text("\n\n".join([HEAD, FIRST, SECOND, LAST, signature, note]))
    assert kinds_of(report, signature) == {"byline"}
    assert kinds_of(report, note) == {"notice"}


def test_each_item_of_a_wire_has_its_headline_and_dateline() -> None:
    other = "Ferry at Karif runs aground, nobody hurt"
    dateline = "KARIF, Marn, May 5 (River Press) -"
    news = "The ferry that has replaced the bridge ran aground on Friday morning with forty people on board, its captain said."
    report = read_text(
        f"{HEAD}\n\nSORAL, Marn, May 4 (River Press) - {FIRST}\n\n{SECOND}\n\n{other}\n\n{dateline} {news}\n\n{LAST}\n"
    )
    assert kinds_of(report, other) == {"headline"}
    assert kinds_of(report, dateline) == {"byline"}
    assert kinds_of(report, news) == {"body"}


def test_correction_within_the_body_is_news() -> None:
    line = "CORRECTION TO 3 MAY: the blast at Teke hurt two people, not six."
    report = read_text(f"{HEAD}\n\nBy Ana Kruz, 4 May 2012\n\n{FIRST}\n\n{line}\n\n{SECOND}\n\n{LAST}\n")
    assert kinds_of(report, line) == {"body"}


def test_letterhead_that_stands_with_the_title_is_headline() -> None:
    report = read_text(f"MARN RELIEF COUNCIL\nRiver flash no. 12\n\nKarif, 4 May 2012\n\n{FIRST}\n\n{SECOND}\n\n{LAST}\n")
    assert kinds_of(report, "MARN RELIEF COUNCIL\nRiver flash no. 12") == {"headline"}
    assert kinds_of(report, "Karif, 4 May 2012") == {"byline"}
