"""Fields in words: what a source says otherwise, side by side, and what is to be mended, with the way to the field."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache

from catalog.curating.deciding import key, open_edits
from catalog.models import Layer, Resource
from catalog.pages.presentation import Value, values_of
from fair_metadata.layering import Edit, Values
from fair_metadata.namespaces import DCT, FOAF, RDF, VCARD, short
from fair_metadata.profile import Property, Shape
from fair_metadata.profiles import CHECKED, DEFAULT
from fair_metadata.record import Record
from fair_metadata.terms import Term, is_blank, named, text
from fair_metadata.validation import check

MOST = 300  # fields or findings on one page


@dataclass(frozen=True, slots=True)
class Side:
    """A field that we and the source state differently; `was` is what the source said when we changed it."""

    key: str
    label: str
    language: str
    was: tuple[Value, ...]
    ours: tuple[Value, ...]
    theirs: tuple[Value, ...]
    is_conflict: bool


@dataclass(frozen=True, slots=True)
class Mend:
    """One finding, and the address of its field in the editor."""

    severity: str
    message: str
    address: str


def sides(resource: Resource, layer: Layer, language: str) -> list[Side]:
    """What is ours and what the source says, those in conflict first."""
    was, ours, theirs = layer.was, resource.record, layer.theirs
    shown = [_values(record, language) for record in (was, ours, theirs)]
    return [
        Side(
            key(edit.field),
            _label(edit, ours, theirs, language),
            edit.field.language,
            *(show(values) for show, values in zip(shown, (edit.was, edit.ours, edit.theirs), strict=True)),
            edit.is_conflict,
        )
        for edit in open_edits(layer, resource)[:MOST]
    ]


def _values(record: Record, language: str) -> Callable[[Values], tuple[Value, ...]]:
    show = values_of(record, DEFAULT, language=language)
    return lambda values: tuple(show(value) for value in sorted(values))


def _label(edit: Edit, ours: Record, theirs: Record, language: str) -> str:
    """`Title`, or `Title of https://…` for what is said of another node that the description describes too."""
    node, path, _ = edit.field
    row = _row(_shape(ours, node) or _shape(theirs, node), path)
    label = (row.label.get(language) or row.label["en"]) if row else short(path)
    return label if node == ours.subject else f"{label} ({_name(ours, theirs, node)})"


def _name(ours: Record, theirs: Record, node: Term) -> str:
    names = (ours.value(path, node) or theirs.value(path, node) for path in _NAMES)
    return next((text(name) for name in names if name), text(node))


_NAMES = (FOAF.name, VCARD.fn, DCT.title)


def _shape(record: Record, node: Term) -> Shape | None:
    return DEFAULT.shape_for(record.types(node))


def _row(shape: Shape | None, path: Term) -> Property | None:
    return shape.by_path.get(path) if shape else None


def property_named(iri: str, language: str) -> str:
    """What a property is called, in whichever class it stands first."""
    found = _by_path().get(named(iri))
    return (found.label.get(language) or found.label["en"]) if found else short(named(iri))


@cache
def _by_path() -> dict[Term, Property]:
    rows = (row for shape in DEFAULT.shapes.values() for row in shape.properties)
    found: dict[Term, Property] = {}
    for row in rows:
        found.setdefault(row.path, row)
    return found


def mends(resource: Resource, language: str) -> Iterator[Mend]:
    """The findings of a description, the worst first, each with the way to its field."""
    record = resource.record
    above = _above(record)
    for finding in check(record, CHECKED)[:MOST]:
        message = finding.message.get(language) or finding.message["en"]
        yield Mend(str(finding.severity), message, _field(resource, record, above, finding.node, finding.path))


def _field(resource: Resource, record: Record, above: dict[Term, tuple[Term, Term]], node: Term, path: Term) -> str:
    """The field of the resource itself that leads there: nested fields are opened from it."""
    while node != record.subject and node in above:
        node, path = above[node]
    row = _row(_shape(record, record.subject), path)
    place = f"#f-{row.name}" if row and node == record.subject else ""
    return f"/edit/{resource.slug}?form=full{place}"


def _above(record: Record) -> dict[Term, tuple[Term, Term]]:
    """Node → the node and the property that lead to it."""
    found: dict[Term, tuple[Term, Term]] = {}
    for s, p, o in record.triples:
        if p != RDF.type and o != record.subject and (is_blank(o) or o in record.nodes):
            found.setdefault(o, (s, p))
    return found
