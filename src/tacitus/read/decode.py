"""Bytes to text: the encoding found, mojibake repaired, control characters dropped; nothing else is changed."""

import codecs
import re

from tacitus.config import Settings
from tacitus.errors import ReadError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_META_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.IGNORECASE)
_XML_CHARSET = re.compile(rb"^\s*<\?xml[^>]{0,100}?encoding\s*=\s*[\"']([\w.:-]{2,40})", re.IGNORECASE)
_PARAMETER = re.compile(r"charset\s*=\s*[\"']?([\w.:-]{2,40})", re.IGNORECASE)
_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufeff\ufffe\uffff]")
_SUSPECT = re.compile(r"[\u00c2-\u00f4\u0152-\u017f\u0402-\u045f\u2013-\u2122\ufffd]")
_SAMPLE = 65_536
_WORST_CONTROLS = 0.02
_RARE = 0.12


def decode_bytes(content: bytes, *, where: str, declared: str | None = None) -> str:
    """Return the text of the bytes, with line ends as line feeds.

    Args:
        content: the bytes.
        where: what to call them in an error.
        declared: the encoding that came beside them (an HTTP header); what they declare themselves is looked for.

    Raises:
        ReadError: the bytes are no text.
    """
    text = _decode(content, where, declared)
    sample = text[:_SAMPLE]
    n_controls = len(_CONTROLS.findall(sample)) + sample.count("\ufffd")
    if sample and n_controls > 8 and n_controls > _WORST_CONTROLS * len(sample):
        raise ReadError(where, got=f"binary data ({n_controls} control characters in the first {len(sample)})", expected="text")
    return clean_text(repair_mojibake(text))


def clean_text(text: str) -> str:
    """Return the text with line ends as line feeds and without control characters."""
    return _CONTROLS.sub("", _LINE_ENDS.sub("\n", text))


def repair_mojibake(text: str) -> str:
    """Return the text with wrongly decoded lines repaired; lines that are right stay byte for byte."""
    if not _SUSPECT.search(text):
        return text
    import ftfy
    from ftfy.badness import is_bad

    if not is_bad(text):
        return text
    lines = text.split("\n")
    return "\n".join(ftfy.fix_encoding(line) if is_bad(line) else line for line in lines)


def charset_of(content_type: str | None) -> str | None:
    """Return the charset parameter of a media type."""
    match = _PARAMETER.search(content_type or "")
    return match.group(1) if match else None


def _decode(content: bytes, where: str, declared: str | None) -> str:
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return content.decode(encoding, "replace")
    head = content[:_SAMPLE]
    if head.count(b"\0") > len(head) // 10:
        return _decode_wide(content, where)
    inside = _XML_CHARSET.search(head) or _META_CHARSET.search(head)
    names = [declared, inside.group(1).decode("ascii") if inside else None]
    if b"\x1b" in head:  # ISO-2022 looks like ASCII until its escapes are read
        for name in names:
            text = _try(content, name)
            if text is not None:
                return text
    for name in ("utf-8", *names):
        text = _try(content, name)
        if text is not None:
            return text
    cut = _try_cut_utf8(content)
    return cut if cut is not None else _guess(content)


def _try(content: bytes, name: str | None) -> str | None:
    if name is None:
        return None
    try:
        encoding = codecs.lookup(name).name
        return content.decode("cp1252" if encoding == "iso8859-1" else encoding)
    except (LookupError, UnicodeError, TypeError, AttributeError):  # codecs such as "hex" or "rot13" are no charsets
        return None


def _try_cut_utf8(content: bytes) -> str | None:
    """UTF-8 with a few broken bytes (a download cut off, one bad paste) is still UTF-8."""
    text = content.decode("utf-8", "replace")
    n_broken = text.count("\ufffd")
    n_wide = sum(1 for c in text[:_SAMPLE] if ord(c) > 127) - n_broken
    return text if n_wide > 20 * n_broken else None


def _decode_wide(content: bytes, where: str) -> str:
    """UTF-16 or UTF-32 without a mark: zeros in every second byte, or three of four."""
    head = content[: _SAMPLE - _SAMPLE % 4]
    even, odd = head[::2].count(0), head[1::2].count(0)
    if max(even, odd) > len(head) // 5 and min(even, odd) < len(head) // 50:
        return content.decode("utf-16-le" if odd > even else "utf-16-be", "replace")
    raise ReadError(where, got="binary data (many zero bytes)", expected="text, HTML or PDF")


def _guess(content: bytes) -> str:
    from charset_normalizer import from_bytes

    head = content[:_SAMPLE]
    if sum(byte > 127 for byte in head) < _RARE * len(head):  # Latin letters with a few accents: too little to guess from
        text = _try(content, "cp1252")
        if text is not None:
            return text
    best = from_bytes(head).best()
    text = _try(content, best.encoding) if best is not None else None
    return text if text is not None else content.decode("cp1252", "replace")


def check_length(text: str, *, where: str, settings: Settings) -> None:
    """Refuse a text that is too long to be one report.

    Raises:
        ReadError: more than ``max_characters`` code points.
    """
    if len(text) > settings.max_characters:
        raise ReadError(
            where, got=f"{len(text)} characters", expected=f"at most {settings.max_characters} (setting max_characters)"
        )
