"""Every row of FORMATS: as other libraries read it, as people wrote it down, as a stream, and as a client asks for it."""

import json
from io import BytesIO
from zipfile import ZipFile

import pyoxigraph
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from rdflib import Graph

from fair_metadata.document import split
from fair_metadata.formats import FORMATS, LISTED, CannotWrite, Description, by_suffix
from fair_metadata.links import safe_link
from fair_metadata.namespaces import DCAT, DCT, FOAF, RDF, XSD
from fair_metadata.negotiation import Choice, choose
from fair_metadata.reading import read_all
from fair_metadata.record import Record
from fair_metadata.terms import literal, named
from tests.conftest import ROOT
from tests.fair_metadata.graphs import canonical, corpus

RDF_ROWS = [row for row in FORMATS.values() if row.is_rdf]
DEMO = split(read_all((ROOT / "deploy" / "demo_data" / "datasets.ttl").read_bytes()))[0]
RECORDS = [r for _, triples in corpus() for r in split(triples)[0]] + DEMO
RDFLIB = {
    "turtle": "turtle",
    "json-ld": "json-ld",
    "rdf-xml": "xml",
    "n-triples": "nt",
    "n-quads": "nquads",
    "trig": "trig",
}
IRI = "https://data.example.org/registry"


def registry() -> Record:
    """A description with something of everything: languages, nested nodes, numbers, dates, unknown properties."""
    me = named(IRI)
    return Record.of(
        IRI,
        [
            (me, RDF.type, DCAT.Dataset),
            (me, DCT.title, literal("Leukaemia registry <A&B>", language="en")),
            (me, DCT.title, literal("Registro de leucemia", language="es")),
            (me, DCT.description, literal("All adults.\nSince “2010”.", language="en")),
            (me, DCT.identifier, literal("reg-1")),
            (me, DCT.issued, literal("2020-06-05", datatype=XSD.date[1:-1])),
            (me, DCT.publisher, "_:p"),
            ("_:p", RDF.type, FOAF.Agent),
            ("_:p", FOAF.name, literal("A hospital", language="en")),
            (me, DCT.temporal, "_:t"),
            ("_:t", RDF.type, DCT.PeriodOfTime),
            ("_:t", DCAT.startDate, literal("2010", datatype=XSD.gYear[1:-1])),
            (me, DCT.accessRights, named("http://publications.europa.eu/resource/authority/access-right/RESTRICTED")),
            (me, DCAT.theme, named("http://purl.obolibrary.org/obo/MONDO_0018874")),
            (me, DCAT.keyword, literal("AML", language="en")),
            (me, DCT.license, named("http://publications.europa.eu/resource/authority/licence/CC_BY_4_0")),
            (me, named("https://example.org/own#property"), literal("kept")),
        ],
    )


@pytest.mark.parametrize("row", FORMATS.values(), ids=FORMATS.keys())
def test_what_is_written_is_what_people_agreed_on(row, snapshot):
    written = row.write(Description(registry(), "https://catalogue.example.org/datasets/registry"))
    snapshot(
        *(
            (f"registry.{row.suffix}.txt", _unpacked(written))
            if written[:2] == b"PK"
            else (f"registry.{row.suffix}", written)
        )
    )


def _unpacked(package: bytes) -> bytes:
    """What people can read of it."""
    with ZipFile(BytesIO(package)) as files:
        return b"\n".join(f"== {name} ==\n".encode() + files.read(name) for name in files.namelist())


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # rdflib's own parsers use what it deprecates
@pytest.mark.parametrize("row", RDF_ROWS, ids=lambda row: row.name)
def test_rdflib_reads_what_was_meant(row):
    for record in DEMO[:12]:
        graph = Graph().parse(data=row.write(Description(record)), format=RDFLIB[row.name])
        read = pyoxigraph.parse(graph.serialize(format="nt"), format=pyoxigraph.RdfFormat.N_TRIPLES)
        triples = [tuple(map(str, (q.subject, q.predicate, q.object))) for q in read]
        assert canonical(triples) == canonical(record.triples)


@pytest.mark.parametrize("row", RDF_ROWS, ids=lambda row: row.name)
def test_a_stream_of_records_is_their_union(row):
    body = b"".join(row.stream(Description(record) for record in DEMO))
    assert canonical(read_all(body, media_type=row.media_type)) == canonical({t for r in DEMO for t in r})


