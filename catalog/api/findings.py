"""What a curator should mend, as JSON: which rule of which profile, where, and what to write instead."""

from typing import Any

from catalog.language import current_language
from fair_metadata.profile import Profile
from fair_metadata.profiles import CHECKED
from fair_metadata.record import Record
from fair_metadata.terms import iri
from fair_metadata.validation import Finding, check

Json = dict[str, Any]


def told(record: Record, profile: Profile = CHECKED) -> list[Json]:
    """The findings, worst first, in the language that the client likes best of those that there are."""
    tag = current_language()
    return [_as_json(finding, tag) for finding in check(record, profile)]


def _as_json(finding: Finding, tag: str) -> Json:
    return {
        "severity": str(finding.severity),
        "message": finding.message.get(tag) or finding.message["en"],
        "node": iri(finding.node),
        "path": iri(finding.path),
        "component": finding.component,
        "value": finding.value,
    }
