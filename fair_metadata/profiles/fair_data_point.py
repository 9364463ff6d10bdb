"""The shapes that a FAIR Data Point of the reference implementation begins with, as rows."""

from fair_metadata.namespaces import DCAT, DCT, FDP, FOAF, XSD
from fair_metadata.profile import Profile, Property, Shape
from fair_metadata.profiles.dcat_ap import IRI, LITERAL, TEXT
from fair_metadata.profiles.rows import M, row

_DATES = tuple(row(path, LITERAL, one=True, datatypes=(XSD.dateTime,), group="versions") for path in (DCT.issued, DCT.modified))


def _shape(name: str, target: str, en: str, es: str, *rows: Property) -> Shape:
    return Shape(name, target, {"en": en, "es": es}, rows)


_SHAPES = (
    _shape(
        "resource", DCAT.Resource, "Resource", "Recurso",
        row(DCT.title, TEXT, M, one=True, group="identity", quick=True),
        row(DCT.description, TEXT, one=True, group="identity", quick=True),
        row(DCT.publisher, level=M, one=True, shape="agent_as_value", group="people", quick=True),
        row(DCAT.version, LITERAL, M, one=True, group="versions", quick=True),
        *(row(path, IRI, one=True, group="access") for path in (DCT.language, DCT.license, DCT.rights)),
    ),
    _shape("catalog", DCAT.Catalog, "Catalogue", "Catálogo", *_DATES, row(FOAF.homePage, IRI, one=True), row(DCAT.themeTaxonomy, IRI)),
    _shape(
        "dataset", DCAT.Dataset, "Dataset", "Conjunto de datos", *_DATES,
        row(DCAT.theme, IRI, M, group="content", quick=True),
        row(DCAT.contactPoint, IRI, one=True, group="people"),
        row(DCAT.keyword, LITERAL, group="content"),
        row(DCAT.landingPage, IRI, one=True, group="identity"),
    ),
    _shape(
        "distribution", DCAT.Distribution, "Distribution", "Distribución", *_DATES,
        row(DCAT.accessURL, IRI, one=True, group="distribution"),
        row(DCAT.downloadURL, IRI, one=True, group="distribution"),
        row(DCAT.mediaType, LITERAL, M, one=True, group="distribution"),
        row(DCAT["format"], LITERAL, one=True, group="distribution"),
        row(DCAT.byteSize, LITERAL, one=True, group="distribution"),
    ),
    _shape("service", DCAT.DataService, "Data service", "Servicio de datos", row(DCAT.endpointURL, IRI, one=True), row(DCAT.endpointDescription, LITERAL, one=True)),
    _shape(
        "point", FDP.FAIRDataPoint, "FAIR Data Point", "FAIR Data Point",
        row(FDP.startDate, LITERAL, one=True, datatypes=(XSD.date,)),
        row(FDP.endDate, LITERAL, one=True, datatypes=(XSD.date,)),
        row(FDP.uiLanguage, IRI, one=True),
        row(FDP.metadataIdentifier, IRI, one=True),
    ),
    _shape("agent", FOAF.Agent, "Organisation", "Organización", row(FOAF.name, TEXT, M, one=True)),
    Shape("agent_as_value", None, {"en": "Organisation", "es": "Organización"}, (row(FOAF.name, TEXT, M, one=True),)),
)

FAIR_DATA_POINT = Profile(
    name="fair-data-point",
    title="FAIR Data Point",
    version="reference shapes of 2025",
    iri=FDP.base,
    shapes={shape.name: shape for shape in _SHAPES},
)
