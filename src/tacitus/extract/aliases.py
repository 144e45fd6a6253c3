"""Which names of a report the text itself says are one: brackets, "known as", "alias", apposition, abbreviations, short forms."""

import re
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise

from tacitus.extract.lexicon import load_words
from tacitus.extract.names import Name
from tacitus.extract.runs import ARTICLES
from tacitus.extract.shapes import ACTOR, PERSON, PLACE, Evidence, count_titles
from tacitus.extract.vocabulary import Vocabulary
from tacitus.model import MentionKind

_BRACKET = re.compile(
    r"[”\"\'’]?\s?\((?:the |or |formerly |also |also known as |known as |aka |a\.k\.a\. |"
    r"(?:in |from |the )?[A-Z]\w+(?: for)?:? )?[“\"‘']?$"
)
_PLAIN_LEAD = re.compile(
    r"[\s,(”\"’'–—-]*(?:(?:who|which|that|and|is|was|are|were|has been|had been|also|itself|or|later|since|then|now|formerly|"
    r"a \w+|the \w+)\s*,?\s*)*$"
)
_LANGUAGE = re.compile(r"\((?:(?:in|from) (?:the )?[A-Z]\w+:? |[A-Z]\w+ for |[A-Z]\w+: )")
_IN_BRACKET = re.compile(r", (?:(?:or|in [A-Z]\w+|also|[A-Z]\w+ for|from the [A-Z]\w+) (?:the )?)?[“\"]?")
_LONGEST_GAP = 130
_SHORT_GAP = 60
_LISTED = re.compile(r"(?:,|\band|\bor)\s+(?:the\s+)?$")
_LIST = re.compile(r"\s*(?:,|and|or|as well as|, and|;)\s*(?:the\s+)?$")
_DIFFERENT = re.compile(r"\b(?:confused with|distinct from|different from|not|unlike|rival|versus|against)\b")
_SMALL = load_words("aliases", "small")
_SUBJECTS = load_words("aliases", "subjects")


class Links:
    """Union-find over names, with pairs that must stay apart."""

    def __init__(self) -> None:
        self._parent: dict[str, str] = {}
        self._apart: set[tuple[str, str]] = set()

    def find(self, key: str) -> str:
        """Return the name that stands for the cluster."""
        parent = self._parent
        while parent.get(key, key) != key:
            parent[key] = parent.get(parent[key], parent[key])
            key = parent[key]
        return key

    def join(self, one: str, other: str) -> None:
        """Put both names in one cluster, unless the text keeps them apart."""
        a, b = self.find(one), self.find(other)
        if a != b and not self.is_apart(one, other):
            self._parent[b] = a

    def keep_apart(self, one: str, other: str) -> None:
        """Never join the two names directly."""
        self._apart.add((min(one, other), max(one, other)))

    def is_apart(self, one: str, other: str) -> bool:
        """Whether the two names must not be joined."""
        return (min(one, other), max(one, other)) in self._apart


@dataclass(slots=True, kw_only=True)
class Reading:
    """The names of a report with what is known of them; ``short`` maps abbreviations to the name each was set beside."""

    text: str
    vocabulary: Vocabulary
    evidence: dict[str, Evidence]
    names: list[Name]
    links: Links = field(default_factory=Links)
    short: dict[str, str] = field(default_factory=dict)

    def written(self, name: Name) -> str:
        """Return the name as the text has it."""
        return self.text[name.start : name.end]


def link_stated(reading: Reading) -> None:
    """Join names that the text says are one, and note abbreviations."""
    names = [name for name in reading.names if reading.evidence[name.key].actor > -5]
    for index, (one, other) in enumerate(pairwise(names)):
        if other.is_flat or one.key == other.key:
            continue
        if one.sentence is not other.sentence:
            lead = reading.text[other.sentence.span.start : other.start]
            if _may_be_cue(lead, reading.vocabulary) and reading.vocabulary.alias_cue.search(lead):
                _link_cue(names, index, lead, reading)
            continue
        between = reading.text[one.end : other.start]
        if len(between) <= _LONGEST_GAP:
            _link_pair(names, index, between, reading)


def _link_pair(names: list[Name], index: int, between: str, reading: Reading) -> None:
    one, other = names[index], names[index + 1]
    second = reading.evidence[other.key]
    if "(" in between and len(between) < 20 and _BRACKET.search(between):
        _link_bracket(one, other, reading, is_translation=bool(_LANGUAGE.search(between)))
    elif _IN_BRACKET.fullmatch(between) and _closes_bracket(one, other, reading, is_short=between == ", "):
        second.actor = max(second.actor, 8.0)
        reading.links.join(one.key, other.key)
        reading.short[other.key] = one.key
    elif _may_be_cue(between, reading.vocabulary) and reading.vocabulary.alias_cue.search(between):
        _link_cue(names, index, between, reading)
    elif _is_apposition(names, index, between, reading):
        second.actor = max(second.actor, 3.0)
        reading.links.join(one.key, other.key)
    elif _LIST.match(between) or (len(between) < _SHORT_GAP and _DIFFERENT.search(between)):
        reading.links.keep_apart(one.key, other.key)


