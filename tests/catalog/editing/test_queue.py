"""The queue: what waits for whom, in a number of queries that does not grow."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from catalog.editing import queue, review
from catalog.models import Draft, Stage
from tests.catalog.editing.people import series, written

pytestmark = pytest.mark.django_db


def submitted(people, slug, by="contributor"):
    draft = written(series(slug, people.holder), people.users[by])
    return review.submit(draft, people.users[by])


def slugs(viewer, **asked):
    return [draft.resource.slug for draft in queue.of(viewer, queue.Asked(**asked))]


def test_what_waits_longest_comes_first_and_others_see_nothing(people):
    submitted(people, "one")
    submitted(people, "two", by="curator")
    assert slugs(people.viewer("reviewer")) == ["one", "two"] == slugs(people.viewer("operator"))
    for outside in ("mate", "stranger", "anonymous"):
        assert slugs(people.viewer(outside)) == []


def test_mine_is_what_i_wrote_and_what_is_given_to_me(people):
    first, second = submitted(people, "one"), submitted(people, "two", by="curator")
    review.assign(first, people.second, people.curator)
    assert slugs(people.viewer("contributor"), whose=queue.MINE) == ["one"]
    assert slugs(people.viewer("curator"), whose=queue.MINE) == ["two"]
    assert slugs(people.viewer("second"), whose=queue.MINE) == ["one"]
    assert slugs(people.viewer("reviewer"), whose=queue.MINE) == []
    review.give_back(second, people.reviewer, because="Say more.")
    counted = queue.counts(people.viewer("curator"), queue.ALL)
    assert counted == {Stage.WRITING: 0, Stage.IN_REVIEW: 1, Stage.RETURNED: 1, Stage.APPROVED: 0}


def test_the_page_asks_as_often_for_many_as_for_one(people, client):
    client.force_login(people.reviewer)
    submitted(people, "first")
    client.get("/review")
    with CaptureQueriesContext(
        connection,
    ) as few:
        client.get("/review")
    for n in range(8):
        submitted(people, f"more-{n}")
    with CaptureQueriesContext(connection) as many:
        page = client.get("/review").content.decode()
    assert page.count('name="draft"') == Draft.objects.count() == 9
    assert len(many) == len(few)
