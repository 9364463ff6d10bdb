"""What F-UJI, FAIR-Checker and FAIR Enough look for is on the pages of the demo's two datasets (docs/assessors.md).

None of the three is asked here: these are readings of their sources. What they ask of other servers (registries of
vocabularies, licence lists, search engines) is not tested.
"""

import re
from collections import Counter

import pytest
from django.conf import settings as configured
from rdflib import Graph, URIRef

from tests.catalog.fair.showing import OPEN, RESTRICTED, shown  # noqa: F401
from tests.doors import assessors
from tests.doors.assessors import DCAT, DCT, ODRL, POLICY, PROV, SDO, any_has, objects

pytestmark = [
    pytest.mark.usefixtures("shown"),
    pytest.mark.filterwarnings(
        "ignore:ConjunctiveGraph is deprecated:DeprecationWarning"
    ),  # rdflib's own reader of JSON-LD
]
BOTH = pytest.mark.parametrize("slug", [OPEN, RESTRICTED])
RIGHTS = "http://publications.europa.eu/resource/authority/access-right/"
LICENCE = "https://creativecommons.org/licenses/by/4.0/"


def pid(slug):
    return configured.PID_BASE + slug


def landing(slug):
    return f"{configured.BASE_URL}/datasets/{slug}"


@pytest.fixture
def get(client):
    """get(address, accept): as a client that follows redirects."""

    def get(address, accept="*/*"):
        path = address.removeprefix(configured.BASE_URL).replace(configured.PID_BASE, "/id/")
        return client.get(path, headers={"accept": accept}, follow=True)

    return get


# FAIR-Checker: strong tests on the RDF in the page.
KNOWN = {  # namespaces whose terms Linked Open Vocabularies has
    SDO, DCAT, DCT, PROV, ODRL, "http://xmlns.com/foaf/0.1/", "http://www.w3.org/2006/vcard/ns#", "http://www.w3.org/ns/adms#",
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#", "http://www.w3.org/2000/10/swap/pim/doc#",
}  # fmt: skip
DCAT_3 = {URIRef(DCAT + name) for name in ("version", "hasVersion", "inSeries", "DatasetSeries")}
FAIR_CHECKER = {
    "F1B": any_has(DCT + "identifier", SDO + "identifier"),
    "F2A and I1": len,
    "F2B, I2 and R1.3": lambda g: (
        assessors.fuji_namespaces(g) <= KNOWN and not DCAT_3 & {*g.predicates(), *g.objects()}
    ),
    "A1.2": any_has(ODRL + "hasPolicy", DCT + "rights", DCT + "accessRights", DCT + "license", SDO + "license"),
    "I3": lambda g: len(assessors.hosts(g)) > 3,
    "R1.1": any_has(SDO + "license", DCT + "license"),
    "R1.2": any_has(PROV + "wasGeneratedBy", PROV + "wasDerivedFrom", DCT + "creator"),
}


@BOTH
@pytest.mark.parametrize("metric", FAIR_CHECKER)
def test_fair_checker_gives_two_points(get, slug, metric):
    assert FAIR_CHECKER[metric](assessors.embedded(get(landing(slug)).content))


@BOTH
def test_fair_checker_finds_the_page_with_get_and_with_head(client, slug):
    answers = [client.get(f"/datasets/{slug}"), client.head(f"/datasets/{slug}")]
    assert [answer.status_code for answer in answers] == [200, 200]  # F1A, A1.1
    # One of its versions reads the type of each description in the header, and stops at one that has none.
    links = [one for one in answers[1]["Link"].split(",") if 'rel="describedby"' in one]
    assert links
    assert all(re.search(r'<(.*?)>*;*rel="(.*?)"*;*type="(.*?)"', one) for one in links)


# F-UJI, metrics 0.8.
@BOTH
def test_fuji_is_led_from_the_identifier_to_the_page(client, slug):
    assert client.get(f"/id/{slug}", headers={"accept": "*/*"}).status_code == 303  # F1-02MD-2
    page = client.get(f"/id/{slug}", headers={"accept": "*/*"}, follow=True)
    assert page["Content-Type"].startswith("text/html")
    stated = objects(assessors.embedded(page.content), pid(slug), DCT + "identifier", SDO + "identifier")
    header = {link["rel"]: link["url"] for link in assessors.fuji_links(page["Link"]) if "rel" in link}
    assert {*stated, header["cite-as"]} == {pid(slug)}


