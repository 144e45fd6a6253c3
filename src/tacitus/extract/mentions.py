"""Mentions of a report, and the actors and places that they name."""

from bisect import bisect_right
from dataclasses import replace

from tacitus.config import Settings
from tacitus.extract.anaphora import Resolved, resolve_nominals
from tacitus.extract.compounds import inner_place, join_compounds
from tacitus.extract.coreference import Cluster, cluster_actors, link_names
from tacitus.extract.document import SILENT_ZONES, Document, Sentence
from tacitus.extract.expressions import find_dated, find_items, find_nationalities, find_quantities, find_times
from tacitus.extract.firstperson import find_speaker, is_quoted
from tacitus.extract.kinds import weigh_names
from tacitus.extract.names import PADDING, Name, find_names, is_flat_line
from tacitus.extract.nominals import Nominal, find_nominals, lone_head
from tacitus.extract.repeats import find_again, is_credit
from tacitus.extract.shapes import PLACE
from tacitus.extract.states import find_states
from tacitus.extract.toponyms import cluster_places
from tacitus.extract.vocabulary import load_vocabulary
from tacitus.ids import hash_parts
from tacitus.model import Actor, Mention, MentionKind, Place, Span, ZoneKind


def find_mentions(document: Document, settings: Settings) -> Document:
    """Return the document with its mentions, and with the actors and places that they name."""
    vocabulary = load_vocabulary(settings.lexicon)
    text = document.text
    names: list[Name] = []
    dim: list[Sentence] = []
    loose: list[Mention] = []
    nominals: list[Nominal] = []
    for sentence in document.sentences:
        if sentence.zone.kind in SILENT_ZONES:
            continue
        lowers = [t.text.casefold() for t in sentence.tokens]
        is_flat = is_flat_line(sentence.tokens, vocabulary)
        if is_flat or sentence.zone.kind is ZoneKind.COMMENT:
            dim.append(sentence)
        times = list(find_times(text, sentence, lowers, settings.lexicon))
        found = find_names(sentence, [*lowers, *PADDING], vocabulary, text, is_flat=is_flat)
        dated = find_dated(text, times, settings.lexicon) if found else []
        if dated:  # the month of 15 Sha'ban 1436 is nobody's name
            found = [n for n in found if not any(s.start <= n.start and n.end <= s.end for s in dated)]
        if found and not is_credit(sentence):
            names += found
        loose += times
        loose += find_quantities(text, sentence, lowers, settings.lexicon)
        loose += find_items(sentence, vocabulary, lowers)
        loose += find_nationalities(sentence, vocabulary)
        nominals += find_nominals(sentence, lowers, vocabulary)
    names = join_compounds(names, vocabulary, text)
    inner = [n for n in (inner_place(name, vocabulary, text) for name in names) if n is not None]
    evidence = weigh_names(names, vocabulary)
    reading = link_names(names, evidence, vocabulary, text)
    names += find_again(dim, reading)
    names.sort(key=lambda name: name.start)
    told = [n for n in names if n.sentence.zone.kind is not ZoneKind.BYLINE or evidence[n.key].kind is PLACE]
    clusters = cluster_actors(told, reading)
    clusters += find_states(told, reading)
    clusters += cluster_places(told, reading)
    _part_states(clusters)
    _add_inner_places(clusters, inner)
    taken = sorted(span for cluster in clusters for span in cluster.spans)
    lone = (lone_head(n.sentence, n.first, n.last, vocabulary) for n in names if len(n.words) == 1 and not n.is_flat)
    nominals += [n for n in lone if n is not None]
    free = [n for n in nominals if n.wants != "first" and not _overlaps(n.start, n.end, taken)]
    resolved = resolve_nominals(free, clusters, [s.span.start for s in document.sentences], vocabulary, text)
    resolved += _resolve_first_person(document, nominals, clusters, settings)
    return _assemble(document, clusters, resolved, loose)


def _resolve_first_person(
    document: Document, nominals: list[Nominal], clusters: list[Cluster], settings: Settings
) -> list[Resolved]:
    """Return "we" and "our" with the actor that issues the report; nothing where nobody does."""
    first = [n for n in nominals if n.wants == "first" and n.sentence.zone.kind is not ZoneKind.COMMENT]
    speaker = find_speaker(document, clusters, settings.lexicon) if first else None
    if speaker is None:
        return []
    return [Resolved(nominal=n, cluster=speaker) for n in first if not is_quoted(n, document.text)]


