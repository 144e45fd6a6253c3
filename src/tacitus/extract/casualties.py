"""Deaths and injuries of a sentence: who was killed or hurt, how many, in which words."""

from dataclasses import replace

from tacitus.extract.arguments import object_region, phrase_end
from tacitus.extract.counts import CasualtyLexicon, is_number, load_casualties, read_count, words_between
from tacitus.extract.tolls import UNHURT, Toll, find_fields, find_unhurt, is_inside, is_single
from tacitus.extract.triggers import own_subject_region
from tacitus.extract.verbgroups import Clauses, Verb
from tacitus.model import Count, MentionKind


def find_tolls(clauses: Clauses, folder: str | None = None) -> list[Toll]:
    """Return the tolls of a sentence, in text order."""
    lexicon = load_casualties(folder)
    found: list[Toll] = []
    for verb in clauses.verbs:
        if verb.lemma in lexicon.verbs:
            found.extend(_verb_tolls(clauses, verb, lexicon))
    if not UNHURT.isdisjoint(clauses.lows):
        found.extend(find_unhurt(clauses))
    if ":" in clauses.lows:
        fields = find_fields(clauses, lexicon)
        if fields:
            return sorted([*(t for t in found if not is_inside(t, fields)), *fields], key=lambda t: (t.first, t.last))
    if lexicon.triggers.isdisjoint(clauses.lows) and "toll" not in clauses.lows:
        return found
    found.extend(_noun_tolls(clauses, lexicon, found))
    return sorted(found, key=lambda t: (t.first, t.last))


def _verb_tolls(clauses: Clauses, verb: Verb, lexicon: CasualtyLexicon) -> list[Toll]:  # noqa: C901, PLR0911  a list of cases, read from top to bottom
    lemma = verb.lemma
    is_death = lemma in lexicon.death_verbs
    is_injury = lemma in lexicon.injury_verbs
    low, end = object_region(clauses, verb)
    subject = own_subject_region(clauses, verb)
    heads = set(clauses.lows[subject[0] : subject[1]])
    if (
        lemma == "fall"
        and heads & lexicon.fall_subjects
        and not any(clauses.kinds[i] == "p" for i in range(low, min(low + 1, clauses.n)))
    ):
        is_death = True
    phrase = next((p for p in lexicon.death_phrases if tuple(clauses.lows[verb.head : verb.head + len(p)]) == p), None)
    if phrase is not None and lemma != "lose":
        is_death = True
        low = min(verb.head + len(phrase), end)
    if lemma == "lose":
        stop = phrase_end(clauses, low, end) if low < end else low
        if not set(clauses.lows[low:stop]) & lexicon.lost_objects:
            return []
        if {"life", "lives"} & set(clauses.lows[low:stop]):
            return _phrase_tolls(clauses, *subject, lexicon, is_death=True)
        return _phrase_tolls(clauses, low, stop, lexicon, is_death=True)
    if lemma in {"cost", "claim", "take"}:
        return _lives(clauses, low, end, lexicon, is_cost=lemma == "cost")
    if lemma == "bury" and not verb.passive:
        stop = phrase_end(clauses, low, end) if low < end else low
        buried = set(clauses.lows[low:stop])
        return _phrase_tolls(clauses, low, stop, lexicon, is_death=True) if buried & _BURIED else []
    if not (is_death or is_injury):
        return []
    if (verb.negated and clauses.kinds[max(verb.first - 1, 0)] != "r") or (
        heads & lexicon.none_words and subject[1] - subject[0] < 5
    ):
        nobody = _nobody(clauses, verb)
        return [nobody] if is_death else [nobody, replace(nobody, is_death=False)]
    if is_death and _is_one_pronoun(clauses, verb, subject):
        count = Count(low=1, high=1, text=clauses.lows[subject[0]])
        return [Toll(first=subject[0], last=verb.head, count=count, is_death=True)]
    if verb.modal or verb.infinitive:
        return []
    stop = phrase_end(clauses, low, end) if low < end and clauses.kinds[low] != "p" else low
    has_object = any(clauses.kinds[i] in "x#" or clauses.at[i] is not None for i in range(low, stop))
    if verb.passive or lemma in {"die", "perish", "succumb", "fall"} or not has_object:
        first, last = _last_phrase(clauses, *subject)
        return _phrase_tolls(clauses, _counted_before(clauses, first, last), last, lexicon, is_death=is_death)
    return _phrase_tolls(clauses, low, _list_end(clauses, stop, end), lexicon, is_death=is_death)


def _counted_before(clauses: Clauses, low: int, end: int) -> int:
    """Return where a list of counted people begins that ends at ``low``: ``12 soldiers and 20 rebels were killed``."""
    while low > 2 and low < end and clauses.lows[low - 1] in {"and", ","} and clauses.kinds[low] in "#d":
        first = low - 2
        while first > 0 and clauses.kinds[first] == "x" and first not in clauses.verb_at:
            first -= 1
        is_date = any(t.span.overlaps(clauses.span(first, low - 2)) for t in clauses.times)
        if clauses.kinds[first] != "#" or first >= low - 2 or is_date or clauses.lows[low - 2] not in _COUNTABLE:
            return low
        low = first
    return low


