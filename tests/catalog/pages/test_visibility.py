"""Every way to one resource asks the policy: each kind, state, visibility and viewer, at each of its addresses."""

from itertools import product

import pytest
from django.test import Client

from catalog.models import Kind, Role, State, Visibility
from fair_metadata.formats import FORMATS
from fair_metadata.namespaces import DCAT, DCT
from tests.catalog import factories
from tests.catalog.test_policy import STATES, VIEWERS, VISIBILITIES, expected

pytestmark = pytest.mark.django_db


@pytest.fixture
def holder():
    return factories.organisation("holder", network=factories.network("ours"))


@pytest.fixture
def clients(holder):
    """A browser for each kind of viewer, signed in where there is somebody to sign in."""
    mate = factories.organisation("mate", network=holder.networks.get())
    people = {
        "stranger": factories.person("stranger"),
        "other": factories.person("other", of=factories.organisation("other", network=factories.network("theirs"))),
        "mate": factories.person("mate", of=mate),
        "member": factories.person("member", of=holder, role=Role.CONTRIBUTOR),
        "operator": factories.person("operator", is_operator=True),
    }
    found = {name: Client() for name in VIEWERS}
    for name, user in people.items():
        found[name].force_login(user)
    return found


def addresses(row):
    endings = ["", ".linkset", ".linkset.json", *(f".{form.suffix}" for form in FORMATS.values())]
    return [factories.page(row) + ending for ending in endings]


@pytest.mark.parametrize("kind", factories.KINDS)
def test_each_landing_page_answers_exactly_those_whom_the_policy_names(kind, clients, holder):
    for state, visibility in product(STATES, VISIBILITIES):
        row = factories.resource(kind, state=state, visibility=visibility, organisation=holder)
        shown = 410 if state == State.WITHDRAWN else 200
        for name, client in clients.items():
            status = client.get(factories.page(row)).status_code
            assert status == (shown if name in expected(state, visibility) else 404), (name, state, visibility)


def test_each_document_and_identifier_answers_exactly_those_whom_the_policy_names(clients, holder):
    for state, visibility in product(STATES, VISIBILITIES):
        row = factories.resource(state=state, visibility=visibility, organisation=holder)
        shown = 410 if state == State.WITHDRAWN else 200
        for name in ("anonymous", "mate", "member"):
            may = name in expected(state, visibility)
            statuses = {clients[name].get(address).status_code for address in addresses(row)}
            assert statuses == {shown if may else 404}, (name, state, visibility)
            assert clients[name].get(f"/id/{row.slug}").status_code == (303 if may else 404)


def test_what_is_hidden_is_answered_as_what_is_not_there(client, holder):
    factories.resource(slug="closed", state=State.DRAFT, organisation=holder, title="Not announced yet")
    for accept, ending in [("text/html", ""), ("image/png", ""), ("text/turtle", ".ttl"), ("text/html", ".nonsense")]:
        hidden, absent = (
            client.get(f"/datasets/{slug}{ending}", headers={"accept": accept, "if-none-match": "*"})
            for slug in ("closed", "absent")
        )
        del hidden["Content-Security-Policy"], absent["Content-Security-Policy"]  # its directives come in any order
        assert (hidden.status_code, hidden.headers) == (404, absent.headers)
        assert hidden.content.replace(b"closed", b"absent") == absent.content


def test_another_kind_in_the_address_tells_nothing_of_what_is_hidden(client, holder):
    row = factories.resource(state=State.DRAFT, organisation=holder)
    assert client.get(f"/catalogs/{row.slug}").status_code == 404


