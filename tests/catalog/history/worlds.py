"""A resource with a history: public, hidden, a draft, and public again; and the people who ask for it."""

from dataclasses import dataclass

from django.test import Client

from catalog.models import Change, Resource, Role, State, Visibility
from catalog.register import Terms, register, stand
from fair_metadata.namespaces import DCAT, DCT
from fair_metadata.terms import literal
from tests.catalog import factories
from tests.catalog.factories import described

IRI = "https://data.example.org/registry"


def says(resource_or_iri, *said, title="A registry", nested=()):
    return described(IRI, "dataset", *said, title=title, nested=nested)


@dataclass
class World:
    """Numbers of the versions by what they were, and browsers of people."""

    resource: Resource
    holder: object
    versions: dict[str, int]
    people: dict[str, Client]
    users: dict[str, object]

    def get(self, who, tail, **headers):
        return self.people[who].get(f"/datasets/registry{tail}", headers=headers)

    def post(self, who, tail, data=None):
        return self.people[who].post(f"/datasets/registry{tail}", data or {})


def world() -> World:
    """`first` and `last` are public; between them one was for the network, one for the organisation, one a draft."""
    network = factories.network("ours")
    holder, mates = (factories.organisation(slug, network=network) for slug in ("holder", "mates"))
    called = {Role.CONTRIBUTOR: "contributor", Role.CURATOR: "quillkeeper", Role.REVIEWER: "reviewer"}
    users = {role: factories.person(name, of=holder, role=role) for role, name in called.items()}
    users |= {
        "mate": factories.person("mate", of=mates),
        "stranger": factories.person("stranger", of=factories.organisation("far")),
    }
    people = {"nobody": Client()} | {name: Client() for name in users}
    for name, user in users.items():
        people[name].force_login(user)
    curator = users[Role.CURATOR]
    numbers = {}

    def made(name, reason, *said, title="A registry"):
        register(
            says(IRI, *said, title=title), "dataset", Terms(curator, reason=reason, organisation=holder, publish=True)
        )
        return kept(name)

    def stood(name, **standing):
        stand(Resource.objects.get(iri=IRI), Terms(curator, reason=f"reason-{name}"), Change.STANDING, **standing)
        return kept(name)

    def kept(name):
        numbers[name] = Resource.objects.get(iri=IRI).revision_id
        return numbers[name]

    made("first", "It began.", (DCT.description, literal("What it holds.", language="en")))
    stood("for-mates", visibility=Visibility.NETWORK)
    made("mates-text", "reason-matewhisper", (DCAT.keyword, literal("matewhisper")), title="Matewhisper")
    stood("inside", visibility=Visibility.ORGANISATION)
    made("inside-text", "reason-insidewhisper", (DCAT.keyword, literal("insidewhisper")), title="Insidewhisper")
    stood("draft", state=State.DRAFT, visibility=Visibility.EVERYBODY)
    register(
        says(IRI, (DCAT.keyword, literal("draftwhisper")), title="Draftwhisper"),
        "dataset",
        Terms(curator, reason="reason-draftwhisper"),
    )
    kept("draft-text")
    register(
        says(IRI, (DCAT.keyword, literal("aml")), title="The registry"),
        "dataset",
        Terms(curator, reason="reason-clean"),
    )
    kept("clean")
    stood("last", state=State.PUBLISHED)
    return World(Resource.objects.get(iri=IRI), holder, numbers, people, users)
