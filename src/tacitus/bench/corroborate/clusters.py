"""Reports with an answer key: which incidents of which reports are one happening, which reports are copies, who is independent.

A folder holds reports with sidecars and either ``stories.json`` (members as [report, quote]) or ``clusters.json`` beside answer
keys (members as [report, incident's key], whose quote the key gives). The reports are read into a record of their own, so that
what is measured is the whole way from the page to the event; a member of which nothing was extracted is missed.
"""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import combinations
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from tacitus.bench.signature import Figure, bootstrap_interval, digest_paths, make_signature
from tacitus.config import Settings
from tacitus.corroborate.affiliations import Affiliation, Standing
from tacitus.corroborate.coalitions import Nested, nest_on
from tacitus.corroborate.comparing import load_pair_weights
from tacitus.corroborate.telling import is_compared
from tacitus.errors import DataError
from tacitus.export.book import Book, open_book
from tacitus.export.together import Together
from tacitus.model import NESTING, Span
from tacitus.neural import Model
from tacitus.pipeline import add_sources
from tacitus.record import Record, open_record
from tacitus.resolve.actors.names import fold_name

KEYS = ("stories.json", "clusters.json")
SUFFIXES = (".txt", ".html")
_STANDINGS = {"yes": {Standing.HOLDS, Standing.UNCERTAIN}, "no": {Standing.ENDED}, "unknown": {Standing.UNKNOWN}}

Member = tuple[str, str]
"""A report's name, and words of the clause that tells the incident."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cluster:
    """One happening by the key; ``n_independent`` is ``None`` where the key does not say."""

    members: tuple[Member, ...]
    n_independent: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Membership:
    """Whether the key has a part in a whole on a day: ``yes``, ``no``, ``unknown`` or ``contested``."""

    whole: str
    part: str
    on: date
    holds: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """What a folder's key says."""

    clusters: tuple[Cluster, ...]
    apart: tuple[tuple[Member, Member], ...]
    copies: tuple[tuple[str, str], ...]
    memberships: tuple[Membership, ...] = ()


class Hit(NamedTuple):
    """One thing that was asked: in which story it stands, and whether it was found."""

    story: str
    is_found: bool


def load_key(folder: Path) -> Key:
    """Return the key of a folder.

    Raises:
        DataError: there is none, or it is not what it should be.
    """
    path = next((folder / name for name in KEYS if (folder / name).is_file()), None)
    if path is None:
        raise DataError(str(folder), got="no key", expected=" or ".join(KEYS))
    try:
        plain = json.loads(path.read_text("utf-8"))
        quotes = _load_quotes(folder) if path.name == "clusters.json" else {}
        apart = [(e["a"], e["b"]) for e in plain.get("apart", plain.get("negative_pairs", ()))]
        copies = [*plain.get("copies", ()), *(pair for c in plain["clusters"] for pair in c.get("copies", ()))]
        return Key(
            clusters=tuple(
                Cluster(members=tuple(_member(m, quotes) for m in c["members"]), n_independent=c.get("n_independent"))
                for c in plain["clusters"]
            ),
            apart=tuple((_member(a, quotes), _member(b, quotes)) for a, b in apart),
            copies=tuple((a, b) for a, b in copies),
            memberships=tuple(
                Membership(whole=m["whole"], part=m["part"], on=date.fromisoformat(m["on"]), holds=m["holds"])
                for m in plain.get("memberships", ())
            ),
        )
    except (json.JSONDecodeError, KeyError, TypeError, ValueError) as error:
        raise DataError(str(path), got=repr(error), expected="clusters, pairs apart and copies") from error


def _load_quotes(folder: Path) -> dict[Member, str]:
    found: dict[Member, str] = {}
    for path in sorted(folder.glob("*.gold.json")):
        gold = json.loads(path.read_text("utf-8"))
        name = path.name.removesuffix(".gold.json")
        found |= {(name, incident["key"]): incident["quote"] for incident in gold["incidents"]}
    return found


