"""Places that the names of a report mean: one per name, two where the text tells them apart."""

from dataclasses import dataclass, field

from tacitus.extract.aliases import Reading
from tacitus.extract.coreference import Cluster, is_doubtful, write_name
from tacitus.extract.kinds import feature_before, find_feature
from tacitus.extract.names import Name
from tacitus.extract.shapes import PLACE
from tacitus.extract.vocabulary import Vocabulary
from tacitus.model import PlaceKind
from tacitus.text import fold_name

_RANK_KINDS = {
    "c": PlaceKind.COUNTRY,
    "a": PlaceKind.REGION,
    "m": PlaceKind.TOWN,
    "l": PlaceKind.TOWN,
    "t": PlaceKind.TOWN,
    "b": PlaceKind.DISTRICT,
    "n": PlaceKind.LANDSCAPE,
}
_URBAN = frozenset({"city", "town", "municipality", "township", "capital"})
_CROSSINGS = frozenset({"bridge", "crossing", "checkpoint", "junction", "tunnel", "ferry"})
_SETTLED = frozenset({PlaceKind.TOWN, PlaceKind.VILLAGE})
_WIDE = frozenset({PlaceKind.REGION, PlaceKind.DISTRICT})


@dataclass(slots=True, kw_only=True)
class _Sight:
    """One mention of a place: its span with feature words, the kind they give it, and the container named behind it."""

    name: Name
    start: int
    end: int
    kind: PlaceKind | None
    container: str = ""
    container_end: int = 0
    bare: str = ""


@dataclass(slots=True, kw_only=True)
class _Site:
    """One place: its sights, and the container that tells it from others of its name."""

    key: str
    sights: list[_Sight] = field(default_factory=list)
    container: str = ""
    side: str = ""


def cluster_places(names: list[Name], reading: Reading) -> list[Cluster]:
    """Return the places that the names mean, in the order of their first mention."""
    evidence, vocabulary = reading.evidence, reading.vocabulary
    groups: dict[str, list[_Sight]] = {}
    for index, name in enumerate(names):
        if evidence[name.key].kind is PLACE and not is_doubtful(name, evidence, vocabulary):
            sight = _see(names, index, reading)
            groups.setdefault(reading.links.find(_bare_key(name, vocabulary)), []).append(sight)
    clusters: list[Cluster] = []
    for sights in groups.values():
        clusters.extend(_build(site, reading) for site in _tell_apart(sights, vocabulary))
    clusters.sort(key=lambda c: c.spans[0])
    return clusters


def _bare_key(name: Name, vocabulary: Vocabulary) -> str:
    """Return the key without a capital feature word: "Tandag City" and "Tandag" are one place, "Mount X" and "X" too."""
    words = name.words
    if (
        len(words) > 1
        and words[-1] in vocabulary.feature_words
        and words[-1] not in {"republic", "islands", "coast", "sea", "ocean"}
    ):
        return " ".join(words[:-1])
    if len(words) > 1 and words[0] in {"barangay", "brgy", "mount", "lake", "jebel", "jabal", "desa", "kampung", "vereda"}:
        return " ".join(words[1:])
    return name.key


def _see(names: list[Name], index: int, reading: Reading) -> _Sight:
    vocabulary, text = reading.vocabulary, reading.text
    name = names[index]
    tokens = name.sentence.tokens
    start, end = name.start, name.end
    bare = write_name(text[start:end])
    feature = find_feature(name, vocabulary)
    kind = None
    if feature is not None:
        # An airport, a port or a bridge is a part of its place and does not tell the town from the region of its name.
        is_part = (feature[0] is PlaceKind.TOWN and name.token(0) not in _URBAN) or name.token(0) in _CROSSINGS
        kind = None if is_part else feature[0]
        end = tokens[name.last + feature[1] - 1].end
    else:
        kind = feature_before(name, vocabulary)
        if kind is not None:
            back = 3 if name.token(-1) == "the" else 2
            if not name.token(-back).endswith(("s",)) and name.token(-back) not in {"outskirts", "suburb", "capital"}:
                start = tokens[name.first - back].start
        elif len(name.words) > 1:
            kind = vocabulary.feature_words.get(name.words[-1]) or vocabulary.feature_before.get(name.words[0])
    sight = _Sight(name=name, start=start, end=end, kind=kind, bare=bare)
    key = _bare_key(name, vocabulary)
    if key != name.key:
        folded = bare.split()
        sight.bare = " ".join(folded[:-1] if fold_name(folded[-1]) in vocabulary.feature_words else folded[1:])
    _find_container(sight, names, index, reading)
    return sight


def _find_container(sight: _Sight, names: list[Name], index: int, reading: Reading) -> None:
    """Note "Y" of "X, Y" or "X in Y" where both are places and no list."""
    evidence, vocabulary, text = reading.evidence, reading.vocabulary, reading.text
    if index + 1 >= len(names) or names[index + 1].sentence is not sight.name.sentence:
        return
    other = names[index + 1]
    between = text[sight.end : other.start]
    if evidence[other.key].kind is not PLACE or between not in {", ", " in ", " (", ", in "} or other.key == sight.name.key:
        return
    rank, own = vocabulary.places.get(other.key, "t"), vocabulary.places.get(sight.name.key, "t")
    after = text[other.end : other.end + 5]
    is_list = between == ", " and after.startswith((" and ", ", and"))
    if is_list and rank not in "cam":
        return
    follows = names[index + 2].start - other.end if index + 2 < len(names) else 99
    is_closed = after.startswith(",") and follows > 2
    if between == ", " and rank not in "camb" and find_feature(other, vocabulary) is None and own in "lcam" and not is_closed:
        return
    sight.container = other.key
    sight.container_end = other.end


