"""What tests of followers put into the register and find in the index."""

from catalog.models import Kind
from catalog.register import Terms, register
from search.asking import matching
from search.query import Query
from search.understanding import understand
from tests.catalog.factories import described

PUBLIC = ["public"]


def put(name, title="A registry", **terms):
    register(
        described(f"https://data.example.org/{name}", title=title), Kind.DATASET, Terms(**{"publish": True} | terms)
    )


def answers(engine, text="", audiences=PUBLIC):
    ask = matching(understand(Query(text=text)), size=100)
    return sorted(hit.iri.rsplit("/", 1)[-1] for hit in engine.search(ask, audiences).hits)


def raising(error):
    def raise_(*_, **__):
        raise error

    return raise_
