"""Other ways to write a group's name, made by rule: romanisation, articles, word order, dots, translated words, a slip.

The rules are those of writers, kept apart from those of the matcher. Equal names give equal variants.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator
from functools import cache
from hashlib import sha256
from pathlib import Path

import tacitus
from tacitus.resolve.actors.names import load_country_names

_COMMON_FILE = Path(tacitus.__file__).parent / "extract" / "lexicon" / "common_words.txt"
_WORD = re.compile(r"[^\W\d_]+")
_SWAPS = (
    ("aa", "a"), ("ee", "i"), ("oo", "u"), ("ou", "u"), ("q", "k"), ("dh", "d"), ("kh", "k"), ("gh", "g"), ("sh", "ch"),
    ("y", "i"), ("ei", "ai"), ("ay", "ai"), ("e", "i"), ("o", "u"), ("bb", "b"), ("ss", "s"), ("mm", "m"), ("u", "ou"),
    ("i", "ee"),
)  # fmt: skip
_ENDINGS = (("ah", "a"), ("eh", "a"), ("a", "ah"), ("e", "eh"))
_HEADS = frozenset(
    {
        "front",
        "army",
        "movement",
        "party",
        "brigade",
        "union",
        "council",
        "alliance",
        "organization",
        "battalion",
        "group",
        "league",
    }
)
_TRANSLATIONS = (
    {"front": "frente", "army": "ejercito", "movement": "movimiento", "liberation": "liberacion", "people's": "popular",
     "party": "partido", "national": "nacional", "democratic": "democratico", "revolutionary": "revolucionario",
     "forces": "fuerzas"},
    {"front": "front", "army": "armée", "movement": "mouvement", "liberation": "libération", "party": "parti",
     "national": "national", "democratic": "démocratique", "revolutionary": "révolutionnaire", "union": "union"},
    {"front": "jabhat", "army": "jaysh", "movement": "harakat", "brigade": "liwa", "brigades": "kataib", "battalion": "katibat",
     "party": "hizb", "islamic": "islami", "liberation": "tahrir", "soldiers": "jund", "supporters": "ansar"},
)  # fmt: skip
_BACK = {
    "jabhat": "front", "jaysh": "army", "jaish": "army", "lashkar": "army", "harakat": "movement", "liwa": "brigade",
    "hizb": "party",
    "frente": "front", "ejercito": "army", "ejército": "army", "movimiento": "movement", "mouvement": "movement",
    "parti": "party",
    "armée": "army", "movimento": "movement", "partido": "party", "katibat": "battalion", "jund": "soldiers",
    "brigada": "brigade",
}  # fmt: skip


def list_variants(name: str) -> Iterator[tuple[str, str]]:
    """Yield (kind, other way to write it) for each rule that the name gives occasion to."""
    for kind, make in RULES.items():
        made = make(name)
        if made is not None and made != name:
            yield kind, made


def is_short(name: str) -> bool:
    """Whether the name is an abbreviation: capitals, no word of lower case."""
    letters = [c for c in name if c.isalpha()]
    return 1 < len(letters) <= 10 and " " not in name and sum(c.isupper() for c in letters) >= 0.7 * len(letters)


def choose_of(seed: str, n: int) -> int:
    """Return a number below ``n`` that depends on the seed alone."""
    return int(sha256(seed.encode()).hexdigest(), 16) % n


@cache
def _load_common() -> frozenset[str]:
    lines = _COMMON_FILE.read_text("utf-8").splitlines()
    countries = (word for name, _ in load_country_names() for word in name.split())
    return frozenset((*(line for line in lines if not line.startswith("#")), *countries))


def _own_words(name: str) -> list[re.Match[str]]:
    """Return the words that are neither English nor a country's, and long enough to be spelled in several ways."""
    return [m for m in _WORD.finditer(name) if len(m[0]) > 4 and m[0].casefold() not in _load_common() and m[0].isascii()]


def _respell(name: str) -> str | None:
    if is_short(name):
        return None
    out, at = "", 0
    for match in _own_words(name):
        out += name[at : match.start()] + _swap(match[0])
        at = match.end()
    return out + name[at:]


def _swap(word: str) -> str:
    """Return the word with two of the swaps that it gives occasion to."""
    fitting = [(a, b) for a, b in _SWAPS if a in word[1:]]
    for turn in range(2):
        if fitting:
            written, other = fitting.pop(choose_of(f"{word}{turn}", len(fitting)))
            word = word[0] + word[1:].replace(written, other, 1)
    return word


def _end_otherwise(name: str) -> str | None:
    for match in reversed(_own_words(name)):
        for end, other in _ENDINGS:
            if match[0].endswith(end):
                return name[: match.end() - len(end)] + other + name[match.end() :]
    return None


def _change_article(name: str) -> str | None:
    if is_short(name):
        return None
    for written, others in ((r"(?i)\bal-", ("Al ", "el-", "")), (r"(?i)\bthe ", ("",)), (r"(?i)-(?:ul|e|i)-", (" ", "-ul-"))):
        found = re.search(written, name)
        if found:
            return (name[: found.start()] + others[choose_of(name, len(others))] + name[found.end() :]).strip()
    return f"the {name}"


def _change_order(name: str) -> str | None:
    words = name.split()
    if len(words) == 2 and words[1].casefold() in _HEADS:
        return f"{words[1]} of {words[0]}"
    if len(words) > 2 and words[0].casefold() in _HEADS and words[1].casefold() in {"of", "for"}:
        rest = [w for w in words[2:] if w.casefold() != "the"]
        return " ".join((*rest, words[0])) if len(rest) < 3 else None
    return None


def _dot(name: str) -> str | None:
    if not is_short(name) or not name.isalnum():
        return name.replace("/", "-") if is_short(name) and "/" in name else None
    return "".join(f"{c}." for c in name)


def _translate(name: str) -> str | None:
    words = name.split()
    if any(w.casefold() in _BACK for w in words):
        return " ".join(_BACK.get(w.casefold(), w) for w in words)
    table = _TRANSLATIONS[choose_of(name, len(_TRANSLATIONS))]
    return " ".join(table.get(w.casefold(), w) for w in words)


def _strip_marks(name: str) -> str | None:
    bare = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    return bare.replace("’", "").replace("'", "").replace("-", " ")


def _slip(name: str) -> str | None:
    """Leave out one letter inside the longest word."""
    words = [m for m in _WORD.finditer(name) if len(m[0]) > 6]
    if is_short(name) or not words:
        return None
    longest = max(words, key=lambda m: len(m[0]))
    at = longest.start() + 2 + choose_of(name, len(longest[0]) - 3)
    return name[:at] + name[at + 1 :]


RULES: dict[str, Callable[[str], str | None]] = {
    "romanisation": _respell,
    "endings": _end_otherwise,
    "articles": _change_article,
    "order": _change_order,
    "dots": _dot,
    "translation": _translate,
    "marks": _strip_marks,
    "slips": _slip,
}
