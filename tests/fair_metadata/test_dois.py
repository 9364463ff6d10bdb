"""A description and its DOI: what it states, what DataCite would miss."""

import pytest

from fair_metadata import dois
from fair_metadata.formats import Description, datacite
from fair_metadata.namespaces import ADMS, DCAT, DCT, FOAF, RDF, SKOS
from fair_metadata.record import Record
from fair_metadata.terms import literal, named

IRI, DOI = "https://data.example.org/one", "10.1234/abcde-fghjk"


def record(*said, nested=()):
    subject = named(IRI)
    return Record.of(IRI, [(subject, RDF.type, DCAT.Dataset), *((subject, p, o) for p, o in said), *nested])


@pytest.mark.parametrize("written", [DOI, DOI.upper(), f"doi:{DOI}", f"urn:doi:{DOI}", f"https://doi.org/{DOI}"])
def test_a_doi_is_stated_however_it_is_written(written):
    assert dois.stated(record((DCT.identifier, literal(written)))) == [DOI]
    nested = [("_:i", SKOS.notation, literal(written))]
    assert dois.stated(record((ADMS.identifier, "_:i"), nested=nested)) == [DOI]


def test_a_description_without_a_doi_states_none():
    assert dois.stated(record((DCT.identifier, literal("REG-1")), (DCT.title, literal("10.1234/x is no title")))) == []


def test_a_doi_is_added_once_and_nothing_else_changes():
    before = record((DCT.identifier, literal("REG-1")))
    after = dois.with_doi(before, DOI)
    assert set(before.triples) < set(after.triples)
    assert len(after) == len(before) + 4
    assert dois.stated(after) == [DOI]
    assert dois.with_doi(after, DOI) is after
    assert dois.with_doi(record((DCT.identifier, literal(f"doi:{DOI}"))), DOI).values(ADMS.identifier) == ()


STATED = {
    DCT.title: literal("A registry"),
    DCT.creator: "_:maker",
    DCT.publisher: "_:maker",
    DCT.issued: literal("2024"),
}
MAKER = [("_:maker", FOAF.name, literal("A hospital"))]


@pytest.mark.parametrize("path", STATED)
def test_what_datacite_would_miss_is_named_by_its_property(path):
    whole = record(*STATED.items(), nested=MAKER)
    assert datacite.missing(Description(whole)) == []
    assert datacite.missing(Description(whole.replace(path, []))) == [path]


def test_what_says_nothing_is_missing_too():
    unnamed = record(*STATED.items(), nested=[("_:maker", FOAF.name, literal(" "))])
    assert datacite.missing(Description(unnamed)) == [DCT.creator, DCT.publisher]
    assert datacite.missing(Description(record())) == [DCT.title, DCT.creator, DCT.publisher, DCT.issued]
