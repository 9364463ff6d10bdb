"""What comes in by import is looked at first, written by nobody else, and published by no one."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from catalog.editing import drafts
from catalog.intake import importing
from catalog.models import Arrival, Draft, Fate, Import, Resource, Revision, Stage, State, Visibility
from fair_metadata.namespaces import DCT
from tests.catalog import factories as make
from tests.catalog.intake.conftest import arrivals, state, turtle

pytestmark = pytest.mark.django_db(transaction=True)
IRI = "https://data.example.org/registry"
SMALL = b"""@prefix dcat: <http://www.w3.org/ns/dcat#> . @prefix h: <http://healthdataportal.eu/ns/health#> .
<https://data.example.org/registry> a dcat:Dataset ; h:numberOfUniqueIndividuals 7 ."""


def test_looking_changes_nothing_and_taking_in_makes_a_draft_that_nobody_else_sees(world):
    before = state()
    page = world.send(turtle())
    assert page.redirect_chain[0][0] == f"/import/{Import.objects.get().pk}"
    assert state() == before
    [entry] = world.entries()
    assert (entry.iri, entry.fate, entry.title) == (IRI, Fate.CREATED, "A registry")
    assert b"A registry" in page.content
    page = world.take_all()
    resource = Resource.objects.get()
    assert (resource.iri, resource.state, resource.organisation, resource.digest) == (
        IRI,
        State.DRAFT,
        world.ours,
        entry.record.digest,
    )
    assert (resource.revision.author, resource.revision.arrival) == (world.curator, Import.objects.get().arrival)
    assert b"Taken in as a new draft" in page.content
    assert Client().get("/datasets/registry").status_code == 404


def test_a_change_becomes_a_draft_and_what_is_published_stays(world):
    row = make.resource(iri=IRI, slug="registry", title="A registry", organisation=world.ours)
    before = (row.digest, row.revision_id)
    page = world.send(turtle(title="Another title"))
    assert b"<del>A registry</del>" in page.content
    assert b"<ins>Another title</ins>" in page.content
    world.take_all()
    row.refresh_from_db()
    assert (row.digest, row.revision_id) == before
    assert Draft.objects.get().record.values(DCT.title) == ('"Another title"@en',)
    assert Draft.objects.get().saved_by == world.curator
    world.send(turtle(title="Another title"))
    assert [entry.fate for entry in world.entries()] == [Fate.UNCHANGED]


def test_taking_in_twice_is_once(world):
    world.send(turtle())
    world.take_all()
    before = state()
    world.take_all()
    assert state() == before


def test_only_what_was_chosen_is_taken_in(world):
    world.send(turtle("one", "One") + turtle("two", "Two"))
    first, second = world.entries()
    made = Import.objects.get()
    world.client.post(f"/import/{made.pk}", {"which": "chosen", "take": [str(second.place)]})
    assert list(Resource.objects.values_list("iri", flat=True)) == [second.iri]
    assert [entry.outcome for entry in world.entries()] == ["", "created"]
    world.client.post(f"/import/{made.pk}", {"which": "chosen"})
    assert Resource.objects.count() == 1
    assert first.iri != second.iri


@pytest.mark.parametrize("hidden", [{}, {"state": State.DRAFT}, {"visibility": Visibility.ORGANISATION}])
def test_what_another_organisation_keeps_is_refused_and_nothing_of_it_is_told(world, hidden):
    make.resource(iri=IRI, slug="secret-slug", title="Quillonite", organisation=world.theirs, **hidden)
    before = state()
    page = world.send(turtle())
    [entry] = world.entries()
    assert (entry.fate, bytes(entry.packed), entry.resource) == (Fate.REFUSED, b"", None)
    assert b"Quillonite" not in page.content
    assert b"secret-slug" not in page.content
    world.take_all()
    assert state() == before


def test_what_was_handed_to_another_organisation_since_is_not_taken_in(world):
    row = make.resource(iri=IRI, slug="registry", organisation=world.ours)
    world.send(turtle(title="Another"))
    row.organisation = world.theirs
    row.save()
    before = state()
    world.take_all()
    assert state() == before
    assert [entry.outcome for entry in world.entries()] == ["refused"]


