"""DCAT-AP 3.0.1: every class and property of its shapes, ranges and code lists."""

from dataclasses import replace
from typing import Any

from fair_metadata.namespaces import (
    ADMS,
    DCAT,
    DCATAP,
    DCT,
    ELI,
    FOAF,
    LOCN,
    ODRL,
    PROV,
    SKOS,
    SPDX,
    TIME,
    VCARD,
    XSD,
)
from fair_metadata.profile import Form, OneOf, Profile, Property, Severity, Shape
from fair_metadata.profiles.rows import DATES, M, R, row

TEXT, LITERAL, IRI, NODE, ANY = Form.TEXT, Form.LITERAL, Form.IRI, Form.NODE, Form.ANY
WARNING = Severity.WARNING
PLACES = ("country", "place", "continent", "geonames")
PUBLISHERS = ("corporate-body",)

LEGISLATION = row(DCATAP.applicableLegislation, IRI, range=ELI.LegalResource, group="access")
LANGUAGE = row(DCT.language, NODE, range=DCT.LinguisticSystem, vocabularies=("language",), group="content", facet="language", schema_org="inLanguage")
SPATIAL = row(DCT.spatial, NODE, range=DCT.Location, vocabularies=PLACES, strict=WARNING, shape="location", group="coverage", quick=True, facet="country", schema_org="spatialCoverage")
TEMPORAL = row(DCT.temporal, NODE, range=DCT.PeriodOfTime, shape="period_of_time", group="coverage", quick=True, schema_org="temporalCoverage")
PUBLISHER = row(DCT.publisher, NODE, one=True, range=FOAF.Agent, vocabularies=PUBLISHERS, strict=WARNING, shape="agent", group="people", quick=True, facet="publisher", boost=2, schema_org="publisher")
FREQUENCY = row(DCT.accrualPeriodicity, NODE, one=True, range=DCT.Frequency, vocabularies=("frequency",), group="coverage")
CONTACT = row(DCAT.contactPoint, NODE, R, range=VCARD.Kind, shape="kind", group="people", quick=True)
ACCESS = row(DCT.accessRights, NODE, one=True, range=DCT.RightsStatement, vocabularies=("access-right",), strict=WARNING, group="access", quick=True, facet="access", schema_org="conditionsOfAccess")
LICENSE = row(DCT.license, NODE, one=True, range=DCT.LicenseDocument, shape="licence_document", group="access", quick=True, facet="licence", schema_org="license")
CONFORMS = row(DCT.conformsTo, NODE, range=DCT.Standard, group="content", quick=True, facet="data_model", boost=1)
KEYWORD = row(DCAT.keyword, TEXT, R, group="content", quick=True, facet="keyword", boost=4, schema_org="keywords")
THEME = row(DCAT.theme, IRI, R, range=SKOS.Concept, vocabularies=("data-theme",), strict=WARNING, group="content", quick=True, facet="theme", boost=3, schema_org="about")
TITLE = row(DCT.title, TEXT, M, group="identity", quick=True, boost=8, schema_org="name")
DESCRIPTION = row(DCT.description, TEXT, M, group="identity", quick=True, boost=2, schema_org="description")
ISSUED = row(DCT.issued, LITERAL, one=True, auto=True, datatypes=DATES, group="versions", schema_org="datePublished")
MODIFIED = row(DCT.modified, LITERAL, one=True, auto=True, datatypes=DATES, group="versions", schema_org="dateModified")
LANDING = row(DCAT.landingPage, NODE, range=FOAF.Document, group="identity", quick=True, schema_org="url")
PAGE = row(FOAF.page, NODE, range=FOAF.Document, group="relations")


def _with(base: Property, **changes: Any) -> Property:
    """A row that differs in a class from what it is elsewhere."""
    return replace(base, **changes)


