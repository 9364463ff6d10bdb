"""Statements that are written once give what the query gives, whatever the values, and to each viewer what is theirs."""

from itertools import product

import pytest

from catalog import browse, policy
from catalog.models import Kind, Resource, State, Visibility
from catalog.statements import written_once
from fair_metadata.namespaces import DCAT, DCT, FOAF
from tests.catalog import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked():
    """A query that is written once, and how often it was written."""
    written = []

    def named(slug, least=0, *, kind=Kind.DATASET):
        written.append((slug, least))
        return Resource.objects.filter(slug=slug, kind=kind, id__gte=least).only("slug")

    return written_once(named), written


def test_it_is_written_once_and_each_value_gets_its_own_rows(asked):
    rows, written = asked
    made = [factories.resource(slug=slug) for slug in ("one", "two")]
    assert [rows("one"), rows("two"), rows("three")] == [[made[0]], [made[1]], []]
    assert len(written) == 1


def test_what_is_given_and_how_many_values_there_are_belong_to_the_statement(asked):
    rows, written = asked
    row = factories.resource(Kind.SERIES, slug="one")
    assert [rows("one"), rows("one", kind=Kind.SERIES), rows("one", row.pk + 1, kind=Kind.SERIES)] == [[], [row], []]
    assert len(written) == 3


@pytest.mark.parametrize("text", ["%(v0)s", "%s", "%%", "'; --", '" OR 1=1', ":v0", "v0", "ñ ‑ 🩸", ""])
def test_what_is_put_in_is_never_read_as_a_part_of_the_statement(asked, text):
    rows, _ = asked
    other, row = factories.resource(slug="one"), factories.resource()
    Resource.objects.filter(pk=row.pk).update(slug=text)
    assert (rows(text), rows("one", other.pk), rows(text, row.pk + 1)) == ([row], [other], [])
    assert browse.named(text, ["https://data.example.org/%s"]) == row


STATES, VISIBILITIES = list(State), list(Visibility)
VIEWERS = ("anybody", "stranger", "mate", "member", "operator")


@pytest.fixture
def viewers():
    network = factories.network("ours")
    holder, mate = (factories.organisation(name, network=network) for name in ("holder", "mate"))
    people = {
        "stranger": factories.person("stranger", of=factories.organisation("elsewhere")),
        "mate": factories.person("mate", of=mate),
        "member": factories.person("member", of=holder),
        "operator": factories.person("operator", is_operator=True),
    }
    found = {name: policy.viewer_of(person) for name, person in people.items()}
    return holder, found | {"anybody": policy.ANYBODY}


def test_each_viewer_gets_what_is_theirs_whoever_asked_before(viewers):
    """Of every state and visibility: what a page names, what names it, its members, its files and shared descriptions."""
    holder, whom = viewers
    stands = list(product(STATES, VISIBILITIES))
    rows = [factories.resource(Kind.DISTRIBUTION, state=s, visibility=v, organisation=holder) for s, v in stands]
    agents = []
    for place, (state, visibility) in enumerate(stands):
        agent = factories.shared(f"https://data.example.org/agent/{place}", "An agency")
        Resource.objects.filter(pk=agent.pk).update(state=state, visibility=visibility, organisation=holder)
        agents.append(agent)
    links = {DCAT.distribution: [row.iri for row in rows]}
    above = [
        factories.resource(Kind.CATALOG, links={DCAT.dataset: ["https://data.example.org/whole"]}, state=s, visibility=v, organisation=holder)
        for s, v in stands
    ]  # fmt: skip
    row = factories.resource(
        slug="whole", links=links | {DCT.publisher: [a.iri for a in agents]}, uses=tuple(a.iri for a in agents)
    )
    for name in (*VIEWERS, *VIEWERS[::-1]):
        viewer = whom[name]
        shown = set(Resource.objects.filter(policy.listed(viewer)).values_list("iri", flat=True))
        files = {each.iri for each in rows} & shown
        assert {*browse.related(row, viewer)} == files, name
        assert {each.iri for each in browse.members(row, viewer, size=50).page(1)} == files, name
        assert {part.iri for part in browse.parts(row, viewer)} == files, name
        assert {each.iri for each in browse.mentioned_by(row, viewer)} == {each.iri for each in above} & shown, name
        seen = set(Resource.objects.filter(policy.visible(viewer), kind=Kind.REFERENCE).values_list("iri", flat=True))
        told = {subject[1:-1] for subject, path, _ in browse.shared(row, viewer) if path == FOAF.name}
        assert told == {agent.iri for agent in agents} & seen, name


@pytest.mark.parametrize("count", [0, 1, browse.FEW, browse.FEW + 1])
def test_members_are_all_there_whether_they_are_few_or_many(count, django_assert_num_queries):
    files = [factories.resource(Kind.DISTRIBUTION) for _ in range(count)]
    row = factories.resource(links={DCAT.distribution: [file.iri for file in files]})
    found = browse.members(row, policy.ANYBODY, size=20)
    shown = [each.iri for number in found.page_range for each in found.page(number)]
    assert (found.count, shown) == (count, sorted(file.iri for file in files))


def test_what_was_read_with_its_graph_and_its_card_is_not_read_again(django_assert_num_queries):
    pk = factories.resource().pk
    row = Resource.objects.select_related("revision").get(pk=pk)
    with django_assert_num_queries(0):
        assert browse.whole(row) is row
    for part in (Resource.objects.get(pk=pk), Resource.objects.select_related("revision").defer("card").get(pk=pk)):
        with django_assert_num_queries(1):
            assert browse.whole(part).record == row.record
