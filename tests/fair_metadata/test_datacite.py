"""DataCite: valid by the official schema whatever a record says, nothing invented, nothing that is stated twice."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from fair_metadata.formats import FORMATS, Description
from fair_metadata.namespaces import DCAT, DCT, FOAF, PROV, RDF, VCARD, XSD
from fair_metadata.record import Record
from fair_metadata.terms import literal, named
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