@BOTH
def test_fuji_has_all_core_metadata_from_the_page(get, slug):  # F2-01M-2, -3; F4-01M-1; I1-01M-1
    graph = assessors.embedded(get(landing(slug)).content)
    for name in ("name", "datePublished", "description", "keywords"):
        assert objects(graph, pid(slug), SDO + name), name
    for role in ("creator", "publisher"):
        [agent] = objects(graph, pid(slug), SDO + role)
        assert objects(graph, agent, SDO + "name") == ["Demo organisation"]
    types = Counter(objects(graph, pid(slug), "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"))
    assert types == {SDO + "Dataset": 1, DCAT + "Dataset": 1}


def test_fuji_has_files_that_are_as_they_are_said_to_be(get):  # F3-01M, A1-02MD-2, R1-01M-2, R1.3-02D
    files = {
        slug: assessors.fuji_files(assessors.embedded(get(landing(slug)).content), pid(slug))
        for slug in (OPEN, RESTRICTED)
    }
    assert [(address.rsplit("/", 1)[-1], kind) for found in files.values() for address, kind, _ in found] == [
        ("aml-open.csv", "text/csv"),
        ("aml-open.json", "application/json"),
        ("aml-dictionary.csv", "text/csv"),
        ("aml-dictionary.json", "application/csvm+json"),
    ]
    for address, kind, size in files[OPEN] + files[RESTRICTED]:
        answer = get(address)
        assert (answer.status_code, len(answer.getvalue())) == (200, int(size))
        answer.close()
        assert answer["Content-Type"].split(";")[0] == kind.replace("csvm+", "")
        assert re.search(r"(^text)[/]|[/+](xml|text|json)", kind)  # long-term and open formats


@BOTH
def test_fuji_knows_who_may_have_the_data_and_on_what_terms(get, slug):  # A1-01M, R1.1-01M
    graph = assessors.embedded(get(landing(slug)).content)
    level = {OPEN: "PUBLIC", RESTRICTED: "RESTRICTED"}[slug]
    assert objects(graph, pid(slug), DCT + "accessRights") == [RIGHTS + level]
    assert {*objects(graph, pid(slug), DCT + "license", SDO + "license")} == {LICENCE}
    assert re.match(
        r"https?://creativecommons\.org/licenses/(by(-nc)?(-nd)?(-sa)?)/(1\.0|2\.0|2\.5|3\.0|4\.0)", LICENCE
    )


ANSWERS = {
    "FAIR Enough, Turtle": "text/turtle",
    "FAIR Enough, JSON-LD": "application/ld+json",
    "FAIR Enough, RDF": "text/turtle",
    "F-UJI, first": "text/html",
    "F-UJI, XML": "application/xml",
    "F-UJI, RDF": "text/turtle",
    "F-UJI, DataCite": "application/vnd.datacite.datacite+json",
    "F-UJI, link set": "application/linkset+json",
}


@BOTH
@pytest.mark.parametrize("asked", assessors.ACCEPTED)
def test_what_an_assessor_asks_for_is_what_it_gets(get, slug, asked):  # I1-01M-2
    for address in (pid(slug), landing(slug)):
        answer = get(address, assessors.ACCEPTED[asked])
        assert (answer.status_code, answer["Content-Type"].split(";")[0]) == (200, ANSWERS[asked])


@BOTH
def test_fuji_finds_namespaces_of_provenance_and_of_a_community(get, slug):  # I2-01M, R1.2-01M, R1.3-01M
    graph = Graph().parse(data=get(pid(slug), assessors.ACCEPTED["F-UJI, RDF"]).content, format="turtle")
    found = assessors.fuji_namespaces(graph)
    assert {PROV, DCAT} <= found
    assert "http://www.w3.org/ns/adms#" in found  # of those that we use, the one that its list gives to a discipline


@BOTH
def test_fuji_finds_relations_with_addresses(get, slug):  # I3-01M
    graph = assessors.embedded(get(landing(slug)).content)
    related = objects(graph, pid(slug), SDO + "isBasedOn", SDO + "sameAs", DCT + "source")
    assert len([address for address in related if address.startswith("http")]) >= 1
    assert landing(slug) in related


