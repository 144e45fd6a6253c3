"""Which names of a report mean the same actor or person."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from tacitus.extract.actortypes import type_actor
from tacitus.extract.aliases import Links, Reading, link_spellings, link_stated
from tacitus.extract.lexicon import load_words
from tacitus.extract.names import Name
from tacitus.extract.runs import NUMBERS, STOP
from tacitus.extract.shapes import ACTOR, PERSON, PLACE, Evidence, core_words, count_titles
from tacitus.extract.vocabulary import Vocabulary
from tacitus.model import ActorType, MentionKind, PlaceKind, ZoneKind
from tacitus.text import fold_name

_WEAK = 1.6
_PARTS = load_words("anaphora", "relational")
_RULES = frozenset({"government", "army", "ministry", "police", "state", "republic", "forces", "force"})
_ARMIES = (" defence force", " defence forces", " defense forces", " defense force", " armed forces", " national army", " army")


@dataclass(slots=True, kw_only=True)
class Cluster:
    """Names of one actor, person or place, with where they stand."""

    kind: MentionKind
    name: str
    aliases: tuple[str, ...] = ()
    type: ActorType | None = None
    place_kind: PlaceKind | None = None
    keys: tuple[str, ...] = ()
    forces: tuple[str, ...] = ()
    spans: list[tuple[int, int]] = field(default_factory=list)


def link_names(names: list[Name], evidence: dict[str, Evidence], vocabulary: Vocabulary, text: str) -> Reading:
    """Return the names with the links between those of one actor, person or place; their evidence is evened out."""
    reading = Reading(text=text, vocabulary=vocabulary, evidence=evidence, names=names)
    links, short = reading.links, reading.short
    link_stated(reading)
    for name in names:
        if "(" in text[name.start : name.end]:
            _note_inner_short(name, short, text)
    link_spellings(reading)
    keys = list(evidence)
    actors = [k for k in keys if evidence[k].kind is ACTOR]
    _link_forces(names, vocabulary, links)
    _link_initials(actors, names, short, links)
    _link_short_forms(actors, reading)
    _link_lone_words(actors, reading)
    _link_surnames(reading)
    _level(keys, evidence, links)
    return reading


def _note_inner_short(name: Name, short: dict[str, str], text: str) -> None:
    """As in "Joint Task Force (JTF) North": JTF stands for the words before it."""
    _before, rest = text[name.start : name.end].split("(", 1)
    inner = rest.split(")")[0].casefold()
    if inner in name.words:
        short[inner] = " ".join(name.words[: name.words.index(inner)])


def _link_forces(names: list[Name], vocabulary: Vocabulary, links: Links) -> None:
    """As in "Puntland forces" and "Puntland security forces" are one actor."""
    seen: dict[tuple[str, str], str] = {}
    for name in names:
        if name.force:
            base = vocabulary.demonyms.get(name.base) or name.base
            links.join(seen.setdefault((base, name.force), name.key), name.key)
        elif len(name.words) > 1 and vocabulary.demonyms.get(name.words[0]) and name.key.endswith(_ARMIES):
            links.join(seen.setdefault((vocabulary.demonyms[name.words[0]], "army"), name.key), name.key)
    rulers = dict.fromkeys(name.key for name in names if name.force == "government" and not name.inner)
    of_persons = [k for k in rulers if k.rsplit(" ", 1)[0] not in vocabulary.demonyms and k.endswith((" regime", " government"))]
    of_states = list(dict.fromkeys(links.find(k) for k in rulers if k not in of_persons))
    if len(of_states) == 1:  # "the Syrian regime" and "the Assad regime"
        for key in of_persons:
            if key.rsplit(" ", 1)[0] not in vocabulary.places:
                links.join(of_states[0], key)


def _link_initials(actors: list[str], names: list[Name], short: dict[str, str], links: Links) -> None:
    """Join an abbreviation that no bracket explains to the one name whose initials it has."""
    small = {"of", "the", "and", "for", "de", "la", "del", "des", "du", "et", "y", "al", "en", "los", "las", "in"}
    by_initials: dict[str, list[str]] = {}
    for key in actors:
        words = key.split()
        if len(words) > 1:
            for chosen in (words, [w for w in words if w not in small]):
                found = by_initials.setdefault("".join(w[0] for w in chosen), [])
                if key not in found:
                    found.append(key)
    upper = {n.key for n in names if len(n.words) == 1 and n.sentence.tokens[n.first].text.isupper()}
    for key in actors:
        roots = sorted({links.find(k) for k in by_initials.get(key, ())})
        if key in upper and key not in short and len(roots) == 1 and len(key) > 1:
            links.join(roots[0], key)
    for key, whole in short.items():
        roots = sorted({links.find(k) for k in by_initials.get(key, ())} - {links.find(whole)})
        if len(roots) == 1 and key in actors and not any(links.is_apart(roots[0], k) for k in (key, whole)):
            links.join(whole, roots[0])


def _link_short_forms(actors: list[str], reading: Reading) -> None:
    """Join "Nusrah" to "Al Nusrah Front": the rest that is left out must be a head word or a place, and the choice clear."""
    evidence, vocabulary, links = reading.evidence, reading.vocabulary, reading.links
    keys = list(evidence)
    long_names = [(k, tuple(k.split())) for k in actors if " " in k]
    by_word: dict[str, list[tuple[str, tuple[str, ...]]]] = {}
    for key, words in long_names:
        for word in dict.fromkeys(words):
            by_word.setdefault(word, []).append((key, words))
    for key in keys:
        words = tuple(key.split())
        own = evidence[key]
        if (own.kind is PERSON and own.person > 4) or (own.kind is PLACE and own.place >= 2.6) or own.actor < -5:
            continue
        core = core_words(words)
        hits = [long for long, whole in by_word.get(core[0], ()) if long != key and _is_short(core, whole, vocabulary)]
        roots = list(dict.fromkeys(links.find(h) for h in hits if not links.is_apart(h, key)))
        if len(roots) == 1:
            links.join(roots[0], key)
            own.actor = max(own.actor, own.person, own.place) + 1.0


def _is_short(core: tuple[str, ...], whole: tuple[str, ...], vocabulary: Vocabulary) -> bool:  # noqa: PLR0911  a list of cases
    """Whether ``core`` is a short form of the name ``whole``."""
    rest_of = core_words(whole)
    size = len(core)
    if size >= len(rest_of):
        return False
    if size == 1 and (core[0] in vocabulary.heads or core[0] in vocabulary.common or core[0] in vocabulary.demonyms):
        return False
    if rest_of[:size] == core:  # "Nusrah" of "Nusrah Front": only head words are left out
        rest = rest_of[size:]
        if not _PARTS.isdisjoint(rest):
            return False  # a faction is not its parent
        if all(w in vocabulary.heads for w in rest) and (len(rest) == 1 or (len(rest) == 2 and size > 1)):
            return True
        if size > 1 and rest[0] in {"of", "for"} and core[-1] in vocabulary.heads:
            return True  # "Supreme Council" of "Supreme Council for the Deliverance of X"
        return size == 1 and core[0] in vocabulary.foreign and not any(w in vocabulary.heads for w in rest)
    if (
        rest_of[-size:] == core
        and size > 1
        and (core[-1] in vocabulary.heads or (core[-1].isdigit() and core[-2] in vocabulary.heads))
    ):
        rest = rest_of[:-size]
        return (
            not any(w in vocabulary.foreign for w in rest) and core[0] not in vocabulary.demonyms and core[0] not in {"of", "for"}
        )
    return size == 1 and len(rest_of) == 2 and rest_of[0] in vocabulary.foreign and bool(vocabulary.foreign[rest_of[0]])


def _link_lone_words(actors: list[str], reading: Reading) -> None:
    """Join "the Banner" to "Rovuma Banner" and "the Youth" to "Youth of X", where one name only fits."""
    evidence, links, vocabulary = reading.evidence, reading.links, reading.vocabulary
    ends: dict[str, list[str]] = {}
    for key in actors:
        words = key.split()
        if len(words) > 1:
            link = next((i for i, word in enumerate(words) if word in {"of", "for"} and i), 0)
            for word in dict.fromkeys((words[-1], words[link - 1]) if link else (words[-1],)):
                ends.setdefault(word, []).append(key)
    lone: dict[str, bool] = {}
    whole = [name for name in reading.names if len(name.words) > 1]
    for name in reading.names:
        if len(name.words) == 1 and name.key in ends and not name.is_flat and name.key not in _RULES:
            is_told = any(n.key in ends[name.key] and n.sentence.zone.kind is not ZoneKind.BYLINE for n in whole)
            lone[name.key] = is_told and lone.get(name.key, True) and name.token(-1) in {"the", "this", "our", "that"}
    for key, is_definite in lone.items():
        roots = list(dict.fromkeys(links.find(k) for k in ends[key] if not links.is_apart(k, key)))
        if is_definite and len(roots) == 1 and evidence[key].place < 2 and _is_noun(key, vocabulary):
            links.join(roots[0], key)
            evidence[key].actor = max(evidence[key].actor, 9.0)


def _is_noun(key: str, vocabulary: Vocabulary) -> bool:
    return key in vocabulary.common or key in vocabulary.heads or key in vocabulary.emblems


def _link_surnames(reading: Reading) -> None:
    """Join "Colonel Warsame" and "Warsame" to "Abshir Warsame", where one full name only fits."""
    evidence, vocabulary, links = reading.evidence, reading.vocabulary, reading.links
    keys = list(evidence)
    full: dict[str, list[str]] = {}
    bare: dict[str, tuple[str, ...]] = {}
    for key in keys:
        if evidence[key].kind is PERSON:
            words = tuple(key.split())
            bare[key] = words[count_titles(words, vocabulary) :]
            if len(bare[key]) > 1:
                for word in dict.fromkeys(core_words(bare[key])):
                    full.setdefault(word, []).append(key)
    for key in keys:
        own = evidence[key]
        words = bare.get(key, tuple(key.split()))
        core = core_words(words)
        is_other = (own.kind is ACTOR and own.actor > _WEAK) or (own.kind is not PERSON and own.place > 4.2)
        if own.actor < -5 or not core or len(core) > 2 or is_other:
            continue
        hits = [k for k in full.get(core[-1], ()) if k != key and _fits_person(core, bare[k])]
        roots = list(dict.fromkeys(links.find(k) for k in hits))
        if len(roots) == 1:
            links.join(roots[0], key)
            own.person = max(own.person, own.actor, own.place) + 1.0


def _fits_person(core: tuple[str, ...], whole: tuple[str, ...]) -> bool:
    parts = core_words(whole)
    return len(core) < len(parts) and (parts[-len(core) :] == core or (len(core) == 1 and core[0] in parts))


def _level(keys: list[str], evidence: dict[str, Evidence], links: Links) -> None:
    """Give all names of a cluster the kind of the whole."""
    groups: dict[str, list[str]] = {}
    for key in keys:
        groups.setdefault(links.find(key), []).append(key)
    for members in groups.values():
        if len(members) < 2:
            continue
        sums = {kind: sum(max(0.0, getattr(evidence[k], kind.value)) for k in members) for kind in (ACTOR, PERSON, PLACE)}
        best = max((ACTOR, PLACE, PERSON), key=lambda kind: sums[kind])
        for key in members:
            for kind in (ACTOR, PERSON, PLACE):
                setattr(evidence[key], kind.value, 9.0 if kind is best else 0.0)


def cluster_actors(names: Iterable[Name], reading: Reading) -> list[Cluster]:
    """Return the actors and persons that the names mean, in the order of their first mention."""
    evidence, vocabulary, links, text = reading.evidence, reading.vocabulary, reading.links, reading.text
    groups: dict[tuple[str, MentionKind], list[Name]] = {}
    for name in names:
        kind = evidence[name.key].kind
        if kind in {ACTOR, PERSON} and not is_doubtful(name, evidence, vocabulary):
            groups.setdefault((links.find(name.key), kind), []).append(name)
    return [_build(kind, members, evidence, vocabulary, text) for (_, kind), members in groups.items()]


def is_doubtful(name: Name, evidence: dict[str, Evidence], vocabulary: Vocabulary) -> bool:
    """Whether the capital may be that of a sentence's first word, or of a headline's."""
    single = len(name.words) == 1
    own = evidence[name.key]
    if single and name.key in vocabulary.heads and not name.force:
        return max(own.actor, own.place, own.person) < 8
    if name.is_flat:
        plain = all(word in vocabulary.common for word in name.words) or not STOP.isdisjoint(
            word for word in name.words if word not in {"of", "the", "for", "and"} and word not in NUMBERS
        )
        return max(own.actor, own.place, own.person) < 4 or (plain and max(own.actor, own.place, own.person) < 8)
    return single and name.is_initial and name.words[0] in vocabulary.common and max(own.actor, own.place, own.person) < 8


def _build(kind: MentionKind, members: list[Name], evidence: dict[str, Evidence], vocabulary: Vocabulary, text: str) -> Cluster:
    written: dict[str, int] = {}
    for name in members:
        forms = [write_name(text[name.start : name.end])]
        if name.owned_from >= 0:
            forms.insert(0, write_name(text[name.owned_from : name.end]))
        if name.inner and name.is_quoted:
            forms.append(name.inner)
        if kind is PERSON:
            at = count_titles(name.words, vocabulary)
            if at:
                forms.append(_drop_titles(forms[0], at))
        for form in forms:
            written[form] = written.get(form, 0) + 1
    if kind is PERSON:
        best = max(written, key=lambda f: (count_titles(tuple(fold_name(f).split()), vocabulary) == 0, len(f.split())))
    else:
        best = max(written, key=lambda f: (" " in f or not f.isupper(), not f.isupper(), -list(written).index(f)))
    keys = tuple(dict.fromkeys(name.key for name in members))
    return Cluster(
        kind=kind,
        name=best,
        aliases=tuple(form for form in written if form != best),
        type=ActorType.PERSON if kind is PERSON else type_actor(members, [evidence[k] for k in keys], vocabulary),
        keys=keys,
        forces=tuple(dict.fromkeys(n.force for n in members if n.force)),
        spans=[(n.start, n.end) for n in members],
    )


def write_name(text: str) -> str:
    """Return the name on one line, a bracketed abbreviation in its middle left in."""
    return " ".join(text.split())


def _drop_titles(written: str, count: int) -> str:
    words = written.split()
    kept = [w for w in words if w != "."]
    return " ".join(kept[count:]) if count < len(kept) else written
