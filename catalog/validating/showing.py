"""A verdict as a page shows it: by node in the order of the document, each finding with the line that it is about."""

from dataclasses import dataclass
from typing import Any

from fair_metadata.namespaces import short
from fair_metadata.terms import iri, is_blank
from fair_metadata.validation.judging import Judged, Told, Verdict
from fair_metadata.validation.standards import STANDARDS

_LONGEST = 160  # characters of a line that are shown


@dataclass(frozen=True, slots=True)
class ShownMend:
    number: int
    label: str
    is_added: bool


@dataclass(frozen=True, slots=True)
class ShownFinding:
    severity: str
    message: str
    path: str
    line: int | None
    excerpt: str
    mends: tuple[ShownMend, ...]


@dataclass(frozen=True, slots=True)
class ShownNode:
    name: str
    kind: str
    address: str
    line: int | None
    findings: tuple[ShownFinding, ...]


def verdict(found: Verdict, text: str, language: str) -> dict[str, Any]:
    """What the template needs."""
    lines = text.split("\n")
    standard = STANDARDS[found.standard]
    return {
        "title": standard.title[language],
        "profile": standard.profile,
        "conforms": found.conforms,
        "violations": found.counts["violation"],
        "warnings": found.counts["warning"],
        "infos": found.counts["info"],
        "statements": found.statements,
        "looked_at": found.looked_at,
        "left_out": found.left_out,
        "nodes": _nodes(found, lines, language),
    }


def _nodes(found: Verdict, lines: list[str], language: str) -> list[ShownNode]:
    shown, number = [], 0
    for node in found.nodes:
        findings = []
        for told in node.told:
            findings.append(_finding(told, number, lines, language))
            number += len(told.mends)
        shown.append(_node(node, tuple(findings), language))
    return shown


def _node(node: Judged, findings: tuple[ShownFinding, ...], language: str) -> ShownNode:
    address = "" if is_blank(node.node) else iri(node.node)
    name = node.name[language]
    return ShownNode(name, node.kind[language], address if address != name else "", node.line, findings)


def _finding(told: Told, first: int, lines: list[str], language: str) -> ShownFinding:
    mends = (ShownMend(first + n, mend.label[language], mend.was is None) for n, mend in enumerate(told.mends))
    path = " ".join(short(part.strip()) for part in told.path.split(" | ") if part)
    return ShownFinding(
        str(told.severity), told.message[language], path, told.line, _excerpt(told.line, lines), tuple(mends)
    )


def _excerpt(line: int | None, lines: list[str]) -> str:
    if not line or line > len(lines):
        return ""
    said = lines[line - 1].strip()
    return said if len(said) <= _LONGEST else f"{said[:_LONGEST]} …"
