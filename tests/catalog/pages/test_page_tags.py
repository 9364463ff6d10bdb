"""What makes a page new: what it shows, and nothing else that everybody does not see."""

from random import Random

import pytest
from django.core.cache import cache

from catalog import workflow
from catalog.models import Change, Kind, Resource, State, Visibility
from catalog.register import Terms, register, stand
from fair_metadata.namespaces import DCAT, DCT
from fair_metadata.terms import literal, named
from tests.catalog import factories

pytestmark = pytest.mark.django_db
IRI = "https://data.example.org/"
TITLE = DCT.title


def _is_new(client, row, change):
    """Is the page another one for everybody once this has happened?"""
    before = client.get(factories.page(row))["ETag"]
    change()
    return client.get(factories.page(row), headers={"if-none-match": before}).status_code == 200


def _renamed(row):
    return factories.revised(row, row.record.replace(TITLE, [literal("Another name")]))


def test_a_page_keeps_its_tag_while_others_change(client):
    row = factories.resource(links={DCAT.distribution: [f"{IRI}nothing"]})
    other = factories.resource()
    assert not _is_new(client, row, lambda: _renamed(other))
    assert not _is_new(client, row, lambda: factories.resource(Kind.CATALOG, links={DCAT.dataset: [other.iri]}))


def test_a_page_is_new_when_what_it_names_or_what_names_it_changes(client):
    file = factories.resource(Kind.DISTRIBUTION)
    row = factories.resource(links={DCAT.distribution: [file.iri]})
    above = factories.resource(Kind.CATALOG, links={DCAT.dataset: [row.iri]})
    for other in (file, above):
        assert _is_new(client, row, lambda other=other: _renamed(other))
        assert _is_new(client, row, lambda other=other: factories.revised(other, visibility=Visibility.ORGANISATION))
        assert _is_new(client, row, lambda other=other: factories.revised(other, visibility=Visibility.EVERYBODY))
    assert _is_new(client, row, lambda: factories.resource(Kind.SERIES, links={DCAT.seriesMember: [row.iri]}))
    assert _is_new(client, row, lambda: above.links.all().delete())


@pytest.mark.parametrize(
    "secrecy", [{"state": State.DRAFT}, {"visibility": Visibility.NETWORK}, {"visibility": Visibility.ORGANISATION}]
)
def test_the_tag_tells_nobody_that_something_hidden_names_it(client, secrecy):
    row = factories.resource()
    holder = factories.organisation("holder")
    hidden = {**secrecy, "organisation": holder}
    assert not _is_new(client, row, lambda: factories.resource(links={DCT.isPartOf: [row.iri]}, **hidden))
    assert not _is_new(client, row, lambda: _renamed(Resource.objects.get(organisation=holder)))


def test_a_page_of_a_member_is_new_when_something_of_the_members_that_names_it_changes(client):
    holder = factories.organisation("holder")
    row = factories.resource(organisation=holder)
    hidden = {"visibility": Visibility.ORGANISATION, "organisation": holder}
    inside = factories.resource(Kind.CATALOG, links={DCAT.dataset: [row.iri]}, title="Planned", **hidden)
    client.force_login(factories.person("member", of=holder))
    assert b"Planned" in client.get(factories.page(row)).content
    assert _is_new(client, row, lambda: _renamed(inside))


def test_another_reason_for_a_withdrawal_is_another_tag(client):
    row = factories.resource(state=State.WITHDRAWN)
    factories.revised(row, withdrawn_because="Old")
    before = client.get(factories.page(row))
    factories.revised(row, withdrawn_because="Wrong")
    after = client.get(factories.page(row))
    assert (b"Old" in before.content, b"Wrong" in after.content) == (True, True)
    assert before["ETag"] != after["ETag"]


KINDS = {"catalog": Kind.CATALOG, "series": Kind.SERIES, "one": Kind.DATASET, "two": Kind.DATASET}
KINDS |= {"file": Kind.DISTRIBUTION, "service": Kind.SERVICE}
PATHS = (DCAT.dataset, DCAT.distribution, DCAT.servesDataset, DCT.isPartOf, DCAT.inSeries, DCT.relation)


def _said(chance, name):
    links = [(path, named(IRI + other)) for path in PATHS for other in KINDS if other != name and chance.random() < 0.1]
    title = f"{name} {chance.choice('abc')}"
    return factories.described(IRI + name, KINDS[name], *links, title=title)


def _something(chance):
    """One change by the ways by which people make them."""
    name = chance.choice(list(KINDS))
    row, done = Resource.objects.get(slug=name), chance.randrange(4)
    if done == 0:
        stand(row, Terms(), Change.STANDING, visibility=chance.choice(Visibility.values))
    elif done == 1 and row.state == State.PUBLISHED:
        workflow.withdraw(row, Terms(), because=chance.choice(("Old.", "Wrong.")))
    elif row.state == State.WITHDRAWN:
        workflow.publish(row, Terms())
    else:
        register(_said(chance, name), KINDS[name], Terms(publish=True))


@pytest.mark.parametrize("seed", range(4))
def test_the_same_tag_means_the_same_page_whatever_happens(client, seed):
    chance, seen, shown = Random(seed), {}, 0
    for name, kind in KINDS.items():
        register(_said(chance, name), kind, Terms(publish=True))
    addresses = [factories.page(row) for row in Resource.objects.order_by("pk")]
    for _ in range(25):
        _something(chance)
        for address in addresses:
            cache.clear()
            answer = client.get(address)
            if answer.status_code in (200, 410):
                shown += 1
                assert seen.setdefault(answer["ETag"], answer.content) == answer.content, address
    assert len(seen) < shown  # some were not new
