"""`validate PATH_OR_URL`: findings in plain words; exit code 1 when something has to be mended."""

import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from os import SEEK_END
from typing import IO, Any

from django.conf import settings
from django.core.management.base import CommandParser

from catalog.intake import arriving
from catalog.management import console
from fair_metadata.document import REFERENCE, Document
from fair_metadata.holding import CATALOGUED
from fair_metadata.namespaces import RDF
from fair_metadata.profiles import CHECKED
from fair_metadata.reading import Limits, Unreadable, read
from fair_metadata.validation.judging import Judged, Told, Verdict, judge
from fair_metadata.validation.source import Source, source, stated
from fair_metadata.validation.standards import STANDARDS

WHOLE = 20 * 1024**2  # bytes of a document that is judged as one, with its lines
ALL = 10**9  # findings that are told


class Command(console.Command):
    help = "Check descriptions against a profile without keeping them."

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("source", metavar="PATH_OR_URL")
        parser.add_argument("--profile", default=CHECKED.name, choices=list(STANDARDS), help=f"({CHECKED.name})")
        parser.add_argument("--language", default="en", choices=[code for code, _ in settings.LANGUAGES])

    def handle(self, *args: Any, **options: Any) -> None:
        self.findings: list[dict[str, Any]] = []
        counts: Counter[str] = Counter()
        try:
            for found, described in self._judged(options["source"], options["profile"]):
                counts["descriptions"] += described
                counts.update(found.counts)
                for node in found.nodes:
                    for told in node.told:
                        self._tell(node, told, options)
        except (Unreadable, arriving.Unreachable) as refusal:
            self.say(str(refusal), options=options)
            self.answer({"unreadable": str(refusal), "findings": []}, options=options)
            sys.exit(console.FOUND)
        others = counts["warning"] + counts["info"]
        said = f"{counts['descriptions']} descriptions, {counts['violation']} violations, {others} others."
        self.say(said, options=options)
        self.answer({"descriptions": counts["descriptions"], "findings": self.findings}, options=options)
        if counts["violation"]:
            sys.exit(console.FOUND)

    def _judged(self, name: str, profile: str) -> Iterator[tuple[Verdict, int]]:
        """A verdict on the whole, or, of what is large, on each description: memory does not grow with the file. And
        how many descriptions it is about.
        """
        with arriving.opened(name, limit=settings.READ_BYTES_LIMIT) as incoming:
            is_small = _is_small(incoming.stream)
            for part in _whole(incoming) if is_small else _parts(incoming):
                yield judge(part, STANDARDS[profile], most=ALL), _described(part) if is_small else 1

    def _tell(self, node: Judged, told: Told, options: dict[str, Any]) -> None:
        if options["json"]:
            self.findings.append(_as_json(node, told))
        else:
            tag = options["language"]
            where = f" ({_LINES[tag]} {told.line})" if told.line else ""
            self.say(f"{told.severity}: «{node.name[tag]}»: {told.message[tag]}{where}", options=options)


_LINES = {"en": "line", "es": "línea"}


def _is_small(stream: IO[bytes]) -> bool:
    """Of what is packed nobody knows how large it is."""
    is_packed = stream.read(2) == b"\x1f\x8b"
    size = stream.seek(0, SEEK_END)
    stream.seek(0)
    return size <= WHOLE and not is_packed


def _whole(incoming: arriving.Incoming) -> Iterator[Source]:
    given = {"media_type": incoming.media_type, "name": incoming.source, "base": incoming.base}
    yield source(incoming.stream.read(), **given, limits=Limits(bytes=settings.READ_BYTES_LIMIT))


def _parts(incoming: arriving.Incoming) -> Iterator[Source]:
    given = {"media_type": incoming.media_type, "name": incoming.source, "base": incoming.base}
    with closing(Document(memory_triples=settings.READ_MEMORY_TRIPLES)) as document:
        for batch in read(incoming.stream, limits=Limits(bytes=settings.READ_BYTES_LIMIT), **given):
            document.add(batch.flat)
        for part in document.parts():
            if part.kind != REFERENCE:
                yield stated(dict.fromkeys(part.triples, 0))


def _described(part: Source) -> int:
    nodes = part.record.nodes.items()
    return sum(node[0] == "<" and any(kind in CATALOGUED for kind in said.get(RDF.type, ())) for node, said in nodes)


def _as_json(node: Judged, told: Told) -> dict[str, Any]:
    return {
        "severity": str(told.severity),
        "node": node.node,
        "name": dict(node.name),
        "path": told.path,
        "component": told.component,
        "message": dict(told.message),
        "value": told.value,
        "line": told.line,
    }
