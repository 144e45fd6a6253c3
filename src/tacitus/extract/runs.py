"""How far a name reaches: the small words, marks and figures that may stand between its capitalised words."""

import re

from tacitus.extract.lexicon import load_words
from tacitus.extract.vocabulary import Vocabulary
from tacitus.text import Token, fold_name

PARTICLES = load_words("runs", "particles")
ARTICLES = load_words("runs", "articles")
STOP = load_words("runs", "stop")
NUMBERS = load_words("runs", "numbers")
_LONGEST = 24
_LOWER_ARABIC = re.compile(r"(?:al|el|an|ad|as|ash|ar|at|az|ul|d|l|dh|wal|bin|abu)[-’'ʿ‘]\W?[A-ZÀ-Þ]")
JOINED = re.compile(
    r"(.+?)-(based|born|led|held|backed|controlled|linked|affiliated|aligned|run|allied|dominated|supported|inspired|besieged)$"
)
NUMBERED = load_words("runs", "numbered")
_OPEN_OF = load_words("runs", "open_of")
OPENING = frozenset('“"«‘')
CLOSING = frozenset('”"»’')


def is_capital(text: str) -> bool:
    """Whether the token may be a word of a name."""
    return text[0].isupper() or (len(text) > 3 and text[0].islower() and _LOWER_ARABIC.match(text) is not None)


def extend_run(tokens: tuple[Token, ...], index: int, vocabulary: Vocabulary, text: str) -> int:
    """Return the end of the run that starts at ``index``."""
    stop = index + 1
    is_org = is_head(tokens[index].text, vocabulary)
    count = len(tokens)
    while stop < count and stop - index < _LONGEST and not ("-" in tokens[stop - 1].text and JOINED.match(tokens[stop - 1].text)):
        step = _step(tokens, index, stop, vocabulary, text, is_org=is_org)
        if not step:
            break
        stop += step
        is_org = is_org or is_head(tokens[stop - 1].text, vocabulary)
    return stop


def is_head(word: str, vocabulary: Vocabulary) -> bool:
    """Whether the word heads the name of a group or a body."""
    folded = fold_name(word) if "-" not in word else word.casefold()
    return folded in vocabulary.heads or folded in vocabulary.foreign


def _step(tokens: tuple[Token, ...], index: int, stop: int, vocabulary: Vocabulary, text: str, *, is_org: bool) -> int:  # noqa: C901, PLR0911, PLR0912, PLR0913  a list of cases, read from top to bottom
    """Return how many tokens the run grows by at ``stop``."""
    token, before = tokens[stop], tokens[stop - 1]
    gap = text[before.end : token.start]
    if "\n" in gap and token.start - _line_start(text, before.end) < 60:
        return 0
    word = token.text
    following = tokens[stop + 1].text if stop + 1 < len(tokens) else "."
    if is_capital(word):
        return 0 if word in {"No", "Nos", "Nr", "Vol"} and following[0] in ".0123456789" else 1
    if word in OPENING and following[0].isupper() and stop + 3 < len(tokens) and tokens[stop + 2].text in CLOSING:
        return 4 if is_capital(tokens[stop + 3].text) and gap else 0
    if word == "(" and is_org and stop + 3 < len(tokens):
        return _step_bracket(tokens, stop)
    if before.text.casefold() in NUMBERED and (word.isdigit() or word.casefold() in NUMBERS):
        return 1
    if not following[0].isalnum():
        return 0
    if word.isdigit() and following.casefold() in NUMBERED and following[0].isupper():
        return 2
    lower = word.casefold()
    high = is_capital(following)
    if lower in PARTICLES and high and gap:
        return 2
    if lower in PARTICLES and following.casefold() in ARTICLES and stop + 2 < len(tokens) and is_capital(tokens[stop + 2].text):
        return 3
    if word in {"'s", "’s", "'", "’"} and high and not gap:
        stem = fold_name(before.text)
        inside = (stem in vocabulary.possessives or (stem.endswith("s") and is_head(following, vocabulary))) and (
            word in {"'s", "’s"} or stem.endswith("s")
        )
        return 2 if inside or (is_org and _has_of(tokens, index, stop) and not _ends_in_head(tokens, stop + 1, vocabulary)) else 0
    if (
        word == "."
        and high
        and not gap
        and following.casefold() not in STOP
        and (len(before.text) == 1 or fold_name(before.text) in vocabulary.titles)
    ):
        return 2
    if word in {"&", "/"} and high:
        return 2 if word == "&" or not gap else 0
    if lower in {"of", "for", "in"}:
        return _step_of(tokens, index, stop, vocabulary, is_org=is_org)
    if lower == "and" and high and _joins(tokens, stop, vocabulary):
        return 2
    if before.text.casefold() in vocabulary.foreign and all(
        t.text.casefold() in STOP or len(t.text) == 1 for t in tokens[index : stop - 1]
    ):
        return _step_foreign(tokens, stop)
    return 0


