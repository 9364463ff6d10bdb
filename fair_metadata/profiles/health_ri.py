"""The Health-RI core metadata schema 2.0.2: what the Dutch national catalogue asks of datasets (HRI-Datamodel-shapes)."""

from dataclasses import replace
from typing import Any

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
from fair_metadata.profile import Form, Profile, Property, Shape
from fair_metadata.profiles.dcat_ap import DCAT_AP
from fair_metadata.profiles.rows import M, O, row
from fair_metadata.terms import Term
from fair_metadata.vocabularies import vocabulary

IRI, LITERAL = Form.IRI, Form.LITERAL
MOMENT: dict[str, Any] = {
    "form": LITERAL,
    "one": True,
    "datatypes": (XSD.dateTime,),
    "pattern": r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$",
}
COUNT: dict[str, Any] = {"form": LITERAL, "one": True, "datatypes": (XSD.nonNegativeInteger,)}
MAIL = r"^mailto:.+@.+\..+$"


def _each(form: Form, *paths: Term, level: Any = O, one: bool = False) -> tuple[Property, ...]:
    return tuple(row(path, form, level, one=one) for path in paths)


def _entries(name: str, *codes: str) -> tuple[Term, ...]:
    """Entries of a code list, those with these codes or all."""
    known = vocabulary(name).concepts.values()
    return tuple(f"<{entry.iri}>" for entry in known if not codes or entry.notation in codes)


_NAMED = _each(LITERAL, DCT.title, DCT.description, level=M)
_DATED = (row(DCT.issued, **MOMENT), row(DCT.modified, **MOMENT))
_CONTACT = row(DCAT.contactPoint, level=M, one=True, shape="kind")
_PUBLISHER = row(DCT.publisher, level=M, one=True, shape="agent")
_PERIOD = row(DCT.temporal, shape="period_of_time")

