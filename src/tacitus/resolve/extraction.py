"""An extraction resolved: its places placed, its times dated, its actors matched."""

from collections.abc import Mapping, Sequence
from dataclasses import fields, replace
from operator import attrgetter

from tacitus.model import Actor, Claim, Extraction, Mention, Report, Roles, When
from tacitus.resolve.actors.identify import ActorIndex, identify_actors
from tacitus.resolve.discourse import infer_time
from tacitus.resolve.gazetteer import Gazetteer, open_gazetteer
from tacitus.resolve.places import resolve_places
from tacitus.resolve.timeline import Timeline, read_timeline


def resolve_extraction(
    report: Report,
    extraction: Extraction,
    known_actors: Sequence[Actor] | ActorIndex = (),
    *,
    gazetteer: Gazetteer | None = None,
    countries: Sequence[str] = (),
) -> Extraction:
    """Return the extraction with times resolved, places placed, and actors matched to the registry's and the record's.

    Args:
        report: the report that the extraction was made from.
        extraction: claims whose entities have ids of this report only.
        known_actors: the record's actors; for many reports build one ``ActorIndex`` and ``add`` to it.
        gazetteer: the places that there are; without one those of the package.
        countries: ISO 3166-1 alpha-2 codes of countries that the report is known to be about.
    """
    placed = place_and_date(report, extraction, gazetteer=gazetteer, countries=countries)
    return match_actors(placed, known_actors, published=report.published)


def place_and_date(
    report: Report, extraction: Extraction, *, gazetteer: Gazetteer | None = None, countries: Sequence[str] = ()
) -> Extraction:
    """Return the extraction with times resolved and places placed: all that needs no other report; see ``resolve_extraction``."""
    places, ids = resolve_places(report, extraction, gazetteer or open_gazetteer(), countries)
    timeline = read_timeline(report, extraction)
    claims = tuple(_date_claim(claim, timeline) for claim in extraction.claims)
    return _point_all(replace(extraction, places=places, claims=claims), ids)


def match_actors(
    extraction: Extraction, known_actors: Sequence[Actor] | ActorIndex = (), *, published: When | None = None
) -> Extraction:
    """Return the extraction with its actors matched to the registry's and the record's; see ``resolve_extraction``.

    Args:
        extraction: claims with their places placed, which say of which countries the report speaks.
        known_actors: the record's actors.
        published: when the report appeared, for names that were borne for a time only.
    """
    known = known_actors if isinstance(known_actors, ActorIndex) else ActorIndex(known_actors)
    found = identify_actors(extraction, known, None if published is None else published.start)
    return _point_all(replace(extraction, actors=found.actors, proposals=found.proposals), found.ids)


def _date_claim(claim: Claim, timeline: Timeline) -> Claim:
    when = timeline.find(claim)
    if when is None or when.start is None:
        when = infer_time(timeline, claim) or when
    return replace(claim, when=when)


def _point_all(extraction: Extraction, ids: Mapping[str, str]) -> Extraction:
    """Return the extraction with other ids in the place of ids of this report only."""
    return replace(
        extraction,
        mentions=tuple(_point(mention, ids) for mention in extraction.mentions),
        claims=tuple(_point_claim(claim, ids) for claim in extraction.claims),
    )


_ROLES = tuple(f.name for f in fields(Roles))
_read_roles = attrgetter(*_ROLES)


def _point(mention: Mention, ids: Mapping[str, str]) -> Mention:
    entity = mention.entity and ids.get(mention.entity)
    return mention if entity is None else Mention(span=mention.span, kind=mention.kind, entity=entity, form=mention.form)


def _point_claim(claim: Claim, ids: Mapping[str, str]) -> Claim:
    roles = {
        role: tuple(dict.fromkeys([ids.get(f, f) for f in fillers])) if role != "weapon" else fillers
        for role, fillers in zip(_ROLES, _read_roles(claim.roles), strict=True)
        if fillers
    }
    speaker = claim.speaker
    if speaker.entity is not None:
        speaker = replace(speaker, entity=ids.get(speaker.entity, speaker.entity))
    tallies = tuple(t if t.side is None else replace(t, side=ids.get(t.side, t.side)) for t in claim.tallies)
    return replace(claim, roles=Roles(**roles), speaker=speaker, tallies=tallies)