CATALOG = (
    TITLE,
    DESCRIPTION,
    _with(PUBLISHER, form=ANY, level=M),
    row(DCT.creator, NODE, one=True, range=FOAF.Agent, shape="agent", group="people", schema_org="creator"),
    row(FOAF.homepage, NODE, R, one=True, range=FOAF.Document, group="identity", schema_org="url"),
    _with(LANGUAGE, level=R),
    _with(LICENSE, level=R),
    row(DCT.rights, NODE, one=True, range=DCT.RightsStatement, group="access"),
    LEGISLATION,
    _with(ISSUED, level=R),
    _with(MODIFIED, level=R),
    _with(SPATIAL, level=R),
    TEMPORAL,
    row(DCAT.themeTaxonomy, NODE, R, range=SKOS.ConceptScheme, includes="<http://publications.europa.eu/resource/authority/data-theme>", includes_is=WARNING, group="content"),
    row(DCAT.dataset, NODE, range=DCAT.Dataset, group="relations"),
    row(DCAT.service, NODE, range=DCAT.DataService, group="relations"),
    row(DCAT.catalog, NODE, range=DCAT.Catalog, group="relations"),
    row(DCAT.record, NODE, range=DCAT.CatalogRecord, group="relations"),
    row(DCT.hasPart, NODE, range=DCAT.Catalog, group="relations"),
    row(DCT.isPartOf, range=DCAT.Catalog, group="relations"),
)

NOT_EMPTY = OneOf(paths=(DCAT.dataset, DCAT.service), label={"en": "a dataset or a data service of the catalogue", "es": "un conjunto de datos o un servicio del catálogo"}, severity=WARNING)

DATASET = (
    TITLE,
    DESCRIPTION,
    row(DCT.alternative, TEXT, group="identity", quick=True, boost=6, schema_org="alternateName"),
    row(DCT.identifier, LITERAL, group="identity", auto=True, boost=8, schema_org="identifier"),
    LANDING,
    _with(PUBLISHER, level=R),
    row(DCT.creator, NODE, range=FOAF.Agent, shape="agent", group="people", boost=1, schema_org="creator"),
    CONTACT,
    row(PROV.qualifiedAttribution, NODE, range=PROV.Attribution, shape="attribution", group="people"),
    KEYWORD,
    THEME,
    row(DCT.type, NODE, range=SKOS.Concept, vocabularies=("dataset-type",), strict=WARNING, group="content", quick=True, facet="type"),
    LANGUAGE,
    CONFORMS,
    row(PROV.wasGeneratedBy, NODE, range=PROV.Activity, shape="activity", group="content"),
    row(DCT.provenance, NODE, range=DCT.ProvenanceStatement, shape="provenance_statement", group="quality"),
    _with(SPATIAL, level=R),
    _with(TEMPORAL, level=R),
    row(DCAT.spatialResolutionInMeters, LITERAL, one=True, datatypes=(XSD.decimal,), group="coverage"),
    row(DCAT.temporalResolution, LITERAL, one=True, datatypes=(XSD.duration,), group="coverage"),
    FREQUENCY,
    ACCESS,
    LEGISLATION,
    row(DCAT.distribution, NODE, R, range=DCAT.Distribution, group="distribution", quick=True, schema_org="distribution"),
    row(ADMS.sample, NODE, range=DCAT.Distribution, group="distribution"),
    ISSUED,
    MODIFIED,
    row(DCAT.version, LITERAL, one=True, group="versions", quick=True, schema_org="version"),
    row(ADMS.versionNotes, TEXT, group="versions"),
    row(DCAT.hasVersion, NODE, range=DCAT.Dataset, name="has_version", group="versions"),
    row(DCT.hasVersion, NODE, range=DCAT.Dataset, name="has_version_deprecated", is_deprecated=True, group="versions"),
    row(DCAT.inSeries, NODE, range=DCAT.DatasetSeries, group="relations", schema_org="isPartOf"),
    row(ADMS.identifier, NODE, name="other_identifier", range=ADMS.Identifier, shape="identifier", group="identity"),
    PAGE,
    row(DCT.isReferencedBy, NODE, group="relations", schema_org="citation"),
    row(DCT.relation, NODE, group="relations"),
    row(DCAT.qualifiedRelation, NODE, range=DCAT.Relationship, shape="relationship", group="relations"),
    row(DCT.source, NODE, range=DCAT.Dataset, group="relations", schema_org="isBasedOn"),
)

