"""The JSON twin of what people see: one object a row, with stable keys."""

from typing import Any

from tacitus.cli.views import Doubt, entities_of
from tacitus.cli.words import say_claim, say_stance
from tacitus.codec import claim_to_plain, encode_json, entities_to_plain
from tacitus.export.book import Book
from tacitus.model import Actor, Judgement, Place
from tacitus.record.nouns import Added, Failure, Found, Problem, RecordedClaim, ReportRow
from tacitus.resolve.gazetteer.installed import Installed
from tacitus.resolve.gazetteer.lookup import Hit


def encode_line(plain: Any) -> str:
    """Return one JSON line without its line end."""
    return encode_json(plain).decode()


def plain_claim(recorded: RecordedClaim, book: Book) -> dict[str, Any]:
    """Return the claim in the contract's words, with its report, its review and the names behind its ids."""
    row = book.reports.get(recorded.report_id)
    return {
        **claim_to_plain(recorded.claim),
        "says": say_claim(recorded.claim, book),
        "said_by": say_stance(recorded, book),
        "names": {entity: book.name_of(entity, recorded.claim.when) for entity in entities_of(recorded.claim)},
        "review": recorded.review.value,
        "is_superseded": recorded.is_superseded,
        "original": claim_to_plain(recorded.original) if recorded.original is not None else None,
        "report": {
            "id": recorded.report_id,
            "title": row.title if row else None,
            "publisher": row.publisher if row else None,
            "published": row.published if row else None,
            "url": row.url if row else None,
        },
    }


def plain_report(row: ReportRow, note: str | None) -> dict[str, Any]:
    """Return a report's row; ``note`` says why nothing was extracted from it."""
    return {
        "id": row.id,
        "title": row.title,
        "publisher": row.publisher,
        "published": row.published,
        "language": row.language,
        "source": row.source,
        "url": row.url,
        "added_at": row.added_at.isoformat(),
        "near_copy_of": row.near_copy_of,
        "n_claims": row.n_claims,
        "note": note,
    }


def plain_actor(actor: Actor, n_claims: int) -> dict[str, Any]:
    """Return an actor with the number of its claims."""
    return {
        "id": actor.id,
        "name": actor.name,
        "aliases": list(actor.aliases),
        "type": actor.type.value if actor.type else None,
        "country": actor.country,
        "registry": actor.registry,
        "n_claims": n_claims,
    }


def plain_place_met(place: Place, n_claims: int) -> dict[str, Any]:
    """Return a place with the number of its claims."""
    return {**entities_to_plain([place], [])[0], "n_claims": n_claims}


def plain_doubt(doubt: Doubt) -> dict[str, Any]:
    """Return what a person has to decide about an actor."""
    return {
        "actor": doubt.actor.id,
        "name": doubt.actor.name,
        "candidate": doubt.proposal.candidate,
        "candidate_name": doubt.proposal.name,
        "registry": doubt.proposal.registry,
        "country": doubt.proposal.country,
        "score": doubt.proposal.score,
        "reason": doubt.proposal.reason,
        "reports": list(doubt.reports),
    }


def plain_failure(failure: Failure) -> dict[str, Any]:
    """Return a failure."""
    return {
        "id": failure.id,
        "source": failure.source,
        "error": failure.error,
        "failed_at": failure.failed_at.isoformat(),
        "is_resolved": failure.is_resolved,
    }


def plain_judgement(judgement: Judgement) -> dict[str, Any]:
    """Return a judgement."""
    return {
        "id": judgement.id,
        "decision": judgement.decision.value,
        "about": judgement.about,
        "because": judgement.because,
        "by": judgement.by,
        "at": judgement.at.isoformat(),
        "changes": dict(judgement.changes),
    }


def plain_found(found: Found) -> dict[str, Any]:
    """Return a hit of a search."""
    return {"report_id": found.report_id, "claim_id": found.claim_id, "snippet": found.snippet, "score": found.score}


def plain_problem(problem: Problem) -> dict[str, Any]:
    """Return what ``verify`` found."""
    return {"where": problem.where, "what": problem.what}


def plain_added(added: Added) -> dict[str, Any]:
    """Return what became of one report."""
    return {
        "status": added.status.value,
        "source": added.source,
        "report_id": added.report_id,
        "near_copy_of": added.near_copy_of,
        "n_claims": added.n_claims,
        "new_claims": list(added.new_claims),
        "superseded_claims": list(added.superseded_claims),
        "changed_claims": list(added.changed_claims),
        "error": added.error,
        "note": added.note,
    }


def plain_pack(pack: Installed) -> dict[str, Any]:
    """Return a pack of places; what it is ``None`` where it cannot be opened, and ``problem`` says why."""
    about = pack.about
    return {
        "code": pack.code,
        "is_own": pack.is_own,
        "path": str(pack.path),
        "n_places": pack.n_places,
        "countries": list(pack.countries),
        "title": about.title if about else None,
        "source": about.source if about else None,
        "licence": about.licence if about else None,
        "attribution": about.attribution if about else None,
        "problem": pack.problem,
    }


def plain_place(hit: Hit) -> dict[str, Any]:
    """Return a place of the gazetteer, what it lies in by code and by name, and how its name was found."""
    entry = hit.entry
    return {
        "id": entry.id,
        "name": entry.name,
        "kind": entry.kind.value,
        "country": entry.country or None,
        "country_name": hit.country,
        "admin1": entry.admin1 or None,
        "admin1_name": hit.admin1,
        "admin2": entry.admin2 or None,
        "admin2_name": hit.admin2,
        "latitude": entry.latitude,
        "longitude": entry.longitude,
        "radius_km": entry.radius_km,
        "population": entry.population or None,
        "feature_code": entry.code or None,
        "found_by": hit.tier.value,
    }
