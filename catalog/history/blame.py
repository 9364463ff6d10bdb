"""Since which version a description says what it says, value by value. Each version is read once."""

from collections.abc import Mapping
from dataclasses import dataclass

from catalog.history import log
from catalog.models import Resource, Revision
from catalog.policy import Viewer
from fair_metadata.namespaces import short
from fair_metadata.pairing import alone
from fair_metadata.profile import Property
from fair_metadata.profiles import DEFAULT
from fair_metadata.record import Record
from fair_metadata.taking import origins
from fair_metadata.terms import Term, Triple

CHUNK = 50  # versions in memory at once
DEEPEST = 8  # levels of nesting that a place in words has
_LAST = 1_000  # after all that the profile knows


def blame(resource: Resource, viewer: Viewer) -> tuple[Record | None, Mapping[Triple, Revision]]:
    """The newest version that the viewer may see, and for each of its triples the version that stated it first.

    A value that went and came back counts from when it came back. Of a nested node that changed in one property, the
    others stay as old as they are.
    """
    since: dict[Triple, Revision] = {}
    was: Record | None = None
    digest = ""
    rows = log.versions(resource, viewer).select_related("author", "approver", "arrival")
    for revision in rows.iterator(chunk_size=CHUNK):
        if revision.digest == digest:
            continue
        digest, now = revision.digest, alone(log.record_of(resource, revision))
        same = origins(was or Record(now.subject, ()), now)
        since = {triple: since[origin] if origin else revision for triple, origin in same.items()}
        was = now
    return was, since


@dataclass(frozen=True, slots=True)
class Line:
    """One value that can be read, where it stands in words, and the version that stated it first."""

    words: str
    triple: Triple
    revision: Revision


def lines(record: Record, since: Mapping[Triple, Revision], language: str) -> list[Line]:
    """In the profile's order, nested values where their node is mentioned."""
    above = _mentions(record)
    found = [(*_place(record, triple, above, language), triple) for triple in since if triple[2] not in record.nodes]
    return [Line(words, triple, since[triple]) for _, words, triple in sorted(found)]


def _mentions(record: Record) -> dict[Term, Triple]:
    """Node → the triple that mentions it first."""
    found: dict[Term, Triple] = {}
    for triple in record.triples:
        if triple[2] in record.nodes:
            found.setdefault(triple[2], triple)
    return found


def _place(
    record: Record, triple: Triple, above: Mapping[Term, Triple], language: str
) -> tuple[tuple[tuple[int, Term], ...], str]:
    """The order of a statement among all, and its place in words."""
    trail = [triple]
    while trail[-1][0] != record.subject and trail[-1][0] in above and len(trail) < DEEPEST:
        trail.append(above[trail[-1][0]])
    order: list[tuple[int, Term]] = []
    words: list[str] = []
    row: Property | None = None
    for node, path, _ in reversed(trail):
        shape = DEFAULT.shape_for(record.types(node)) or (DEFAULT.shapes.get(row.shape) if row else None)
        row = shape.by_path.get(path) if shape else None
        order.append((shape.properties.index(row) if shape and row else _LAST, path))
        words.append((row.label.get(language) or row.label["en"]) if row else short(path))
    return tuple(order), " › ".join(words)
