"""The two descriptions inside a page for machines that read no others: schema.org and the core of DCAT."""

from typing import Any

from django.conf import settings

from fair_metadata.formats import Description, json_ld, schema_org
from fair_metadata.namespaces import DCAT, DCATAP, DOC, RDF
from fair_metadata.profiles.dcat_ap import DCAT_AP
from fair_metadata.record import Record
from fair_metadata.terms import Term

# Without the terms that public registries of vocabularies do not have, for FAIR-Checker asks for each of them: those of
# DCAT-AP alone, and those of DCAT 3, which are younger than many copies of DCAT. With the policy by which descriptions
# last: FAIR Enough looks for it in the page, and Linked Open Vocabularies has the term.
_ALL = {row.path for shape in DCAT_AP.shapes.values() for row in shape.properties}
_YOUNG = {DCAT.version, DCAT.hasVersion, DCAT.inSeries}
_CORE = {path for path in _ALL if path not in DCATAP} - _YOUNG | {RDF.type, DOC.persistencePolicy}
MOST = 200  # values of one property in schema.org inside a page; the format of its own has them all
LARGEST = 2000  # triples; a larger description is left to the formats


def for_search_engines(description: Description, cite_as: str) -> str:
    """schema.org as Google Dataset Search reads it, with the address to cite; safe inside a script element."""
    whole: dict[str, Any] = schema_org.document(description)
    document = {name: value[:MOST] if isinstance(value, list) else value for name, value in whole.items()}
    stated = document.get("identifier", [])
    identifiers = stated if isinstance(stated, list) else [stated]
    document["identifier"] = identifiers if cite_as in identifiers else [*identifiers, cite_as]
    if document["@type"] == "Dataset":
        catalogue = {"@type": "DataCatalog", "name": settings.CATALOGUE_NAME, "url": settings.BASE_URL + "/"}
        document.setdefault("includedInDataCatalog", catalogue)
    return json_ld.script_json(document)


def for_harvesters(record: Record) -> str:
    """What the record says in DCAT-AP's own properties; "" when there is too much of it for a page."""
    found = core(record)
    return json_ld.script_json(json_ld.document(Description(found))) if len(found) <= LARGEST else ""


def core(record: Record) -> Record:
    """The record without properties beyond these, and without what only they lead to."""
    reached: set[Term] = set()
    todo = [record.subject]
    while todo:
        node = todo.pop()
        if node not in reached:
            reached.add(node)
            said = record.nodes.get(node, {})
            todo += [o for path, values in said.items() if path in _CORE for o in values if o in record.nodes]
    return Record(record.subject, tuple(t for t in record.triples if t[0] in reached and t[1] in _CORE))
