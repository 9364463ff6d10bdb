"""Questions to an engine, and what it says, in short."""

from search.asking import matching, maybe_matching
from search.query import Query
from search.understanding import understand


def asked(text="", size=20, sort="relevance", page=1, maybe=False, **filters):
    """A question, with its filters as keywords, as an engine is asked it."""
    query = Query(text=text, filters={key: tuple(values) for key, values in filters.items()}, sort=sort, page=page)
    return (maybe_matching if maybe else matching)(understand(query), size=size)


def names(engine, text="", audiences=("public",), **question):
    return named(engine.search(asked(text, **question), audiences))


def named(results):
    return [hit.iri.rsplit("/", 1)[-1] for hit in results.hits]


def total(engine, text="", audiences=("public",)):
    return engine.search(asked(text), audiences).total


def counts(engine, key, text="", audiences=("public",), **filters):
    return dict(engine.search(asked(text, **filters), audiences).facets.get(key, ()))
