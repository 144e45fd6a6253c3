"""Bad input: a clear error or a right result, in bounded time and memory."""

import gzip
import os
import time
import tracemalloc
from pathlib import Path

import pytest

from tacitus.config import Settings
from tacitus.errors import ReadError, SourceError, TacitusError, UsageError
from tacitus.model import Snapshot, ZoneKind
from tacitus.read import Unreadable, open_snapshots, read_report, read_snapshot

SENTENCE = "Shots were fired at the customs post near Odrin on Friday, the mayor said, and two guards were wounded. "


def read_bytes(content: bytes, name: str = "report.txt", **settings: int) -> str:
    return read_snapshot(Snapshot(content=content, source=name), Settings(**settings)).text  # type: ignore[arg-type]


def only(sources: list[str], settings: Settings | None = None) -> Snapshot | Unreadable:
    (found,) = open_snapshots(sources, settings or Settings())
    return found


@pytest.mark.parametrize(
    "content", [b"", b"  \n\t ", b"\xef\xbb\xbf", b"\x00\x00\x00\x00", b"<html><body></body></html>", b"<p> </p>"]
)
def test_nothing_to_read(content: bytes) -> None:
    with pytest.raises(ReadError):
        read_bytes(content, "report.html" if b"<" in content else "report.txt")


@pytest.mark.parametrize("content", [os.urandom(1 << 16), bytes(range(256)) * 500, b"\x89PNG\r\n\x1a\n" + bytes(range(32)) * 400])
def test_binary_rubbish(content: bytes) -> None:
    with pytest.raises(ReadError, match="binary"):
        read_bytes(content)


def test_huge_file_is_refused_without_being_read(tmp_path: Path) -> None:
    path = tmp_path / "huge.txt"
    with path.open("wb") as stream:
        stream.truncate(200_000_000)
    started = time.perf_counter()
    tracemalloc.start()
    found = only([str(path)])
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert isinstance(found, Unreadable)
    assert "max_bytes" in str(found.error)
    assert time.perf_counter() - started < 1
    assert peak < 5_000_000


def test_long_text_is_refused_by_its_characters() -> None:
    with pytest.raises(ReadError, match="max_characters"):
        read_bytes(SENTENCE.encode() * 200, max_characters=10_000)


@pytest.mark.parametrize(
    "text", [SENTENCE * 19_000, "x" * 1_900_000, "\n" * 900_000 + "word" + "\n" * 900_000, "a: \n" * 400_000, "• \n" * 400_000]
)
def test_two_million_characters_in_bounded_time(text: str) -> None:
    started = time.perf_counter()
    read_bytes(text.encode())
    assert time.perf_counter() - started < 15


@pytest.mark.parametrize("depth", [300, 10_000, 50_000])
@pytest.mark.parametrize("tag", ["div", "b", "blockquote", "ul><li"])
def test_deeply_nested_html(depth: int, tag: str) -> None:
    page = "<html><body><h1>Shots at Odrin</h1>" + f"<{tag}>" * depth + f"<p>{SENTENCE}</p></body></html>"
    started = time.perf_counter()
    text = read_bytes(page.encode(), "page.html")
    assert SENTENCE.strip() in text
    assert time.perf_counter() - started < 10


def test_page_of_many_elements_in_bounded_time() -> None:
    page = (
        f"<html><body><article><p>{SENTENCE}</p></article>"
        + "<div class='c'><a href='#'>x y</a></div>" * 40_000
        + "</body></html>"
    )
    started = time.perf_counter()
    assert SENTENCE.strip() in read_bytes(page.encode(), "page.html")
    assert time.perf_counter() - started < 30


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-32", "cp1252", "iso-8859-15"])
def test_encodings(encoding: str) -> None:
    text = "Soldaten schossen am Übergang bei Tårnby, sagte der Bürgermeister. Zwei Männer wurden getötet. " * 3
    assert read_bytes(text.encode(encoding)).strip() == text.strip()


@pytest.mark.parametrize(
    ("encoding", "text"), [("cp1251", "Военные обстреляли мост через реку в пятницу, сообщил глава села. " * 6)]
)
def test_encodings_that_must_be_guessed(encoding: str, text: str) -> None:
    assert read_bytes(text.encode(encoding)).strip() == text.strip()


