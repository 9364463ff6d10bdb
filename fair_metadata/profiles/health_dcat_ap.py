"""HealthDCAT-AP, releases 8 and 5: DCAT-AP with the rows that health data need, at three levels of access."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from fair_metadata.namespaces import (
    ADMS,
    CSVW,
    CV,
    DCAT,
    DCATAP,
    DCT,
    DPV,
    DQV,
    ELI,
    FOAF,
    GEODCATAP,
    HEALTHDCATAP,
    OA,
    PROV,
    SKOS,
    TIME,
    VCARD,
    XSD,
)
from fair_metadata.profile import Access, Level, OneOf, Profile, Property, Severity, Shape, When
from fair_metadata.profiles import dcat_ap
from fair_metadata.profiles.dcat_ap import DCAT_AP, IRI, LITERAL, NODE, TEXT, WARNING, _with
from fair_metadata.profiles.rows import M, R, row
from fair_metadata.vocabularies import EHDS

HEAL = "<http://publications.europa.eu/resource/authority/data-theme/HEAL>"
COUNT = (XSD.nonNegativeInteger,)

# NON_PUBLIC asks for more (shapes/non-public-shapes.ttl), and recommends more (recommended/non-public-…).
_ON_REQUEST: Mapping[str, Level] = {Access.NON_PUBLIC: M}
_RECOMMENDED: Mapping[str, Level] = {Access.NON_PUBLIC: R}

LEGISLATION = row(DCATAP.applicableLegislation, IRI, M, range=ELI.LegalResource, default=(EHDS,), group="access", quick=True)
HEALTH_AGENT: dict[str, Any] = {"one": True, "range": FOAF.Agent, "shape": "health_agent", "group": "people"}

DATASET: tuple[Property, ...] = (
    row(DCT.identifier, LITERAL, M, group="identity", auto=True, boost=8, schema_org="identifier"),
    row(DCT.accessRights, NODE, M, one=True, range=DCT.RightsStatement, vocabularies=("access-right",), group="access", quick=True, facet="access", schema_org="conditionsOfAccess"),
    LEGISLATION,
    row(DCAT.distribution, NODE, M, range=DCAT.Distribution, group="distribution", quick=True, schema_org="distribution"),
    row(DCAT.theme, IRI, M, range=SKOS.Concept, vocabularies=("data-theme",), includes=HEAL, default=(HEAL,), group="content", quick=True, facet="theme", boost=3, schema_org="about"),
    row(HEALTHDCATAP.hdab, NODE, M, quick=True, **HEALTH_AGENT),
    row(HEALTHDCATAP.hdabCoordinator, NODE, **HEALTH_AGENT),
    row(GEODCATAP.custodian, NODE, R, quick=True, boost=2, facet="holder", schema_org="maintainer", **HEALTH_AGENT),
    row(DCT.publisher, NODE, R, levels={Access.NON_PUBLIC: Level.OPTIONAL}, one=True, range=FOAF.Agent, shape="health_publisher", group="people", quick=True, facet="publisher", boost=2, schema_org="publisher"),
    row(DCAT.contactPoint, NODE, R, levels=_ON_REQUEST, range=VCARD.Kind, shape="kind", group="people", quick=True),
    row(DCAT.keyword, TEXT, R, levels=_ON_REQUEST, group="content", quick=True, facet="keyword", boost=4, schema_org="keywords"),
    row(DCT.type, NODE, levels=_ON_REQUEST, range=SKOS.Concept, vocabularies=("dataset-type",), strict=WARNING, group="content", quick=True, facet="type"),
    row(DCT.provenance, NODE, levels=_ON_REQUEST, range=DCT.ProvenanceStatement, shape="provenance_statement", group="quality", quick=True),
    row(HEALTHDCATAP.healthCategory, IRI, M, range=SKOS.Concept, vocabularies=("healthcategories",), group="health", quick=True, facet="health_category", boost=1),
    row(HEALTHDCATAP.healthTheme, NODE, R, range=SKOS.Concept, vocabularies=("health-theme",), group="health", quick=True, facet="health_theme", boost=3),
    row(HEALTHDCATAP.hasStructuredData, LITERAL, M, one=True, datatypes=(XSD.boolean,), group="health", quick=True),
    row(HEALTHDCATAP.hasVariables, range=CSVW.TableGroup, shape="table_group", group="health", schema_org="variableMeasured"),
    row(HEALTHDCATAP.hasCodingSystem, NODE, R, range=DCT.Standard, vocabularies=("coding-system",), group="health", facet="coding_system"),
    row(HEALTHDCATAP.hasCodeValues, LITERAL, R, group="health", boost=2),
    row(DCT.conformsTo, NODE, levels=_RECOMMENDED, range=DCT.Standard, vocabularies=("standard",), group="content", quick=True, facet="data_model", boost=1),
    row(HEALTHDCATAP.numberOfRecords, LITERAL, R, one=True, datatypes=COUNT, group="health", quick=True),
    row(HEALTHDCATAP.numberOfUniqueIndividuals, LITERAL, R, one=True, datatypes=COUNT, group="health", quick=True),
    row(HEALTHDCATAP.minTypicalAge, LITERAL, R, one=True, datatypes=COUNT, group="health", quick=True),
    row(HEALTHDCATAP.maxTypicalAge, LITERAL, R, one=True, datatypes=COUNT, group="health", quick=True),
    row(HEALTHDCATAP.populationCoverage, TEXT, R, group="health", quick=True, boost=1),
    row(DPV.hasPersonalData, IRI, R, range=DPV.PersonalData, vocabularies=("personal-data",), group="access"),
    row(DPV.hasLegalBasis, level=R, range=DPV.LegalBasis, group="access"),
    row(DPV.hasPurpose, NODE, R, range=DPV.Purpose, shape="purpose", group="access", boost=1),
    row(DQV.hasQualityAnnotation, level=R, range=DQV.QualityCertificate, shape="quality_certificate", group="quality"),
    row(HEALTHDCATAP.retentionPeriod, level=R, one=True, range=DCT.PeriodOfTime, shape="period_of_time", group="access"),
    row(HEALTHDCATAP.analytics, level=R, range=DCAT.Distribution, group="distribution"),
    row(ADMS.sample, NODE, R, range=DCAT.Distribution, group="distribution"),
    row(PROV.wasGeneratedBy, NODE, range=PROV.Activity, shape="health_activity", group="content"),
    row(DCT.accrualPeriodicity, NODE, levels=_RECOMMENDED, one=True, range=DCT.Frequency, vocabularies=("frequency",), group="coverage"),
    row(DCT.language, NODE, levels=_RECOMMENDED, range=DCT.LinguisticSystem, vocabularies=("language",), group="content", facet="language", schema_org="inLanguage"),
    _with(dcat_ap.SPATIAL, level=Level.OPTIONAL),
    row(DCT.temporal, NODE, levels=_RECOMMENDED, range=DCT.PeriodOfTime, shape="period_of_time", group="coverage", quick=True, schema_org="temporalCoverage"),
    row(DCAT.temporalResolution, LITERAL, levels=_RECOMMENDED, one=True, datatypes=(XSD.duration,), group="coverage"),
    row(FOAF.page, NODE, levels=_RECOMMENDED, range=FOAF.Document, group="relations"),
    row(DCAT.landingPage, NODE, levels=_RECOMMENDED, range=FOAF.Document, group="identity", quick=True, schema_org="url"),
    row(DCT.isReferencedBy, NODE, levels=_RECOMMENDED, group="relations", schema_org="citation"),
    row(DCT.relation, NODE, levels=_RECOMMENDED, group="relations"),
    row(DCT.source, NODE, levels=_RECOMMENDED, range=DCAT.Dataset, group="relations", schema_org="isBasedOn"),
)
VARIABLES = When(path=HEALTHDCATAP.hasStructuredData, value=f'"true"^^{XSD.boolean}', needs=HEALTHDCATAP.hasVariables, label={"en": "Variables", "es": "Variables"})


def _shape(name: str, target: str | None, en: str, es: str, *rows: Property, rules: tuple[OneOf, ...] = ()) -> Shape:
    return Shape(name, target, {"en": en, "es": es}, rows, rules)


_CONTACT = row(CV.contactPoint, level=M, one=True, range=CV.ContactPoint, shape="contact_point", group="people")
_HOURS: dict[str, Any] = {"form": NODE, "range": TIME.TemporalEntity, "shape": "temporal_entity"}
_PUBLISHER_TYPE = row(DCT.type, one=True, range=SKOS.Concept, vocabularies=("publisher-type",))
_KIND = DCAT_AP.shapes["kind"].extended(
    [row(VCARD.hasEmail, IRI, one=True), row(VCARD.hasURL, IRI, one=True)],
    [OneOf(paths=(VCARD.hasURL, VCARD.hasEmail), label={"en": "e-mail or contact page", "es": "correo o página de contacto"})],
)
_COLUMN_TITLE = row(CSVW.title, TEXT, M)
_COLUMN = (
    row(CSVW["name"], LITERAL, M, one=True),
    _COLUMN_TITLE,
    row(DCT.description, TEXT, M),
    row(CSVW.datatype, LITERAL, M, one=True),
    row(CSVW.propertyUrl, IRI, one=True),
)
_TABLE = (
    row(DCT.title, TEXT, M),
    row(CSVW.url, IRI, one=True),
    row(DCAT.keyword, TEXT),
    row(CSVW.column, NODE, M, range=CSVW.Column, shape="column"),
)

_OWN = (
    _KIND,
    _shape("table_group", CSVW.TableGroup, "Data dictionary", "Diccionario de datos", row(DCT.title, TEXT, M), row(CSVW.table, level=M, range=CSVW.Table, shape="table")),
    _shape("table", CSVW.Table, "Table", "Tabla", *_TABLE),
    _shape("column", CSVW.Column, "Variable", "Variable", *_COLUMN),
    _shape("health_agent", None, "Organisation", "Organización", row(FOAF.name, TEXT), _CONTACT, _with(_PUBLISHER_TYPE, vocabularies=())),
    _shape("health_publisher", None, "Publisher", "Editor", row(FOAF.name, TEXT), _CONTACT, row(DCT.description, TEXT, one=True), _PUBLISHER_TYPE),
    _shape(
        "contact_point",
        CV.ContactPoint,
        "Contact",
        "Contacto",
        row(CV.email, LITERAL),
        row(CV.contactPage, IRI),
        row(CV.telephone, LITERAL),
        row(CV.openingHours, **_HOURS),
        row(CV.specialOpeningHoursSpecification, **_HOURS),
        rules=(OneOf(paths=(CV.email, CV.contactPage), label={"en": "e-mail or contact page", "es": "correo o página de contacto"}),),
    ),
    _shape(
        "temporal_entity",
        TIME.TemporalEntity,
        "Hours",
        "Horario",
        row(DCT.description, TEXT, M),
        row(CV.frequency, IRI, range=DCT.Frequency, vocabularies=("frequency",)),
    ),
    _shape("health_activity", None, "Health activity", "Actividad sanitaria", row(DCT.type, vocabularies=("health-activity",))),
    _shape("quality_certificate", DQV.QualityCertificate, "Quality certificate", "Certificado de calidad", row(OA.hasTarget), row(OA.hasBody), row(OA.motivatedBy)),
    _shape("purpose", DPV.Purpose, "Purpose", "Finalidad", row(DCT.description, TEXT)),
)

_BASE = DCAT_AP.shapes
_STRICT_ACCESS = _with(dcat_ap.ACCESS, strict=Severity.VIOLATION)

# The release's file of code lists has fewer rules than DCAT-AP's for services and none for series.
_UNLISTED = [_with(_BASE["service"].by_path[path], vocabularies=()) for path in (DCAT.theme, DCT.publisher)]
_LISTED_IN_SERIES = (DCT.publisher, DCT.spatial, DCT.accrualPeriodicity)
_UNLISTED_IN_SERIES = [_with(_BASE["series"].by_path[path], vocabularies=()) for path in _LISTED_IN_SERIES]
_MEDIA_PATHS = (DCAT.mediaType, DCAT.compressFormat, DCAT.packageFormat)
_MEDIA = [_with(_BASE["distribution"].by_path[path], strict=WARNING) for path in _MEDIA_PATHS]

_SHAPES: Mapping[str, Shape] = {
    **_BASE,
    "catalog": _BASE["catalog"].extended([LEGISLATION]),
    "series": _BASE["series"].extended([LEGISLATION, *_UNLISTED_IN_SERIES]),
    "dataset": _BASE["dataset"].extended(DATASET, [VARIABLES]),
    "service": _BASE["service"].extended([_STRICT_ACCESS, *_UNLISTED]),
    "distribution": _BASE["distribution"].extended([LEGISLATION, *_MEDIA]),
    **{shape.name: shape for shape in _OWN},
}

HEALTH_DCAT_AP = Profile(
    name="healthdcat-ap",
    title="HealthDCAT-AP",
    version="release 8",
    iri="http://healthdataportal.eu/ns/health#",
    shapes=_SHAPES,
    levelled=True,
)

# Release 5: agents are reached by dcat:contactPoint; no statement on structure, no dictionary, no custodian.
_R5_GONE = (
    HEALTHDCATAP.hasStructuredData,
    HEALTHDCATAP.hasVariables,
    HEALTHDCATAP.hdabCoordinator,
    GEODCATAP.custodian,
)
_R5_CONTACT = row(DCAT.contactPoint, level=M, one=True, range=VCARD.Kind, shape="kind", group="people")
_R5_CODES = _shape("code_values", None, "Code values", "Valores codificados", row(DCT.identifier, LITERAL, datatypes=(XSD.anyURI,)), row(SKOS.inScheme, IRI))
_R5_OWN = (
    _shape("health_agent", None, "Organisation", "Organización", row(FOAF.name, TEXT), _R5_CONTACT),
    _shape("health_publisher", None, "Publisher", "Editor", row(FOAF.name, TEXT), _R5_CONTACT, row(DCT.description, TEXT, one=True), row(HEALTHDCATAP.trustedDataHolder, LITERAL, one=True, datatypes=(XSD.boolean,))),
    _shape("table_group", CSVW.TableGroup, "Data dictionary", "Diccionario de datos", row(CSVW.table, level=M, range=CSVW.Table, shape="table")),
    _shape("column", CSVW.Column, "Variable", "Variable", row(CSVW["name"], LITERAL, M), row(CSVW.titles, TEXT, M), *_COLUMN[2:]),
    _R5_CODES,
)

# The code lists of release 5 are gone: those of release 8 are advice here.
_R5_DATASET = tuple(_with(r, strict=WARNING, includes_is=WARNING) for r in _SHAPES["dataset"].properties)

HEALTH_DCAT_AP_R5 = replace(
    HEALTH_DCAT_AP,
    name="healthdcat-ap-r5",
    version="release 5",
    shapes={
        **{name: shape for name, shape in _SHAPES.items() if name not in ("contact_point", "temporal_entity")},
        "dataset": replace(_SHAPES["dataset"], properties=_R5_DATASET, rules=())
        .without(_R5_GONE)
        .extended([row(HEALTHDCATAP.hasCodeValues, NODE, R, shape="code_values", group="health")]),
        **{shape.name: shape for shape in _R5_OWN},
    },
)
