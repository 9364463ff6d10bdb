"""`validate PATH_OR_URL`: findings in plain words; exit code 1 when something has to be mended."""

import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from typing import Any

from django.conf import settings
from django.core.management.base import CommandParser

from catalog.intake import arriving
from catalog.management import console
from fair_metadata.document import REFERENCE, Document, Part
from fair_metadata.profile import Profile
from fair_metadata.profiles import CHECKED, PROFILES
from fair_metadata.reading import Limits, Unreadable, read
from fair_metadata.record import Record
from fair_metadata.terms import iri
from fair_metadata.validation import Finding, Severity, check


class Command(console.Command):
    help = "Check descriptions against a profile without keeping them."

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("source", metavar="PATH_OR_URL")
        parser.add_argument("--profile", default=CHECKED.name, choices=list(PROFILES), help=f"({CHECKED.name})")
        parser.add_argument("--language", default="en", choices=[code for code, _ in settings.LANGUAGES])

    def handle(self, *args: Any, **options: Any) -> None:
        self.findings: list[dict[str, Any]] = []
        counts: Counter[str] = Counter()
        try:
            for found in self._checked(options["source"], PROFILES[options["profile"]]):
                counts["descriptions"] += 1
                for finding in found:
                    counts[str(finding.severity)] += 1
                    self._tell(finding, options)
        except (Unreadable, arriving.Unreachable) as refusal:
            self.say(str(refusal), options=options)
            self.answer({"unreadable": str(refusal), "findings": []}, options=options)
            sys.exit(console.FOUND)
        violations, others = counts[str(Severity.VIOLATION)], counts[str(Severity.WARNING)] + counts[str(Severity.INFO)]
        self.say(f"{counts['descriptions']} descriptions, {violations} violations, {others} others.", options=options)
        self.answer({"descriptions": counts["descriptions"], "findings": self.findings}, options=options)
        if violations:
            sys.exit(console.FOUND)

    def _checked(self, source: str, profile: Profile) -> Iterator[list[Finding]]:
        """The findings of each description, one after the other: memory does not grow with the file."""
        limits = Limits(bytes=settings.READ_BYTES_LIMIT)
        with (
            closing(Document(memory_triples=settings.READ_MEMORY_TRIPLES)) as document,
            arriving.opened(source, limit=settings.READ_BYTES_LIMIT) as incoming,
        ):
            given = {"media_type": incoming.media_type, "name": source, "base": incoming.base}
            for batch in read(incoming.stream, limits=limits, **given):
                document.add(batch.flat)
            for part in document.parts():
                if part.kind != REFERENCE:
                    yield check(_record(part), profile)

    def _tell(self, finding: Finding, options: dict[str, Any]) -> None:
        if options["json"]:
            self.findings.append(_as_json(finding))
        else:
            self.say(f"{finding.severity}: {finding.message[options['language']]}", options=options)


def _record(part: Part) -> Record:
    try:
        return part.record()
    except ValueError as refusal:  # its blank nodes are made to be hard
        raise Unreadable(f"{iri(part.subject)}: {refusal}") from None


def _as_json(finding: Finding) -> dict[str, Any]:
    return {
        "severity": str(finding.severity),
        "node": finding.node,
        "path": finding.path,
        "component": finding.component,
        "message": dict(finding.message),
        "value": finding.value,
    }
