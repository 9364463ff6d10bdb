"""DCAT-AP for high-value datasets (3.0.0-hvd): what Regulation (EU) 2023/138 asks besides DCAT-AP 3.0.0."""

from dataclasses import replace

from fair_metadata.namespaces import DCAT, DCATAP, DCT, ELI, FOAF, OWL, RDFS, SKOS, VCARD
from fair_metadata.profile import OneOf, Property, Reaches
from fair_metadata.profiles.dcat_ap import IRI, NODE, WARNING, _with
from fair_metadata.profiles.earlier import DCAT_AP_300
from fair_metadata.profiles.rows import M, row

HVD = "<http://data.europa.eu/eli/reg_impl/2023/138/oj>"
_SHAPES = DCAT_AP_300.shapes
_LAW = row(DCATAP.applicableLegislation, IRI, M, range=ELI.LegalResource, includes=HVD, default=(HVD,), group="access", quick=True)
# The list of categories (some hundred, EU Vocabularies) is not shipped: an entry is taken at its word.
_CATEGORY = row(DCATAP.hvdCategory, NODE, M, range=SKOS.Concept, group="content", quick=True)
_LEGAL = OneOf(paths=(DCT.license, DCT.rights), label={"en": "a licence or a statement of rights", "es": "una licencia o una declaración de derechos"})
_API = Reaches(
    ways=(("^", DCAT.servesDataset), (DCAT.distribution, DCAT.accessService)),
    label={"en": "a data service (API) that serves the dataset", "es": "un servicio de datos (API) que sirva el conjunto"},
)
_REACHED = OneOf(paths=(VCARD.hasEmail, VCARD.hasURL), label={"en": "e-mail or contact page", "es": "correo o página de contacto"}, severity=WARNING)
_MATCHED = OneOf(
    paths=(SKOS.exactMatch, OWL.sameAs, SKOS.broadMatch, SKOS.narrowMatch, SKOS.closeMatch, RDFS.seeAlso),
    label={"en": "how the licence is related to others, such as skos:exactMatch", "es": "la relación de la licencia con otras, como skos:exactMatch"},
    severity=WARNING,
)


def _asked(shape: str, *paths: str) -> list[Property]:
    return [_with(_SHAPES[shape].by_path[path], level=M) for path in paths]


DCAT_AP_HVD = replace(
    DCAT_AP_300,
    name="dcat-ap-hvd",
    title="DCAT-AP for high-value datasets",
    version="3.0.0-hvd",
    shapes={
        **_SHAPES,
        "dataset": _SHAPES["dataset"].extended([_LAW, _CATEGORY, *_asked("dataset", DCAT.distribution)], [_API]),
        "series": _SHAPES["series"].extended([_LAW, _CATEGORY]),
        "distribution": _SHAPES["distribution"].extended([_LAW], [_LEGAL]),
        "service": _SHAPES["service"].extended(
            [_LAW, _CATEGORY, row(DCT.rights, NODE, range=DCT.RightsStatement, group="access"), *_asked("service", DCAT.contactPoint, FOAF.page)],
            [_LEGAL],
        ),
        "record": _SHAPES["record"].extended([_with(_SHAPES["record"].by_path[FOAF.primaryTopic], form=NODE)]),
        "kind": _SHAPES["kind"].extended([row(VCARD.hasEmail, NODE, one=True), row(VCARD.hasURL, NODE, one=True)], [_REACHED]),
        "licence_document": _SHAPES["licence_document"].extended([], [_MATCHED]),
    },
)
