"""How SQLite answers what the doors ask: from the few that a page is about, never through all of a kind."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from catalog.columns import columns_of
from catalog.models import Kind, Resource
from catalog.register import Terms, register_many
from fair_metadata.namespaces import DCAT, MONDO
from fair_metadata.terms import named
from tests.catalog.factories import described

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(connection.vendor != "sqlite", reason="the words of another planner"),
]
IRI = "https://data.example.org/"
MANY = 249  # for a few the planner takes the way by their names, whatever else there is; all are one page of OAI-PMH
# Through all rows, or through all of a kind; a list of values and a sort of a page are no tables of ours.
THROUGH_ALL = re.compile(r"SCAN catalog_(resource|link|revision)|INDEX catalog_res_kind\w+ \(kind=\?\)")
PAGES = (
    "/oai?verb=ListRecords&metadataPrefix=dcat_ap",
    "/oai?verb=ListIdentifiers&metadataPrefix=oai_dc&set=kind:dataset",
    "/oai?verb=ListIdentifiers&metadataPrefix=oai_dc&set=disease",
    "/oai?verb=ListIdentifiers&metadataPrefix=oai_dc&set=openaire_data",
    "/oai?verb=ListIdentifiers&metadataPrefix=oai_dc&set=catalog:few",
    "/oai?verb=ListIdentifiers&metadataPrefix=oai_dc&from=2020-01-01&until=2999-01-01",
    "/oai?verb=GetRecord&metadataPrefix=oai_dc&identifier=oai:testserver:0",
    "/changes.atom",
    "/fdp/dataset/set-0",
    "/fdp/distribution/file-0",
)


def _records():
    few = [(DCAT.dataset, named(f"{IRI}set-{n}")) for n in range(3)]
    yield columns_of(described(f"{IRI}few", Kind.CATALOG, *few), Kind.CATALOG)
    for n in range(MANY):
        links = [(DCAT.distribution, named(f"{IRI}file-{n}")), (DCAT.theme, named(f"{MONDO.base}0018874"))]
        yield columns_of(described(f"{IRI}set-{n}", Kind.DATASET, *links), Kind.DATASET)
        yield columns_of(described(f"{IRI}file-{n}", Kind.DISTRIBUTION), Kind.DISTRIBUTION)


@pytest.fixture
def there():
    register_many(list(_records()), Terms(publish=True))


def test_a_page_of_a_door_goes_through_no_kind(client, there):
    for address in PAGES:
        with CaptureQueriesContext(connection) as asked:
            answer = client.get(address, headers={"accept": "text/turtle"})
            assert answer.status_code == 200, address
            assert answer.getvalue()
        assert _through_all(asked) == [], address


def test_where_a_landing_page_stands_is_read_from_what_it_names_and_what_names_it(client, there):
    with CaptureQueriesContext(connection) as asked:
        assert client.get("/datasets/set-0").status_code == 200
    assert '"naming"' in asked[0]["sql"]
    assert _through_all(asked.captured_queries[:1]) == []


def test_what_is_registered_goes_through_no_kind(there):
    Resource.objects.filter(slug="set-0").update(digest="")
    with CaptureQueriesContext(connection) as asked:
        register_many(list(_records()), Terms(publish=True))
    assert len(asked) > 8
    assert _through_all(asked) == []


def _through_all(asked):
    return [(query["sql"][:300], step) for query in asked for step in _plan(query["sql"]) if THROUGH_ALL.search(step)]


def _plan(sql):
    if not sql.startswith("SELECT"):
        return []
    with connection.cursor() as cursor:
        cursor.execute("EXPLAIN QUERY PLAN " + sql.replace("%", "%%"))
        return [row[3] for row in cursor.fetchall()]