def _is_one_pronoun(clauses: Clauses, verb: Verb, subject: tuple[int, int]) -> bool:
    is_one = subject[1] - subject[0] == 1 and clauses.lows[subject[0]] in {"he", "she"}
    return is_one and verb.modal is None and (verb.passive or verb.lemma in {"die", "perish", "succumb"})


def _lives(clauses: Clauses, low: int, end: int, lexicon: CasualtyLexicon, *, is_cost: bool) -> list[Toll]:
    """Read ``claimed nine lives``, ``cost the lives of two soldiers``, ``cost the army forty men``."""
    words = clauses.lows[low:end]
    if not {"lives", "life"} & set(words[:5]):
        is_loss = is_cost and lexicon.lost_objects & set(words)
        return _phrase_tolls(clauses, low, end, lexicon, is_death=True) if is_loss else []
    first = low + words.index("of") + 1 if "of" in words[:5] else low
    return _phrase_tolls(clauses, first, end, lexicon, is_death=True)


def _list_end(clauses: Clauses, stop: int, end: int) -> int:
    """Return the end of a list of victims by side: ``ten from the Hill Guard and four from the army`` counts both."""
    while stop < end and clauses.lows[stop] == "from":
        named = [row for row in clauses.mentions_between(stop, min(end, stop + 3)) if row[2].kind is MentionKind.ACTOR]
        if not named:
            break
        stop = named[0][1]
        if stop + 2 < clauses.n and clauses.lows[stop] == "and" and clauses.kinds[stop + 1] == "#":
            end = max(end, min(clauses.n, stop + 8))
            stop = phrase_end(clauses, stop + 1, end)
    return min(stop, clauses.n)


def _last_phrase(clauses: Clauses, low: int, end: int) -> tuple[int, int]:
    """Return the subject without the adverbial before it: ``In the town, two soldiers``; ``After the clash two soldiers``."""
    for i in range(low, end):
        if clauses.lows[i] == "," and clauses.kinds[low] in "psa":
            return i + 1, end
    return low, end


def _nobody(clauses: Clauses, verb: Verb) -> Toll:
    first = own_subject_region(clauses, verb)[0]
    first = min(verb.first, first)
    return Toll(
        first=first, last=verb.head, count=Count(low=0, high=0, text=words_between(clauses, first, verb.head)), is_death=True
    )


def _phrase_tolls(clauses: Clauses, low: int, end: int, lexicon: CasualtyLexicon, *, is_death: bool) -> list[Toll]:
    """Return one toll for each counted noun phrase of a list; the ``wounded`` among them are injuries."""
    out: list[Toll] = []
    at = low
    while at < end:
        stop = _part_end(clauses, at, end)
        found = read_count(clauses, at, stop, lexicon)
        words = tuple(clauses.lows[at:stop])
        victims = tuple(m for _, _, m in clauses.mentions_between(at, stop) if m.kind in {MentionKind.ACTOR, MentionKind.PERSON})
        if found is not None:
            out.append(
                Toll(
                    first=found[1], last=max(found[2], stop - 1), count=found[0], is_death=is_death, victims=victims, words=words
                )
            )
        elif is_single(clauses, at, stop):
            out.append(
                Toll(
                    first=at,
                    last=stop - 1,
                    count=Count(low=1, high=1, text=words_between(clauses, at, stop - 1)),
                    is_death=is_death,
                    victims=victims,
                    words=words,
                )
            )
        elif victims or any(w in _PEOPLE for w in words):
            out.append(
                Toll(
                    first=at,
                    last=stop - 1,
                    count=Count(low=None, high=None, text=words_between(clauses, at, stop - 1)),
                    is_death=is_death,
                    victims=victims,
                    words=words,
                )
            )
        at = stop + 1
        while at < end and clauses.kinds[at] == "c":
            at += 1
    return out


_BURIED = frozenset(
    {"combatants", "bodies", "victims", "dead", "residents", "people", "civilians", "soldiers", "fighters", "villagers", "men",
     "women", "children", "neighbours", "policemen", "rebels", "townspeople", "inhabitants", "persons"}
)  # fmt: skip
_COUNTABLE = (_BURIED - {"dead", "bodies"}) | {
    "militants",
    "troops",
    "gunmen",
    "officers",
    "insurgents",
    "militiamen",
    "guerrillas",
    "attackers",
}
_PEOPLE = frozenset({"soldiers", "civilians", "people", "fighters", "residents", "villagers", "women", "children", "men"})


