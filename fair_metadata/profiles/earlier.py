"""DCAT-AP 3.0.0 and 2.1.1, as what they ask otherwise than 3.0.1: what older catalogues were written for."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from fair_metadata.namespaces import ADMS, DC, DCAT, DCATAP, DCT, FOAF, OWL, SPDX, XSD
from fair_metadata.profile import Form, Property, Severity, Shape
from fair_metadata.profiles.dcat_ap import ANY, DCAT_AP, IRI, LITERAL, NODE, WARNING, _with
from fair_metadata.profiles.rows import row
from fair_metadata.terms import Term

_SHAPES = DCAT_AP.shapes
_MEDIA = (DCAT.mediaType, DCAT.compressFormat, DCAT.packageFormat)
# The list of access rights was asked of distributions, and of datasets without mercy.
_ACCESS = row(DCT.accessRights, ANY, vocabularies=("access-right",), group="access")
_SIZE = row(DCAT.byteSize, LITERAL, one=True, datatypes=(XSD.decimal,), group="distribution")


def _unlisted(shape: str, *paths: Term) -> list[Property]:
    """Rows of a shape of which no entry of a list is asked."""
    return [_with(_SHAPES[shape].by_path[path], vocabularies=()) for path in paths]


_DATASET_ACCESS = _with(_SHAPES["dataset"].by_path[DCT.accessRights], strict=Severity.VIOLATION)
DCAT_AP_300 = replace(
    DCAT_AP,
    name="dcat-ap-3.0.0",
    version="3.0.0",
    shapes={
        **_SHAPES,
        "dataset": _SHAPES["dataset"].extended([_DATASET_ACCESS]),
        "distribution": _SHAPES["distribution"].extended(
            [_SIZE, _ACCESS, *(_with(_SHAPES["distribution"].by_path[path], strict=WARNING) for path in _MEDIA)]
        ),
        "service": _SHAPES["service"].extended(
            _unlisted("service", DCAT.theme, DCT.publisher, DCT.accessRights, DCT["format"])
        ),
        "series": _SHAPES["series"].extended(_unlisted("series", DCT.publisher, DCT.spatial, DCT.accrualPeriodicity)),
    },
)

# In 2.1.1 most ranges were asked by class alone. These kept the kind of node.
_STILL_NODES = {DCT.relation, DCAT.accessURL, DCAT.downloadURL, DCAT.endpointURL, DCAT.endpointDescription}
_NOT_YET: Mapping[str, tuple[Term, ...]] = {
    "catalog": (DCATAP.applicableLegislation,),
    "dataset": (DCATAP.applicableLegislation, DCAT.inSeries, DCAT.version, DCAT.hasVersion, DCT.isReferencedBy),
    "distribution": (DCATAP.applicableLegislation,),
    "service": (
        *(DCATAP.applicableLegislation, DCAT.contactPoint, DCAT.keyword, DCAT.landingPage, DCAT.theme),
        *(DCT.conformsTo, DCT["format"], DCT.publisher, FOAF.page),
    ),
}
_STATUS = tuple(f"<http://purl.org/adms/status/{name}>" for name in ("Completed", "Deprecated", "UnderDevelopment", "Withdrawn"))
_NOW: Mapping[str, list[Property]] = {
    "catalog": [
        _with(_SHAPES["catalog"].by_path[DCT.creator], many=True, form=ANY),
        _with(_SHAPES["catalog"].by_path[DCT.isPartOf], many=False),
    ],
    "dataset": [
        _with(_DATASET_ACCESS, form=ANY),
        row(DC.isReferencedBy, NODE, group="relations"),
        row(DCT.isVersionOf, range=DCAT.Dataset, group="versions"),
        row(OWL.versionInfo, LITERAL, one=True, group="versions"),
    ],
    "distribution": [
        _SIZE,
        _ACCESS,
        _with(_SHAPES["distribution"].by_path[ADMS.status], form=ANY, vocabularies=(), among=_STATUS),
        *(_with(each, form=ANY) for each in _unlisted("distribution", *_MEDIA)),
    ],
    "service": [_with(each, form=ANY) for each in _unlisted("service", DCT.accessRights)],
    "checksum": [row(SPDX.algorithm, IRI, _SHAPES["checksum"].by_path[SPDX.algorithm].level, one=True, includes="<http://spdx.org/rdf/terms#checksumAlgorithm_sha1>")],
}


def _relaxed(rows: Iterable[Property]) -> tuple[Property, ...]:
    nodes = (Form.NODE, Form.IRI)
    return tuple(_with(each, form=ANY) if each.form in nodes and each.path not in _STILL_NODES else each for each in rows)


def _as_of_211(shape: Shape) -> Shape:
    earlier = shape.without(_NOT_YET.get(shape.name, ()))
    return replace(earlier, properties=_relaxed(earlier.properties)).extended(_NOW.get(shape.name, ()))


DCAT_AP_211 = replace(
    DCAT_AP,
    name="dcat-ap-2.1.1",
    version="2.1.1",
    shapes={name: _as_of_211(shape) for name, shape in _SHAPES.items() if name != "series"},
)
