"""Which datasets a saved search or something followed holds now, of those that its person may see listed."""

from collections.abc import Iterator
from itertools import islice

from catalog import policy
from catalog.batching import batched
from catalog.models import Kind, Resource, Saved, What
from catalog.policy import Viewer
from search.answering import whole
from search.engines import Hit, engine
from search.query import Query
from search.saved.targets import of_disease, query_of

MOST = 10_000  # datasets of one; a search that finds more is told of when it was narrowed
CHUNK = 500
ASKED = (What.SEARCH, What.DISEASE)  # what the search engine is asked for

Members = dict[int, int]  # resource → its latest revision


def members(saved: Saved, viewer: Viewer) -> Members | None:
    """None when there are more than can be told of. `Unavailable` when the engine does not answer."""
    listed = Resource.objects.filter(policy.listed(viewer))
    if saved.what == What.DATASET:
        rows = listed.filter(pk=saved.resource_id)
    elif saved.what == What.ORGANISATION:
        rows = listed.filter(organisation=saved.organisation_id, kind=Kind.DATASET)
    else:
        return _found(saved, viewer)
    return _bounded(dict(rows.values_list("pk", "revision")[: MOST + 1]))


def search_of(saved: Saved) -> Query:
    """The question behind it."""
    return of_disease(saved.concept) if saved.what == What.DISEASE else query_of(saved.query)


def hits(query: Query, viewer: Viewer) -> Iterator[Hit]:
    """All results in the order of the question, of those that may still be seen listed."""
    found = engine().scan(whole(query, engine(), viewer.audiences), viewer.audiences)
    for chunk in batched(found, CHUNK):
        rows = Resource.objects.filter(policy.listed(viewer), iri__in=[hit.iri for hit in chunk])
        shown = set(rows.values_list("iri", flat=True))
        yield from (hit for hit in chunk if hit.iri in shown)


def _found(saved: Saved, viewer: Viewer) -> Members | None:
    found = engine().scan(whole(search_of(saved), engine(), viewer.audiences), viewer.audiences)
    iris = [hit.iri for hit in islice(found, MOST + 1)]
    if len(iris) > MOST:
        return None
    rows = Resource.objects.filter(policy.listed(viewer), kind=Kind.DATASET)
    chunks = batched(iris, CHUNK)
    return {pk: number for chunk in chunks for pk, number in rows.filter(iri__in=chunk).values_list("pk", "revision")}


def _bounded(found: Members) -> Members | None:
    return found if len(found) <= MOST else None