def test_declared_charset_of_a_page() -> None:
    head = "<html><head><meta charset='windows-1256'></head>"
    page = head + "<body><p>قالت الشرطة إن الهجوم وقع ليلا قرب الجسر في المدينة</p></body></html>"
    assert "قالت الشرطة" in read_bytes(page.encode("cp1256"), "page.html")


def test_mojibake_is_repaired_and_the_original_kept() -> None:
    text = "The group’s fighters “took” the café in Bogotá, residents said on Monday."
    content = text.encode().decode("cp1252", "replace").encode()
    snapshot = Snapshot(content=content, source="a.txt")
    report = read_snapshot(snapshot, Settings())
    assert "Bogotá" in report.text
    assert "group’s" in report.text
    assert snapshot.content == content


@pytest.mark.parametrize(
    "text",
    [
        "قالت مصادر محلية إن مقاتلين من الجبهة هاجموا نقطة تفتيش قرب المدينة يوم الثلاثاء.",
        "לוחמים תקפו את המחסום ליד הכפר ביום שלישי, אמרו תושבים.",
        "Rebels 🔥 took the hill 👩‍👩‍👧 on Monday 🇸🇾, residents said.",
        "Ca\u0301diz and Me\u0301rida were calm, the mayor of Coro\u0308 said on Monday.",
        "a\u202eb\u202c and \u200fright-to-left marks stay where they are in this text.",
        "𝔊othic letters 𐍈 beyond the first plane keep their places in this text.",
    ],
)
def test_every_script_keeps_its_code_points(text: str) -> None:
    report = read_snapshot(Snapshot(content=text.encode(), source="a.txt"), Settings())
    assert report.text == text
    assert sum(len(z.span) for z in report.zones) == len(text)


def test_line_ends_and_controls() -> None:
    assert (
        read_bytes(b"One line\r\nand two\rand three\x00 and\x07 four\x0bfive.") == "One line\nand two\nand three and four\nfive."
    )


def test_pdf_without_text() -> None:
    from fpdf import FPDF

    document = FPDF()
    document.add_page()
    document.rect(10, 10, 50, 50)
    with pytest.raises(ReadError, match="without text"):
        read_bytes(bytes(document.output()), "scan.pdf")


def test_encrypted_pdf() -> None:
    from fpdf import FPDF

    document = FPDF()
    document.set_encryption(owner_password="owner", user_password="user")
    document.add_page()
    document.set_font("helvetica", size=12)
    document.cell(text="secret")
    with pytest.raises(ReadError, match="encrypted"):
        read_bytes(bytes(document.output()), "locked.pdf")


@pytest.mark.parametrize("content", [b"%PDF-1.7\nnothing more", b"%PDF-1.4\n" + bytes(range(256)) * 40])
def test_broken_pdf(content: bytes) -> None:
    with pytest.raises(ReadError, match="broken PDF"):
        read_bytes(content, "broken.pdf")


def test_pdf_is_read() -> None:
    from fpdf import FPDF

    document = FPDF()
    for number in (1, 2):
        document.add_page()
        document.set_font("helvetica", size=12)
        document.multi_cell(0, 8, f"Page {number}. {SENTENCE}")
    text = read_bytes(bytes(document.output()), "report.pdf")
    assert "customs post" in text
    assert "Page 2." in text


def test_feed_with_broken_xml(tmp_path: Path) -> None:
    path = tmp_path / "feed.xml"
    path.write_text(
        f"<?xml version='1.0'?><rss version='2.0'><channel><title>Odrin Wire</title><item><title>Shots & fear at Odrin</title>"
        f"<description>{SENTENCE}</description></item><item><title>Second"
    )
    found = list(open_snapshots([str(path)], Settings()))
    assert isinstance(found[0], Snapshot)
    report = read_snapshot(found[0], Settings())
    assert SENTENCE.strip() in report.text
    assert report.publisher == "Odrin Wire"


