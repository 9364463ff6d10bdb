"""A DOI is described by DataCite: its JSON becomes a draft, and what has no place is told."""

import json

import pytest

from catalog.models import Arrival, Import, Resource
from fair_metadata.formats import Description, datacite, datacite_json
from fair_metadata.formats.datacite_values import doi_in
from fair_metadata.namespaces import ADMS, DCAT, DCT, FOAF, HEALTHDCATAP, ORG, PROV, RDF, SKOS, XSD
from fair_metadata.record import Record
from fair_metadata.terms import literal
from tests.catalog.intake.test_fetching import server  # noqa: F401 - a fixture

DOI = "10.5281/zenodo.1234567"
IRI = f"https://doi.org/{DOI}"
ASKED = "?affiliation=true&publisher=true"
ATTRIBUTES = {
    "doi": "10.5281/ZENODO.1234567",
    "creators": [
        {
            "name": "A hospital",
            "nameType": "Organizational",
            "nameIdentifiers": [{"nameIdentifier": "https://ror.org/012345678", "nameIdentifierScheme": "ROR"}],
            "affiliation": [{"name": "A network"}],
        }
    ],
    "contributors": [
        {"name": "Data office", "contributorType": "ContactPerson", "nameType": "Organizational"},
        {"name": "A data centre", "contributorType": "DataCurator"},
    ],
    "titles": [
        {"title": "A registry of AML", "lang": "en"},
        {"title": "Un registro de LMA", "titleType": "TranslatedTitle", "lang": "es"},
        {"title": "The short name", "titleType": "AlternativeTitle"},
    ],
    "publisher": {"name": "A repository"},
    "publicationYear": 2021,
    "types": {"resourceTypeGeneral": "Dataset"},
    "subjects": [
        {"subject": "leukaemia", "lang": "en"},
        {"subject": "AML", "valueUri": "http://purl.obolibrary.org/obo/MONDO_0018874"},
    ],
    "dates": [{"date": "2021-03-04", "dateType": "Issued"}, {"date": "2010/2020", "dateType": "Coverage"}],
    "language": "en",
    "version": "2.0",
    "descriptions": [{"description": "Whom it follows.", "descriptionType": "Abstract", "lang": "en"}],
    "sizes": ["1024 bytes", "1250 individuals", "3 tables"],
    "formats": ["text/csv"],
    "rightsList": [
        {"rightsUri": "https://creativecommons.org/licenses/by/4.0/"},
        {"rightsUri": "info:eu-repo/semantics/restrictedAccess"},
    ],
    "geoLocations": [{"geoLocationPlace": "Spain"}],
    "relatedIdentifiers": [
        {"relatedIdentifier": "10.1234/paper", "relatedIdentifierType": "DOI", "relationType": "IsReferencedBy"},
    ],
    "alternateIdentifiers": [{"alternateIdentifier": "REG-1", "alternateIdentifierType": "Local"}],
    "fundingReferences": [{"funderName": "A funder"}],
    "url": "https://repository.example.org/1234567",
    "state": "findable",
    "viewCount": 7,
}


def body(**changes):
    return json.dumps({"data": {"id": DOI, "type": "dois", "attributes": ATTRIBUTES | changes}}).encode()


def record(**changes):
    found = datacite_json.read(body(**changes))
    return Record.of(found.iri, found.triples)


def test_every_member_that_has_a_place_comes_to_it_and_the_rest_is_told():
    found = datacite_json.read(body())
    said = Record.of(found.iri, found.triples)
    assert found.iri == IRI
    assert said.values(DCT.title) == ('"A registry of AML"@en', '"Un registro de LMA"@es')
    assert said.values(DCT.alternative) == ('"The short name"',)
    assert said.values(DCT.creator) == ("<https://ror.org/012345678>",)
    [network] = said.values(ORG.memberOf, "<https://ror.org/012345678>")
    assert said.values(FOAF.name, network) == ('"A network"',)
    assert said.values(DCT.issued) == (literal("2021-03-04", datatype=XSD.date[1:-1]),)
    assert said.values(DCAT.theme) == ("<http://purl.obolibrary.org/obo/MONDO_0018874>",)
    assert said.values(DCAT.keyword) == ('"leukaemia"@en',)
    assert said.values(HEALTHDCATAP.numberOfUniqueIndividuals) == (f'"1250"^^{XSD.nonNegativeInteger}',)
    assert said.values(DCT.extent) == ('"3 tables"',)
    assert said.values(DCT.isReferencedBy) == ("<https://doi.org/10.1234/paper>",)
    assert said.values(DCT.accessRights)[0].endswith("/access-right/RESTRICTED>")
    assert said.values(DCT.spatial)[0].endswith("/country/ESP>")
    [file] = said.values(DCAT.distribution)
    assert said.values(DCT.license, file) == ("<https://creativecommons.org/licenses/by/4.0/>",)
    assert said.values(DCAT.accessURL, file) == ("<https://repository.example.org/1234567>",)
    [identifier] = said.values(ADMS.identifier)
    assert said.values(SKOS.notation, identifier) == ('"REG-1"',)
    assert found.left_out == [
        "contributorType: A data centre is DataCurator",
        'fundingReferences: [{"funderName": "A funder"}]',
    ]
    assert not any(p == PROV.wasDerivedFrom for _, p, _ in found.triples)


def test_what_came_in_from_datacite_goes_out_to_datacite():
    """Our own XML has the same members as DataCite's JSON: what came in is in it again."""
    written = datacite.write(Description(record())).decode()
    for told in (DOI, "A registry of AML", "Un registro de LMA", "A repository", "2021", "2010/2020", "2.0"):
        assert f">{told}<" in written
    assert 'nameIdentifierScheme="ROR"' in written