def _closes_bracket(one: Name, other: Name, reading: Reading, *, is_short: bool) -> bool:
    """As in "(French: X, ABC)" and "(ABC, in French X)": another name ends the bracket."""
    is_last = reading.text[other.end : other.end + 1] == ")"
    return is_last and reading.evidence[one.key].kind is ACTOR and (not is_short or reading.written(other).isupper())


def _may_be_cue(between: str, vocabulary: Vocabulary) -> bool:
    words = between.rstrip("“\"‘' ").rsplit(None, 3)[-2:]
    return len(between) > 4 and not vocabulary.alias_ends.isdisjoint(word.casefold() for word in words)


def _link_bracket(one: Name, other: Name, reading: Reading, *, is_translation: bool) -> None:
    first, second = reading.evidence[one.key], reading.evidence[other.key]
    written = reading.written(other)
    closes = reading.text[other.end : other.end + 2].lstrip("”\"’'")[:1] in {")", ",", ";"}
    if not closes or (first.kind in {PLACE, None} and not _fits(one, written)):
        return
    if first.kind is PERSON and not _fits(one, written):
        return
    is_translation = is_translation and first.kind is ACTOR and len(other.words) > 1
    are_actors = second.kind is ACTOR and first.kind is ACTOR
    if is_translation or are_actors or _fits(one, written) or (written.isupper() and len(written) <= 10):
        if reading.vocabulary.places.get(other.key, "t") in "cam" and not _fits(one, written):
            return
        second.actor = max(second.actor, 8.0)
        first.actor = max(first.actor, first.place, first.person) + 1.0
        second.place = second.person = 0.0
        reading.links.join(one.key, other.key)
        if written.isupper():
            reading.short[other.key] = one.key


def _fits(name: Name, written: str) -> bool:
    """Whether the capitals of an abbreviation are initials of the name, in order."""
    letters = [c for c in written.casefold() if c.isalpha()]
    initials = [w[0] for w in name.words]
    at = 0
    for letter in initials:
        if at < len(letters) and letter == letters[at]:
            at += 1
    return written.isupper() and len(letters) >= 2 and at >= max(2, len(letters) - 1)


def _link_cue(names: list[Name], index: int, between: str, reading: Reading) -> None:
    other = names[index + 1]
    cue = reading.vocabulary.alias_cue.search(between)
    lead = between[: cue.start()] if cue else between
    owner: Name | None = names[index]
    if not _PLAIN_LEAD.match(lead) and between[len(lead) :].casefold().startswith(("alias", "a.k.a", "aka", "nicknamed")):
        return
    if not _PLAIN_LEAD.match(lead):
        owner = find_subject(names, index + 1, reading.evidence)
    kind = reading.evidence[owner.key].kind if owner else None
    if owner is None or kind not in {ACTOR, PERSON} or owner.key == other.key:
        return
    second = reading.evidence[other.key]
    if (kind is ACTOR and second.kind in {ACTOR, None, PLACE}) or (
        kind is PERSON and second.kind in {PERSON, None, ACTOR, PLACE}
    ):
        if kind is ACTOR:
            second.actor = max(second.actor, second.place, second.person) + 3.0
        else:
            second.person = max(second.actor, second.place, second.person) + 3.0
        reading.links.join(owner.key, other.key)


def find_subject(names: list[Name], index: int, evidence: dict[str, Evidence]) -> Name | None:
    """Return the name that the sentence of ``names[index]`` is about: its first, or the one that its first pronoun stands for."""
    sentence = names[index].sentence
    start = index
    while start > 0 and names[start - 1].sentence is sentence:
        start -= 1
    opening = [t.text.casefold() for t in sentence.tokens[:2]]
    if not opening or opening[0] not in _SUBJECTS:
        if opening and opening[0] == "the" and names[start].first > 3 and opening[1:2] != ["group"]:
            return None
        if opening[:2] != ["the", "group"]:
            return names[start] if start < index and names[start].first <= 8 else None
    wanted = PERSON if opening[0] in {"he", "his", "she", "her"} else ACTOR
    end = start
    while start > 0 and names[start - 1].sentence.index >= sentence.index - 3:
        start -= 1
    for sentence_back in (1, 2, 3):
        for name in names[start:end]:
            if name.sentence.tokens[0].text.casefold() in _SUBJECTS and name.first > 0:
                continue
            if name.sentence.index == sentence.index - sentence_back and evidence[name.key].kind is wanted:
                return name
    return None