@pytest.mark.parametrize("row", [FORMATS[name] for name in LISTED], ids=LISTED)
def test_an_empty_catalogue_is_a_document_too(row):
    body = b"".join(row.stream(iter(())))
    if "json" in row.media_type:
        json.loads(body)
    elif "xml" in row.media_type:
        etree.fromstring(body)


def test_every_record_can_be_written_as_schema_org_and_dublin_core():
    for record in RECORDS:
        document = json.loads(FORMATS["schema-org"].write(Description(record)))
        assert document["@context"] == "https://schema.org/"
        assert document["@type"]
        assert etree.fromstring(FORMATS["dublin-core"].write(Description(record))).tag.endswith("}dc")


def test_dublin_core_names_whom_it_mentions_in_english():
    names = [literal("Ein Zentrum", language="de"), literal("A centre", language="en-GB")]
    said = [(named(IRI), DCT.creator, "_:c"), *(("_:c", FOAF.name, name) for name in names)]
    body = FORMATS["dublin-core"].write(Description(Record.of(IRI, said))).decode()
    assert "<dc:creator>A centre</dc:creator>" in body


@given(st.text(st.characters(exclude_categories=("Cs",)), max_size=60))
def test_any_text_is_written_and_comes_back_or_is_refused(text):
    title = literal(text, language="en")
    record = Record.of(IRI, [(named(IRI), DCT.title, title)])
    for row in RDF_ROWS:
        try:
            again = read_all(row.write(Description(record)), media_type=row.media_type)
        except (CannotWrite, ValueError) as refusal:
            assert any(ord(c) < 32 or c in "\ufffe\uffff" for c in text), refusal
        except Exception as refusal:  # reading refuses characters that XML cannot hold
            assert "control character" in str(refusal)
        else:
            assert again == [(named(IRI), DCT.title, title)], row.name


def test_each_suffix_and_each_name_is_one_row():
    assert [by_suffix(row.suffix) for row in FORMATS.values()] == list(FORMATS.values())
    assert by_suffix("exe") is None


TURTLE, JSON, HTML = (
    Choice("ttl", ("text/turtle",), "https://example.org/dcat"),
    Choice("json", ("application/json",), "https://example.org/other"),
    Choice("html", ("text/html",)),
)


@pytest.mark.parametrize(
    ("accept", "profile", "expected"),
    [
        ("", "", "html"),
        ("*/*", "", "html"),
        ("text/*", "", "html"),
        ("text/turtle", "", "ttl"),
        ("text/html;q=0.1, text/turtle;q=0.2", "", "ttl"),
        ("text/*;q=0.3, text/html;q=0.1", "", "ttl"),
        ("*/*;q=0.1, application/json", "", "json"),
        ("application/pdf", "", None),
        ("text/html;q=0", "", None),
        ("*/*", "<https://example.org/other>", "json"),
        ("text/turtle;q=nonsense", "", "html"),
        (",,;;,", "", "html"),
    ],
)
def test_the_client_gets_what_it_likes_best(accept, profile, expected):
    found = choose([HTML, TURTLE, JSON], accept=accept, accept_profile=profile)
    assert (found and found.name) == expected


@given(st.text(max_size=80), st.text(max_size=40))
def test_any_header_is_answered(accept, profile):
    found = choose([HTML, TURTLE, JSON], accept=accept, accept_profile=profile)
    assert found is None or found in (HTML, TURTLE, JSON)


@pytest.mark.parametrize(
    ("address", "link"),
    [
        ("https://example.org/a?b=c", "https://example.org/a?b=c"),
        ("mailto:data@example.org", "mailto:data@example.org"),
        ("doi:10.1000/182", "https://doi.org/10.1000/182"),
        ("javascript:alert(1)", None),
        ("JaVaScRiPt:alert(1)", None),
        ("data:text/html,x", None),
        (" javascript:alert(1)", None),
        ('https://example.org/"onload=alert(1)', None),
        ("urn:uuid:1", None),
    ],
)
def test_only_addresses_that_no_browser_runs_are_linked(address, link):
    assert safe_link(address) == link
