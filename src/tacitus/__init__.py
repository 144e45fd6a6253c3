"""Tacitus reads reporting of armed conflict and keeps a record that can be cited.

    import tacitus

    settings = tacitus.Settings()
    report = tacitus.read_report("report.html", settings)
    extraction = tacitus.resolve_extraction(report, tacitus.extract_claims(report, settings))
    with tacitus.open_record("war.db") as record:
        for added in tacitus.add_sources(["report.html"], record, settings):
            print(added.status, added.n_claims)

Names are loaded when first used, so that ``import tacitus`` costs nothing.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

if TYPE_CHECKING:  # type checkers and editors see what __getattr__ loads
    from tacitus.codec import decode_extraction, encode_extraction
    from tacitus.config import Settings, load_settings
    from tacitus.corroborate.affiliations import Affiliation, Standing
    from tacitus.corroborate.events import Event
    from tacitus.corroborate.network import Network
    from tacitus.corroborate.profile import Profile
    from tacitus.corroborate.upkeep import update_events
    from tacitus.errors import (
        CodecError,
        DataError,
        FetchRefusedError,
        InputError,
        IntegrityError,
        ModelError,
        ReadError,
        RecordError,
        RecordReadOnlyError,
        RecordVersionError,
        SourceError,
        TacitusError,
        UsageError,
    )
    from tacitus.export import ExportFormat, ExportSummary, export_record
    from tacitus.export.together import Together, read_together
    from tacitus.extract import extract_claims
    from tacitus.model import (
        Actor,
        ActorType,
        Claim,
        ClaimKind,
        Count,
        Decision,
        Evidence,
        Extraction,
        IncidentType,
        Judgement,
        Medium,
        Mention,
        MentionForm,
        MentionKind,
        Place,
        PlaceKind,
        Precision,
        Proposal,
        RelationType,
        Report,
        Roles,
        Snapshot,
        Span,
        Speaker,
        SpeakerKind,
        Stance,
        StatementAct,
        Tally,
        TallyKind,
        TimeFlag,
        When,
        Zone,
        ZoneKind,
    )
    from tacitus.pipeline import add_sources, extract_sources, retry_failures
    from tacitus.read import Unreadable, open_snapshots, read_report, read_snapshot
    from tacitus.record import Record, open_record
    from tacitus.record.nouns import (
        Added,
        AddStatus,
        Failure,
        Found,
        Problem,
        RecordedClaim,
        ReportRow,
        ReviewStatus,
        Run,
    )
    from tacitus.resolve import resolve_extraction

_HOMES = {
    "tacitus.codec": ("decode_extraction", "encode_extraction"),
    "tacitus.config": ("Settings", "load_settings"),
    "tacitus.corroborate.affiliations": ("Affiliation", "Standing"),
    "tacitus.corroborate.events": ("Event",),
    "tacitus.corroborate.network": ("Network",),
    "tacitus.corroborate.profile": ("Profile",),
    "tacitus.corroborate.upkeep": ("update_events",),
    "tacitus.errors": (
        "CodecError", "DataError", "FetchRefusedError", "InputError", "IntegrityError", "ModelError", "ReadError", "RecordError",
        "RecordReadOnlyError", "RecordVersionError", "SourceError", "TacitusError", "UsageError",
    ),
    "tacitus.export": ("ExportFormat", "ExportSummary", "export_record"),
    "tacitus.export.together": ("Together", "read_together"),
    "tacitus.extract": ("extract_claims",),
    "tacitus.model": (
        "Actor", "ActorType", "Claim", "ClaimKind", "Count", "Decision", "Evidence", "Extraction", "IncidentType", "Judgement",
        "Medium", "Mention", "MentionForm", "MentionKind", "Place", "PlaceKind", "Precision", "Proposal", "RelationType",
        "Report", "Roles", "Snapshot", "Span", "Speaker", "SpeakerKind", "Stance", "StatementAct", "Tally", "TallyKind",
        "TimeFlag", "When", "Zone", "ZoneKind",
    ),
    "tacitus.pipeline": ("add_sources", "extract_sources", "retry_failures"),
    "tacitus.read": ("Unreadable", "open_snapshots", "read_report", "read_snapshot"),
    "tacitus.record": ("Record", "open_record"),
    "tacitus.record.nouns": (
        "AddStatus", "Added", "Failure", "Found", "Problem", "RecordedClaim", "ReportRow", "ReviewStatus", "Run",
    ),
    "tacitus.resolve": ("resolve_extraction",),
}  # fmt: skip
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names}

__all__ = [
    "Actor",
    "ActorType",
    "AddStatus",
    "Added",
    "Affiliation",
    "Claim",
    "ClaimKind",
    "CodecError",
    "Count",
    "DataError",
    "Decision",
    "Event",
    "Evidence",
    "ExportFormat",
    "ExportSummary",
    "Extraction",
    "Failure",
    "FetchRefusedError",
    "Found",
    "IncidentType",
    "InputError",
    "IntegrityError",
    "Judgement",
    "Medium",
    "Mention",
    "MentionForm",
    "MentionKind",
    "ModelError",
    "Network",
    "Place",
    "PlaceKind",
    "Precision",
    "Problem",
    "Profile",
    "Proposal",
    "ReadError",
    "Record",
    "RecordError",
    "RecordReadOnlyError",
    "RecordVersionError",
    "RecordedClaim",
    "RelationType",
    "Report",
    "ReportRow",
    "ReviewStatus",
    "Roles",
    "Run",
    "Settings",
    "Snapshot",
    "SourceError",
    "Span",
    "Speaker",
    "SpeakerKind",
    "Stance",
    "Standing",
    "StatementAct",
    "TacitusError",
    "Tally",
    "TallyKind",
    "TimeFlag",
    "Together",
    "Unreadable",
    "UsageError",
    "When",
    "Zone",
    "ZoneKind",
    "__version__",
    "add_sources",
    "decode_extraction",
    "encode_extraction",
    "export_record",
    "extract_claims",
    "extract_sources",
    "load_settings",
    "open_record",
    "open_snapshots",
    "read_report",
    "read_snapshot",
    "read_together",
    "resolve_extraction",
    "retry_failures",
    "update_events",
]


def __getattr__(name: str) -> Any:
    """Return a public name, loaded on first use."""
    if name not in _HOME_OF:
        raise AttributeError(f"module 'tacitus' has no attribute {name!r}")
    value = getattr(import_module(_HOME_OF[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    """Return the public names."""
    return sorted(__all__)
