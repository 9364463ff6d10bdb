"""A document of somebody else, read whole: its triples, in which line each stands, and its nodes in their order."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import IO

from fair_metadata.reading import Limits, read
from fair_metadata.record import Record
from fair_metadata.terms import Term, Triple

_NAMED_IN_JSON = re.compile(r'"@?id"\s*:\s*"([^"\s]+)"')


@dataclass(frozen=True)
class Source:
    """`record` holds all that is stated. Lines are those of a text editor; what is not known is not there."""

    record: Record
    lines: Mapping[Triple, int]
    nodes: Mapping[Term, int]  # each subject in the order of the document, with its first line, 0 for unknown

    def line(self, node: Term, path: Term, value: Term | None) -> int | None:
        """Where a value stands; where its node begins, for what is missing."""
        found = self.lines.get((node, path, value)) if value is not None else None
        return found or self.nodes.get(node) or None


def source(body: bytes | IO[bytes], *, media_type: str = "", name: str = "", base: str = "", limits: Limits) -> Source:
    """Unreadable as `read` says it. Blank nodes are named in the order in which they come, alike at each reading."""
    said: dict[Triple, int] = {}
    blanks: dict[Term, Term] = {}
    for batch in read(body, media_type=media_type, name=name, base=base, limits=limits, with_lines=True):
        triples = batch.flat
        for (s, p, o), line in zip(triples, batch.lines or [0] * len(triples), strict=True):
            said.setdefault((_plain(s, blanks), p, _plain(o, blanks)), line)
    return stated(said, _json_lines(body) if isinstance(body, bytes) else {})


def stated(said: Mapping[Triple, int], elsewhere: Mapping[Term, int] | None = None) -> Source:
    """The source of triples with their lines; `elsewhere` has lines of nodes that are known in another way."""
    nodes: dict[Term, int] = {}
    for (subject, _, _), line in said.items():
        nodes.setdefault(subject, line or (elsewhere or {}).get(subject, 0))
    subject = next(iter(nodes), "")
    return Source(Record(subject, tuple(sorted(said))), {t: line for t, line in said.items() if line}, nodes)


def _plain(term: Term, blanks: dict[Term, Term]) -> Term:
    return blanks.setdefault(term, f"_:b{len(blanks) + 1}") if term[0] == "_" else term


def _json_lines(body: bytes) -> Mapping[Term, int]:
    """JSON-LD tells no lines, but a node that is named in full is found in the text."""
    if body.lstrip()[:1] not in (b"{", b"["):
        return {}
    found: dict[Term, int] = {}
    for number, line in enumerate(body.decode("utf-8", "replace").split("\n"), 1):
        for iri in _NAMED_IN_JSON.findall(line):
            found.setdefault(f"<{iri}>", number)
    return found


def replaced(said: Source, was: Triple | None, now: Triple) -> Iterable[Triple]:
    """What is stated when one statement is put in the place of another."""
    kept = [triple for triple in said.record.triples if triple != was]
    return [*kept, now]
