"""How web addresses answer says which addresses a description names: it is told to who may edit it, whatever is hidden."""

import pytest
from django.test import Client

from catalog.links import following
from catalog.models import AddressUse, Kind, Resource
from tests.catalog import factories
from tests.search.worlds import OF_DATASETS, OF_FILES, hide, world

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def rows(index):
    made = world()
    hide(made)
    following.catch_up()
    return list(Resource.objects.exclude(kind=Kind.REFERENCE))


def test_no_stranger_is_told_of_any_address(client, rows):
    far = Client()
    far.force_login(factories.person("far", of=factories.organisation("far-away")))
    secrets = [word.encode() for word in {**OF_FILES, **OF_DATASETS}.values()]
    for row in rows:
        for path in (f"/curator/links/{row.slug}", f"/api/resources/{row.slug}/links"):
            assert client.get(path).status_code in (302, 401), path
            answer = far.get(path)
            assert answer.status_code in (403, 404), path
            said = answer.content.replace(row.slug.encode(), b"")  # what was asked for is said again
            assert not any(word in said for word in secrets), path


def test_only_addresses_of_what_is_published_are_known_at_all(rows):
    assert set(AddressUse.objects.values_list("resource__state", flat=True)) <= {"published"}
