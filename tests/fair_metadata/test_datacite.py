"""DataCite: valid by the official schema whatever a record says, nothing invented, nothing that is stated twice."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from fair_metadata.formats import FORMATS, Description, datacite_json
from fair_metadata.namespaces import DCAT, DCT, FOAF, PROV, RDF, VCARD, XSD
from fair_metadata.record import Record
from fair_metadata.terms import literal, named
from tests.fair_metadata.graphs import canonical
from tests.fair_metadata.test_formats import RECORDS
from tests.fair_metadata.xsd import datacite_schema

IRI = "https://data.example.org/registry"
ME = named(IRI)
ISSUED = (ME, DCT.issued, literal("2020-06-05", datatype=XSD.date[1:-1]))
NS = "{http://datacite.org/schema/kernel-4}"


def written(*triples, iri=IRI, parts=()):
    """The document, held to the official schema."""
    record = Record.of(iri, [(named(iri), RDF.type, DCAT.Dataset), *triples])
    root = etree.fromstring(FORMATS["datacite"].write(Description(record, parts=parts)))
    datacite_schema().assertValid(root)
    return root


def texts(root, name):
    return [node.text for node in root.iter(NS + name)]


def values(root, name):
    return [(node.text, *sorted(node.attrib.values())) for node in root.iter(NS + name)]


def test_every_real_record_is_valid():
    schema = datacite_schema()
    for record in RECORDS:
        schema.assertValid(etree.fromstring(FORMATS["datacite"].write(Description(record))))
    stream = etree.fromstring(b"".join(FORMATS["datacite"].stream(map(Description, RECORDS))))
    assert [node.tag for node in stream] == [NS + "resource"] * len(RECORDS)


def test_what_is_mandatory_and_not_stated_is_unavailable():
    root = written()
    assert texts(root, "publicationYear") == ["0000"]
    assert texts(root, "creatorName") == texts(root, "title") == texts(root, "publisher") == [":unav"]


@pytest.mark.parametrize(
    ("iri", "stated", "expected"),
    [
        (IRI, "10.5281/zenodo.1", ("10.5281/zenodo.1", "DOI")),
        ("https://doi.org/10.5281/zenodo.1", "reg-1", ("10.5281/zenodo.1", "DOI")),
        (IRI, "reg-1", (IRI, "URL")),
        ("urn:uuid:4f0", "reg-1", ("urn:uuid:4f0", "URN")),
    ],
)
def test_a_doi_identifies_else_the_iri(iri, stated, expected):
    root = written((named(iri), *ISSUED[1:]), (named(iri), DCT.identifier, literal(stated)), iri=iri)
    assert values(root, "identifier") == [expected]


def test_people_and_organisations_have_their_names_and_identifiers():
    orcid, ror = named("https://orcid.org/0000-0001-2345-6789"), named("https://ror.org/02mhbdp94")
    root = written(
        ISSUED,
        (ME, DCT.creator, orcid),
        (orcid, RDF.type, FOAF.Person),
        (orcid, FOAF.name, literal("A researcher")),
        (ME, DCT.publisher, ror),
        (ror, FOAF.name, literal("A hospital")),
        (ME, DCAT.contactPoint, "_:c"),
        ("_:c", RDF.type, VCARD.Organization),
        ("_:c", VCARD.fn, literal("Data office")),
    )
    assert values(root, "creatorName") == [("A researcher", "Personal")]
    assert values(root, "nameIdentifier") == [("https://orcid.org/0000-0001-2345-6789", "ORCID", "https://orcid.org/")]
    assert values(root, "publisher") == [("A hospital", "ROR", "https://ror.org/", "https://ror.org/02mhbdp94")]
    assert values(root, "contributorName") == [("Data office", "Organizational")]


def test_dates_periods_relations_rights_and_language_are_said_in_its_words():
    eu = "http://publications.europa.eu/resource/authority/"
    root = written(
        ISSUED,
        (ME, DCT.temporal, "_:t"),
        ("_:t", DCAT.startDate, literal("2010")),
        ("_:t", DCAT.endDate, literal("2020-12-31")),
        (ME, DCT.isReferencedBy, named("https://doi.org/10.1000/182")),
        (ME, PROV.wasDerivedFrom, named("https://data.example.org/source")),
        (ME, DCT.accessRights, named(eu + "access-right/NON_PUBLIC")),
        (ME, DCT.license, named(eu + "licence/CC_BY_4_0")),
        (ME, DCT.language, named(eu + "language/SPA")),
    )
    assert values(root, "date") == [("2020-06-05", "Issued"), ("2010/2020-12-31", "Coverage")]
    assert values(root, "relatedIdentifier") == [
        ("10.1000/182", "DOI", "IsReferencedBy"),
        ("https://data.example.org/source", "IsDerivedFrom", "URL"),
    ]
    assert [address for _, address in values(root, "rights")] == [
        "info:eu-repo/semantics/closedAccess",
        eu + "licence/CC_BY_4_0",
    ]
    assert texts(root, "language") == ["es"]


def test_distributions_tell_formats_sizes_and_licences():
    part = Record.of(
        IRI + "/csv",
        [
            (named(IRI + "/csv"), DCAT.byteSize, literal("1200")),
            (
                named(IRI + "/csv"),
                DCT["format"],
                named("http://publications.europa.eu/resource/authority/file-type/CSV"),
            ),
        ],
    )
    root = written(ISSUED, parts=(part, part))
    assert (texts(root, "size"), texts(root, "format")) == (["1200 bytes"], ["CSV"])


TEXTS = st.text(st.characters(exclude_categories=("Cs",)), max_size=40)


@given(st.lists(TEXTS, min_size=8, max_size=8), st.sampled_from(["", "en", "es-419"]))
def test_any_text_is_valid(some, tag):
    title, keyword, abstract, name, identifier, version, date, place = (literal(text, language=tag) for text in some)
    said = [
        (DCT.title, title), (DCAT.keyword, keyword), (DCT.description, abstract), (DCT.creator, name),
        (DCT.publisher, name), (DCT.identifier, identifier), (DCAT.version, version), (DCT.modified, date),
        (DCT.spatial, place),
    ]  # fmt: skip
    written(ISSUED, *((ME, *each) for each in said))


# JSON, and the way back through the importer.

DOI = "https://doi.org/10.5072/aml"


def as_json(record, parts=()):
    return json.loads(FORMATS["datacite-json"].write(Description(record, parts=parts)))


def again(record, parts=()):
    """The record as the importer makes it from our JSON, and what it says it left out."""
    found = datacite_json.read(FORMATS["datacite-json"].write(Description(record, parts=parts)))
    return Record.of(found.iri, found.triples), found.left_out


def a_dataset_with_a_doi():
    me = named(DOI)
    said = [
        (me, RDF.type, DCAT.Dataset),
        (me, DCT.identifier, literal(DOI)),
        (me, DCT.title, literal("A registry", language="en")),
        (me, DCT.title, literal("Un registro", language="es")),
        (me, DCT.description, literal("About patients.", language="en")),
        (me, DCT.creator, named("https://orcid.org/0000-0002-1825-0097")),
        (named("https://orcid.org/0000-0002-1825-0097"), RDF.type, FOAF.Agent),
        (named("https://orcid.org/0000-0002-1825-0097"), RDF.type, FOAF.Person),
        (named("https://orcid.org/0000-0002-1825-0097"), FOAF.name, literal("Family, Given")),
        (named("https://orcid.org/0000-0002-1825-0097"), FOAF.givenName, literal("Given")),
        (named("https://orcid.org/0000-0002-1825-0097"), FOAF.familyName, literal("Family")),
        (me, DCT.publisher, "_:p"),
        ("_:p", RDF.type, FOAF.Agent),
        ("_:p", RDF.type, FOAF.Organization),
        ("_:p", FOAF.name, literal("A hospital")),
        (me, DCAT.keyword, literal("AML", language="en")),
        (me, DCT.issued, literal("2020-06-05", datatype=XSD.date[1:-1])),
        (me, DCAT.version, literal("2.1")),
        (me, DCT.isReferencedBy, named("https://doi.org/10.1234/paper")),
        (me, DCT.accessRights, named("http://publications.europa.eu/resource/authority/access-right/RESTRICTED")),
        (me, DCT.language, named("http://publications.europa.eu/resource/authority/language/ENG")),
    ]
    return Record.of(DOI, said)


def test_what_is_written_as_json_comes_back_through_the_importer():
    record, left_out = again(a_dataset_with_a_doi())
    assert left_out == []
    assert set(record.triples) == set(a_dataset_with_a_doi().triples)


def test_what_came_back_once_comes_back_the_same_for_ever():
    for record in (r for r in RECORDS if DCAT.Dataset in r.types()):
        me = named(DOI)
        renamed = Record.of(DOI, [tuple(me if term == record.subject else term for term in t) for t in record.triples])
        once, _ = again(renamed)
        twice, _ = again(once)
        assert canonical(once.triples) == canonical(twice.triples), record.iri


def test_codes_for_what_is_not_stated_are_nobody_and_nothing_when_they_come_back():
    record, _ = again(Record.of(DOI, [(named(DOI), RDF.type, DCAT.Dataset)]))
    assert as_json(record)["creators"] == [{"name": ":unav"}]
    assert ":unav" not in record.ntriples
    assert record.values(DCT.creator) == record.values(DCT.publisher) == record.values(DCT.title) == ()


def test_json_says_what_xml_says_under_the_names_of_the_api():
    said = as_json(a_dataset_with_a_doi())
    assert (said["id"], said["doi"], said["schemaVersion"]) == (
        DOI,
        "10.5072/aml",
        "http://datacite.org/schema/kernel-4",
    )
    assert said["types"] == {"resourceType": "Dataset", "resourceTypeGeneral": "Dataset"}
    assert said["creators"] == [
        {
            "name": "Family, Given",
            "nameType": "Personal",
            "givenName": "Given",
            "familyName": "Family",
            "nameIdentifiers": [
                {
                    "nameIdentifier": "https://orcid.org/0000-0002-1825-0097",
                    "nameIdentifierScheme": "ORCID",
                    "schemeUri": "https://orcid.org/",
                }
            ],
        }
    ]
    assert said["titles"] == [{"title": "A registry", "lang": "en"}, {"title": "Un registro", "lang": "es"}]
    assert said["publicationYear"] == "2020"
    assert said["rightsList"] == [{"rights": "Restricted", "rightsUri": "info:eu-repo/semantics/restrictedAccess"}]
    assert said["relatedIdentifiers"] == [
        {"relatedIdentifier": "10.1234/paper", "relatedIdentifierType": "DOI", "relationType": "IsReferencedBy"}
    ]


def test_without_a_doi_the_iri_is_an_alternate_identifier():
    said = as_json(Record.of(IRI, [(ME, RDF.type, DCAT.Dataset), (ME, DCT.identifier, literal("REG-7"))]))
    assert "doi" not in said
    assert said["alternateIdentifiers"] == [
        {"alternateIdentifier": IRI, "alternateIdentifierType": "URL"},
        {"alternateIdentifier": "REG-7", "alternateIdentifierType": "Local"},
    ]


@given(st.text(st.characters(exclude_categories=("Cs",)), max_size=40))
def test_any_text_is_json(some):
    said = as_json(Record.of(IRI, [(ME, RDF.type, DCAT.Dataset), (ME, DCT.title, literal(some, language="en"))]))
    assert json.loads(json.dumps(said)) == said
