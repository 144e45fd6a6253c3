"""Whatever the text, zones cover it, and reading twice gives the same."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tacitus.config import Settings
from tacitus.errors import ReadError
from tacitus.model import Report, Snapshot
from tacitus.read import band_keys, compare_sketches, read_snapshot, sketch_text

WORDS = st.sampled_from(
    [
        "Army",
        "rebels",
        "said:",
        "says:",
        "• Ana says:",
        "By",
        "Tags:",
        "Note:",
        "Photo:",
        "Videos released by X:",
        "©",
        "3 comments",
        "\n",
        "\n\n",
        "  ",
        "killed",
        "in",
        "GAROWAL, May 4 (Press) -",
        "12 May 2015",
        "READ ALSO:",
        "[video]",
        "-END-",
        "The bridge fell on Monday, the army said in a long statement.",
        "é",
        "ب",
        "🔥",
        "\r\n",
        "\x00",
    ]
)
TAGS = st.sampled_from(
    [
        "p",
        "div",
        "h1",
        "ul",
        "li",
        "b",
        "span",
        "article",
        "aside",
        "nav",
        "footer",
        "figure",
        "figcaption",
        "br",
        "table",
        "td",
        "pre",
        "a href='#'",
    ]
)
CLASSES = st.sampled_from(
    ["", "comment", "comments", "tags", "related", "byline", "caption", "entry-content", "nav", "author", "meta"]
)
TEXTS = st.one_of(st.text(max_size=400), st.lists(WORDS, max_size=60).map(" ".join))


@st.composite
def pages(draw: st.DrawFn) -> str:
    parts = ["<html><body>"]
    for _ in range(draw(st.integers(0, 25))):
        tag, word = draw(TAGS), draw(WORDS)
        close = draw(st.booleans())
        parts.append(f"<{tag} class='{draw(CLASSES)}'>{word}" + (f"</{tag.split()[0]}>" if close else ""))
    return "".join(parts)


def read(content: bytes, name: str) -> Report | None:
    try:
        return read_snapshot(Snapshot(content=content, source=name), Settings())
    except ReadError:
        return None


def check(content: bytes, name: str) -> None:
    report = read(content, name)
    assert report == read(content, name)
    if report is not None:
        assert "".join(report.quote(z.span) for z in report.zones) == report.text
        assert "\r" not in report.text
        assert "\x00" not in report.text
        sketch = sketch_text(report)
        assert compare_sketches(sketch, sketch) == (1.0 if sketch else 0.0)
        assert len(band_keys(sketch)) == (64 if sketch else 0)


@given(TEXTS)
@settings(max_examples=150, deadline=None)
def test_any_text(text: str) -> None:
    check(text.encode("utf-8", "surrogatepass"), "a.txt")


@given(st.binary(max_size=300))
@settings(max_examples=80, deadline=None)
def test_any_bytes(content: bytes) -> None:
    check(content, "a.txt")


@given(pages())
@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_page(page: str) -> None:
    check(page.encode(), "a.html")
