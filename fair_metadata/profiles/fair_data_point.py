"""The shapes that a FAIR Data Point begins with: the reference implementation's Resource, Catalog, Dataset and others.

There each class extends Resource, so its rows are the class's rows here. A nested distribution is no resource of its own.
"""

from typing import Any

from fair_metadata.namespaces import DCAT, DCT, FOAF, XSD
from fair_metadata.profile import Form, Profile, Property, Shape
from fair_metadata.profiles.dcat_ap import DCAT_AP
from fair_metadata.profiles.rows import M, row
from fair_metadata.terms import Term

IRI, LITERAL = Form.IRI, Form.LITERAL
_MOMENT: dict[str, Any] = {"form": LITERAL, "one": True, "datatypes": (XSD.dateTime,), "group": "versions"}


def _one(form: Form, *paths: Term) -> tuple[Property, ...]:
    return tuple(row(path, form, one=True) for path in paths)


RESOURCE = (
    row(DCT.title, LITERAL, M, one=True, group="identity"),
    row(DCT.description, LITERAL, one=True, group="identity"),
    row(DCT.publisher, level=M, one=True, shape="agent", group="people"),
    row(DCAT.version, LITERAL, M, one=True, group="versions"),
    *_one(IRI, DCT.language, DCT.license, DCT.rights),
)
_DATED = (row(DCT.issued, **_MOMENT), row(DCT.modified, **_MOMENT))
DATASET = (
    *RESOURCE,
    *_DATED,
    row(DCAT.theme, IRI, M, group="content"),
    row(DCAT.contactPoint, IRI, one=True, group="people"),
    row(DCAT.keyword, LITERAL, group="content"),
    row(DCAT.landingPage, IRI, one=True, group="identity"),
)
DISTRIBUTION = (
    *_DATED,
    *_one(IRI, DCAT.accessURL, DCAT.downloadURL),
    row(DCAT.mediaType, LITERAL, M, one=True, group="distribution"),
    row(DCAT.byteSize, LITERAL, one=True, group="distribution"),
)
SERVICE = (*RESOURCE, *_one(IRI, DCAT.endpointURL), *_one(LITERAL, DCAT.endpointDescription))
CATALOG = (*RESOURCE, *_DATED, row(DCAT.themeTaxonomy, IRI, group="content"))
_ROWS: dict[str, tuple[Property, ...]] = {
    "catalog": CATALOG,
    "dataset": DATASET,
    "service": SERVICE,
    "distribution": DISTRIBUTION,
    "agent": (row(FOAF.name, LITERAL, M, one=True),),
}


def _shape(name: str, rows: tuple[Property, ...]) -> Shape:
    known = DCAT_AP.shapes[name]
    return Shape(name, known.target, known.label, rows)


FAIR_DATA_POINT = Profile(
    name="fair-data-point",
    title="FAIR Data Point",
    version="1.18 (default shapes)",
    iri="http://fairdatapoint.org/",
    shapes={name: _shape(name, rows) for name, rows in _ROWS.items()},
)
