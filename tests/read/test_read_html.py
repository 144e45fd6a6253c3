"""Zones and metadata of web pages in several builds: a weblog, a page of layout tables, an organisation's site, a news site."""

from pathlib import Path

import pytest

from tacitus.config import Settings
from tacitus.model import Report, Snapshot, ZoneKind
from tacitus.read import read_report, read_snapshot

PAGES = Path(__file__).parent / "pages"

EXPECTED = {
    "wp": [
        ("Ridge Blog", ZoneKind.BOILERPLATE),
        ("Fort Adel falls to Cedar Column", ZoneKind.HEADLINE),
        ("Posted on", ZoneKind.BYLINE),
        ("Fort Adel fell on Sunday", ZoneKind.BODY),
        ("The gate of the fort", ZoneKind.CAPTION),
        ("We did not run", ZoneKind.BODY),
        ("Pictures released", ZoneKind.MEDIA),
        ("Captured mortars", ZoneKind.MEDIA),
        ("Note:", ZoneKind.NOTICE),
        ("Share this", ZoneKind.BOILERPLATE),
        ("The siege of Fort Adel", ZoneKind.RELATED),
        ("Tagged", ZoneKind.TAGS),
        ("2 thoughts", ZoneKind.BOILERPLATE),
        ("Those are 120 mm", ZoneKind.COMMENT),
        ("And who carried", ZoneKind.COMMENT),
        ("Leave a Reply", ZoneKind.BOILERPLATE),
        ("Recent Posts", ZoneKind.BOILERPLATE),
        ("Proudly powered", ZoneKind.BOILERPLATE),
    ],
    "old": [
        ("Home", ZoneKind.BOILERPLATE),
        ("Army says it took", ZoneKind.HEADLINE),
        ("Northern Echo Service, 8", ZoneKind.BYLINE),
        ("The army said on Friday", ZoneKind.BODY),
        ("Neither account", ZoneKind.BODY),
        ("Copyright 2003", ZoneKind.BOILERPLATE),
    ],
    "ngo": [
        ("We use cookies", ZoneKind.BOILERPLATE),
        ("Upper Valley: situation", ZoneKind.HEADLINE),
        ("16 February 2015", ZoneKind.BYLINE),
        ("Key points", ZoneKind.BODY),
        ("Two clinics were looted", ZoneKind.BODY),
        ("The looted clinic", ZoneKind.CAPTION),
        ("On 12 February", ZoneKind.BODY),
        ("Help us reach", ZoneKind.NOTICE),
        ("Upper Valley, Mirab", ZoneKind.TAGS),
        ("PO Box 11", ZoneKind.BOILERPLATE),
    ],
    "wire": [
        ("Bomb kills six", ZoneKind.HEADLINE),
        ("Omar Hashi", ZoneKind.BYLINE),
        ("GAROWAL (Inland", ZoneKind.BYLINE),
        ("A bomb hidden", ZoneKind.BODY),
        ("Also read", ZoneKind.RELATED),
        ("No group has said", ZoneKind.BODY),
        ("(Editing by", ZoneKind.BOILERPLATE),
        ("Omar Hashi has covered", ZoneKind.BYLINE),
        ("Storm shuts port", ZoneKind.RELATED),
        ("© 2018", ZoneKind.BOILERPLATE),
    ],
}


def zone_of(report: Report, words: str) -> ZoneKind:
    at = report.text.index(words)
    return next(z.kind for z in report.zones if z.span.start <= at < z.span.end)


@pytest.mark.parametrize("page", EXPECTED)
def test_zones_of_a_page(page: str) -> None:
    report = read_report(PAGES / f"{page}.html")
    assert [(words, zone_of(report, words)) for words, _ in EXPECTED[page]] == EXPECTED[page]


@pytest.mark.parametrize(
    ("page", "title", "authors", "publisher", "published"),
    [
        ("wp", "Fort Adel falls to Cedar Column", ("Lior Hadad",), "Ridge Blog", "2014-11-03"),
        ("old", "Army says it took Hill 402", (), None, "2003-03-08"),
        ("ngo", "Upper Valley: situation update 7", (), "Valley Relief Forum", "2015-02-16"),
        ("wire", "Bomb kills six in Garowal", ("Omar Hashi",), "Inland Press", "2018-08-02"),
    ],
)
def test_metadata_of_a_page(page: str, title: str, authors: tuple[str, ...], publisher: str | None, published: str) -> None:
    report = read_report(PAGES / f"{page}.html")
    assert (report.title, report.authors, report.publisher) == (title, authors, publisher)
    assert report.published is not None
    assert str(report.published.start) == published
    assert report.language == "en"
    assert report.media_type == "text/html"


def test_comments_of_a_page_carry_their_handles() -> None:
    report = read_report(PAGES / "wp.html")
    assert [z.author for z in report.zones if z.kind is ZoneKind.COMMENT] == ["mortar_man", "Ilse"]
    assert all(z.author is None for z in report.zones if z.kind is not ZoneKind.COMMENT)


def test_hidden_and_silent_elements_are_left_out() -> None:
    page = """<html><head><style>.x{}</style></head><body><h1>Shots at Odrin</h1><script>var a = "fired";</script>
    <p style="display:none">hidden words</p><p hidden>more hidden words</p><!-- a comment -->
    <p>Shots were fired at the customs post near Odrin on Friday, the mayor of the town said.</p></body></html>"""
    text = read_snapshot(Snapshot(content=page.encode(), source="a.html"), Settings()).text
    assert "hidden" not in text
    assert "var a" not in text
    assert "a comment" not in text


def test_what_came_beside_the_page_outranks_it(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_bytes((PAGES / "wire.html").read_bytes())
    (tmp_path / "a.meta.json").write_text(
        '{"published": "2018-08-03", "publisher": "The Copyist", "authors": ["A", "B"], "x": 1}'
    )
    report = read_report(tmp_path / "a.html")
    assert report.published is not None
    assert str(report.published.start) == "2018-08-03"
    assert report.publisher == "The Copyist"
    assert report.authors == ("A", "B")