DISTRIBUTION = (
    row(DCT.title, TEXT, group="identity", quick=True, boost=8, schema_org="name"),
    row(DCT.description, TEXT, R, group="identity", quick=True, boost=2, schema_org="description"),
    row(DCAT.accessURL, NODE, M, group="distribution", quick=True, schema_org="url"),
    row(DCAT.downloadURL, NODE, group="distribution", quick=True, schema_org="contentUrl"),
    row(DCT["format"], NODE, R, one=True, range=DCT.MediaTypeOrExtent, vocabularies=("file-type",), group="distribution", quick=True, facet="format"),
    row(DCAT.mediaType, NODE, one=True, range=DCT.MediaType, vocabularies=("media-type",), group="distribution", schema_org="encodingFormat"),
    row(DCAT.byteSize, LITERAL, one=True, datatypes=(XSD.nonNegativeInteger,), group="distribution", schema_org="contentSize"),
    row(SPDX.checksum, NODE, one=True, range=SPDX.Checksum, shape="checksum", group="distribution"),
    row(DCAT.compressFormat, NODE, one=True, range=DCT.MediaType, vocabularies=("media-type",), group="distribution"),
    row(DCAT.packageFormat, NODE, one=True, range=DCT.MediaType, vocabularies=("media-type",), group="distribution"),
    row(DCAT.accessService, NODE, range=DCAT.DataService, group="distribution"),
    _with(LICENSE, level=R),
    row(DCT.rights, NODE, one=True, range=DCT.RightsStatement, group="access"),
    row(ODRL.hasPolicy, NODE, one=True, range=ODRL.Policy, group="access"),
    LEGISLATION,
    row(DCATAP.availability, NODE, R, one=True, range=SKOS.Concept, vocabularies=("planned-availability",), group="access"),
    row(ADMS.status, NODE, one=True, range=SKOS.Concept, vocabularies=("distribution-status",), group="versions"),
    LANGUAGE,
    CONFORMS,
    PAGE,
    row(DCAT.spatialResolutionInMeters, LITERAL, one=True, datatypes=(XSD.decimal,), group="coverage"),
    row(DCAT.temporalResolution, LITERAL, one=True, datatypes=(XSD.duration,), group="coverage"),
    ISSUED,
    MODIFIED,
)

SERVICE = (
    TITLE,
    row(DCT.description, TEXT, group="identity", quick=True, boost=2, schema_org="description"),
    row(DCAT.endpointURL, NODE, M, group="distribution", quick=True, schema_org="url"),
    row(DCAT.endpointDescription, NODE, R, group="distribution"),
    row(DCAT.servesDataset, NODE, R, range=DCAT.Dataset, group="relations"),
    _with(PUBLISHER, level=R),
    CONTACT,
    _with(KEYWORD, level=R),
    THEME,
    _with(ACCESS, vocabularies=("access-right",)),
    LEGISLATION,
    _with(CONFORMS, level=R),
    row(DCT["format"], NODE, range=DCT.MediaTypeOrExtent, vocabularies=("file-type",), group="distribution", facet="format"),
    LANDING,
    LICENSE,
    PAGE,
)

SERIES = (
    TITLE,
    DESCRIPTION,
    _with(PUBLISHER, level=R),
    CONTACT,
    LEGISLATION,
    FREQUENCY,
    SPATIAL,
    TEMPORAL,
    ISSUED,
    MODIFIED,
)

CATALOG_RECORD = (
    row(FOAF.primaryTopic, ANY, M, one=True, group="relations"),
    _with(MODIFIED, form=ANY, level=M),
    _with(ISSUED, form=ANY, level=R),
    row(DCT.title, TEXT, group="identity", boost=8),
    row(DCT.description, TEXT, group="identity", boost=2),
    row(DCT.conformsTo, ANY, R, one=True, range=DCT.Standard, group="content"),
    row(ADMS.status, ANY, R, one=True, range=SKOS.Concept, group="versions"),
    row(DCT.language, ANY, range=DCT.LinguisticSystem, group="content"),
    row(DCT.source, ANY, one=True, range=DCAT.CatalogRecord, group="relations"),
)

