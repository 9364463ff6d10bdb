"""The results of a search in every list format: each is what its own readers read, and holds the same datasets."""

import csv
import io
import json
import re
from datetime import datetime

import pyoxigraph
import pytest
import rispy
from lxml import etree, html

from catalog.models import Kind, Organisation
from catalog.register import Terms, register
from fair_metadata.formats import FORMATS, LISTED
from fair_metadata.formats.cited import STYLES
from fair_metadata.namespaces import DCAT, DCT, HEALTHDCATAP, MONDO
from fair_metadata.terms import literal
from tests.catalog.factories import described

pytestmark = pytest.mark.django_db(transaction=True)

ATOM = "{http://www.w3.org/2005/Atom}"
RDF = {
    "ttl": pyoxigraph.RdfFormat.TURTLE,
    "nt": pyoxigraph.RdfFormat.N_TRIPLES,
    "nq": pyoxigraph.RdfFormat.N_QUADS,
    "trig": pyoxigraph.RdfFormat.TRIG,
    "rdf": pyoxigraph.RdfFormat.RDF_XML,
    "jsonld": pyoxigraph.RdfFormat.JSON_LD,
    "schema.jsonld": None,
    "dc.xml": None,
    "datacite.xml": None,
    "bioschemas.jsonld": None,
    "datacite.json": None,
    "csl.json": None,
    **{f"{style}.txt": None for style in STYLES},
    "bib": None,
    "ris": None,
}
DATASET = "http://www.w3.org/ns/dcat#Dataset"
TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"


def body(client, address):
    response = client.get(address)
    assert response.status_code == 200, address
    return response.getvalue()


def found(client, question):
    """The IRIs that the page's JSON lists."""
    return [item["iri"] for item in json.loads(body(client, f"/datasets.json?q={question}&size=1000"))["items"]]


def put(name, title, *said, **terms):
    record = described(f"https://data.example.org/{name}", Kind.DATASET, *said, title=title)
    register(record, Kind.DATASET, Terms(**{"publish": True} | terms))


def test_every_format_has_a_reader_here():
    assert {FORMATS[name].suffix for name in LISTED} == set(RDF)


@pytest.mark.parametrize("suffix", [suffix for suffix, read in RDF.items() if read])
def test_rdf_holds_the_datasets_that_were_found(client, demo, suffix):
    wanted = found(client, "AML")
    quads = pyoxigraph.parse(body(client, f"/datasets.{suffix}?q=AML"), format=RDF[suffix])
    datasets = {q.subject.value for q in quads if q.predicate.value == TYPE and q.object.value == DATASET}
    assert len(wanted) == 26
    assert set(wanted) <= datasets


def test_schema_org_holds_the_datasets_that_were_found(client, demo):
    document = json.loads(body(client, "/datasets.schema.jsonld?q=AML"))
    items = document if isinstance(document, list) else document["@graph"]
    assert len([item for item in items if item["@type"] == "Dataset"]) == 26


def test_references_are_as_many_as_the_datasets(client, demo):
    assert len(rispy.loads(body(client, "/datasets.ris?q=AML").decode())) == 26
    assert len(re.findall(r"^@\w+\{", body(client, "/datasets.bib?q=AML").decode(), re.M)) == 26


def test_dublin_core_is_well_formed(client, demo):
    document = etree.fromstring(body(client, "/datasets.dc.xml?q=AML"))
    assert len(document.findall(".//{http://purl.org/dc/elements/1.1/}title")) >= 26


def test_datacite_has_a_resource_for_each_dataset(client, demo):
    document = etree.fromstring(body(client, "/datasets.datacite.xml?q=AML"))
    assert [node.tag for node in document] == ["{http://datacite.org/schema/kernel-4}resource"] * 26


def test_csv_has_a_line_for_each_dataset_in_the_order_of_the_list(client, demo):
    text = body(client, "/datasets.csv?q=AML").decode("utf-8-sig")
    lines = list(csv.DictReader(io.StringIO(text)))
    assert [line["iri"] for line in lines] == found(client, "AML")
    [ours] = [line for line in lines if line["slug"] == "syn-01"]
    assert (ours["patients_least"], ours["patients_most"], ours["matches"]) == ("412", "412", "yes")
    assert ours["page"].endswith("/datasets/syn-01")
    maybe = csv.DictReader(io.StringIO(body(client, "/datasets.csv?q=AML+with+MRD&match=maybe").decode("utf-8-sig")))
    assert {line["matches"] for line in maybe} == {"maybe"}


@pytest.mark.parametrize("formula", ["=HYPERLINK(A1)", "+1+1", "-2", "@SUM(A1)"])
def test_no_cell_is_a_formula(client, index, formula):
    put("evil", formula, (DCAT.keyword, literal(formula)))
    rows = list(csv.reader(io.StringIO(body(client, "/datasets.csv").decode("utf-8-sig"))))
    assert "'" + formula in rows[1]
    assert [cell for row in rows for cell in row if cell[:1] in tuple("=+-@")] == []


