"""Is what is written right? Held to the profile of this door; what is wrong is told as a SHACL validation report."""

from collections.abc import Iterable
from typing import Any

from catalog.protocols.fdp.answering import Refused
from catalog.protocols.fdp.shapes import profile
from fair_metadata.forms import findings
from fair_metadata.namespaces import RDF, SH, XSD
from fair_metadata.profile import Severity
from fair_metadata.record import Record
from fair_metadata.terms import Triple, iri, literal
from fair_metadata.validation import Finding

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
    """The findings as `sh:ValidationReport` (SHACL, section 3.6)."""
    top = "_:report"
    triples: list[Triple] = [
        (top, RDF.type, SH.ValidationReport),
        (top, SH.conforms, literal("false", datatype=iri(XSD.boolean))),
    ]
    for number, finding in enumerate(found):
        triples += _result(top, f"_:result{number}", finding)
    return triples


def _result(top: str, node: str, finding: Finding) -> list[Triple]:
    said = [
        (top, SH.result, node),
        (node, RDF.type, SH.ValidationResult),
        (node, SH.focusNode, finding.node),
        (node, SH.resultSeverity, SH[finding.severity.value.title()]),
        (node, SH.sourceConstraintComponent, SH[f"{finding.component}ConstraintComponent"]),
        *((node, SH.resultMessage, literal(text, language=tag)) for tag, text in finding.message.items()),
    ]
    said += [(node, SH.resultPath, finding.path)] if finding.path else []
    return said + ([(node, SH.value, finding.value)] if finding.value else [])


def _error(finding: Finding) -> dict[str, Any]:
    """The same for who reads JSON."""
    return {"node": iri(finding.node), "path": iri(finding.path), "message": finding.message["en"]}
