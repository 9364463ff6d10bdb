"""A description and its DOI: which it states, and the same description with one more.

The DOI is an identifier beside the PID, which stays the subject and its dct:identifier (DCAT-AP 3.0.1, “other
identifier”; DCAT 3, section 8).
"""

from fair_metadata.formats.datacite_values import doi_in
from fair_metadata.namespaces import ADMS, DCT, RDF, SKOS
from fair_metadata.record import Record
from fair_metadata.terms import literal, text

AGENCY = "DataCite"
RESOLVER = "https://doi.org/"


def stated(record: Record) -> list[str]:
    """The DOIs that it gives itself, in lower case: its IRI, its dct:identifier, notations of its adms:identifier."""
    notations = [value for node in record.values(ADMS.identifier) for value in record.values(SKOS.notation, node)]
    said = [record.iri, *map(text, (*record.values(DCT.identifier), *record.values(ADMS.identifier), *notations))]
    return list(dict.fromkeys(filter(None, map(_doi, said))))


def _doi(said: str) -> str:
    return doi_in(said.removeprefix("urn:"))


def with_doi(record: Record, doi: str) -> Record:
    """With this DOI as an identifier that DataCite gave; as it was when it states it already."""
    if doi in stated(record):
        return record
    node = "_:doi"
    return record.with_triples(
        [
            (record.subject, ADMS.identifier, node),
            (node, RDF.type, ADMS.Identifier),
            (node, SKOS.notation, literal(RESOLVER + doi)),
            (node, ADMS.schemaAgency, literal(AGENCY)),
        ]
    )