def test_atom_has_what_rfc_4287_requires(client, demo):
    address = "/datasets.atom?q=AML"
    feed = etree.fromstring(body(client, address))
    assert feed.tag == f"{ATOM}feed"
    for name in ("id", "title", "updated", "author"):  # 4.1.1
        assert len(feed.findall(f"{ATOM}{name}")) == 1, name
    links = {link.get("rel"): link.get("href") for link in feed.findall(f"{ATOM}link")}
    assert links["self"].endswith(address)
    assert links["alternate"].endswith("/datasets?q=AML")
    entries = feed.findall(f"{ATOM}entry")
    assert len(entries) == 26
    for entry in entries:  # 4.1.2
        for name in ("id", "title", "updated"):
            assert len(entry.findall(f"{ATOM}{name}")) == 1, name
        assert entry.findtext(f"{ATOM}title")
        assert datetime.fromisoformat(entry.findtext(f"{ATOM}updated")).tzinfo
    assert len({entry.findtext(f"{ATOM}id") for entry in entries}) == 26
    changed = [datetime.fromisoformat(entry.findtext(f"{ATOM}updated")) for entry in entries]
    assert changed == sorted(changed, reverse=True)
    assert datetime.fromisoformat(feed.findtext(f"{ATOM}updated")) == changed[0]


def test_a_feed_of_nothing_is_a_feed(client, index):
    feed = etree.fromstring(body(client, "/datasets.atom?q=AML"))
    assert feed.findall(f"{ATOM}entry") == []
    assert datetime.fromisoformat(feed.findtext(f"{ATOM}updated"))


@pytest.mark.parametrize("title", ["<b>&amp;</b> ]]>", "tab\tand\x0bcontrol \x01", "\"quoted\" & 'so'"])
def test_a_feed_is_well_formed_whatever_is_in_a_title(client, index, title):
    put("odd", title, (DCT.description, literal(title, language="en")))
    feed = etree.fromstring(body(client, "/datasets.atom"))
    assert len(feed.findall(f"{ATOM}entry")) == 1


def test_json_pages_through_everything_once(client, demo):
    seen, address = [], "/datasets.json?size=30"
    while address:
        page = json.loads(body(client, address))
        seen += [item["iri"] for item in page["items"]]
        address = page["next"] and page["next"].split("//", 1)[1].partition("/")[1:]
        address = "".join(address) if address else None
    assert len(seen) == len(set(seen)) == page["total"] == 71


def test_the_list_offers_each_form_of_itself(client, demo):
    document = html.fromstring(client.get("/datasets?q=AML&sort=title").content)
    addresses = document.xpath("//*[@class='c-menu']//a/@href")
    assert len(addresses) == len(LISTED) + 5
    for address in addresses:
        assert "q=AML&sort=title" in address
        assert client.get(address).status_code == 200, address


def test_a_form_that_nobody_knows_is_404(client, index):
    assert client.get("/datasets.docx").status_code == 404


def test_what_a_reader_may_not_see_is_in_no_export(client, index):
    secret = Organisation.objects.create(slug="secret", name="Secret")
    put("seen", "Seen trial")
    put("hidden", "Zanzibar trial", publish=False, organisation=secret)
    for suffix in (*(FORMATS[name].suffix for name in LISTED), "csv", "atom", "json"):
        text = body(client, f"/datasets.{suffix}").decode().casefold()
        assert "seen trial" in text, suffix
        assert "zanzibar" not in text, suffix


def test_what_is_about_one_dataset_is_no_list_and_is_not_offered_as_one(client, index):
    alone = [row.suffix for row in FORMATS.values() if row.name not in LISTED]
    assert {"croissant.json", "rocrate.json", "datapackage.json", "cff", "healthdcatap.ttl"} <= set(alone)
    page = client.get("/datasets").content.decode()
    for suffix in alone:
        assert client.get(f"/datasets.{suffix}").status_code == 404, suffix
        assert f"/datasets.{suffix}" not in page, suffix


def test_references_are_one_a_line_in_the_language_that_was_asked_for(client, index):
    put("seen", "Seen trial", (DCT.title, literal("Ensayo visto", language="es")))
    assert "Ensayo visto" in body(client, "/datasets.apa.txt?lang=es").decode()
    lines = body(client, "/datasets.apa.txt").decode().splitlines()
    assert len(lines) == 1
    assert "Seen trial [Data set]" in lines[0]
    assert lines[0].endswith("/id/seen")


def test_items_of_csl_and_datacite_are_as_many_as_the_datasets(client, demo):
    assert len(json.loads(body(client, "/datasets.csl.json?q=AML"))) == 26
    assert len(json.loads(body(client, "/datasets.datacite.json?q=AML"))) == 26


def test_json_counts_the_patients_of_a_filter_down_to_tens(client, index):
    for number, patients in enumerate((127, 58, 7)):
        said = (DCAT.theme, MONDO["0018874"]), (HEALTHDCATAP.numberOfUniqueIndividuals, literal(str(patients)))
        register(
            described(f"https://data.example.org/n{number}", Kind.DATASET, *said), Kind.DATASET, Terms(publish=True)
        )
    found = client.get("/datasets.json").json()
    values = {value["value"]: value for value in found["facets"]["disease"]["values"]}
    aml = values["http://purl.obolibrary.org/obo/MONDO_0018874"]
    assert (aml["count"], aml["patients_at_least"], found["patients_at_least"]) == (3, 180, 180)
    alike = client.get(f"/datasets.json?like={found['items'][0]['slug']}").json()  # the newest, with 7
    [value] = [v for v in alike["facets"]["disease"]["values"] if v["value"] == aml["value"]]
    assert (alike["total"], value["patients_at_least"]) == (2, 180)