@BOTH
def test_fuji_takes_the_link_set_in_text_which_has_no_lists(get, slug):
    page = get(landing(slug))
    first = {
        "head": next(link["url"] for link in assessors.fuji_head(page.content) if link["rel"] == "linkset"),
        "header": next(link["url"] for link in assessors.fuji_links(page["Link"]) if link.get("rel") == "linkset"),
    }
    assert first == {"head": landing(slug) + ".linkset", "header": landing(slug) + ".linkset"}
    answer = get(first["head"], assessors.ACCEPTED["F-UJI, link set"])
    assert answer["Content-Type"] == "application/linkset"
    links = assessors.fuji_links(answer.content.decode())
    assert all(link["url"].startswith(("http://", "https://")) for link in links)
    own = [link for link in links if link["anchor"] == landing(slug)]
    assert {"describedby", "item", "cite-as", "license", "author", "type"} <= {link["rel"] for link in own}
    described = [link["url"] for link in own if link["rel"] == "describedby"]
    assert {get(address).status_code for address in described} == {200}


# FAIR Enough: identifier and page, by the RDF in the page or by negotiation.
def read(get, address, how):
    if how == "page":
        return assessors.embedded(get(address).content)
    return Graph().parse(data=get(address, "text/turtle").content, format="turtle")


WAYS = {"identifier, page": (pid, "page"), "identifier, Turtle": (pid, "rdf"), "address, page": (landing, "page")}


@BOTH
@pytest.mark.parametrize("way", WAYS)
def test_fair_enough_finds_what_it_is_about_and_two_of_its_data(get, slug, way):
    name, how = WAYS[way]
    graph = read(get, name(slug), how)
    assert assessors.enough_subject(graph, name(slug)) == pid(slug)  # f3-metadata
    data = [one for one in assessors.enough_data(graph, pid(slug)) if one.startswith("http")]
    assert data == sorted(map(pid, {OPEN: ("aml-open-csv", "aml-open-json"), RESTRICTED: ("aml-dictionary", "aml-dictionary-csv")}[slug]))  # fmt: skip
    for address in data:  # a1-data, i1-data
        answer = get(address, "text/turtle")
        assert (answer.status_code, len(Graph().parse(data=answer.content, format="turtle")) > 0) == (200, True)


@BOTH
@pytest.mark.parametrize("way", WAYS)
def test_fair_enough_names_no_words_for_data(get, slug, way):
    name, how = WAYS[way]
    graph = read(get, name(slug), how)
    words = [
        o for o in graph.objects(URIRef(pid(slug)), URIRef(SDO + "about")) if not hasattr(o, "n3") or o.n3()[0] in '"<'
    ]
    assert words == []


@BOTH
@pytest.mark.parametrize("way", WAYS)
def test_fair_enough_finds_policy_licence_rights_and_links_elsewhere(get, slug, way):
    name, how = WAYS[way]
    graph = read(get, name(slug), how)
    assert objects(graph, pid(slug), POLICY) == [f"{configured.BASE_URL}/about/persistence"]  # a2
    assert get(f"{configured.BASE_URL}/about/persistence").status_code == 200
    assert LICENCE in objects(graph, pid(slug), DCT + "license", SDO + "license")  # r1
    assert objects(graph, pid(slug), DCT + "accessRights")
    assert len(assessors.hosts(graph)) > 1  # i3
    assert {DCAT, DCT} <= assessors.fuji_namespaces(graph)  # i2


# What an operator sets.
@pytest.fixture
def lasting(settings):
    settings.PID_BASE = "https://w3id.org/an-example/"


@BOTH
@pytest.mark.usefixtures("lasting")
def test_with_a_pid_base_that_lasts_everything_is_named_below_it(lasting, shown, client, slug):  # noqa: F811
    page = client.get(f"/datasets/{slug}")
    graph = assessors.embedded(page.content)
    header = {link["rel"]: link["url"] for link in assessors.fuji_links(page["Link"]) if "rel" in link}
    data = objects(graph, pid(slug), DCAT + "distribution")
    stated = objects(graph, pid(slug), DCT + "identifier", SDO + "identifier")
    assert len(data) == 2
    assert {address[:28] for address in (header["cite-as"], *stated, *data)} == {"https://w3id.org/an-example/"}
    assert client.get(f"/id/{slug}").status_code == 303
