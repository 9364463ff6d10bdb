"""Triple stores for tests: embedded, and real servers; what is in them, read past everything that hides something."""

import csv
import io
import os

import pyoxigraph

from catalog import policy
from catalog.doctor import checks
from catalog.models import Kind, Resource
from catalog.policy import PUBLIC
from catalog.register import Terms, register
from fair_metadata.namespaces import DCT, FOAF
from fair_metadata.terms import iri, literal, named
from search import follow, triples
from search.projections import TRIPLES
from search.triples.embedded import Embedded
from search.triples.layout import STATE, Naming
from search.triples.protocol import Graph, Question, Unavailable
from search.triples.remote import Remote
from tests.catalog.factories import described
from tests.conftest import missing_server

BASE = "http://testserver"
SERVERS = {
    "fuseki": (
        os.environ.get("TEST_FUSEKI_URL", "http://127.0.0.1:3031/fair"),
        os.environ.get("TEST_FUSEKI_INSIDE_URL", "http://127.0.0.1:3032/inside"),
    ),
    "oxigraph": (os.environ.get("TEST_OXIGRAPH_URL", ""), os.environ.get("TEST_OXIGRAPH_INSIDE_URL", "")),
}
IRI = "https://data.example.org/"
TITLES = f"SELECT ?t {{ ?d {DCT.title} ?t }}"
CSV, TURTLE, NTRIPLES = "text/csv", "text/turtle", "application/n-triples"
MINE = frozenset({PUBLIC, "organisation:1", "network:1"})


def store_of(kind, folder):
    """An empty store, embedded or of a server that is there."""
    if kind == "embedded":
        return Embedded(folder, BASE)
    addresses = SERVERS[kind]
    if not all(addresses):
        missing_server(kind.title(), "start_oxigraph.sh")
    store = Remote(*addresses, BASE)
    try:
        for dataset in store._datasets:
            dataset.server.update("DROP ALL")
    except Unavailable:
        close(store)
        missing_server("Apache Jena Fuseki", "start_fuseki.sh")
    return store


def close(store):
    store.release()
    for dataset in getattr(store, "_datasets", ()):
        dataset.server.close()


def quads_of(store):
    """What lies in the store for everybody: (graph, "" for the default graph; triple)."""
    if isinstance(store, Embedded):
        from search.triples.evaluating import reading_of

        found = reading_of(store.folder).everybodys
        return {
            (
                "" if isinstance(q.graph_name, pyoxigraph.DefaultGraph) else iri(str(q.graph_name)),
                *map(str, (q.subject, q.predicate, q.object)),
            )
            for q in found
        }
    server = store._datasets[0].server
    quads = {("", row["s"], row["p"], row["o"]) for row in server.rows("SELECT * { ?s ?p ?o }")}
    named_graphs = server.rows("SELECT * { GRAPH ?g { ?s ?p ?o } }")
    return quads | {(iri(row["g"]), row["s"], row["p"], row["o"]) for row in named_graphs if row["g"] != STATE}


def graph(name, *said, audience=PUBLIC):
    """A description of this name that says these values."""
    subject = named(f"https://data.example.org/{name}")
    triples = [(subject, named(f"https://terms.example.org/{path}"), value) for path, value in said]
    return Graph(iri(subject), audience, triples)


def take(store, *graphs, gone=(), position=1):
    store.take_in(graphs, gone, position)
    store.commit()


def ask(store, text, audiences=(PUBLIC,), media_type=CSV, **more):
    """The whole answer."""
    question = Question(text, media_type, frozenset(audiences), **more)
    answer = store.answer(question)
    assert answer.media_type == media_type
    return b"".join(answer.chunks).decode()


def rows(store, text, audiences=(PUBLIC,), **more):
    """The rows of an answer, sorted; those that are there twice are there twice."""
    found = list(csv.reader(io.StringIO(ask(store, text, audiences, **more))))[1:]
    return sorted(tuple(row) for row in found if row[0] != iri(STATE))  # what a server's store says of itself


def values(*args, **more):
    return [row[0] for row in rows(*args, **more)]


# Following


def current():
    return triples.store()


def forget():
    triples.store.cache_clear()


def put(name, title="A registry", kind=Kind.DATASET, **terms):
    desk = [
        ("_:d", FOAF.name, literal(f"Desk of {name}")),
        ("_:d", FOAF.age, '"01"^^<http://www.w3.org/2001/XMLSchema#integer>'),
    ]
    record = described(IRI + name, kind, (DCT.publisher, "_:d"), title=title, nested=desk)
    register(record, kind, Terms(**{"publish": True} | terms))
    return Resource.objects.get(iri=IRI + name)


def lag(store):
    return follow.lag(store, of=TRIPLES)


def catch_up(store):
    return follow.catch_up(store, of=TRIPLES)


def rebuild(store, **how):
    return follow.rebuild(store, of=TRIPLES, **how)


def stated():
    """What the catalogue says to everybody: (graph, "" for the default graph; triple)."""
    naming, quads = Naming(BASE), set()
    for row in Resource.objects.filter(policy.visible(policy.ANYBODY) & policy.PUBLISHED):
        for triple in naming.triples(row.record.triples):
            quads |= {("", *triple), (row.iri, *triple)}
    return quads


def troubles(name):
    return [(check.is_well, check.found) for check in checks() if check.name == name]


def raising(error):
    def raise_(*_, **__):
        raise error

    return raise_
