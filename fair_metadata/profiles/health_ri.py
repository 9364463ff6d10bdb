"""The Dutch national profile for health data (Health-RI core, release 2), as rows."""

from collections.abc import Iterable
from dataclasses import replace

from fair_metadata.namespaces import (
    ADMS,
    DCAT,
    DCATAP,
    DCT,
    DPV,
    DQV,
    FOAF,
    HEALTHDCATAP,
    OA,
    PROV,
    SKOS,
    SPDX,
    VCARD,
    XSD,
)
from fair_metadata.profile import Level, Profile, Property, Shape
from fair_metadata.profiles.dcat_ap import ANY, IRI, LITERAL, TEXT
from fair_metadata.profiles.rows import M, O, row
from fair_metadata.terms import Term

_EU = "<http://publications.europa.eu/resource/authority/"
_MOMENT = r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$"
_MAIL = r"^mailto:.+@.+\..+$"
_ACCESS = tuple(f"{_EU}access-right/{code}>" for code in ("PUBLIC", "RESTRICTED", "NON_PUBLIC"))
_STATUS = tuple(f"{_EU}distribution-status/{code}>" for code in ("COMPLETED", "DEVELOP", "WITHDRAWN", "DEPRECATED"))


def _iris(*paths: Term, level: Level = O, one: bool = False) -> list[Property]:
    return [row(path, IRI, level, one=one) for path in paths]


def _texts(*paths: Term, level: Level = M) -> list[Property]:
    return [row(path, TEXT, level, one_per_language=True) for path in paths]


def _described(path: Term, shape: str, level: Level = O, *, one: bool = False) -> Property:
    """Values are described as a shape asks, also those that nobody calls by its class."""
    return row(path, ANY, level, one=one, shape=f"{shape}_as_value")


_MOMENTS = [row(path, LITERAL, one=True, datatypes=(XSD.dateTime,), pattern=_MOMENT) for path in (DCT.issued, DCT.modified)]
_NAMED = row(DCT.identifier, LITERAL, M, one=True)
_OPEN = row(DCT.accessRights, IRI, M, one=True, among=_ACCESS)
_LAW = DCATAP.applicableLegislation
_COUNTS = (HEALTHDCATAP.numberOfRecords, HEALTHDCATAP.numberOfUniqueIndividuals, HEALTHDCATAP.minTypicalAge, HEALTHDCATAP.maxTypicalAge)