DATASET = (
    *_NAMED,
    row(DCT.accessRights, IRI, M, one=True, among=_entries("access-right", "PUBLIC", "RESTRICTED", "NON_PUBLIC")),
    *_each(IRI, DCATAP.applicableLegislation, DCAT.theme, level=M),
    _CONTACT,
    row(DCT.creator, level=M, shape="agent"),
    _PUBLISHER,
    row(DCT.identifier, LITERAL, M, one=True),
    row(DCAT.keyword, LITERAL, M),
    *_each(IRI, DCAT.distribution, HEALTHDCATAP.analytics, ADMS.sample, DCAT.inSeries, DCAT.hasVersion),
    *_each(IRI, HEALTHDCATAP.hasCodeValues, HEALTHDCATAP.hasCodingSystem, HEALTHDCATAP.healthTheme),
    *_each(IRI, DCT.conformsTo, DCT.isReferencedBy, DCT.language, DCT.source, DCT.spatial, DCT.type, FOAF.page),
    *_each(IRI, DPV.hasLegalBasis, PROV.wasGeneratedBy),
    row(DCT.accrualPeriodicity, IRI, one=True),
    *(row(HEALTHDCATAP[name], **COUNT) for name in ("minTypicalAge", "maxTypicalAge", "numberOfRecords", "numberOfUniqueIndividuals")),
    row(HEALTHDCATAP.populationCoverage, LITERAL),
    row(ADMS.versionNotes, LITERAL),
    row(HEALTHDCATAP.retentionPeriod, one=True, shape="period_of_time"),
    row(DCAT.qualifiedRelation, shape="relationship"),
    row(DQV.hasQualityAnnotation, shape="quality_certificate"),
    row(ADMS.identifier, name="other_identifier", shape="identifier"),
    _PERIOD,
    row(DCAT.temporalResolution, LITERAL, one=True, datatypes=(XSD.duration,)),
    row(DCAT.version, LITERAL, one=True),
    *_DATED,
)  # fmt: skip
DISTRIBUTION = (
    row(DCT.title, LITERAL, M),
    row(DCT.description, LITERAL),
    row(DCAT.byteSize, LITERAL, M, one=True, datatypes=(XSD.nonNegativeInteger,), pattern=r"[1-9]"),
    *_each(IRI, DCAT.accessURL, DCT["format"], DCT.license, DCT.rights, level=M, one=True),
    *_each(IRI, DCAT.downloadURL, DCAT.mediaType, DCAT.compressFormat, DCAT.packageFormat, one=True),
    *_each(IRI, DCATAP.applicableLegislation, DCT.conformsTo, DCT.language, FOAF.page),
    row(ADMS.status, IRI, one=True, among=_entries("distribution-status")),
    row(SPDX.checksum, one=True, shape="checksum"),
    row(DCAT.temporalResolution, LITERAL, one=True, datatypes=(XSD.duration,)),
    *_DATED,
)
CATALOG = (
    *_NAMED,
    _CONTACT,
    _PUBLISHER,
    row(DCT.creator, shape="agent"),
    *_each(IRI, DCATAP.applicableLegislation, DCAT.catalog, DCAT.service, DCAT.themeTaxonomy, DCT.hasPart, DCT.language, DCT.spatial),
    *_each(IRI, FOAF.homepage, DCT.license, DCT.rights, one=True),
    _PERIOD,
    *_DATED,
)  # fmt: skip
SERIES = (
    *_NAMED,
    row(DCAT.contactPoint, level=M, shape="kind"),
    row(DCT.publisher, one=True, shape="agent"),
    *_each(IRI, DCATAP.applicableLegislation, DCT.spatial),
    row(DCT.accrualPeriodicity, IRI, one=True),
    _PERIOD,
    *_DATED,
)
SERVICE = (
    *_NAMED,
    _CONTACT,
    _PUBLISHER,
    row(DCT.creator, shape="agent"),
    *_each(IRI, DCT.accessRights, DCAT.endpointDescription, DCAT.endpointURL, DCT.license, level=M, one=True),
    row(DCT.identifier, LITERAL, M, one=True),
    row(DCAT.theme, IRI, M),
    row(DCAT.keyword, LITERAL),
    *_each(IRI, DCATAP.applicableLegislation, DCT.conformsTo, DCT["format"], DCAT.landingPage, DCT.language, DCT.rights, DCAT.servesDataset),
    row(ADMS.identifier, name="other_identifier", shape="identifier"),
    row(DCT.modified, **MOMENT),
)  # fmt: skip
AGENT = (
    row(FOAF.name, LITERAL, M),
    row(DCT.identifier, LITERAL, M),
    row(FOAF.homepage, IRI, M, one=True),
    row(FOAF.mbox, IRI, M, one=True, pattern=MAIL),
    row(DCT.type, IRI, one=True),
)
KIND = (
    row(VCARD.fn, LITERAL, M, one=True),
    row(VCARD.hasEmail, IRI, M, one=True, pattern=MAIL),
    row(VCARD.hasURL, IRI),
)
_ROWS: dict[str, tuple[Property, ...]] = {
    "catalog": CATALOG,
    "series": SERIES,
    "dataset": DATASET,
    "service": SERVICE,
    "distribution": DISTRIBUTION,
    "agent": AGENT,
    "kind": KIND,
    "checksum": (row(SPDX.algorithm, IRI, M, one=True), row(SPDX.checksumValue, LITERAL, M, one=True)),
    "identifier": (row(SKOS.notation, LITERAL, M, one=True, datatypes=(XSD.string,)),),
    "period_of_time": (row(DCAT.startDate, **MOMENT), row(DCAT.endDate, **MOMENT)),
    "relationship": _each(IRI, DCT.relation, DCAT.hadRole, level=M),
}
_CERTIFICATE = Shape(
    "quality_certificate",
    DQV.QualityCertificate,
    {"en": "Quality certificate", "es": "Certificado de calidad"},
    _each(IRI, OA.hasTarget, OA.hasBody, one=True),
)


def _shape(name: str, rows: tuple[Property, ...]) -> Shape:
    """The rows stand in the groups of DCAT-AP's form."""
    known = DCAT_AP.shapes[name]
    groups = {each.path: each.group for each in known.properties}
    return replace(known, properties=tuple(replace(each, group=groups.get(each.path, "more")) for each in rows), rules=())


HEALTH_RI = Profile(
    name="health-ri",
    title="Health-RI core",
    version="2.0.2",
    iri="http://data.health-ri.nl/core/p2/",
    shapes={**{name: _shape(name, rows) for name, rows in _ROWS.items()}, _CERTIFICATE.name: _CERTIFICATE},
)
