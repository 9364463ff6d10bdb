"""Shared descriptions are published with what uses them, by the same decision; never those of others."""

import pytest

from catalog.editing import review
from catalog.intake.load import load
from catalog.models import Change, Kind, Resource, Revision, State, Visibility
from catalog.register import Terms, register_many, stand
from catalog.shared import columns
from fair_metadata.namespaces import DCT
from fair_metadata.terms import named
from tests.catalog import factories as make
from tests.catalog.editing.people import described, world, written

pytestmark = pytest.mark.django_db
NAMES = ("https://data.example.org/agent", "https://data.example.org/register")


@pytest.fixture
def people(index):
    return world()


def shared(name, organisation, *, state=State.DRAFT, title="A hospital", uses=(), visibility=Visibility.EVERYBODY):
    said = make.described(name, Kind.REFERENCE, *((DCT.relation, named(each)) for each in uses), title=title)
    register_many([columns(said, Kind.REFERENCE)], Terms(organisation=organisation))
    row = Resource.objects.get(iri=name)
    if visibility != row.visibility:
        stand(row, Terms(), Change.STANDING, visibility=visibility)
    if state != State.DRAFT:
        stand(row, Terms(), Change.STANDING, state=state)
    return row


def using(people, *names, slug="one"):
    """A draft in review that mentions shared descriptions."""
    said = described(slug).with_triples(
        (named(f"https://data.example.org/{slug}"), DCT.relation, named(n)) for n in names
    )
    assert columns(said, Kind.SERIES).links
    register_many([columns(said, Kind.SERIES)], Terms(author=people.contributor, organisation=people.holder))
    return review.submit(written(Resource.objects.get(slug=slug), people.contributor), people.contributor)


def states():
    return dict(Resource.objects.filter(kind=Kind.REFERENCE).values_list("iri", "state"))


def approved(draft, people):
    review.approve(draft, people.reviewer, seen=draft.version)


def test_what_it_uses_is_published_by_the_same_decision(people):
    shared(NAMES[0], people.holder)
    draft = using(people, NAMES[0])
    assert states() == {NAMES[0]: State.DRAFT}
    approved(draft, people)
    assert states() == {NAMES[0]: State.PUBLISHED}
    last = Resource.objects.get(iri=NAMES[0]).revision
    assert (last.author, last.reason) == (people.reviewer, "Published with what uses it")


def test_what_that_uses_in_turn_is_published_too(people):
    shared(NAMES[1], people.holder, title="A register")
    shared(NAMES[0], people.holder, uses=(NAMES[1],))
    approved(using(people, NAMES[0]), people)
    assert set(states().values()) == {State.PUBLISHED}


@pytest.mark.parametrize("state", [State.DRAFT, State.WITHDRAWN])
def test_what_another_organisation_keeps_stays_as_it_stands(people, state):
    shared(NAMES[0], people.others, state=state)
    before = Revision.objects.filter(resource__iri=NAMES[0]).count()
    approved(using(people, NAMES[0]), people)
    assert states() == {NAMES[0]: state}
    assert Revision.objects.filter(resource__iri=NAMES[0]).count() == before


def test_what_was_withdrawn_is_not_brought_back(people):
    shared(NAMES[0], people.holder, state=State.WITHDRAWN)
    approved(using(people, NAMES[0]), people)
    assert states() == {NAMES[0]: State.WITHDRAWN}


def test_only_whom_its_own_visibility_names_sees_it(people):
    shared(NAMES[0], people.holder, visibility=Visibility.ORGANISATION)
    approved(using(people, NAMES[0]), people)
    row = Resource.objects.get(iri=NAMES[0])
    assert (row.state, row.visibility, row.public_number) == (State.PUBLISHED, Visibility.ORGANISATION, None)


def test_a_return_publishes_nothing(people):
    shared(NAMES[0], people.holder)
    review.give_back(using(people, NAMES[0]), people.reviewer, because="Not yet.")
    assert states() == {NAMES[0]: State.DRAFT}


def test_the_review_says_what_goes_with_it_and_what_does_not(people, client):
    shared(NAMES[0], people.holder, title="Our hospital")
    others = shared(NAMES[1], people.mates, title="Their register")
    using(people, *NAMES)
    client.force_login(people.reviewer)
    page = client.get("/review/one").content.decode()
    assert "Published with it, by the same decision:" in page
    assert "Our hospital" in page
    # A draft of others is none of the reader's business, so it is not named.
    assert "Their register" not in page
    client.force_login(people.operator)
    page = client.get("/review/one").content.decode()
    assert "another organisation keeps them" in page
    assert others.words("title", "en") in page


def test_nothing_is_said_where_nothing_waits(people, client):
    shared(NAMES[0], people.holder, state=State.PUBLISHED)
    using(people, NAMES[0])
    client.force_login(people.reviewer)
    assert "Shared descriptions that it uses" not in client.get("/review/one").content.decode()


DOCUMENT = """@prefix dcat: <http://www.w3.org/ns/dcat#> . @prefix dct: <http://purl.org/dc/terms/> .
@prefix foaf: <http://xmlns.com/foaf/0.1/> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
<https://data.example.org/list> a skos:ConceptScheme ; dct:title "A list" .
%s
<https://data.example.org/a> a dcat:DatasetSeries ; dct:title "A"@en ; dct:description "A"@en ;
  <http://data.europa.eu/r5r/applicableLegislation> <http://data.europa.eu/eli/reg/2025/327/oj> ;
  dct:subject <https://data.example.org/list> .
<https://data.example.org/b> a dcat:DatasetSeries ; dct:title "B"@en ; dct:subject <https://data.example.org/list> .
"""


def test_what_was_loaded_as_drafts_is_published_together(people, tmp_path):
    """A scheme of many concepts that two descriptions use is kept once; it came in as a draft, as they did."""
    concepts = "".join(
        f"<https://data.example.org/c{n}> a skos:Concept ; skos:prefLabel 'C {n}' . "
        f"<https://data.example.org/list> skos:hasTopConcept <https://data.example.org/c{n}> .\n"
        for n in range(200)
    )
    path = tmp_path / "in.ttl"
    path.write_text(DOCUMENT % concepts)
    load([str(path)], Terms(organisation=people.holder, author=people.curator))
    assert set(states().values()) == {State.DRAFT}
    row = Resource.objects.get(iri="https://data.example.org/a")
    draft = review.submit(written(row, people.contributor), people.contributor)
    approved(draft, people)
    assert Resource.objects.get(pk=row.pk).state == State.PUBLISHED
    assert states()["https://data.example.org/list"] == State.PUBLISHED
    assert Resource.objects.get(iri="https://data.example.org/b").state == State.DRAFT
