"""Pages: a nested description that several places share says so, and is copied by a button for one of them."""

import pytest

from catalog.editing import drafts
from catalog.models import Draft, Organisation, Resource
from fair_metadata.namespaces import DCT, FOAF, GEODCATAP, RDF
from fair_metadata.terms import literal
from tests.catalog import factories as make
from tests.catalog.editing.forms import form_of

pytestmark = pytest.mark.django_db
PLACES = (DCT.publisher, GEODCATAP.custodian)


@pytest.fixture
def curator(client):
    client.force_login(make.person("curator", of=make.organisation("hospital")))
    return client


def registry(node):
    agent = [(node, RDF.type, FOAF.Agent), (node, FOAF.name, literal("A hospital"))]
    said = [(path, node) for path in PLACES]
    row = make.resource("dataset", *said, slug="registry", organisation=Organisation.objects.get(), nested=agent)
    if node.startswith("_:s"):  # held by other descriptions too: its name stays
        own = row.record
        names = {s: "_:sfeed" for s in own.nodes if s.startswith("_:")}
        triples = tuple(sorted((names.get(s, s), p, names.get(o, o)) for s, p, o in own.triples))
        row = make.revised(row, type(own)(own.subject, triples))
    return row


def names_of():
    record = drafts.of(Resource.objects.get(slug="registry")).record
    return [record.values(FOAF.name, record.value(path)) for path in PLACES]


def press(client, **buttons):
    page = client.get("/edit/registry")
    return client.post("/edit/registry", form_of(page) | buttons, follow=True).content.decode()


def test_what_is_used_in_two_places_says_so_and_one_is_copied(curator):
    registry("_:a")
    page = curator.get("/edit/registry").content.decode()
    assert page.count("Used in 2 places of this description") == 2
    assert page.count('name="copy"') == 2
    assert "Used in 2 places" not in press(curator, copy="publisher.0")
    press(curator, **{"publisher.0.name.0": "Another hospital"})
    assert names_of() == [('"Another hospital"',), ('"A hospital"',)]


def test_what_other_descriptions_use_is_read_only_until_it_is_copied(curator):
    registry("_:s")
    page = curator.get("/edit/registry").content.decode()
    assert page.count("Other descriptions use it too.") == 2
    assert 'name="publisher.0.name.0"' not in page
    page = press(curator, copy="publisher.0")
    assert page.count("Other descriptions use it too.") == 1
    assert 'name="publisher.0.name.0"' in page
    assert names_of() == [('"A hospital"',)] * 2


@pytest.mark.parametrize("place", ["title.0", "made_up.0", "publisher.7", "x", "publisher.0.name.0"])
def test_what_is_no_shared_description_is_not_copied(curator, place):
    row = registry("_:a")
    press(curator, copy=place)
    assert Draft.objects.get().digest == row.digest


def test_a_copy_with_scripts_brings_the_field_anew(curator):
    registry("_:a")
    form = form_of(curator.get("/edit/registry"))
    answer = curator.post("/edit/registry", form | {"copy": "publisher.0"}, headers={"hx-request": "true"})
    assert (answer.status_code, answer["HX-Retarget"]) == (200, '[id="f-publisher"]')
    assert "Used in 2 places" not in answer.content.decode()
