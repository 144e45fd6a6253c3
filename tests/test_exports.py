"""The public names of the package, as a list that changes only on purpose."""

import subprocess
import sys

import pytest

import tacitus

PUBLIC = """
Affiliation Event Network Profile Standing Together read_together update_events
Actor ActorType AddStatus Added Claim ClaimKind CodecError Count DataError Decision Evidence ExportFormat ExportSummary
Extraction Failure FetchRefusedError Found IncidentType InputError IntegrityError Judgement Medium Mention MentionForm
MentionKind ModelError Place PlaceKind Precision Problem Proposal ReadError Record RecordError RecordReadOnlyError
RecordVersionError RecordedClaim RelationType Report ReportRow ReviewStatus Roles Run Settings Snapshot SourceError Span
Speaker SpeakerKind Stance StatementAct TacitusError Tally TallyKind TimeFlag Unreadable UsageError When Zone ZoneKind
__version__ add_sources decode_extraction encode_extraction export_record extract_claims extract_sources
load_settings open_record open_snapshots
read_report read_snapshot resolve_extraction retry_failures
"""


def test_the_public_names_are_these() -> None:
    assert sorted(tacitus.__all__) == sorted(PUBLIC.split())
    assert set(dir(tacitus)) == set(tacitus.__all__)


@pytest.mark.parametrize("name", sorted(tacitus.__all__))
def test_every_public_name_loads_and_is_documented(name: str) -> None:
    value = getattr(tacitus, name)
    assert isinstance(value, str) or value.__doc__


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'claims'"):
        _ = tacitus.claims


def test_importing_the_package_loads_none_of_its_parts() -> None:
    code = "import sys, tacitus; print(sorted(m for m in sys.modules if m.startswith('tacitus')))"
    done = subprocess.run([sys.executable, "-c", code], stdout=subprocess.PIPE, check=True, text=True)
    assert done.stdout.strip() == "['tacitus']"