def _is_apposition(names: list[Name], index: int, between: str, reading: Reading) -> bool:
    """As in "Jaish al-X, the Army of Y." and "Forces of X, the ABC, which ...": a name set beside another, and no list."""
    one, other = names[index], names[index + 1]
    written = reading.written(other)
    text, evidence, vocabulary = reading.text, reading.evidence, reading.vocabulary
    if between == ", " and one.force and written.isupper() and " " not in written and text[other.end : other.end + 1] == ",":
        return True
    if between not in {", the ", ", or the ", ", or ", "), or ", "), or the "} or evidence[one.key].kind is not ACTOR:
        return False
    after = text[other.end : other.end + 8]
    if _LISTED.search(text[max(0, one.start - 12) : one.start]) and between == ", the ":
        return False
    if written.isupper() and " " not in written:
        return " or " in between or after.startswith((", wh", ".", ")")) or _fits(one, written)
    follows = names[index + 2].start - other.end if index + 2 < len(names) else 99
    if evidence[other.key].kind is not ACTOR or after.startswith((", the", " and ", ", and")) or follows <= 6:
        return False
    is_foreign = one.words[0] in vocabulary.foreign or one.key in reading.short or " or " in between
    return (
        is_foreign
        and (" or " in between or other.words[0] not in vocabulary.foreign)
        and after[:1] in {".", ",", ";", ")"}
        and not after.startswith(", a")
    )


def link_spellings(reading: Reading) -> None:
    """Join names of one kind that are spellings, translations or abbreviations of each other."""
    evidence, vocabulary, links = reading.evidence, reading.vocabulary, reading.links
    keys = list(evidence)
    plain: dict[tuple[str, ...], str] = {}
    for key in keys:
        core = _core(key)
        if evidence[key].kind is not None and (len(core) > 1 or len(core) < len(key.split())):
            links.join(plain.setdefault(core, key), key)
    _link_listed(keys, reading)
    for kind in (ACTOR, PERSON, PLACE):
        seen: dict[tuple[str, ...], str] = {}
        for key in keys:
            if evidence[key].kind is not kind:
                continue
            for form in _forms(key, kind, vocabulary, reading.short):
                if form in seen:
                    links.join(seen[form], key)
                else:
                    seen[form] = key


def _link_listed(keys: list[str], reading: Reading) -> None:
    """Join names that the lexicon lists as one, and a known name with its nationality ("Kurdish Peshmerga")."""
    evidence, vocabulary, links = reading.evidence, reading.vocabulary, reading.links
    for key in keys:
        first, _, rest = key.partition(" ")
        if first in vocabulary.demonyms and rest in vocabulary.known and rest in evidence and evidence[rest].kind is ACTOR:
            links.join(rest, key)  # "Kurdish Peshmerga"
    for group in vocabulary.same:
        met = [key for key in group if key in evidence and evidence[key].kind is ACTOR]
        for key in met[1:]:
            links.join(met[0], key)


def _core(key: str) -> tuple[str, ...]:
    words = tuple(key.split())
    return tuple(w for w in words if w not in ARTICLES and w not in _SMALL) or words


def _forms(key: str, kind: MentionKind, vocabulary: Vocabulary, short: dict[str, str]) -> list[tuple[str, ...]]:
    """Return the word sets under which a name may be met."""
    words = tuple(key.split())
    if kind is PERSON:
        words = words[count_titles(words, vocabulary) :]
    core = _core(" ".join(words))
    spelled = tuple(spell(w) for w in core)
    forms = [("=", *spelled)]
    if kind is ACTOR:
        if any(w in short for w in core):
            whole = [x for w in core for x in (short[w].split() if w in short else [w])]
            forms.append(("=", *(spell(w) for w in whole)))
        english = sorted(vocabulary.foreign.get(w) or spell(w) for w in core)
        if len(english) > 1 and any(vocabulary.foreign.get(w) or w in vocabulary.heads for w in core):
            forms.append(("~", *english))
    return forms


_DOUBLE = re.compile(r"([a-z])\1+")
_SOUNDS = (
    ("ou", "u"),
    ("ph", "f"),
    ("q", "k"),
    ("dh", "d"),
    ("kh", "k"),
    ("gh", "g"),
    ("ey", "i"),
    ("ei", "i"),
    ("ay", "ai"),
    ("y", "i"),
    ("o", "u"),
    ("e", "i"),
)


@lru_cache(maxsize=1 << 15)
def spell(word: str) -> str:
    """Return a key that spellings of one foreign word share: doubled letters, vowels and guttural letters are levelled."""
    if len(word) < 4:
        return word
    key = _DOUBLE.sub(r"\1", word)
    for written, sound in _SOUNDS:
        key = key.replace(written, sound)
    return _DOUBLE.sub(r"\1", key).removesuffix("h")
