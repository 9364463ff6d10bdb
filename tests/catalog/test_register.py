"""The one door for writes: one revision for each change, none for the same again, and all of a batch or nothing."""

import threading

import pytest
from django.db import IntegrityError, connections

from catalog import workflow
from catalog.columns import columns_of
from catalog.models import Change, Kind, Link, Position, Resource, Revision, State
from catalog.register import Outcome, Terms, register, register_many
from catalog.signals import changed
from fair_metadata.namespaces import DCAT, DCT
from fair_metadata.terms import literal
from search import follow
from search.asking import matching
from search.engines import engine
from search.query import Query
from search.understanding import understand
from tests.catalog.factories import described

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("room")]
IRI = "https://data.example.org/one"


def found(text="", audience="public"):
    return [hit.iri for hit in engine().search(matching(understand(Query(text=text)), size=50), [audience]).hits]


def test_a_new_description_is_one_resource_one_revision_and_its_links():
    record = described(IRI, Kind.DATASET, (DCAT.distribution, "<https://data.example.org/file>"))
    assert register(record, Kind.DATASET, Terms(reason="first")) is Outcome.CREATED
    resource, revision, link = Resource.objects.get(), Revision.objects.get(), Link.objects.get()
    assert (resource.iri, resource.slug, resource.kind, resource.state) == (IRI, "one", "dataset", State.DRAFT)
    assert (revision.number, revision.change, revision.reason) == (1, Change.CREATED, "first")
    assert (link.source_id, link.path, link.target) == (
        resource.pk,
        "http://www.w3.org/ns/dcat#distribution",
        "https://data.example.org/file",
    )
    assert resource.record == record
    assert resource.digest == revision.digest == record.digest


def test_the_same_again_writes_nothing_and_a_change_writes_one_revision():
    register(described(IRI), Kind.DATASET, Terms())
    assert register(described(IRI), Kind.DATASET, Terms()) is Outcome.UNCHANGED
    assert Revision.objects.count() == 1
    assert register(described(IRI, title="Another"), Kind.DATASET, Terms()) is Outcome.UPDATED
    assert [(r.number, r.change) for r in Revision.objects.all()] == [(1, Change.CREATED), (2, Change.UPDATED)]
    assert Resource.objects.get().card["title"] == {"en": "Another"}
    assert Revision.objects.get(number=1).record == described(IRI)


def test_links_that_are_stated_no_longer_go():
    register(described(IRI, Kind.DATASET, (DCT.source, "<https://e.org/a>")), Kind.DATASET, Terms())
    register(described(IRI, Kind.DATASET, (DCT.source, "<https://e.org/b>")), Kind.DATASET, Terms())
    assert list(Link.objects.values_list("target", flat=True)) == ["https://e.org/b"]


def test_an_update_keeps_state_address_and_owner():
    register(described(IRI), Kind.DATASET, Terms(publish=True))
    before = Resource.objects.get()
    register(described(IRI, Kind.DATASET, (DCT.identifier, literal("other-slug"))), Kind.DATASET, Terms())
    after = Resource.objects.get()
    assert (after.slug, after.state, after.created_at) == (before.slug, State.PUBLISHED, before.created_at)


def test_resources_that_would_have_the_same_address_get_two():
    for host in ("a", "b"):
        register(described(f"https://{host}.example.org/one"), Kind.DATASET, Terms())
    first, second = Resource.objects.order_by("id")
    assert first.slug == "one"
    assert second.slug.startswith("one-")
    assert len(second.slug) == len("one-") + 16


def test_a_batch_that_fails_in_the_middle_leaves_nothing():
    twice = [columns_of(described(IRI), Kind.DATASET), columns_of(described(IRI, title="B"), Kind.DATASET)]
    with pytest.raises(IntegrityError):
        register_many(twice, Terms())
    assert (Resource.objects.count(), Revision.objects.count(), Link.objects.count()) == (0, 0, 0)
    register(described(IRI), Kind.DATASET, Terms())
    assert Revision.objects.get().number == 1


def test_numbers_have_no_gaps_and_grow_over_batches():
    for n in range(3):
        batch = [columns_of(described(f"https://e.org/{n}{m}"), Kind.DATASET) for m in range(4)]
        register_many(batch, Terms())
    assert list(Revision.objects.values_list("number", flat=True)) == list(range(1, 13))
    assert Position.objects.get(name="revisions").number == 12


def test_a_batch_larger_than_one_statement_is_kept_whole():
    batch = [columns_of(described(f"https://e.org/d{n}"), Kind.DATASET) for n in range(4_500)]
    assert set(register_many(batch, Terms())) == {Outcome.CREATED}
    assert Resource.objects.count() == Revision.objects.count() == 4_500


def test_two_writers_at_once_lose_nothing_and_share_no_number():
    def write(name):
        for n in range(10):
            register(described(f"https://{name}.example.org/{n}-x"), Kind.DATASET, Terms())
        connections.close_all()

    writers = [threading.Thread(target=write, args=(name,)) for name in ("a", "b", "c")]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert Resource.objects.count() == 30
    assert list(Revision.objects.values_list("number", flat=True)) == list(range(1, 31))
    follow.catch_up()
    assert follow.lag() == 0


def test_a_follower_that_fails_spoils_nothing(caplog):
    def fail(**_):
        raise RuntimeError("the follower broke")

    changed.connect(fail)
    try:
        assert register(described(IRI), Kind.DATASET, Terms(publish=True)) is Outcome.CREATED
    finally:
        changed.disconnect(fail)
    assert Resource.objects.count() == 1
    assert "the follower broke" in caplog.text


def test_withdrawing_keeps_the_page_and_takes_it_out_of_search(client):
    register(described(IRI, title="Leukaemia registry"), Kind.DATASET, Terms(publish=True))
    assert found("leukaemia") == [IRI]
    resource = Resource.objects.get()
    with pytest.raises(workflow.NotPossible, match="Say why"):
        workflow.withdraw(resource, Terms(), because="  ")
    assert client.get("/datasets/one").status_code == 200
    workflow.withdraw(resource, Terms(), because="Replaced by version 2.")
    assert found("leukaemia") == []
    page, turtle = client.get("/datasets/one"), client.get("/datasets/one.ttl")
    assert (page.status_code, turtle.status_code) == (410, 410)
    assert "Replaced by version 2." in page.content.decode()
    assert "Leukaemia registry" in turtle.content.decode()
    assert Revision.objects.latest("number").change == Change.WITHDRAWN
    with pytest.raises(workflow.NotPossible, match="withdrawn already"):
        workflow.withdraw(resource, Terms(), because="Again.")
    workflow.publish(resource, Terms())
    assert client.get("/datasets/one").status_code == 200
    assert found("leukaemia") == [IRI]
    assert [r.digest for r in Revision.objects.all()] == [resource.digest] * 3
    with pytest.raises(workflow.NotPossible, match="published already"):
        workflow.publish(resource, Terms())


def test_statements_do_not_grow_with_the_batch(django_assert_num_queries, monkeypatch):
    register(described(IRI), Kind.DATASET, Terms())
    monkeypatch.setattr(changed, "receivers", [])
    changed.sender_receivers_cache.clear()
    for count in (2, 200):
        batch = [columns_of(described(f"https://e.org/n{count}-{n}"), Kind.DATASET) for n in range(count)]
        # Lock, what is known, the number, free addresses, two tables; a transaction's beginning and end.
        with django_assert_num_queries(8):
            register_many(batch, Terms())
