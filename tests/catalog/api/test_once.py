"""The same request again, and two at once: done once, and of two versions one wins."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from catalog.models import Answered, Resource, Revision, State
from tests.catalog.api.asking import TITLED, Asks, people, put


def test_a_discarded_draft_is_discarded_once_however_often_it_is_asked(asks):
    put(slug="draft", organisation=asks.holder, state=State.DRAFT)
    first = asks.contributor("DELETE", "resources/draft", if_match="*", idempotency_key="d")
    again = asks.contributor("DELETE", "resources/draft", if_match="*", idempotency_key="d")
    assert (first.status_code, again.status_code, again.json()) == (200, 200, first.json())
    assert Revision.objects.filter(resource__slug="draft").count() == 2


def test_the_same_request_again_is_answered_as_it_was_and_done_once(asks):
    first = asks.curator("POST", "resources", TITLED, idempotency_key="a-1")
    again = asks.curator("POST", "resources", TITLED, idempotency_key="a-1")
    assert (again.status_code, again.json(), again["Location"], again["ETag"]) == (
        201,
        first.json(),
        first["Location"],
        first["ETag"],
    )
    assert again["Idempotency-Replayed"] == "true"
    assert Resource.objects.count() == 1
    other = asks.curator("POST", "resources", TITLED | {"title": {"en": "B"}}, idempotency_key="a-1")
    assert (other.status_code, Resource.objects.count()) == (422, 1)
    assert asks.contributor("POST", "resources", TITLED, idempotency_key="a-1").status_code == 201
    Answered.objects.update(made_at=timezone.now() - timedelta(days=1, seconds=1))
    assert asks.curator("POST", "resources", TITLED, idempotency_key="a-1").status_code == 201
    assert (Resource.objects.count(), Answered.objects.count()) == (3, 1)


def test_what_was_refused_under_a_key_may_be_right_the_next_time(asks):
    assert asks.curator("POST", "resources", {"@type": "x"}, idempotency_key="k").status_code == 422
    assert asks.curator("POST", "resources", TITLED, idempotency_key="k").status_code == 201


@pytest.mark.django_db(transaction=True)
def test_of_two_who_change_the_same_version_one_wins(index):
    asks = people()
    put(slug="one", organisation=asks.holder)
    tag, writers = asks.reviewer.tag("one"), [Asks(asks.reviewer.user) for _ in range(6)]

    def write(place):
        try:
            return writers[place].patch("one", {"title": {"en": f"By {place}"}}, if_match=tag).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as pool:
        found = sorted(pool.map(write, range(6)))
    assert found == [200, 412, 412, 412, 412, 412]
    assert Revision.objects.filter(resource__slug="one").count() == 2


@pytest.mark.django_db(transaction=True)
def test_the_same_request_at_the_same_time_is_done_once(index):
    asks = people()
    writers = [Asks(asks.curator.user) for _ in range(6)]

    def write(place):
        try:
            answer = writers[place]("POST", "resources", TITLED, idempotency_key="same")
            return answer.status_code, answer.json()["iri"]
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as pool:
        found = set(pool.map(write, range(6)))
    assert len(found) == Resource.objects.count() == 1