CATALOG = (
    *_texts(DCT.title, DCT.description),
    _described(DCAT.contactPoint, "kind", M, one=True),
    _described(DCT.publisher, "agent", M, one=True),
    _described(DCT.creator, "agent"),
    _described(DCT.temporal, "period_of_time"),
    *_iris(DCAT.catalog, DCAT.service, DCAT.themeTaxonomy, _LAW, DCT.hasPart, DCT.language, DCT.spatial),
    *_iris(DCT.license, DCT.rights, FOAF.homepage, one=True),
    *_MOMENTS,
    row(DCAT.dataset),
)
DATASET = (
    *_texts(DCT.title, DCT.description),
    _NAMED,
    _OPEN,
    _described(DCAT.contactPoint, "kind", M, one=True),
    _described(DCT.publisher, "agent", M, one=True),
    _described(DCT.creator, "agent", M),
    *_iris(DCAT.theme, _LAW, level=M),
    row(DCAT.keyword, LITERAL, M),
    *_iris(ADMS.sample, DCAT.distribution, DCAT.hasVersion, DCAT.inSeries, DCT.conformsTo, DCT.isReferencedBy, DCT.language),
    *_iris(DCT.source, DCT.spatial, DCT.type, DPV.hasLegalBasis, DPV.hasPersonalData, DPV.hasPurpose, FOAF.page),
    *_iris(HEALTHDCATAP.analytics, HEALTHDCATAP.hasCodeValues, HEALTHDCATAP.hasCodingSystem, HEALTHDCATAP.healthTheme),
    *_iris(PROV.wasGeneratedBy),
    *_iris(DCT.accrualPeriodicity, one=True),
    row(ADMS.status, IRI, one=True, among=_STATUS),
    *_texts(ADMS.versionNotes, level=O),
    row(DCAT.version, LITERAL, one=True),
    row(DCAT.temporalResolution, LITERAL, one=True, datatypes=(XSD.duration,)),
    *_MOMENTS,
    *(row(path, LITERAL, one=True, datatypes=(XSD.nonNegativeInteger,)) for path in _COUNTS),
    row(HEALTHDCATAP.populationCoverage, TEXT),
    _described(HEALTHDCATAP.retentionPeriod, "period_of_time", one=True),
    _described(DCT.temporal, "period_of_time"),
    row(ADMS.identifier, ANY, shape="identifier_as_value", name="other_identifier"),
    _described(DCAT.qualifiedRelation, "relationship"),
    _described(DQV.hasQualityAnnotation, "quality_certificate"),
    _described(PROV.qualifiedAttribution, "attribution"),
)
DISTRIBUTION = (
    *_texts(DCT.title),
    *_texts(DCT.description, level=O),
    *_iris(DCAT.accessURL, DCT["format"], DCT.license, DCT.rights, level=M, one=True),
    *_iris(DCAT.downloadURL, DCAT.mediaType, DCAT.compressFormat, DCAT.packageFormat, one=True),
    *_iris(_LAW, DCT.conformsTo, DCT.language, FOAF.page),
    row(DCAT.byteSize, LITERAL, M, one=True, datatypes=(XSD.nonNegativeInteger,)),
    row(DCAT.temporalResolution, LITERAL, one=True, datatypes=(XSD.duration,)),
    row(DCAT.accessService, one=True, range=DCAT.DataService),
    row(ADMS.status, IRI, one=True, among=_STATUS),
    *_MOMENTS,
    _described(SPDX.checksum, "checksum", one=True),
    _described(HEALTHDCATAP.retentionperiod, "period_of_time", one=True),
)
SERVICE = (
    *_texts(DCT.title, DCT.description),
    _NAMED,
    row(DCT.accessRights, IRI, M, one=True),
    _described(DCAT.contactPoint, "kind", M, one=True),
    _described(DCT.publisher, "agent", M, one=True),
    _described(DCT.creator, "agent"),
    *_iris(DCAT.endpointURL, DCAT.endpointDescription, DCT.license, level=M, one=True),
    *_iris(DCAT.theme, level=M),
    *_iris(DCAT.landingPage, DCAT.servesDataset, _LAW, DCATAP.hvdCategory, DCT.conformsTo, DCT["format"], DCT.language, DCT.rights),
    row(DCAT.keyword, LITERAL),
    _MOMENTS[1],
    row(ADMS.identifier, ANY, shape="identifier_as_value", name="other_identifier"),
)
SERIES = (
    *_texts(DCT.title, DCT.description),
    _described(DCAT.contactPoint, "kind", M),
    _described(DCT.publisher, "agent", one=True),
    _described(DCT.temporal, "period_of_time"),
    *_iris(_LAW, DCT.spatial),
    *_iris(DCT.accrualPeriodicity, one=True),
    *_MOMENTS,
)
AGENT = (
    *_texts(FOAF.name),
    row(DCT.identifier, LITERAL, M),
    *_iris(FOAF.homepage, level=M, one=True),
    row(FOAF.mbox, IRI, M, one=True, pattern=_MAIL),
    *_iris(DCT.spatial),
    *_iris(DCT.type, HEALTHDCATAP.publishertype, one=True),
    row(HEALTHDCATAP.publishernote, TEXT, one=True, one_per_language=True),
)
KIND = (row(VCARD.fn, TEXT, M, one=True), row(VCARD.hasEmail, IRI, M, one=True, pattern=_MAIL), *_iris(VCARD.hasURL))
PERIOD = tuple(row(path, LITERAL, one=True, datatypes=(XSD.dateTime,), pattern=_MOMENT) for path in (DCAT.startDate, DCAT.endDate))
IDENTIFIER = tuple(row(path, LITERAL, level, one=True, datatypes=(XSD.string,)) for path, level in ((SKOS.notation, M), (ADMS.schemaAgency, O)))
CHECKSUM = (*_iris(SPDX.algorithm, level=M, one=True), row(SPDX.checksumValue, LITERAL, M, one=True))
ATTRIBUTION = (_described(PROV.agent, "agent", one=True), *_iris(DCAT.hadRole, one=True))


def _shapes() -> Iterable[Shape]:
    """Each class, and, for what values are held to, the same without a class."""
    for name, target, en, es, rows in (
        ("catalog", DCAT.Catalog, "Catalogue", "Catálogo", CATALOG),
        ("series", DCAT.DatasetSeries, "Dataset series", "Serie de conjuntos de datos", SERIES),
        ("dataset", DCAT.Dataset, "Dataset", "Conjunto de datos", DATASET),
        ("service", DCAT.DataService, "Data service", "Servicio de datos", SERVICE),
        ("distribution", DCAT.Distribution, "Distribution", "Distribución", DISTRIBUTION),
        ("agent", FOAF.Agent, "Organisation", "Organización", AGENT),
        ("kind", VCARD.Kind, "Contact point", "Punto de contacto", KIND),
        ("period_of_time", DCT.PeriodOfTime, "Period", "Periodo", PERIOD),
        ("identifier", ADMS.Identifier, "Identifier", "Identificador", IDENTIFIER),
        ("checksum", SPDX.Checksum, "Checksum", "Suma de comprobación", CHECKSUM),
        ("relationship", DCAT.Relationship, "Relation", "Relación", tuple(_iris(DCT.relation, DCAT.hadRole, level=M))),
        ("attribution", PROV.Attribution, "Attribution", "Atribución", ATTRIBUTION),
        ("quality_certificate", DQV.QualityCertificate, "Quality certificate", "Certificado de calidad", tuple(_iris(OA.hasTarget, OA.hasBody, one=True))),
    ):
        shape = Shape(name, target, {"en": en, "es": es}, tuple(rows))
        yield shape
        yield replace(shape, name=f"{name}_as_value", target=None)


HEALTH_RI = Profile(
    name="health-ri",
    title="Health-RI",
    version="2 (core)",
    iri="http://data.health-ri.nl/core/p2/",
    shapes={shape.name: shape for shape in _shapes()},
)
