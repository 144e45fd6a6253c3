"""What stands beside every export: version, filters, counts, warnings, attribution."""

from collections import Counter
from typing import Any

from tacitus import __version__
from tacitus.export.selection import Selection

FORMAT_VERSION = 1
UNREVIEWED_WARNING = (
    "This export holds claims that a machine read and that nobody has reviewed; they are marked 'unreviewed'. "
    "Do not publish or act on them without checking the quotes."
)
NOTES = (
    "Every row is a claim of a report and no established fact; its speaker and stance say who says so and how.",
    "Deaths and injuries are as reported by the speaker.",
    "Persons without a public role are not named.",
    "Words of readers' comments are given as a hash; such claims are exported only where a person reviewed them.",
    "Offsets count Unicode code points of the text that Tacitus reads from the snapshot, start inclusive, end exclusive.",
    "An empty cell or a null means that the text does not say.",
    "No label in this export calls anybody a terrorist; actor types say what sort of actor it is and pass no judgement.",
)
ATTRIBUTION = (
    "Quotes belong to the publishers of the reports, which are named with each of them. "
    "Coordinates stem in part from GeoNames (geonames.org), CC BY 4.0."
)


def describe_export(selection: Selection, kind: str) -> dict[str, Any]:
    """Return the metadata of an export; equal records give equal metadata (it carries no time of its making)."""
    claims = selection.book.claims
    return {
        "format": f"tacitus-{kind}",
        "format_version": FORMAT_VERSION,
        "tacitus_version": __version__,
        "filters": {"include_unreviewed": selection.include_unreviewed},
        "counts": {
            "reports": len({c.report_id for c in claims}),
            "claims": len(claims),
            "by_kind": dict(sorted(Counter(c.claim.kind.value for c in claims).items())),
            "by_review": dict(sorted(Counter(c.review.value for c in claims).items())),
            "left_out": dict(selection.left_out),
        },
        "warning": UNREVIEWED_WARNING if any(not c.review.is_reviewed for c in claims) else None,
        "notes": list(NOTES),
        "attribution": ATTRIBUTION,
    }