def _part_states(clusters: list[Cluster]) -> None:
    """Take from the places the mentions that stand for governments; the place stays."""
    acting = {span for cluster in clusters if cluster.kind is not PLACE for span in cluster.spans}
    for cluster in clusters:
        if cluster.kind is PLACE and not acting.isdisjoint(cluster.spans):
            cluster.spans = [span for span in cluster.spans if span not in acting]


def _add_inner_places(clusters: list[Cluster], inner: list[str]) -> None:
    """Add the places that stand only inside names ("the government in X"); they have no mention of their own."""
    known = {form for c in clusters if c.kind is PLACE for form in (c.name, *c.aliases)}
    clusters.extend(Cluster(kind=PLACE, name=name) for name in dict.fromkeys(inner) if name not in known)


def _assemble(document: Document, clusters: list[Cluster], resolved: list[Resolved], loose: list[Mention]) -> Document:
    mentions: list[Mention] = []
    actors: list[Actor] = []
    places: list[Place] = []
    used: set[str] = set()
    ids: dict[int, str] = {}
    for cluster in clusters:
        entity = hash_parts(document.report.id, cluster.kind, cluster.name)
        if entity in used:
            entity = hash_parts(document.report.id, cluster.kind, cluster.name, len(used))
        used.add(entity)
        ids[id(cluster)] = entity
        if cluster.kind is PLACE:
            places.append(Place(id=entity, name=cluster.name, aliases=cluster.aliases, kind=cluster.place_kind))
        else:
            actors.append(Actor(id=entity, name=cluster.name, aliases=cluster.aliases, type=cluster.type))
        mentions.extend(Mention(span=Span(start=s, end=e), kind=cluster.kind, entity=entity) for s, e in cluster.spans)
    for one in resolved:
        entity_of = ids[id(one.cluster)] if one.cluster else None
        kind = one.cluster.kind if one.cluster else MentionKind.PERSON if one.nominal.wants == "person" else MentionKind.ACTOR
        span = Span(start=one.nominal.start, end=one.nominal.end)
        mentions.append(Mention(span=span, kind=kind, entity=entity_of, form=one.nominal.form))
    mentions = _keep_apart(mentions)
    taken = [(m.span.start, m.span.end) for m in mentions]
    mentions += [m for m in _drop_overlaps(loose) if not _is_inside(m, taken)]
    mentions.sort(key=lambda m: (m.span.start, -m.span.end, m.kind))
    return replace(document, mentions=tuple(mentions), actors=tuple(actors), places=tuple(places))


def _keep_apart(mentions: list[Mention]) -> list[Mention]:
    """Drop what overlaps an earlier, or at one start a longer, mention."""
    kept: list[Mention] = []
    end = 0
    for mention in sorted(mentions, key=lambda m: (m.span.start, -m.span.end)):
        if mention.span.start >= end:
            kept.append(mention)
            end = mention.span.end
    return kept


def _drop_overlaps(mentions: list[Mention]) -> list[Mention]:
    """Keep one of overlapping mentions: times before weapons and equipment before quantities before nationalities."""
    order = {
        MentionKind.TIME: 0,
        MentionKind.WEAPON: 1,
        MentionKind.EQUIPMENT: 1,
        MentionKind.QUANTITY: 2,
        MentionKind.NATIONALITY: 3,
    }
    kept: list[Mention] = []
    covered: set[int] = set()
    for mention in sorted(mentions, key=lambda m: (order[m.kind], m.span.start)):
        points = range(mention.span.start, mention.span.end)
        if not covered.intersection(points):
            kept.append(mention)
            covered.update(points)
    return kept


def _overlaps(start: int, end: int, taken: list[tuple[int, int]]) -> bool:
    at = bisect_right(taken, (start, 1 << 60)) - 1
    return (at >= 0 and start < taken[at][1]) or (at + 1 < len(taken) and taken[at + 1][0] < end)


def _is_inside(mention: Mention, taken: list[tuple[int, int]]) -> bool:
    at = bisect_right(taken, (mention.span.start, 1 << 60)) - 1
    return at >= 0 and mention.span.start < taken[at][1]