def test_feed_without_entries(tmp_path: Path) -> None:
    path = tmp_path / "feed.rss"
    path.write_text("<rss><channel>")
    found = only([str(path)])
    assert isinstance(found, Unreadable)
    assert "no entries" in str(found.error)


def make_record(url: str, content: bytes, kind: str, coding: str = "") -> bytes:
    head = f"HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\n{coding}Content-Length: {len(content)}\r\n\r\n".encode()
    lines = ["WARC/1.0", "WARC-Type: response", f"WARC-Target-URI: {url}", "WARC-Date: 2020-05-05T10:00:00Z"]
    lines += ["WARC-Record-ID: <urn:uuid:1>", "Content-Type: application/http; msgtype=response"]
    lines += [f"Content-Length: {len(head) + len(content)}", "", ""]
    return "\r\n".join(lines).encode() + head + content + b"\r\n\r\n"


def make_warc(path: Path, pages: list[tuple[str, bytes, str]]) -> None:
    records = [make_record(*page) for page in pages]
    path.write_bytes(b"".join(gzip.compress(r) if path.suffix == ".gz" else r for r in records))


def test_warc_pages(tmp_path: Path) -> None:
    path = tmp_path / "crawl.warc.gz"
    page = f"<html><body><h1>Shots at Odrin</h1><p>{SENTENCE}</p></body></html>".encode()
    make_warc(
        path,
        [
            ("http://a.example/1", page, "text/html"),
            ("http://a.example/i", b"x", "image/png"),
            ("http://a.example/2", page, "text/html"),
        ],
    )
    found = list(open_snapshots([str(path)], Settings()))
    assert [s.url for s in found if isinstance(s, Snapshot)] == ["http://a.example/1", "http://a.example/2"]
    assert isinstance(found[0], Snapshot)
    assert found[0].content == page
    assert found[0].retrieved_at is not None


def test_zip_bomb_in_a_warc(tmp_path: Path) -> None:
    path = tmp_path / "bomb.warc.gz"
    page = f"<html><body><p>{SENTENCE}</p></body></html>".encode()
    make_warc(path, [("http://a.example/ok", page, "text/html"), ("http://a.example/bomb", b"0" * 60_000_000, "text/plain")])
    settings = Settings(max_bytes=1_000_000)
    started = time.perf_counter()
    tracemalloc.start()
    found = list(open_snapshots([str(path)], settings))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert isinstance(found[0], Snapshot)
    assert all(isinstance(f, Unreadable) for f in found[1:])
    assert "max_bytes" in str(found[1].error if isinstance(found[1], Unreadable) else "")
    assert peak < 60_000_000
    assert time.perf_counter() - started < 20


def test_gzip_coding_bomb_in_a_warc(tmp_path: Path) -> None:
    path = tmp_path / "bomb.warc"
    bomb = gzip.compress(b"0" * 50_000_000)
    path.write_bytes(make_record("http://a.example/bomb", bomb, "text/html", "Content-Encoding: gzip\r\n"))
    found = only([str(path)], Settings(max_bytes=1_000_000))
    assert isinstance(found, Unreadable)


