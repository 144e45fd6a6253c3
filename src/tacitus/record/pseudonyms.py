"""Comment authors as keyed pseudonyms: the same handle gives the same name in one record, and another in every other."""

import hashlib
import hmac
import re
import secrets
from collections.abc import Iterable
from dataclasses import dataclass, replace

from tacitus.model import Claim, Report, Span, SpeakerKind, Zone, ZoneKind

_PSEUDONYM = re.compile(r"commenter-[0-9a-f]{8}")


def make_key() -> str:
    """Return a new secret key, as hex."""
    return secrets.token_hex(32)


@dataclass(frozen=True, slots=True)
class Pseudonyms:
    """Names for commenters under one record's key."""

    key: str

    def name(self, handle: str) -> str:
        """Return ``commenter-<8 hex>`` for a handle; a pseudonym stays what it is."""
        if _PSEUDONYM.fullmatch(handle):
            return handle
        return (
            "commenter-"
            + hmac.new(bytes.fromhex(self.key), handle.strip().encode("utf-8", "surrogatepass"), hashlib.sha256).hexdigest()[:8]
        )

    def mask_zones(self, zones: Iterable[Zone]) -> tuple[Zone, ...]:
        """Return the zones with their authors' pseudonyms."""
        return tuple(z if z.author is None else replace(z, author=self.name(z.author)) for z in zones)

    def mask_claim(self, claim: Claim) -> Claim:
        """Return the claim with a commenting speaker's pseudonym."""
        speaker = claim.speaker
        if speaker.kind is not SpeakerKind.COMMENTER or speaker.name is None:
            return claim
        return replace(claim, speaker=replace(speaker, name=self.name(speaker.name)))


def find_handles(report: Report, claims: Iterable[Claim]) -> tuple[str, ...]:
    """Return the raw handles that a report's zones and claims name, longest first."""
    handles = {z.author for z in report.zones if z.author}
    handles |= {c.speaker.name for c in claims if c.speaker.kind is SpeakerKind.COMMENTER and c.speaker.name}
    return tuple(sorted((h for h in handles if not _PSEUDONYM.fullmatch(h)), key=lambda h: (-len(h), h)))


def find_spans(report: Report, handles: Iterable[str]) -> tuple[Span, ...]:
    """Return where the handles stand in the report's comments."""
    known = tuple(handles)
    if not known:
        return ()
    pattern = re.compile("|".join(re.escape(h) for h in known))
    return tuple(
        Span(start=match.start(), end=match.end())
        for zone in report.zones
        if zone.kind is ZoneKind.COMMENT
        for match in pattern.finditer(report.text, zone.span.start, zone.span.end)
    )


def blank_spans(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """Return the text with spaces in place of the spans, every offset kept."""
    pieces = []
    at = 0
    for start, end in spans:
        pieces += [text[at:start], " " * (end - start)]
        at = end
    return "".join([*pieces, text[at:]])
