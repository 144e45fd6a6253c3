"""Claims by hand, each in a report of its own kind."""

from datetime import date

from tacitus.model import Claim, ClaimKind, Evidence, Precision, Roles, Span, Speaker, SpeakerKind, Stance, When, ZoneKind
from tacitus.record.nouns import RecordedClaim, ReviewStatus


def on(first: str, last: str | None = None, text: str | None = None) -> When:
    start, end = date.fromisoformat(first), date.fromisoformat(last or first)
    return When(start=start, end=end, precision=Precision.DAY if start == end else Precision.MONTH, text=text)


def relate(
    subject: str,
    predicate: str,
    whole: str,
    quote: str,
    *,
    report: str = "r1",
    when: When | None = None,
    stance: Stance = Stance.ASSERTED,
    speaker: Speaker | None = None,
    zone: ZoneKind = ZoneKind.BODY,
) -> RecordedClaim:
    claim = Claim(
        id=f"{report}:{subject}:{predicate}:{whole}:{stance.value}:{quote[:12]}",
        kind=ClaimKind.RELATION,
        predicate=predicate,
        evidence=(Evidence(span=Span(start=0, end=len(quote)), quote=quote),),
        roles=Roles(subject=(subject,), object=(whole,)),
        when=when,
        stance=stance,
        speaker=speaker or Speaker(),
        zone=zone,
    )
    return RecordedClaim(claim=claim, report_id=report, review=ReviewStatus.UNREVIEWED)


def change(actor: str, other: str | None, quote: str, *, report: str = "r1", when: When | None = None) -> RecordedClaim:
    claim = Claim(
        id=f"{report}:change:{actor}:{quote[:12]}",
        kind=ClaimKind.INCIDENT,
        predicate="group_change",
        evidence=(Evidence(span=Span(start=500, end=500 + len(quote)), quote=quote),),
        roles=Roles(actor=(actor,), target=() if other is None else (other,)),
        when=when,
    )
    return RecordedClaim(claim=claim, report_id=report, review=ReviewStatus.UNREVIEWED)


def spoken_by(name: str, kind: SpeakerKind = SpeakerKind.PERSON) -> Speaker:
    return Speaker(kind=kind, name=name)
