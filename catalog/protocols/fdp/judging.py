"""Is what is written right? Held to the profile of this door; what is wrong is told as a SHACL validation report."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from catalog.protocols.fdp.answering import Refused
from catalog.protocols.fdp.shapes import profile
from fair_metadata.forms import findings
from fair_metadata.profile import Severity
from fair_metadata.record import Record
from fair_metadata.terms import Triple, iri
from fair_metadata.validation import Finding
from fair_metadata.validation.report import triples

TOLD = 200  # findings that one answer tells


def refuse_violations(records: Iterable[Record]) -> None:
    """400 with the report when a description breaks a rule; recommendations alone refuse nothing."""
    found = [finding for record in records for finding in findings(record, profile())]
    wrong = [finding for finding in found if finding.severity is Severity.VIOLATION]
    if wrong:
        rules = f"{profile().title} {profile().version}"
        why = f"The description breaks {len(wrong)} rules of {rules}. Mend them and send it again."
        if len(wrong) == 1:
            why = f"The description breaks a rule of {rules}: {wrong[0].message['en']}"
        raise Refused(400, why, report(found[:TOLD]), errors=[_error(finding) for finding in wrong[:TOLD]])


def report(found: Iterable[Finding]) -> list[Triple]:
    """The findings as results, told of the nodes as they were sent. What is wrong inside a value is in its sentence:
    nodes there have the names that the shapes know them by."""
    return triples(
        replace(each.broken, node=each.node, value=each.value, within=()) for each in found if each.broken is not None
    )


def _error(finding: Finding) -> dict[str, Any]:
    """The same for who reads JSON."""
    return {"node": iri(finding.node), "path": iri(finding.path), "message": finding.message["en"]}
