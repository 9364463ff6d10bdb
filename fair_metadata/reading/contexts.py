"""JSON-LD contexts that published descriptions name, as our own short tables: what terms mean is a fact."""

from collections.abc import Mapping
from typing import Any

from fair_metadata.namespaces import prefixes

# schema.org's context is one vocabulary; these of its properties hold addresses.
_SCHEMA_ADDRESSES = (
    *("additionalType", "archivedAt", "codeRepository", "contentUrl", "embedUrl", "image", "isBasedOnUrl", "license"),
    *("logo", "mainEntityOfPage", "sameAs", "target", "thumbnailUrl", "url", "usageInfo", "installUrl"),
    *("downloadUrl", "acquireLicensePage", "discussionUrl", "publishingPrinciples"),
)


def _schema_org(base: str) -> dict[str, Any]:
    addresses = {name: {"@id": f"{base}{name}", "@type": "@id"} for name in _SCHEMA_ADDRESSES}
    return {"@vocab": base, "schema": base, "type": "@type", "id": "@id"} | addresses


_CSVW: dict[str, Any] = prefixes() | {
    "@vocab": "http://www.w3.org/ns/csvw#",
    "url": {"@id": "csvw:url", "@type": "@id"},
    "propertyUrl": {"@id": "csvw:propertyUrl", "@type": "@id"},
    "tables": {"@id": "csvw:table"},
    "columns": {"@id": "csvw:column"},
    "titles": {"@id": "csvw:title"},
}

_HYDRA: dict[str, Any] = prefixes() | {
    "@vocab": "http://www.w3.org/ns/hydra/core#",
    **{n: {"@id": f"hydra:{n}", "@type": "@id"} for n in ("first", "last", "next", "previous", "view", "member")},
}

_DCAT: dict[str, Any] = prefixes() | {"@vocab": "http://www.w3.org/ns/dcat#"}

# Address without its scheme and without a trailing slash → context.
CONTEXTS: Mapping[str, Mapping[str, Any]] = {
    "schema.org": _schema_org("http://schema.org/"),
    "schema.org/docs/jsonldcontext.json": _schema_org("http://schema.org/"),
    "schema.org/docs/jsonldcontext.jsonld": _schema_org("http://schema.org/"),
    "www.schema.org": _schema_org("http://schema.org/"),
    "www.w3.org/ns/csvw": _CSVW,
    "www.w3.org/ns/hydra/core": _HYDRA,
    "www.w3.org/ns/hydra/context.jsonld": _HYDRA,
    "www.w3.org/ns/dcat": _DCAT,
    "www.w3.org/ns/dcat.jsonld": _DCAT,
}