def _member(given: Sequence[str], quotes: dict[Member, str]) -> Member:
    report, words = given
    return report, quotes[report, words] if quotes else words


def measure_clusters(folder: Path, name: str, progress: Callable[[str, int, int], None]) -> list[Figure]:
    """Return the figures of a folder: shares in [0, 1] with a bootstrap interval over stories, n the number of things asked.

    ``extracted`` of the key's tellings; ``same_found`` of the pairs that the key has as one happening,
    ``same_found_of_extracted`` of those of which both claims were extracted, ``same_found_or_asked`` of these that were joined
    or that a person is asked about; ``same_right`` of the pairs that the machine joined and the key knows; ``apart_kept`` of the
    look-alikes; ``copies_found``; ``independent_right`` of the happenings found, whose number of independent sources is that of
    the key; ``membership_right`` of the memberships on days.

    Raises:
        DataError: no key, or a key that is not what it should be.
    """
    key = load_key(folder)
    reports = sorted(p for p in folder.iterdir() if p.suffix in SUFFIXES and not p.name.startswith("."))
    with TemporaryDirectory() as scratch, open_record(str(Path(scratch) / "stories.db")) as record:
        for number, _ in enumerate(add_sources([str(p) for p in reports], record, Settings()), start=1):
            progress(name, number, len(reports))
        asked = ask_key(key, record)
    kept = [p for p in folder.iterdir() if p.suffix in {*SUFFIXES, ".json"}]
    signature = make_signature(digest_paths(kept, folder), model=Model.load().digest[:12], weights=load_pair_weights().digest)
    blank = Figure(stage="corroborate", set=name, split="", measure="", value=0.0, low=None, high=None, n=0, signature=signature)
    return [_make_figure(measure, hits, blank) for measure, hits in asked.items() if hits]


def _make_figure(measure: str, hits: list[Hit], blank: Figure) -> Figure:
    stories = [[hit for hit in hits if hit.story == story] for story in sorted({hit.story for hit in hits})]

    def share(sample: Sequence[list[Hit]]) -> float:
        found = [hit.is_found for story in sample for hit in story]
        return sum(found) / len(found)

    low, high = bootstrap_interval(stories, share)
    return replace(blank, measure=measure, value=share(stories), low=low, high=high, n=len(hits))


def ask_key(key: Key, record: Record) -> dict[str, list[Hit]]:
    """Return what a record whose reports are those of the key answers, by measure."""
    together = Together(book=open_book(record), record=record)
    names = {Path(row.source).stem: row.id for row in together.book.reports.values()}
    events = {recorded.claim.id: event for event in together.events for recorded in event.claims}
    told = {m: [i for i in find_claims(m, names, record, together.book) if i in events] for m in _members_of(key)}
    own = {member: {events[i].id for i in claims} for member, claims in told.items()}
    possible = {frozenset((one.id, other.id)) for one, other, _ in together.possible_pairs(load_pair_weights().merge)}
    copy_of = {frozenset((row.id, row.near_copy_of)) for row in together.book.reports.values() if row.near_copy_of}
    asked: dict[str, list[Hit]] = {
        "extracted": [Hit(_story(m), bool(own[m])) for c in key.clusters for m in c.members],
        "same_found": [Hit(_story(a), bool(own[a] & own[b])) for c in key.clusters for a, b in combinations(c.members, 2)],
        "same_found_of_extracted": [
            Hit(_story(a), bool(own[a] & own[b]))
            for c in key.clusters
            for a, b in combinations(c.members, 2)
            if own[a] and own[b]
        ],
        "same_found_or_asked": [
            Hit(_story(a), bool(own[a] & own[b]) or _is_asked(own[a], own[b], possible))
            for c in key.clusters
            for a, b in combinations(c.members, 2)
            if own[a] and own[b]
        ],
        "same_right": list(_check_joined(key, own)),
        "apart_kept": [
            Hit(_story(a), not (told[a] and told[b] and events[told[a][0]].id == events[told[b][0]].id)) for a, b in key.apart
        ],
        "copies_found": [Hit(_story((a, "")), frozenset((names[a], names[b])) in copy_of) for a, b in key.copies],
        "independent_right": [],
        "membership_right": [
            Hit(one.whole, is_right)
            for one, is_right in zip(
                key.memberships, _check_memberships(key.memberships, together.affiliations, together.book), strict=True
            )
        ],
    }
    for cluster in key.clusters:
        shared = [i for m in cluster.members for i in sorted(own[m])]
        if cluster.n_independent is not None and shared:
            best = max(dict.fromkeys(shared), key=shared.count)
            event = next(e for e in together.events if e.id == best)
            asked["independent_right"].append(Hit(_story(cluster.members[0]), event.n_independent == cluster.n_independent))
    return asked


