"""`validate PATH_OR_URL`: findings in plain words; exit code 1 when something has to be mended."""

import sys
from typing import Any

from django.conf import settings
from django.core.management.base import CommandParser

from catalog.intake import arriving
from catalog.management import console
from fair_metadata.document import REFERENCE, Document
from fair_metadata.profiles import DEFAULT, PROFILES
from fair_metadata.reading import Limits, Unreadable, read
from fair_metadata.validation import Finding, Severity, check


class Command(console.Command):
    help = "Check descriptions against a profile without keeping them."

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("source", metavar="PATH_OR_URL")
        parser.add_argument("--profile", default=DEFAULT.name, choices=list(PROFILES), help=f"({DEFAULT.name})")
        parser.add_argument("--language", default="en", choices=[code for code, _ in settings.LANGUAGES])

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            findings, count = self._checked(options["source"], options["profile"])
        except (Unreadable, arriving.Unreachable) as refusal:
            self.say(str(refusal), options=options)
            self.answer({"unreadable": str(refusal), "findings": []}, options=options)
            sys.exit(console.FOUND)
        for finding in findings:
            self.say(f"{finding.severity}: {finding.message[options['language']]}", options=options)
        violations = sum(finding.severity is Severity.VIOLATION for finding in findings)
        self.say(
            f"{count} descriptions, {violations} violations, {len(findings) - violations} others.", options=options
        )
        self.answer({"descriptions": count, "findings": [_as_json(f) for f in findings]}, options=options)
        if violations:
            sys.exit(console.FOUND)

    def _checked(self, source: str, profile: str) -> tuple[list[Finding], int]:
        document = Document(memory_triples=settings.READ_MEMORY_TRIPLES)
        limits = Limits(bytes=settings.READ_BYTES_LIMIT)
        with arriving.opened(source, limit=settings.READ_BYTES_LIMIT) as incoming:
            for batch in read(
                incoming.stream, media_type=incoming.media_type, name=source, base=incoming.base, limits=limits
            ):
                document.add(batch.triples + [(s, p, o) for s, p, o, _ in batch.graphs])
        records = [part.record() for part in document.parts() if part.kind != REFERENCE]
        document.close()
        return [finding for record in records for finding in check(record, PROFILES[profile])], len(records)


def _as_json(finding: Finding) -> dict[str, Any]:
    return {
        "severity": str(finding.severity),
        "node": finding.node,
        "path": finding.path,
        "component": finding.component,
        "message": dict(finding.message),
        "value": finding.value,
    }