def test_what_somebody_changed_since_is_not_written_over(world):
    row = make.resource(iri=IRI, slug="registry", organisation=world.ours)
    world.send(turtle(title="Mine"))
    draft = drafts.begin(row, None)
    drafts.save(draft, draft.record.replace(DCT.title, ['"Theirs"@en']), None, version=1)
    before = state()
    page = world.take_all()
    assert state() == before
    assert [entry.outcome for entry in world.entries()] == ["overtaken"]
    assert b"Import it again" in page.content


def test_a_draft_in_review_is_not_written_over(world):
    row = make.resource(iri=IRI, slug="registry", organisation=world.ours)
    drafts.begin(row, None)
    Draft.objects.update(stage=Stage.IN_REVIEW)
    world.send(turtle(title="Mine"))
    [entry] = world.entries()
    assert (entry.fate, entry.because) == (
        Fate.REFUSED,
        "Its draft is in review. Take it back before you change it.",
    )


def test_a_small_count_is_kept_nowhere(world, room):
    page = world.send(SMALL)
    assert b"under 10" in page.content
    world.take_all()
    resource = Resource.objects.get()
    assert '"<10"' in resource.revision.ntriples
    assert arrivals() == [("in.ttl", False)]
    kept = [path for path in room.rglob("*") if path.is_file() and SMALL in path.read_bytes()]
    assert kept == []


def test_what_came_in_is_kept_and_what_was_not_wanted_goes(world, room):
    world.send(turtle())
    assert arrivals() == [("in.ttl", True)]
    world.client.post(f"/import/{Import.objects.get().pk}/discard")
    assert (Import.objects.count(), Arrival.objects.count()) == (0, 0)
    assert [path for path in (room / "files").rglob("*") if path.is_file()] == []
    world.send(turtle())
    world.take_all()
    world.client.post(f"/import/{Import.objects.get().pk}/discard")
    assert (Import.objects.count(), arrivals()) == (0, [("in.ttl", True)])


def test_bytes_that_another_arrival_has_too_stay(world):
    world.send(turtle())
    world.send(turtle())
    first = Import.objects.order_by("pk").first()
    importing.throw_away(first)
    with Arrival.objects.get().body as kept:
        assert kept.read() == turtle()


def test_imports_are_forgotten_after_a_week(world):
    world.send(turtle())
    made = Import.objects.get()
    made.made_at -= importing.FORGOTTEN_AFTER
    made.save()
    world.send(turtle())
    assert Import.objects.get().pk != made.pk


def test_an_import_is_for_its_author_alone(world):
    world.send(turtle())
    made = Import.objects.get()
    colleague = Client()
    colleague.force_login(make.person("colleague", of=world.ours))
    before = state()
    for client in (world.other, colleague):
        assert client.get(f"/import/{made.pk}").status_code == 404
        assert client.post(f"/import/{made.pk}", {"which": "all"}).status_code == 404
        assert client.post(f"/import/{made.pk}/discard").status_code == 404
    assert state() == before
    assert Import.objects.count() == 1


def test_those_without_an_organisation_are_told_why_not(world):
    nobody = Client()
    nobody.force_login(make.person("nobody"))
    page = nobody.get("/import", headers={"accept": "text/html"})
    assert (page.status_code, b"no role in an organisation yet" in page.content) == (403, True)
    assert world.send(turtle(), client=nobody).status_code == 403
    assert Client().get("/import")["Location"] == "/accounts/login/?next=/import"
    assert world.send(turtle(), client=Client()).redirect_chain == [("/accounts/login/?next=/import", 302)]
    assert (Import.objects.count(), Arrival.objects.count(), Revision.objects.count()) == (0, 0, 0)


def test_nobody_imports_into_another_organisation(world):
    assert world.send(turtle(), organisation="theirs").status_code == 403
    assert (Import.objects.count(), Arrival.objects.count()) == (0, 0)


def test_a_form_without_its_token_is_refused(world):
    client = Client(enforce_csrf_checks=True)
    client.force_login(world.curator)
    assert world.send(turtle(), client=client).status_code == 403
    assert Arrival.objects.count() == 0


@pytest.mark.parametrize(
    ("body", "name", "words"),
    [
        (b"@prefix e: <http://e.org/> .\ne:x a nowhere:C .", "a.ttl", "Line 2: The prefix nowhere: is not declared."),
        (b"%PDF-1.7", "a.pdf", "This is a PDF, not RDF."),
        (b"<http://e.org/a> <http://e.org/b> 1 .", "a.ttl", "There is no description of a dataset"),
        (b"PK\x03\x04 and so on", "a.xlsx", "This is a broken or locked office file."),
        (b"one;two\n1;2\n", "a.csv", "There is no row in it."),
    ],
)
def test_what_cannot_be_read_is_told_in_plain_words(world, body, name, words):
    page = world.send(body, name)
    assert page.status_code == 422
    assert words in page.content.decode()
    assert Import.objects.count() == 0


