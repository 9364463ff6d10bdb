"""Titles in several languages: the default shapes of FAIR Data Points have room for one, and all of them are sent.

To leave one out would lose it when a client writes back (docs/decisions/0029).
"""

import pytest
from rdflib import Literal, URIRef
from rdflib.namespace import RDFS

from catalog.models import Resource
from fair_metadata.forms import findings, told
from fair_metadata.namespaces import DCT as T
from fair_metadata.profiles.fair_data_point import FAIR_DATA_POINT
from fair_metadata.terms import literal
from tests.catalog.fdp.conftest import kept
from tests.catalog.fdp.reader import DCT, graph_of
from tests.catalog.fdp.sending import send

pytestmark = pytest.mark.django_db(transaction=True)
BOTH = {Literal("A registry", lang="en"), Literal("Un registro", lang="es")}


@pytest.fixture
def registry(people):
    said = [(T.description, literal("About it.", language="en")), (T.title, literal("Un registro", language="es"))]
    return kept("dataset", *said, slug="registry", organisation=people.mine, title="A registry")


def titles():
    return set(Resource.objects.select_related("revision").get().record.values(T.title))


def test_a_reader_gets_the_title_and_the_label_in_each_language_once(client, registry):
    graph, me = graph_of(client, "/fdp/dataset/registry"), URIRef(registry.iri)
    for path in (DCT.title, RDFS.label):
        said = list(graph.objects(me, path))
        assert (len(said), set(said)) == (2, BOTH)


def test_who_writes_back_a_title_that_was_changed_in_one_language_keeps_the_others(client, people, registry):
    reviewer = people.bearing("reviewer")
    read = client.get("/fdp/dataset/registry", headers={"accept": "text/turtle"} | reviewer).content.decode()
    changed = send(client, "put", "/dataset/registry", read.replace("A registry", "Our registry"), reviewer)
    assert changed.status_code == 200
    assert titles() == {literal("Our registry", language="en"), literal("Un registro", language="es")}


def test_whom_the_default_shapes_matter_to_is_told_that_they_have_room_for_one(registry):
    found = [each for each in findings(registry.record, FAIR_DATA_POINT) if each.path == T.title]
    assert [(each.component, told(each)["en"]) for each in found] == [
        ("MaxCount", "Title is stated more than once. Keep one value; “Un registro” is one too many.")
    ]