def _tell_apart(sights: list[_Sight], vocabulary: Vocabulary) -> list[_Site]:
    """Split the mentions of one name: by containers that differ, and by "city of X" beside "X province"."""
    containers = list(dict.fromkeys(s.container for s in sights if s.container))
    kinds = {s.kind for s in sights}
    key = sights[0].name.key
    if len(containers) > 1 and not _nested(sights, containers):
        sites = {c: _Site(key=key, container=c) for c in containers}
        first = sights[0].container or containers[0]
        for sight in sights:
            sites[sight.container or first].sights.append(sight)
        return list(sites.values())
    if kinds & _SETTLED and kinds & _WIDE:
        settled, wide = _Site(key=key, side="settled"), _Site(key=key, side="wide")
        for sight in sights:
            (settled if sight.kind in _SETTLED else wide).sights.append(sight)
        return [settled, wide]
    if kinds & _WIDE and None in kinds and _has_town(key, sights, vocabulary) and not _is_container(sights):
        settled, wide = _Site(key=key, side="town"), _Site(key=key, side="wide")
        for sight in sights:
            (wide if sight.kind in _WIDE else settled).sights.append(sight)
        return [wide, settled]
    if PlaceKind.ROAD in kinds and len(kinds) > 1:
        road, rest = _Site(key=key, side="road"), _Site(key=key)
        for sight in sights:
            (road if sight.kind is PlaceKind.ROAD else rest).sights.append(sight)
        return [road, rest]
    return [_Site(key=key, sights=sights, container=containers[0] if containers else "")]


def _has_town(key: str, sights: list[_Sight], vocabulary: Vocabulary) -> bool:
    """Whether a town bears the name too: the gazetteer has it, or people are told to be in it."""
    rank = vocabulary.places.get(key, "")
    if rank != "t":
        return rank in {"l", "m"}
    bare = [s.name for s in sights if s.kind is None]
    return any(n.token(-1) in {"in", "at", "into", "entered", "reached"} and n.token(-2) not in vocabulary.between for n in bare)


def _is_container(sights: list[_Sight]) -> bool:
    """Whether the bare name is used for the whole region: "X, Region" or "in other parts of Region"."""
    for sight in sights:
        if sight.kind is None and sight.end == sight.name.end:
            before = [sight.name.token(-1), sight.name.token(-2)]
            if before[0] in {",", "of", "across", "throughout", "northern", "southern", "eastern", "western", "("}:
                return True
    return False


def _nested(sights: list[_Sight], containers: list[str]) -> bool:
    """Whether the containers may lie in one another: "X, district" here and "X, country" there."""
    chains = {(a.container, b.name.key) for a in sights for b in sights}
    return any((a, b) in chains for a in containers for b in containers)


def _build(site: _Site, reading: Reading) -> Cluster:
    forms = _list_forms(site, reading.text)
    return Cluster(
        kind=PLACE,
        name=forms[0],
        aliases=tuple(forms[1:]),
        place_kind=_decide_kind(site, reading),
        keys=tuple(dict.fromkeys(s.name.key for s in site.sights)),
        spans=[(s.start, s.end) for s in site.sights],
    )


def _list_forms(site: _Site, text: str) -> list[str]:
    """Return the names met: bare, with the feature word, with what contains the place; a city told apart has no bare name."""
    written: dict[str, None] = {}
    is_bare = site.side != "settled"
    for sight in site.sights:
        if is_bare:
            written.setdefault(sight.bare)
        for start, end in ((sight.start, sight.end), (sight.name.start, sight.name.end)):
            if is_bare or start < sight.name.start or end > sight.name.end:
                written.setdefault(write_name(text[start:end]))
        if sight.name.token(0) in {"area", "areas", "sector", "axis"} and sight.end == sight.name.end:
            written.setdefault(write_name(text[sight.name.start : sight.name.sentence.tokens[sight.name.last].end]))
        if sight.container and sight.container_end - sight.start < 60 and text[sight.end : sight.end + 1] == ",":
            written.setdefault(write_name(text[sight.name.start : sight.container_end]))
    if not written:
        written.setdefault(site.sights[0].bare)
    return [form for form in written if form]


def _decide_kind(site: _Site, reading: Reading) -> PlaceKind | None:
    if site.side == "town":
        return PlaceKind.TOWN
    counts: dict[PlaceKind, int] = {}
    for sight in site.sights:
        if sight.kind is not None:
            counts[sight.kind] = counts.get(sight.kind, 0) + 1
        elif site.side != "settled":
            for kind in reading.evidence[sight.name.key].place_kinds:
                if site.side != "wide" or kind not in _SETTLED:
                    counts[kind] = max(counts.get(kind, 0), 1)
    if counts:
        return max(sorted(counts), key=lambda kind: counts[kind])
    return _RANK_KINDS.get(reading.vocabulary.places.get(site.key, ""))