def test_what_is_too_large_or_too_many_is_refused(world, settings):
    settings.IMPORT_BYTES_LIMIT = 100
    page = world.send(turtle())
    assert (page.status_code, Arrival.objects.count()) == (422, 0)
    assert b"too large" in page.content
    settings.IMPORT_BYTES_LIMIT, settings.IMPORT_RECORDS_LIMIT = 10_000, 1
    page = world.send(turtle("one", "One") + turtle("two", "Two"))
    assert b"more than 1 descriptions" in page.content
    assert Import.objects.count() == 0


def test_nothing_chosen_is_asked_for(world):
    page = world.client.post("/import", {"organisation": "ours", "way": "file"})
    assert page.status_code == 422
    assert b"Choose a file, or write an address or a DOI." in page.content


def test_how_far_an_import_is_is_told_to_its_author_alone(world, monkeypatch):
    from catalog.pages import importing as pages

    monkeypatch.setattr(pages, "TOLD_EVERY", 1)
    told = _told_meanwhile(world, monkeypatch)
    world.send(turtle("one", "One") + turtle("two", "Two"))
    assert told == [{"done": n, "words": f"{n} description{'s'[: n > 1]} looked at"} for n in (1, 2)]
    assert world.other.get("/import/progress").json() == {"done": 0, "words": "Being looked at …"}
    assert Client().get("/import/progress", headers={"sec-fetch-dest": "empty"}).status_code == 403


def _told_meanwhile(world, monkeypatch):
    """What the page that waits is told, each time that one more was looked at."""
    from catalog.intake import importing

    told, entry = [], importing._entry

    def looked_at(place, one):
        if place > 1:
            told.append(world.client.get("/import/progress").json())
        return entry(place, one)

    compared = importing.compared

    def then_asked(rows, mine):
        yield from compared(rows, mine)
        told.append(world.client.get("/import/progress").json())

    monkeypatch.setattr(importing, "_entry", looked_at)
    monkeypatch.setattr(importing, "compared", then_asked)
    return told


def test_processes_that_share_no_cache_are_told_too(world, monkeypatch, settings):
    from catalog.pages import importing as pages

    monkeypatch.setattr(pages, "TOLD_EVERY", 1)
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}
    told = _told_meanwhile(world, monkeypatch)
    world.send(turtle("one", "One") + turtle("two", "Two"))
    assert [each["done"] for each in told] == [1, 2]
    assert {arrival.summary.get("looked_at") for arrival in Arrival.objects.all()} == {None}
    assert world.client.get("/import/progress").json()["done"] == 0


def test_what_was_taken_in_leads_to_the_editor(world):
    world.send(turtle())
    assert b'href="/edit/registry"' in world.take_all().content
    assert world.client.get("/edit/registry").status_code == 200


def test_what_became_anothers_since_is_not_shown_beside_what_came_in(world):
    row = make.resource(iri=IRI, slug="registry", title="A registry", organisation=world.ours)
    world.send(turtle(title="Another title"))
    row.organisation = world.theirs
    row.save()
    make.revised(row, row.record.replace(DCT.title, ['"Quillonite"@en']), state=State.DRAFT)
    page = world.client.get(f"/import/{Import.objects.get().pk}")
    assert (page.status_code, b"Quillonite" in page.content, b"A registry" in page.content) == (200, False, False)
    assert b'href="/datasets/registry"' not in page.content


def test_a_preview_takes_the_same_queries_for_one_and_for_many(world):
    taken = []
    for count in (1, 12):
        for n in range(count):
            make.resource(iri=f"https://data.example.org/{count}-{n}", organisation=world.ours)
        world.send(b"".join(turtle(f"{count}-{n}", "Changed") for n in range(count)))
        assert {entry.fate for entry in world.entries()} == {Fate.UPDATED}
        made = Import.objects.latest("pk")
        with CaptureQueriesContext(connection) as queries:
            world.client.get(f"/import/{made.pk}")
        taken.append(len(queries))
    assert taken[0] == taken[1] < 20
