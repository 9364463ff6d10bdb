"""A description as another standard has it: what is named, what is written otherwise, and back again."""

import pytest
from hypothesis import HealthCheck, given, settings

from fair_metadata.document import split
from fair_metadata.namespaces import ADMS, DCAT, DCT, RDF, VCARD, XSD
from fair_metadata.naming import name
from fair_metadata.projecting import FAIR_DATA_POINT, HEALTH_RI, PROJECTIONS, Projection, projected, without_names
from fair_metadata.record import Record
from fair_metadata.terms import is_blank, literal, named
from fair_metadata.vocabularies import vocabulary
from tests.fair_metadata.graphs import canonical, corpus, graphs

IRI = "https://data.example.org/id/registry"
ME = named(IRI)
RECORDS = [record for _, triples in corpus() for record in split(triples)[0]]
BOTH = pytest.mark.parametrize("projection", PROJECTIONS.values(), ids=PROJECTIONS)


def dated(words, datatype):
    return literal(words, datatype=datatype[1:-1])


@BOTH
def test_what_was_read_so_and_is_written_back_is_what_was_said(projection):
    assert len(RECORDS) > 60
    for record in RECORDS:
        theirs = projected(record.triples, projection)
        assert set(theirs.undone(theirs.triples)) == set(record.triples), record.iri


@given(graphs)
@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_graph_comes_back(triples):
    said = name(triples)
    for projection in PROJECTIONS.values():
        theirs = projected(said, projection)
        assert canonical(theirs.undone(theirs.triples)) == canonical(said)


@BOTH
def test_a_document_of_theirs_read_by_itself_has_the_same_nodes_nested(projection):
    only_names = Projection(projection.names)
    for record in RECORDS:
        again = without_names(projected(record.triples, only_names).triples)
        wanted = without_names(record.triples)  # media types of a published file may be texts
        assert canonical(again) == canonical(wanted), record.iri


def test_two_distributions_at_one_address_have_two_names():
    said = [(ME, DCAT.distribution, "_:a"), (ME, DCAT.distribution, "_:b")]
    said += [(node, DCAT.accessURL, named("https://a.example.org/")) for node in ("_:a", "_:b")]
    said += [("_:a", DCT.title, literal("CSV")), ("_:b", DCT.title, literal("Parquet"))]
    named_ = [o for s, p, o in projected(said, HEALTH_RI).triples if p == DCAT.distribution]
    assert len(set(named_)) == 2
    assert all(o.startswith(f"<{IRI}#distribution-") for o in named_)


def test_a_name_outlives_edits_of_what_it_is_called_and_of_its_neighbours():
    def told(title, *more):
        said = [(ME, DCAT.distribution, "_:a"), ("_:a", DCAT.accessURL, named("https://a.example.org/")), *more]
        record = Record.of(IRI, [*said, ("_:a", DCT.title, literal(title))])
        theirs = projected(record.triples, HEALTH_RI).triples
        return next(s for s, p, o in theirs if p == DCAT.accessURL and "a.example.org" in o)

    other = [(ME, ADMS.sample, "_:c"), ("_:c", DCAT.accessURL, named("https://c.example.org/"))]
    assert told("Extract") == told("Extract on request") == told("Extract", *other)


def test_a_contact_of_two_datasets_of_one_document_has_one_name():
    others = named("https://data.example.org/id/other")
    said = [(each, DCAT.contactPoint, "_:k") for each in (ME, others)] + [("_:k", VCARD.fn, literal("Office"))]
    theirs = projected(said, FAIR_DATA_POINT)
    assert len({o for _, p, o in theirs.triples if p == DCAT.contactPoint}) == 1
    assert not any(is_blank(term) for triple in theirs.triples for term in triple)


DAYS = {
    ("2004", XSD.gYear): ("2004-01-01T00:00:00Z", "2004-12-31T23:59:59Z"),
    ("2024-02", XSD.gYearMonth): ("2024-02-01T00:00:00Z", "2024-02-29T23:59:59Z"),
    ("2024-05-31", XSD.date): ("2024-05-31T00:00:00Z", "2024-05-31T23:59:59Z"),
    ("2024-05-31+02:00", XSD.date): ("2024-05-31T00:00:00+02:00", "2024-05-31T23:59:59+02:00"),
    ("2024-05-31T10:00:00", XSD.dateTime): ("2024-05-31T10:00:00Z", "2024-05-31T10:00:00Z"),
    ("2024-05-31T10:00:00Z", XSD.dateTime): (None, None),
    ("2024-13", XSD.gYearMonth): (None, None),
    ("soon", XSD.string): (None, None),
}


@pytest.mark.parametrize(("said", "moments"), DAYS.items())
def test_a_period_begins_with_the_first_and_ends_with_the_last_second_of_what_is_said(said, moments):
    value = literal(said[0], datatype=said[1][1:-1])
    for path, moment in zip((DCAT.startDate, DCAT.endDate), moments, strict=True):
        wanted = dated(moment, XSD.dateTime) if moment else value
        assert projected([("_:t", path, value)], HEALTH_RI).triples == (("_:t", path, wanted),)
        assert projected([("_:t", path, value)], FAIR_DATA_POINT).triples == (("_:t", path, value),)


FILE_TYPE = "http://publications.europa.eu/resource/authority/file-type/"


def test_a_media_type_that_is_told_by_the_file_type_alone_is_told_as_a_text():
    said = [("_:f", RDF.type, DCAT.Distribution), ("_:f", DCT["format"], named(f"{FILE_TYPE}CSV"))]
    theirs = projected(said, FAIR_DATA_POINT)
    assert ("_:f", DCAT.mediaType, literal("text/csv")) in theirs.triples
    assert set(theirs.undone(theirs.triples)) == set(said)


def test_no_media_type_is_made_up():
    said = [("_:f", DCT["format"], named(f"{FILE_TYPE}GRID")), ("_:g", DCAT.accessURL, ME)]
    assert [p for _, p, _ in projected(said, FAIR_DATA_POINT).triples if p == DCAT.mediaType] == []
    both = [("_:f", DCT["format"], named(f"{FILE_TYPE}CSV")), ("_:f", DCAT.mediaType, literal("text/x-own"))]
    assert set(projected(both, FAIR_DATA_POINT).triples) == set(both)


def test_each_file_type_with_a_media_type_is_in_the_list():
    from fair_metadata.projecting import MEDIA_TYPES

    assert [code for code in MEDIA_TYPES if f"{FILE_TYPE}{code}" not in vocabulary("file-type").concepts] == []