def _ends_in_head(tokens: tuple[Token, ...], at: int, vocabulary: Vocabulary) -> bool:
    while at + 1 < len(tokens) and is_capital(tokens[at + 1].text):
        at += 1
    return is_head(tokens[at].text, vocabulary)


def _is_ideal(word: str, vocabulary: Vocabulary) -> bool:
    return word.casefold().replace("-", "") in vocabulary.ideals


def _joins(tokens: tuple[Token, ...], stop: int, vocabulary: Vocabulary) -> bool:
    """Whether "and" stands inside a name: "Justice and Equality Movement", "Arms and Sanctions Panel"."""
    before, following = tokens[stop - 1].text, tokens[stop + 1].text
    if _is_ideal(following, vocabulary) and _is_ideal(before, vocabulary):
        return True
    if stop + 2 >= len(tokens) or not is_capital(tokens[stop + 2].text) or is_head(before, vocabulary):
        return False
    words = (before.casefold(), following.casefold())
    is_plain = all(w in vocabulary.common and w not in vocabulary.places and w not in vocabulary.demonyms for w in words)
    return is_plain and is_head(tokens[stop + 2].text, vocabulary) and not is_head(following, vocabulary)


def _step_foreign(tokens: tuple[Token, ...], stop: int) -> int:
    """Step to the end of a name whose later words are written small: "Forces de défense des collines"."""
    at, small, end = stop, 0, 0
    while at < len(tokens) and at - stop < 12:
        word = tokens[at].text
        lower = word.casefold()
        is_link = lower in PARTICLES or lower[:2] in {"l'", "l’", "d'", "d’"}
        is_date = word.isdigit() and at > stop
        if (
            not (word[0].isalpha() or is_date)
            or (lower in STOP and not is_link)
            or (at == stop and not is_link and not _links(tokens, at + 1))
        ):
            break
        small += is_link
        at += 1
        if not is_link or "’" in lower or "'" in lower:
            end = at
    return end - stop if small and end > stop + 1 else 0


def _links(tokens: tuple[Token, ...], at: int) -> bool:
    return at < len(tokens) and tokens[at].text in {"de", "des", "du", "pour", "para", "del", "por"}


def _step_bracket(tokens: tuple[Token, ...], stop: int) -> int:
    """Step over an abbreviation in the middle of a name: "Joint Task Force (JTF) North"."""
    short, close, following = tokens[stop + 1], tokens[stop + 2], tokens[stop + 3]
    is_inside = short.text.isupper() and len(short.text) > 1 and close.text == ")" and following.text[0].isupper()
    return 4 if is_inside and not following.text.isupper() and following.start == close.end + 1 else 0


def _step_of(tokens: tuple[Token, ...], index: int, stop: int, vocabulary: Vocabulary, *, is_org: bool) -> int:
    """Step over "of", "for" or "in" to the next capital, where they stand inside a name."""
    link = tokens[stop].text
    if link == "in":
        return _step_in(tokens, index, stop)
    has_article = tokens[stop + 1].text.casefold() in {"the", "all"}
    at = stop + 1 + has_article
    is_open = _opens_of(tokens, index, stop, vocabulary) or (is_org and _has_of(tokens, index, stop))
    if not is_open or at >= len(tokens) or not is_capital(tokens[at].text):
        return 0
    if fold_name(tokens[at].text) in vocabulary.demonyms and not is_capital(tokens[min(at + 1, len(tokens) - 1)].text):
        return 0
    if has_article or link == "for":
        return 0 if link == "of" and _is_second_name(tokens, at, vocabulary) else at - stop + 1
    if stop - index > 1 and _is_person(tokens, at, vocabulary):
        return 0
    return at - stop + 1