AGENT = (
    row(FOAF.name, TEXT, M, boost=2, schema_org="name"),
    row(DCT.type, ANY, R, one=True, range=SKOS.Concept),
)
KIND = (
    row(VCARD.fn, TEXT),
    row(VCARD.hasEmail),
    row(VCARD.hasURL),
)


def _shape(name: str, target: str | None, en: str, es: str, rows: tuple[Property, ...], *rules: OneOf) -> Shape:
    return Shape(name, target, {"en": en, "es": es}, tuple({r.path: r for r in rows}.values()), rules)


_SHAPES = (
    _shape("catalog", DCAT.Catalog, "Catalogue", "Catálogo", CATALOG, NOT_EMPTY),
    _shape("series", DCAT.DatasetSeries, "Dataset series", "Serie de conjuntos de datos", SERIES),
    _shape("dataset", DCAT.Dataset, "Dataset", "Conjunto de datos", DATASET),
    _shape("service", DCAT.DataService, "Data service", "Servicio de datos", SERVICE),
    _shape("distribution", DCAT.Distribution, "Distribution", "Distribución", DISTRIBUTION),
    _shape("record", DCAT.CatalogRecord, "Catalogue record", "Registro del catálogo", CATALOG_RECORD),
    _shape("agent", FOAF.Agent, "Organisation", "Organización", AGENT),
    _shape("kind", VCARD.Kind, "Contact point", "Punto de contacto", KIND),
    _shape(
        "checksum",
        SPDX.Checksum,
        "Checksum",
        "Suma de comprobación",
        (
            row(SPDX.algorithm, ANY, M, one=True, vocabularies=("checksum-algorithm",)),
            row(SPDX.checksumValue, LITERAL, M, one=True, datatypes=(XSD.hexBinary,)),
        ),
    ),
    _shape("identifier", ADMS.Identifier, "Identifier", "Identificador", (row(SKOS.notation, ANY, one=True),)),
    _shape("licence_document", DCT.LicenseDocument, "Licence", "Licencia", (row(DCT.type, ANY, R, range=SKOS.Concept, vocabularies=("licence-type",)),)),
    _shape(
        "location",
        DCT.Location,
        "Place",
        "Lugar",
        (row(DCAT.bbox, LITERAL, R, one=True), row(DCAT.centroid, LITERAL, R, one=True), row(LOCN.geometry, LITERAL, one=True)),
    ),
    _shape(
        "period_of_time",
        DCT.PeriodOfTime,
        "Period",
        "Periodo",
        (
            row(DCAT.startDate, LITERAL, R, one=True, datatypes=DATES),
            row(DCAT.endDate, LITERAL, R, one=True, datatypes=DATES),
            row(TIME.hasBeginning, ANY, one=True, range=TIME.Instant),
            row(TIME.hasEnd, ANY, one=True, range=TIME.Instant),
        ),
    ),
    _shape("relationship", DCAT.Relationship, "Relation", "Relación", (row(DCT.relation, ANY, M), row(DCAT.hadRole, ANY, M, range=DCAT.Role))),
    _shape("concept", SKOS.Concept, "Concept", "Concepto", (row(SKOS.prefLabel, TEXT, M), row(SKOS.inScheme), row(SKOS.notation))),
    _shape("concept_scheme", SKOS.ConceptScheme, "List of concepts", "Lista de conceptos", (row(DCT.title, TEXT, M),)),
    _shape("activity", PROV.Activity, "Activity", "Actividad", (row(DCT.type),)),
    _shape("attribution", PROV.Attribution, "Attribution", "Atribución", ()),
    _shape("provenance_statement", DCT.ProvenanceStatement, "Provenance", "Procedencia", ()),
)

DCAT_AP = Profile(
    name="dcat-ap",
    title="DCAT-AP",
    version="3.0.1",
    iri="http://data.europa.eu/r5r/",
    shapes={shape.name: shape for shape in _SHAPES},
)