@pytest.mark.parametrize(
    ("changes", "path", "value"),
    [
        ({"types": {"resourceTypeGeneral": "Collection"}}, RDF.type, DCAT.DatasetSeries),
        ({"dates": []}, DCT.issued, f'"2021"^^{XSD.gYear}'),
        ({"language": "es"}, DCT.language, "<http://publications.europa.eu/resource/authority/language/SPA>"),
        ({"subjects": [{"subject": "x", "valueUri": "not an address"}]}, DCAT.keyword, '"x"'),
        ({"titles": [{"title": "T", "lang": "no language at all"}]}, DCT.title, '"T"'),
    ],
)
def test_odd_members_are_taken_as_well_as_they_can_be(changes, path, value):
    assert value in record(**changes).values(path)


def test_a_doi_with_characters_that_no_address_has_gets_an_address():
    found = datacite_json.read(body(doi="10.1002/(SICI)1096-8652(199907)61:3<163::AID-AJH2>3.0.CO;2-U"))
    assert found.iri == "https://doi.org/10.1002/(sici)1096-8652(199907)61:3%3C163::aid-ajh2%3E3.0.co;2-u"
    assert Record.of(found.iri, found.triples).values(RDF.type) == (DCAT.Dataset,)


@pytest.mark.parametrize("said", [DOI, DOI.upper(), f"doi:{DOI}", f"https://doi.org/{DOI}", f"http://dx.doi.org/{DOI}"])
def test_a_doi_is_known_however_it_is_written(said):
    assert doi_in(said) == DOI


@pytest.fixture
def datacite_here(server, settings):  # noqa: F811
    """DataCite's REST API on this machine."""
    settings.FETCH_INNER_HOSTS = ["localhost"]
    settings.DATACITE_API = f"http://localhost:{server.server_port}"
    server.answers = {
        f"/dois/{DOI.replace('/', '%2F')}{ASKED}": (200, {"Content-Type": "application/vnd.api+json"}, body())
    }
    return server


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("field", [{"doi": DOI, "way": "doi"}, {"address": f"https://doi.org/{DOI}", "way": "address"}])
def test_a_doi_becomes_a_draft(world, datacite_here, field):
    page = world.client.post("/import", {"organisation": "ours"} | field, follow=True)
    assert b"A registry of AML" in page.content
    assert b"Left out, since there is no place for it: fundingReferences" in page.content
    assert Resource.objects.count() == 0
    world.take_all()
    resource = Resource.objects.get()
    assert (resource.iri, resource.kind, resource.state) == (IRI, "dataset", "draft")
    arrival = Arrival.objects.get()
    with arrival.body as kept:
        assert (arrival.source, kept.read()) == (f"doi:{DOI}", body())


@pytest.mark.django_db(transaction=True)
def test_a_small_count_in_a_doi_is_not_kept(world, datacite_here):
    [path] = datacite_here.answers
    datacite_here.answers[path] = (200, {}, body(sizes=["7 individuals"]))
    world.client.post("/import", {"organisation": "ours", "doi": DOI, "way": "doi"})
    assert not Arrival.objects.get().body
    assert '"<10"' in Import.objects.get().entries.get().record.ntriples


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("zenodo.1234567", "is no DOI. Write it as 10.1234/abcd"),
        ("10.5281/unknown", "answers 404"),
        ("10.5281/broken", "This is not JSON."),
        ("10.5281/other", "This is no description of a DOI"),
    ],
)
def test_what_is_no_doi_is_told(world, datacite_here, said, words):
    datacite_here.answers |= {
        f"/dois/10.5281%2Funknown{ASKED}": (404, {}, b""),
        f"/dois/10.5281%2Fbroken{ASKED}": (200, {}, b"<html>"),
        f"/dois/10.5281%2Fother{ASKED}": (200, {}, b"[]"),
    }
    page = world.client.post("/import", {"organisation": "ours", "doi": said, "way": "doi"})
    assert (page.status_code, words in page.content.decode()) == (422, True)
    assert (Import.objects.count(), Arrival.objects.count()) == (0, 0)


@pytest.mark.django_db(transaction=True)
def test_an_address_inside_is_not_fetched_for_a_curator(world, server):  # noqa: F811
    address = f"http://127.0.0.1:{server.server_port}/ok"
    page = world.client.post("/import", {"organisation": "ours", "address": address, "way": "address"})
    assert (page.status_code, server.asked) == (422, [])
    assert b"is not on the open internet" in page.content


def odd_ones(value, odd):
    """The document with an odd value in each place, one at a time."""
    if isinstance(value, dict):
        for name in value:
            yield from (value | {name: other} for other in (odd, *odd_ones(value[name], odd)))
    elif isinstance(value, list):
        for place, item in enumerate(value):
            yield from ([*value[:place], other, *value[place + 1 :]] for other in (odd, *odd_ones(item, odd)))


@pytest.mark.parametrize("odd", [None, 7, True, "odd", [], {}, ["odd"], {"odd": [1]}, [[]], "\x00", "a\nb"])
def test_no_odd_value_in_any_place_breaks_the_reading(odd):
    for attributes in odd_ones(ATTRIBUTES | {"doi": DOI}, odd):
        try:
            found = datacite_json.read(json.dumps({"data": {"attributes": attributes}}).encode())
        except datacite_json.NotDataCite:
            continue
        assert Record.of(found.iri, found.triples).types()
        assert not any("\x00" in said for said in found.left_out)