@pytest.mark.parametrize("suffix", [".warc", ".warc.gz"])
def test_truncated_warc(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"cut{suffix}"
    page = f"<html><body><p>{SENTENCE}</p></body></html>".encode()
    make_warc(path, [("http://a.example/1", page, "text/html"), ("http://a.example/2", page + os.urandom(4000), "text/html")])
    path.write_bytes(path.read_bytes()[:-2500])
    found = list(open_snapshots([str(path)], Settings()))
    assert isinstance(found[0], Snapshot)
    assert len(found) == 2
    assert isinstance(found[1], Unreadable)


@pytest.mark.parametrize("content", [b"", b"not an archive at all", b"\x1f\x8b rubbish"])
def test_no_warc(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "no.warc.gz"
    path.write_bytes(content)
    assert isinstance(only([str(path)]), Unreadable)


def test_csv_without_the_mapped_column(tmp_path: Path) -> None:
    path = tmp_path / "dump.csv"
    path.write_text("head,story\nShots,Fired\n")
    found = only([str(path)], Settings(columns="text=body"))
    assert isinstance(found, Unreadable)
    assert "a column 'body' for text" in str(found.error)
    assert "head, story" in str(found.error)


def test_wrong_mapping(tmp_path: Path) -> None:
    path = tmp_path / "dump.csv"
    path.write_text("head,story\nShots,Fired\n")
    found = only([str(path)], Settings(columns="texts=body"))
    assert isinstance(found, Unreadable)
    assert isinstance(found.error, UsageError)


def test_jsonl_with_bad_rows(tmp_path: Path) -> None:
    path = tmp_path / "dump.jsonl"
    good = b'{"text": "Shots were fired at Odrin.", "title": "Shots"}'
    path.write_bytes(
        b"\n".join([good, b"{broken", b"[1, 2]", b'{"title": "no text"}', b'{"text": "' + b"x" * 5000 + b'"}', b"", good])
    )
    found = list(open_snapshots([str(path)], Settings(max_bytes=2000)))
    assert [isinstance(f, Snapshot) for f in found] == [True, False, False, False, False, True]
    assert isinstance(found[0], Snapshot)
    assert found[0].content == good
    assert found[5].source == f"{path}#7"


def test_row_of_deep_json(tmp_path: Path) -> None:
    path = tmp_path / "dump.jsonl"
    path.write_bytes(b'{"text": ' + b"[" * 100_000)
    assert isinstance(only([str(path)]), Unreadable)


def test_missing_file_and_empty_pattern(tmp_path: Path) -> None:
    for source in (tmp_path / "gone.txt", tmp_path / "*.html"):
        found = only([str(source)])
        assert isinstance(found, Unreadable)
        assert isinstance(found.error, SourceError)


def test_loop_of_links(tmp_path: Path) -> None:
    (tmp_path / "a.txt").symlink_to(tmp_path / "b.txt")
    (tmp_path / "b.txt").symlink_to(tmp_path / "a.txt")
    (tmp_path / "again").symlink_to(tmp_path)
    (tmp_path / "ok.txt").write_text(SENTENCE)
    found = list(open_snapshots([str(tmp_path)], Settings()))
    assert [isinstance(f, Snapshot) for f in found] == [False, False, True]


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads every folder")
def test_folder_that_cannot_be_read(tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o000)
    assert isinstance(only([str(tmp_path)]), Unreadable)


def test_folder_that_fails_is_passed_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "closed").mkdir()
    (tmp_path / "open.txt").write_text(SENTENCE)
    scandir = os.scandir

    def refuse(path: Path) -> object:
        if Path(path).name == "closed":
            raise PermissionError(13, "Permission denied")
        return scandir(path)

    monkeypatch.setattr("tacitus.read.sources.os.scandir", refuse)
    found = list(open_snapshots([str(tmp_path)], Settings()))
    assert sorted(isinstance(f, Snapshot) for f in found) == [False, True]


def test_one_bad_source_does_not_stop_the_rest(tmp_path: Path) -> None:
    path = tmp_path / "ok.txt"
    path.write_text(SENTENCE)
    found = list(open_snapshots([str(tmp_path / "gone"), str(path)], Settings()))
    assert isinstance(found[0], Unreadable)
    assert isinstance(found[1], Snapshot)


def test_wrong_publication_date_of_the_settings() -> None:
    with pytest.raises(UsageError):
        read_snapshot(Snapshot(content=SENTENCE.encode(), source="a.txt"), Settings(published="yesterday"))


def test_broken_sidecar_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(SENTENCE)
    (tmp_path / "a.meta.json").write_text("{not json")
    with pytest.raises(TacitusError, match=r"a\.meta\.json"):
        read_report(tmp_path / "a.txt")


def test_page_that_is_all_comments_still_has_zones() -> None:
    comment = f"<div class='comment'><b class='author'>ana</b><p>{SENTENCE}</p></div>"
    page = f"<html><body><div id='comments'>{comment}</div></body></html>"
    report = read_snapshot(Snapshot(content=page.encode(), source="page.html"), Settings())
    assert {z.kind for z in report.zones} == {ZoneKind.COMMENT}
