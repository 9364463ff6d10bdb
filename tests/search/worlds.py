"""Either engine behind the pages, and a catalogue that holds secrets: what is said to whom is compared to the byte."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.test import Client

from catalog import workflow
from catalog.models import Change, Kind, Resource, State, Visibility
from catalog.register import Terms, register, stand
from catalog.signals import together
from fair_metadata.namespaces import CSVW, DCAT, DCT, FOAF, HEALTHDCATAP, MONDO
from fair_metadata.terms import literal, named
from search import engines
from tests.catalog import factories
from tests.catalog.factories import described
from tests.search.servers import ADDRESS, close, elastic

MYELOMA, LYMPHOMA = MONDO["0009693"], MONDO["0005062"]
IRI = "https://data.example.org/"
# Words that stand nowhere else and are like no others.
OF_DATASETS = {
    "draft": "quillonite",
    "in-review": "brandelusk",
    "withdrawn": "cromadorine",
    "organisation": "drossalbent",
    "network": "elvanthropy",
    "nobody": "fennelstrom",
}
OF_FILES = {"draft": "gallowspire", "organisation": "hartsumble", "withdrawn": "ilmenfroth"}


def behind_pages(request, settings) -> Iterator:
    """The engine that pages ask: embedded, or a real cluster under an alias of this test alone. For a fixture."""
    if request.param == "embedded":
        yield request.getfixturevalue("index")
        return
    for made in elastic():
        settings.ELASTICSEARCH_URL, settings.ELASTICSEARCH_ALIAS = ADDRESS, made._shelf.alias
        engines.engine.cache_clear()
        yield engines.engine()
        close(engines.engine())
        engines.engine.cache_clear()


def put(name, title, *said, nested=(), kind=Kind.DATASET, **terms) -> Resource:
    record = described(IRI + name, kind, *said, title=title, nested=nested)
    register(record, kind, Terms(**{"publish": True} | terms))
    return Resource.objects.get(iri=IRI + name)


def whole(name, title, disease, *, publisher, patients, word, **terms) -> Resource:
    """A dataset that states something for every way in which it may be found."""
    nested = [
        ("_:p", FOAF.name, literal(publisher, language="en")),
        ("_:v", CSVW["name"], literal(f"{word}_var")),
        ("_:d", DCT["format"], literal(f"{word} files")),
        ("_:d", DCT.license, named(f"https://licences.example.org/{word}")),
    ]
    said = [
        (DCT.description, literal(f"About {word} and more.", language="en")),
        (DCT.publisher, "_:p"),
        (HEALTHDCATAP.hasVariables, "_:v"),
        (DCAT.distribution, "_:d"),
        (DCAT.theme, disease),
        (DCAT.keyword, literal(f"{word} study")),
        (DCT.identifier, literal(f"SEC-{word.upper()}-1")),
        (HEALTHDCATAP.numberOfUniqueIndividuals, literal(str(patients))),
        (HEALTHDCATAP.minTypicalAge, literal("3")),
    ]
    return put(name, title, *said, nested=nested, **terms)


@dataclass(frozen=True)
class World:
    """Public datasets, and people: one of the organisation with secrets, one of its network, one of neither."""

    mine: object
    member: object
    mate: object
    stranger: object


def world() -> World:
    network, other = factories.network("ours"), factories.network("theirs")
    mine, mates = (factories.organisation(slug, network=network) for slug in ("mine", "mates"))
    strangers = factories.organisation("strangers", network=other)
    with together():
        for n in range(3):
            whole(
                f"open-{n}",
                f"Open registry {n}",
                MYELOMA,
                publisher="Open hospital",
                patients=100 * (n + 1),
                word=f"openness{n}",
            )
        for n in range(13):
            put(f"plain-{n}", f"Plain collection {n}")
        for secrecy in OF_FILES:
            put(f"with-{secrecy}-file", "Registry with a file", (DCAT.distribution, named(f"{IRI}{secrecy}-file")))
    people = (
        factories.person(name, of=of) for name, of in (("member", mine), ("mate", mates), ("stranger", strangers))
    )
    return World(mine, *people)


def hide(
    made: World,
    secrecies: Iterable[str] = OF_DATASETS,
    *,
    files: Iterable[str] = OF_FILES,
    from_the_start: bool = False,
) -> None:
    """Add what not everybody may see: datasets, and distributions of public datasets.

    What is for an organisation or a network was for everybody for a moment, and is gone for harvesters since, unless
    it was so `from_the_start`.
    """
    unpublished = {"draft", "in-review", "nobody"} | ({"organisation", "network"} if from_the_start else set())
    with together():
        for place, secrecy in enumerate(secrecies):
            word = OF_DATASETS[secrecy]
            row = whole(
                f"{word}-set",
                f"{word.title()} trial",
                LYMPHOMA,
                publisher=f"{word.title()} institute",
                patients=4321 + place,
                word=word,
                publish=secrecy not in unpublished,
                organisation=None if secrecy == "nobody" else made.mine,
            )
            _stand(row, secrecy)
        for secrecy in files:
            word = OF_FILES[secrecy]
            said = [
                (DCT["format"], literal(f"{word} files")),
                (DCT.license, named(f"https://licences.example.org/{word}")),
            ]
            row = put(
                f"{secrecy}-file",
                f"{word.title()} extract",
                *said,
                kind=Kind.DISTRIBUTION,
                publish=secrecy not in unpublished,
                organisation=made.mine,
            )
            _stand(row, secrecy)


def _stand(row: Resource, secrecy: str) -> None:
    """A description comes in for everybody; what it is shown to is said by one more revision."""
    if secrecy == "withdrawn":
        workflow.withdraw(row, Terms(), because="Old.")
    elif secrecy == "in-review":
        stand(row, Terms(), Change.STANDING, state=State.IN_REVIEW)
    elif secrecy in ("organisation", "network"):
        stand(row, Terms(), Change.STANDING, visibility=Visibility(secrecy))
        if row.state == State.DRAFT:  # it was hidden before it was published
            workflow.publish(row, Terms())


def answer(client, address: str, **headers: str) -> tuple:
    """All that goes over the wire, to the byte."""
    response = client.get(address, headers=headers)
    body = b"".join(response.streaming_content) if response.streaming else response.content
    return response.status_code, sorted(response.headers.items()), body


def client_of(person=None) -> Client:
    """A browser of this person, or of nobody."""
    client = Client()
    if person:
        client.force_login(person)
    return client


def found(client, question="") -> set[str]:
    """The slugs that a search finds."""
    items = json.loads(client.get(f"/datasets.json?size=100{question}").content)["items"]
    return {item["slug"] for item in items}