def test_pages_and_lists_do_not_name_members_that_the_viewer_may_not_see(clients, holder):
    names = {State.DRAFT: "Draft cohort", State.WITHDRAWN: "Gone cohort", State.PUBLISHED: "Open cohort"}
    rows = [factories.resource(state=s, title=title, organisation=holder) for s, title in names.items()]
    inside = factories.resource(title="Inside cohort", visibility=Visibility.ORGANISATION, organisation=holder)
    catalogue = factories.resource(Kind.CATALOG, links={DCAT.dataset: [row.iri for row in [*rows, inside]]})
    for address in (factories.page(catalogue), "/organisations/holder", "/"):
        seen = {name: client.get(address).content.decode() for name, client in clients.items()}
        for name, text in seen.items():
            assert "Open cohort" in text
            assert "Draft cohort" not in text
            assert "Gone cohort" not in text
            assert ("Inside cohort" in text) == (name in ("member", "operator")), (address, name)


def test_link_sets_and_search_engine_data_do_not_name_hidden_distributions(client, holder):
    hidden = factories.resource(Kind.DISTRIBUTION, title="Raw files", state=State.DRAFT, organisation=holder)
    row = factories.resource(links={DCAT.distribution: [hidden.iri]}, organisation=holder)
    for address in addresses(row):
        text = client.get(address).content.decode(errors="replace")
        assert "Raw files" not in text, address
        assert factories.page(hidden) not in text, address


def test_what_mentions_a_resource_is_named_only_to_those_who_may_see_it(clients, holder):
    row = factories.resource(slug="mentioned")
    factories.resource(
        Kind.CATALOG,
        title="Inner catalogue",
        visibility=Visibility.NETWORK,
        organisation=holder,
        links={DCAT.dataset: [row.iri]},
    )
    seen = {name for name, client in clients.items() if b"Inner catalogue" in client.get("/datasets/mentioned").content}
    assert seen == {"mate", "member", "operator"}


def test_shared_descriptions_have_no_page_of_their_own(client):
    row = factories.shared("https://data.example.org/agent", "An agency")
    for section in ("datasets", "records", "catalogs"):
        assert client.get(f"/{section}/{row.slug}").status_code == 404
    assert client.get(f"/id/{row.slug}").status_code == 404


def test_shared_descriptions_that_are_not_public_are_not_joined_for_the_public(client, holder):
    agent = factories.shared("https://data.example.org/agent", "A secret agency")
    factories.revised(agent, state=State.DRAFT, organisation=holder)
    row = factories.resource(slug="uses", links={DCT.publisher: [agent.iri]}, uses=(agent.iri,))
    for address in addresses(row):
        assert b"A secret agency" not in client.get(address).content


def test_a_member_s_page_is_never_given_to_somebody_else(clients, holder):
    inside = factories.resource(title="Inside cohort", visibility=Visibility.ORGANISATION, organisation=holder)
    catalogue = factories.resource(Kind.CATALOG, links={DCAT.dataset: [inside.iri]})
    address = factories.page(catalogue)
    member, visitor = clients["member"].get(address), clients["anonymous"].get(address)
    assert b"Inside cohort" in member.content
    assert b"Inside cohort" not in visitor.content
    assert member["ETag"] != visitor["ETag"]
    again = clients["anonymous"].get(address, headers={"if-none-match": member["ETag"]})
    assert again.status_code == 200
    assert b"Inside cohort" in clients["member"].get(address).content


def test_only_what_everybody_may_see_is_offered_to_shared_caches(clients, holder):
    row = factories.resource(visibility=Visibility.NETWORK, organisation=holder)
    public = factories.resource(organisation=holder)
    for address in addresses(row):
        answer = clients["mate"].get(address)
        assert (answer["Cache-Control"], "Cookie" in answer["Vary"]) == ("private, no-cache", True)
    assert clients["anonymous"].get(factories.page(public))["Cache-Control"] == "public, no-cache"


def test_a_public_document_has_the_same_bytes_and_tag_for_members_and_visitors(clients, holder):
    agent = factories.shared("https://data.example.org/agent", "An agency")
    factories.revised(agent, visibility=Visibility.ORGANISATION, organisation=holder)
    row = factories.resource(organisation=holder, links={DCT.publisher: [agent.iri]}, uses=(agent.iri,))
    answers = [clients[name].get(factories.page(row, "ttl")) for name in ("member", "anonymous", "operator")]
    assert len({(answer["ETag"], answer.content) for answer in answers}) == 1
