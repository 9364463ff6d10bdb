"""What stands inside the page: two JSON-LD blocks, and nothing that a browser would run."""

import json
import re
from html.parser import HTMLParser

import pytest

from catalog.models import Kind, State
from catalog.pages import embedded
from fair_metadata.namespaces import CSVW, DCAT, DCT, FOAF, HEALTHDCATAP, RDF
from fair_metadata.terms import literal, named
from tests.catalog import factories

pytestmark = pytest.mark.django_db

HOSTILE = "</script><script>alert(1)</script><img src=x onerror=alert(1)>\"'&\u2028"


class Elements(HTMLParser):
    """Every element with its attributes, and the text of each script."""

    def __init__(self):
        super().__init__()
        self.found, self.scripts, self._inside = [], [], None

    def handle_starttag(self, tag, attributes):
        self.found.append((tag, dict(attributes)))
        if tag == "script":
            self._inside = dict(attributes)
            self.scripts.append([self._inside, ""])

    def handle_endtag(self, tag):
        self._inside = None if tag == "script" else self._inside

    def handle_data(self, data):
        if self._inside is not None:
            self.scripts[-1][1] += data


def elements(response):
    parser = Elements()
    parser.feed(response.content.decode())
    return parser


def blocks(response):
    return [json.loads(t) for a, t in elements(response).scripts if a.get("type") == "application/ld+json"]


def test_a_page_has_schema_org_and_dcat_about_the_same_resource(client):
    row = factories.resource(title="A registry")
    schema, dcat = blocks(client.get(factories.page(row)))
    assert (schema["@context"], schema["@type"], schema["name"]) == ("https://schema.org/", "Dataset", "A registry")
    assert schema["@id"] == dcat["@id"] == row.iri
    assert schema["url"] == f"http://testserver{factories.page(row)}"
    assert schema["includedInDataCatalog"]["url"] == "http://testserver/"
    assert dcat["@type"] == "dcat:Dataset"
    assert "schema.org" not in json.dumps(dcat)


def test_search_engines_read_the_address_to_cite_and_the_stated_identifiers(client):
    row = factories.resource(Kind.DATASET, (DCT.identifier, literal("REG-7")), slug="seven")
    schema = blocks(client.get(factories.page(row)))[0]
    assert schema["identifier"] == ["REG-7", "http://testserver/id/seven"]


def test_search_engines_read_how_to_get_the_files(client):
    file = factories.resource(Kind.DISTRIBUTION, (DCAT.downloadURL, named("https://files.example.org/a.csv")))
    row = factories.resource(links={DCAT.distribution: [file.iri]})
    schema = blocks(client.get(factories.page(row)))[0]
    assert [entry["contentUrl"] for entry in schema["distribution"]] == ["https://files.example.org/a.csv"]


def test_the_dcat_block_is_the_core_and_the_rest_stays_in_the_documents(client):
    table = [
        ("_:agent", FOAF.name, literal("An agency")),
        ("_:t", RDF.type, CSVW.Table),
        ("_:t", DCT.title, literal("Only in the dictionary")),
    ]
    said = [(DCT.publisher, "_:agent"), (HEALTHDCATAP.hasVariables, "_:t"), (HEALTHDCATAP.minTypicalAge, literal("3"))]
    row = factories.resource(Kind.DATASET, *said, nested=table)
    dcat = json.dumps(blocks(client.get(factories.page(row)))[1])
    assert "An agency" in dcat
    assert "healthdcatap" not in dcat
    assert "Only in the dictionary" not in dcat
    assert b"Only in the dictionary" in client.get(factories.page(row, "jsonld")).content


def test_the_core_ends_where_nodes_go_in_circles():
    circle = [("_:a", DCT.relation, "_:b"), ("_:b", DCT.relation, "_:a")]
    record = factories.described("https://data.example.org/x", Kind.DATASET, (DCT.relation, "_:a"), nested=circle)
    assert set(embedded.core(record)) == set(record)


def test_a_description_that_is_too_large_has_no_dcat_block(client, monkeypatch):
    monkeypatch.setattr("catalog.pages.embedded.LARGEST", 1)
    assert len(blocks(client.get(factories.page(factories.resource())))) == 1


@pytest.mark.parametrize("kind", factories.KINDS)
@pytest.mark.parametrize("state", [State.PUBLISHED, State.WITHDRAWN])
def test_no_text_of_a_description_becomes_markup(client, kind, state):
    said = [
        (DCT.description, literal(HOSTILE)),
        (DCT.description, literal("[x](javascript:alert(1)) <script>alert(1)</script>", language="en")),
        (DCT.license, named("javascript:alert(1)")),
        (DCAT.landingPage, named("javascript:alert(1)")),
        (DCT.relation, named("data:text/html,<script>alert(1)</script>".replace("<", "%3C").replace(">", "%3E"))),
        (DCT.publisher, "_:p"),
        ("<https://data.example.org/terms/odd>", literal(HOSTILE)),
    ]
    member = factories.resource(title=HOSTILE)
    path = DCAT.distribution if kind == Kind.DATASET else DCAT.dataset
    row = factories.resource(
        kind,
        *said,
        title=HOSTILE,
        state=state,
        links={path: [member.iri]},
        nested=[("_:p", FOAF.name, literal(HOSTILE)), ("_:p", FOAF.homepage, named("vbscript:x"))],
    )
    factories.revised(row, withdrawn_because=HOSTILE)
    plain = elements(client.get(factories.page(factories.resource(kind))))
    page = elements(client.get(factories.page(row)))
    assert [a for a, _ in page.scripts] == [a for a, _ in plain.scripts]
    badges = [f"/datasets/{row.slug}/fair.svg"] if kind == Kind.DATASET else []
    assert [attributes["src"] for tag, attributes in page.found if tag == "img"] == badges
    for tag, attributes in page.found:
        assert not [name for name in attributes if name.startswith("on")], (tag, attributes)
        for name in ("href", "src", "action", "formaction"):
            assert not re.match(r"\s*(javascript|data|vbscript):", attributes.get(name) or "", re.IGNORECASE)
    for document in blocks(client.get(factories.page(row))):
        assert document["@id"] == row.iri


def test_lists_and_errors_show_hostile_text_as_text(client):
    factories.resource(Kind.CATALOG, title=HOSTILE)
    factories.organisation("odd")
    factories.Organisation.objects.update(name=HOSTILE)
    factories.resource(title=HOSTILE, organisation=factories.Organisation.objects.get())
    for address in ("/", "/catalogs", "/organisations", "/organisations/odd", "/catalogs?page=%3Cscript%3E"):
        page = elements(client.get(address))
        assert not [tag for tag, attributes in page.found if tag == "img" or "onerror" in attributes], address
        assert {bool(a.get("src")) for a, _ in page.scripts} == {True}
