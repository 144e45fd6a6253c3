"""Parts of web pages in the shapes of many engines: readers' comments, tags, related links, captions, biographies, appeals."""

# ruff: noqa: E501 -- tables of whole texts

import pytest

from tacitus.config import Settings
from tacitus.model import Report, Snapshot, ZoneKind
from tacitus.read import read_snapshot

PAGE = """<!DOCTYPE html><html><head><title>Two spans of the Soral bridge collapse - River Watch</title></head><body>
<nav><ul><li><a href="/">Home</a></li><li><a href="/maps">Maps</a></li></ul></nav>
<div class="wrap"><article><h1>Two spans of the Soral bridge collapse</h1>
{above}
<p>The bridge at Soral was blown up on Tuesday night, and the army and the rebels of the River Column accused each other of it.</p>
<p>A farmer said that he had heard two blasts shortly before midnight and had seen a truck drive off towards the hills.</p>
<p>The road has been closed since then, and traders use the ferry at Karif. The army has promised a new bridge by the spring.</p>
{inside}
</article>
{below}
</div><footer>River Watch, PO Box 7, Karif. Printed on the river since 1990.</footer></body></html>"""

TANK = "The wreck on the left is a BTR-80, look at the exhaust."
JOKE = "My landlord has also promised me a new bridge."

COMMENTS = {
    "wordpress": '<div id="comments"><h3>2 thoughts on this</h3><ol class="commentlist"><li class="comment even" id="comment-7">'
    '<div class="comment-author vcard"><cite class="fn">old_sapper</cite> <span class="says">says:</span></div>'
    '<div class="comment-meta"><a href="#">May 5, 2012 at 9:12 am</a></div><p>{a}</p><div class="reply"><a>Reply</a></div></li>'
    '<li class="comment odd" id="comment-8"><div class="comment-author vcard"><cite class="fn">Mia K.</cite> '
    '<span class="says">says:</span></div><p>{b}</p></li></ol></div>',
    "article": '<section class="comments"><h2>Comments</h2><article class="comment"><header><h4>old_sapper</h4><time>5 May</time>'
    '</header><p>{a}</p></article><article class="comment"><header><h4>Mia K.</h4></header><p>{b}</p></article></section>',
    "disqus": '<div id="disqus_thread"><ul class="post-list"><li class="post"><span class="author">old_sapper</span> '
    '<a class="time-ago">2 days ago</a><div class="post-message"><p>{a}</p></div></li><li class="post"><span class="author">Mia K.'
    '</span><div class="post-message"><p>{b}</p></div></li></ul></div>',
    "blogger": '<div class="comments" id="comments"><h4>2 comments:</h4><dl id="comments-block"><dt class="comment-author">'
    '<a href="#">old_sapper</a> said...</dt><dd class="comment-body"><p>{a}</p></dd><dd class="comment-footer">May 5, 2012</dd>'
    '<dt class="comment-author">Mia K. said...</dt><dd class="comment-body"><p>{b}</p></dd></dl></div>',
    "plain_dl": "<h3>Readers write</h3><dl><dt>old_sapper</dt><dd>{a}</dd><dt>Mia K.</dt><dd>{b}</dd></dl>",
    "bold": '<div class="feedback"><h3>Your comments</h3><p><b>old_sapper:</b> {a}</p><p><b>Mia K.:</b> {b}</p></div>',
    "strong_break": "<h2>Comments (2)</h2><p><strong>old_sapper</strong><br>{a}</p><p><strong>Mia K.</strong><br>{b}</p>",
    "list_inline": '<section id="reactions"><h3>Reactions</h3><ul><li><em>old_sapper</em>: {a}</li><li><em>Mia K.</em>: {b}</li></ul></section>',
    "blockquote": "<h3>From our readers</h3><blockquote>{a}<cite>old_sapper</cite></blockquote><blockquote>{b}<cite>Mia K.</cite></blockquote>",
    "data_author": '<section class="replies"><h3>Replies</h3><div class="reply" data-author="old_sapper"><span class="who">old_sapper'
    '</span><p>{a}</p></div><div class="reply" data-author="Mia K."><span class="who">Mia K.</span><p>{b}</p></div></section>',
    "forum": '<div class="thread"><h3>Discussion</h3><div class="message"><div class="poster">old_sapper</div><div class="text">{a}</div>'
    '</div><div class="message"><div class="poster">Mia K.</div><div class="text">{b}</div></div></div>',
    "letters": '<div class="letters"><h2>Letters</h2><p>{a}</p><p class="sig">old_sapper, Karif</p><p>{b}</p><p class="sig">Mia K., Teke</p></div>',
    "user": '<div class="user-comments"><div class="user-comment"><p class="user-name">old_sapper</p><p>{a}</p></div>'
    '<div class="user-comment"><p class="user-name">Mia K.</p><p>{b}</p></div></div>',
    "own_classes": '<div class="comments"><div class="c"><b>old_sapper</b><div>{a}</div></div><div class="c"><b>Mia K.</b><div>{b}</div></div></div>',
    "own_nested": '<section id="comments"><h3>2 comments</h3><div class="x"><div class="top"><a href="/u/1">old_sapper</a> 5 May</div><p>{a}</p>'
    '<div class="x"><div class="top"><a href="/u/2">Mia K.</a></div><p>{b}</p></div></div></section>',
    "own_paragraphs": '<div class="comments"><div class="c"><p>old_sapper</p><p>{a}</p></div><div class="c"><p>Mia K.</p><p>{b}</p></div></div>',
    "own_table": '<div class="comments"><table><tr><td><b>old_sapper</b></td><td>{a}</td></tr><tr><td><b>Mia K.</b></td><td>{b}</td></tr></table></div>',
    "own_spans": '<div class="comments"><div class="list"><div><span>old_sapper</span><p>{a}</p></div><div><span>Mia K.</span><p>{b}</p></div></div></div>',
    "details": "<details open><summary>2 comments</summary><div><h5>old_sapper</h5><p>{a}</p></div><div><h5>Mia K.</h5><p>{b}</p></div></details>",
}