def _is_asked(ones: set[str], others: set[str], possible: set[frozenset[str]]) -> bool:
    """Whether a person is asked if two events are one."""
    return any(frozenset((one, other)) in possible for one in ones for other in others)


def _check_joined(key: Key, own: dict[Member, set[str]]) -> Iterator[Hit]:
    """Yield whether the key has as one what the machine joined, for each pair of members that it joined."""
    cluster_of = {member: number for number, cluster in enumerate(key.clusters) for member in cluster.members}
    for a, b in combinations(sorted(cluster_of), 2):
        if a[0] != b[0] and own[a] & own[b]:
            yield Hit(_story(a), cluster_of[a] == cluster_of[b])


def _story(member: Member) -> str:
    return member[0].split("_")[0]


def _members_of(key: Key) -> set[Member]:
    return {m for c in key.clusters for m in c.members} | {m for pair in key.apart for m in pair}


def find_claims(member: Member, names: dict[str, str], record: Record, book: Book) -> list[str]:
    """Return the incidents of a report whose first quote (else any quote) overlaps a member's, the most alike first."""
    report_id = names.get(member[0])
    if report_id is None:
        return []
    text = record.report(report_id).text
    start = text.find(member[1])
    if start < 0:
        start = " ".join(text.split()).find(" ".join(member[1].split()))
    if start < 0:
        return []
    asked = Span(start=start, end=start + len(member[1]))
    claims = [r.claim for r in book.claims if r.report_id == report_id and is_compared(r.claim)]
    found = [(_likeness(claim.evidence[0].span, asked), claim.id) for claim in claims]
    if not any(likeness for likeness, _ in found):
        found = [(max(_likeness(e.span, asked) for e in claim.evidence), claim.id) for claim in claims]
    return [claim_id for likeness, claim_id in sorted(found, key=lambda pair: (-pair[0], pair[1])) if likeness]


def _likeness(one: Span, other: Span) -> float:
    """Return the code points that two spans share over those that either has."""
    shared = min(one.end, other.end) - max(one.start, other.start)
    return max(0, shared) / (max(one.end, other.end) - min(one.start, other.start))


def _check_memberships(asked: Sequence[Membership], affiliations: Sequence[Affiliation], book: Book) -> Iterator[bool]:
    ids: dict[str, set[str]] = {}
    for actor in book.actors.values():
        for name in (actor.name, *actor.aliases):
            ids.setdefault(fold_name(name), set()).add(actor.id)
    nesting = [a for a in affiliations if a.relation in NESTING]
    for one in asked:
        parts, wholes = ids.get(fold_name(one.part), set()), ids.get(fold_name(one.whole), set())
        direct = {a.stand_on(one.on) for a in nesting if a.subject in parts and a.object in wholes}
        if one.holds == "contested":
            yield Standing.CONTESTED in direct
        elif not any(standing.is_shown for standing in direct) and any(
            _holds(nest_on(nesting, w, one.on), parts) for w in wholes
        ):
            yield one.holds == "yes"  # through another coalition
        else:
            yield next((s for s in Standing if s in direct), Standing.UNKNOWN) in _STANDINGS[one.holds]


def _holds(node: Nested, parts: set[str]) -> bool:
    return node.actor in parts or any(_holds(part, parts) for part in node.parts)