def _opens_of(tokens: tuple[Token, ...], index: int, stop: int, vocabulary: Vocabulary) -> bool:
    """Whether "of" may follow the word inside a name: "Front of", "Gulf of", "Sons of", "Minister of"."""
    before = tokens[stop - 1].text
    lower = before.casefold()
    if is_head(before, vocabulary) or lower in _OPEN_OF:
        return True
    if lower in vocabulary.titles:
        return tokens[stop + 1].text.casefold() in vocabulary.ministries
    is_noun = lower in vocabulary.emblems or (lower in vocabulary.common and lower.endswith("s"))
    if not is_noun or stop != index + 1 or starts_sentence(tokens, index):
        return False
    return lower not in vocabulary.roles and lower not in STOP


def _is_second_name(tokens: tuple[Token, ...], at: int, vocabulary: Vocabulary) -> bool:
    """Whether a name of its own follows: "the 1st Division of the Free Army", but not "the Army of the Republic"."""
    end = at + 1
    while end < len(tokens) and is_capital(tokens[end].text):
        end += 1
    last = tokens[end - 1].text
    if is_head(tokens[at].text, vocabulary) and tokens[min(end, len(tokens) - 1)].text in {"of", "for"}:
        return True
    return (end - at > 1 and is_head(last, vocabulary)) or last.isupper()


def _step_in(tokens: tuple[Token, ...], index: int, stop: int) -> int:
    """As in "Congress for Unity in X", "Al-Qaeda in the Islamic Y": a country or region inside a name."""
    has_article = tokens[stop + 1].text == "the"
    at = stop + 1 + has_article
    if at >= len(tokens) or not tokens[at].text[0].isupper():
        return 0
    known = " ".join(t.text.casefold() for t in tokens[index:stop])
    is_wide = has_article and at + 1 < len(tokens) and tokens[at + 1].text[0].isupper()
    if any(tokens[i].text == "for" for i in range(index, stop)) or (
        is_wide and known in {"al-qaeda", "al qaeda", "islamic state"}
    ):
        return at - stop + 1
    return 0


def _is_person(tokens: tuple[Token, ...], at: int, vocabulary: Vocabulary) -> bool:
    """Whether two capitalised words that are no words of the language and no places stand at ``at``."""
    end = at
    while end < len(tokens) and is_capital(tokens[end].text):
        end += 1
    words = [fold_name(t.text) for t in tokens[at:end]]
    if words[0] in vocabulary.titles and words[0] not in vocabulary.weak_titles and len(words) > 1:
        return True
    if len(words) not in {2, 3} or " ".join(words) in vocabulary.places:
        return False
    return (
        words[0] in vocabulary.given
        or words[0] in vocabulary.titles
        or not any(
            w in vocabulary.common or w in vocabulary.heads or w in vocabulary.demonyms or w in vocabulary.places for w in words
        )
    )


def _has_of(tokens: tuple[Token, ...], index: int, stop: int) -> bool:
    return any(tokens[at].text in {"of", "for"} for at in range(index, stop))


def _line_start(text: str, at: int) -> int:
    return max(text.rfind("\n", max(0, at - 80), at), at - 80)


def starts_sentence(tokens: tuple[Token, ...], index: int) -> bool:
    """Whether nothing but marks stands before the token in its sentence or its quotation."""
    at = index - 1
    while at >= 0 and not tokens[at].text[0].isalnum():
        if tokens[at].text in ":.!?•*–—-" or tokens[at].text in '“"':
            return True
        if tokens[at].text in ",;()’'":
            return False
        at -= 1
    return at < 0