def read_page(*, above: str = "", inside: str = "", below: str = "") -> Report:
    page = PAGE.format(above=above, inside=inside, below=below)
    return read_snapshot(Snapshot(content=page.encode(), source="page.html"), Settings())


def zones_of(report: Report, words: str) -> set[tuple[str, str | None]]:
    at = report.text.index(words)
    return {
        (z.kind.value, z.author and z.author.split(",")[0])
        for z in report.zones
        if z.span.start < at + len(words) and z.span.end > at
    }


@pytest.mark.parametrize("where", ["inside", "below"])
@pytest.mark.parametrize("engine", COMMENTS)
def test_comments_of_an_engine(engine: str, where: str) -> None:
    markup = COMMENTS[engine].format(a=TANK, b=JOKE)
    report = read_page(inside=markup) if where == "inside" else read_page(below=markup)
    assert zones_of(report, TANK) == {("comment", "old_sapper")}
    assert zones_of(report, JOKE) == {("comment", "Mia K.")}
    assert zones_of(report, "The road has been closed") == {("body", None)}
    assert zones_of(report, "PO Box 7") == {("boilerplate", None)}


BIO = "Ana Kruz watches the river provinces for this site and teaches at the Karif night school."
PARTS = [
    ("below", '<p class="tagline">Filed under: <a>Soral</a>, <a>bridges</a></p>', "Filed under", ZoneKind.TAGS),
    ("below", '<div class="keywords"><span>Soral ferry</span> <span>bridges</span></div>', "Soral ferry", ZoneKind.TAGS),
    ("inside", '<ul class="article-tags"><li>River war</li><li>Bridges</li></ul>', "River war", ZoneKind.TAGS),
    ("below", "<p>More on: <a>River war</a> | <a>Bridges</a></p>", "River war", ZoneKind.TAGS),
    (
        "below",
        "<div><h3>Read more</h3><ul><li><a href='/a'>The long war for the river</a></li></ul></div>",
        "The long war",
        ZoneKind.RELATED,
    ),
    (
        "below",
        "<section><h4>Earlier</h4><p><a href='/a'>How the river was mined in spring</a></p></section>",
        "How the river",
        ZoneKind.RELATED,
    ),
    ("inside", "<p>See also: <a href='/a'>The long war for the river</a></p>", "The long war", ZoneKind.RELATED),
    (
        "above",
        '<figure><img src="a.jpg"><figcaption>The northern span on Wednesday.</figcaption></figure>',
        "northern span",
        ZoneKind.CAPTION,
    ),
    (
        "above",
        '<div class="photo"><img src="a.jpg"><p class="caption">The northern span on Wednesday.</p></div>',
        "northern",
        ZoneKind.CAPTION,
    ),
    ("above", "<p><small>The northern span on Wednesday. (Photo: Ana Kruz)</small></p>", "The northern span", ZoneKind.CAPTION),
    ("above", '<p class="by">Ana Kruz in Karif, 4 May 2012</p>', "Ana Kruz in", ZoneKind.BYLINE),
    ("above", "<div>Ana Kruz &middot; <time>4 May 2012, 07:30</time></div>", "4 May 2012", ZoneKind.BYLINE),
    ("above", "<p><em>By Ana Kruz and Jon Sabo in KARIF</em></p>", "By Ana Kruz", ZoneKind.BYLINE),
    ("inside", f"<p><em>{BIO}</em></p>", "Ana Kruz watches", ZoneKind.BYLINE),
    ("below", f'<div class="author-box"><p>{BIO}</p></div>', "Ana Kruz watches", ZoneKind.BYLINE),
    ("below", f"<p>{BIO}</p>", "Ana Kruz watches", ZoneKind.BYLINE),
    ("inside", '<div class="donate"><p>Three euros pay for a day of this work.</p></div>', "Three euros", ZoneKind.NOTICE),
    ("below", "<p>If this report was useful to you, please give us a small donation.</p>", "If this report", ZoneKind.NOTICE),
    ("above", "<p><strong>Warning: the pictures show injuries.</strong></p>", "Warning", ZoneKind.NOTICE),
    (
        "inside",
        '<p class="correction">Correction: the first version of this page named the wrong span.</p>',
        "Correction",
        ZoneKind.NOTICE,
    ),
    ("below", "<p>You get this letter because you signed up. Unsubscribe.</p>", "You get this", ZoneKind.BOILERPLATE),
    (
        "inside",
        "<p>Videos released by the River Column:</p><ul><li>The night of the bridge</li></ul>",
        "The night of",
        ZoneKind.MEDIA,
    ),
]


@pytest.mark.parametrize(("where", "markup", "words", "kind"), PARTS)
def test_part_of_a_page(where: str, markup: str, words: str, kind: ZoneKind) -> None:
    report = (
        read_page(above=markup)
        if where == "above"
        else read_page(inside=markup)
        if where == "inside"
        else read_page(below=markup)
    )
    assert {found for found, _ in zones_of(report, words)} == {kind.value}
    assert zones_of(report, "The bridge at Soral was blown up") == {("body", None)}
    assert zones_of(report, "The army has promised a new bridge") == {("body", None)}