def _part_end(clauses: Clauses, at: int, end: int) -> int:
    """Return where one member of a list ends: at a comma or ``and`` before another count or article."""
    for i in range(at, end - 1):
        if clauses.kinds[i] == "c" or clauses.lows[i] == ",":
            if i > at and clauses.kinds[i - 1] == "#" and clauses.kinds[i + 1] == "#" and clauses.lows[i] == "or":
                continue
            j = i + 1
            while j < end and (
                clauses.kinds[j] in "ca" or clauses.lows[j] in {",", "at", "least", "about", "more", "than", "as", "well"}
            ):
                j += 1
            if j < end and i > at and (clauses.kinds[j] in "d#" or is_number(clauses.lows[j])) and clauses.lows[at] != "between":
                return i
        if clauses.lows[i] == "including":
            return end
    return end


def _noun_tolls(clauses: Clauses, lexicon: CasualtyLexicon, verbal: list[Toll]) -> list[Toll]:  # noqa: C901, PLR0912  a list of cases, read from top to bottom
    """Find ``nine dead``, ``No deaths``, ``a death toll of 30``, ``left 17 people dead``, ``the number of dead at 40``."""
    out: list[Toll] = []
    for i, word in enumerate(clauses.lows):
        if word not in lexicon.triggers and word != "toll":
            continue
        if i in clauses.verb_at and word not in {"dead", "killed"}:
            continue
        is_death = word in lexicon.death_nouns or word in {"toll", "casualties", "death", "fatality"}
        before = max(0, i - 6)
        if any(clauses.lows[j] in {"no", "without"} for j in range(max(0, i - 2), i)) and word in lexicon.none_nouns:
            if is_death and word != "injuries":
                civil = i and clauses.lows[i - 1] in {"civilian", "military", "police"}
                if not civil:
                    out.append(
                        Toll(
                            first=i - 1, last=i, count=Count(low=0, high=0, text=words_between(clauses, i - 1, i)), is_death=True
                        )
                    )
            elif word in lexicon.injury_nouns:
                none = Count(low=0, high=0, text=words_between(clauses, i - 1, i))
                out.append(Toll(first=i - 1, last=i, count=none, is_death=False))
            continue
        if not is_death and word not in lexicon.injury_nouns:
            continue
        if word in {"casualties", "death", "fatality"} and not _direct_number(clauses, i):
            continue
        is_verb = i in clauses.verb_at and word == "killed"
        found = _number_before(clauses, before, i, lexicon) if word != "toll" and not is_verb else None
        if found is None and word == "bodies" and clauses.lows[i + 1 : i + 2] == ["of"]:
            found = read_count(clauses, i + 2, min(clauses.n, i + 6), lexicon)
        if found is None and word in {"toll", "dead", "killed", "deaths", "fatalities"}:
            found = _number_after(clauses, i, lexicon)
        if found is None or any(t.first <= found[2] and found[1] <= t.last and t.is_death == is_death for t in verbal):
            continue
        earlier = _counted_before(clauses, found[1], i)
        joined = read_count(clauses, earlier, found[1] - 1, lexicon) if earlier < found[1] else None
        if joined is not None:  # left 12 soldiers and 20 rebels dead
            words = tuple(clauses.lows[joined[1] : found[1] - 1])
            out.append(Toll(first=joined[1], last=found[1] - 2, count=joined[0], is_death=is_death, words=words))
        out.append(
            Toll(
                first=found[1],
                last=max(i, found[2]),
                count=found[0],
                is_death=is_death,
                words=tuple(clauses.lows[found[1] : i + 1]),
            )
        )
    return out


def _direct_number(clauses: Clauses, i: int) -> bool:
    return i > 0 and (is_number(clauses.lows[i - 1]) or (i > 1 and is_number(clauses.lows[i - 2])))


def _number_before(clauses: Clauses, before: int, i: int, lexicon: CasualtyLexicon) -> tuple[Count, int, int] | None:
    """Return the count nearest before the noun, with no verb and no stop between them."""
    for j in range(i - 1, before - 1, -1):
        if (
            clauses.lows[j] in {",", ";", ".", ":"}
            or clauses.kinds[j] in "sr"
            or (j in clauses.verb_at and clauses.lows[j] not in lexicon.vague)
        ):
            return None
        if clauses.lows[j] in lexicon.vague or is_number(clauses.lows[j]):
            first = j
            while first > before and (
                is_number(clauses.lows[first - 1])
                or (clauses.lows[first - 1] in {"and", "to"} and first - 2 >= before and is_number(clauses.lows[first - 2]))
            ):
                first -= 1
            return read_count(clauses, first, i, lexicon)
    return None


def _number_after(clauses: Clauses, i: int, lexicon: CasualtyLexicon) -> tuple[Count, int, int] | None:
    """Return the count in ``the number of dead at 40``, ``the death toll rose to 30``."""
    if not any(w in {"toll", "number", "figure"} for w in clauses.lows[max(0, i - 4) : i + 1]):
        return None
    for j in range(i + 1, min(clauses.n, i + 15)):
        if clauses.lows[j] in {"at", "to", "of", "is", "was", "stands", "reached", "as"}:
            found = read_count(clauses, j + 1, min(clauses.n, j + 7), lexicon)
            if found is not None:
                return found
    return None
