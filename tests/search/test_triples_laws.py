"""Laws of triple stores: whatever happens, each sees exactly what is for them, and each triple once."""

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as chance
from hypothesis import strategies as st

from catalog.policy import PUBLIC
from search.triples.layout import Naming
from search.triples.protocol import Graph
from tests.search.stores import (
    BASE,
    MINE,
    SERVERS,
    close,
    quads_of,
    rows,
    store_of,
    take,
)

pytestmark = pytest.mark.django_db(transaction=True)
KINDS = ["embedded", *(kind for kind, (address, _) in SERVERS.items() if address)]
ALL = "SELECT ?s ?p ?o { ?s ?p ?o }"

PATHS, VALUES = ("p", "q"), ('"1"', '"2"', "_:n1", "_:n2")
AUDIENCES = (PUBLIC, "organisation:1", "network:1", "organisation:2")
TRIPLES = st.tuples(
    st.sampled_from(["<https://data.example.org/s>", "_:n1"]),
    st.sampled_from([f"<https://terms.example.org/{p}>" for p in PATHS]),
    st.sampled_from(VALUES),
)
STEPS = st.tuples(st.sampled_from("abcd"), st.sampled_from([*AUDIENCES, None]), st.frozensets(TRIPLES, max_size=4))
VIEWERS = (
    {PUBLIC},
    {PUBLIC, "organisation:1"},
    {PUBLIC, "network:1"},
    set(MINE),
    {PUBLIC, "organisation:2", "network:1"},
)


@pytest.mark.parametrize("kind", KINDS)
@given(st.lists(st.lists(STEPS, min_size=1, max_size=3), max_size=6))
@chance(deadline=None, max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_is_created_changed_hidden_shown_and_withdrawn_each_sees_exactly_what_is_for_them(
    kind, tmp_path_factory, batches
):
    store, known = store_of(kind, tmp_path_factory.mktemp("law")), {}
    try:
        for position, batch in enumerate(batches, start=1):
            latest = {name: (audience, triples) for name, audience, triples in batch}
            shown = [
                Graph(f"https://data.example.org/{name}", audience, sorted(triples))
                for name, (audience, triples) in latest.items()
                if audience
            ]
            take(
                store,
                *shown,
                gone=[f"https://data.example.org/{name}" for name, (audience, _) in latest.items() if not audience],
                position=position,
            )
            known |= latest
        hold(store, known)
    finally:
        close(store)


def hold(store, known):
    naming = Naming(BASE)
    graphs = {
        f"https://data.example.org/{name}": (audience, naming.triples(triples))
        for name, (audience, triples) in known.items()
        if audience and triples
    }
    public = {name: triples for name, (audience, triples) in graphs.items() if audience == PUBLIC}
    expected = {(name, *triple) for name, triples in public.items() for triple in triples}
    if public or not known:
        assert quads_of_or_none(store) == expected | {
            ("", *triple) for triples in public.values() for triple in triples
        }
    for viewer in VIEWERS if known else ():
        seen = {name: triples for name, (audience, triples) in graphs.items() if audience in viewer}
        merged = sorted({tuple(map(plain, triple)) for triples in seen.values() for triple in triples})
        assert rows(store, ALL, viewer) == merged
        apart = sorted((name, *map(plain, triple)) for name, triples in seen.items() for triple in triples)
        assert rows(store, "SELECT ?g ?s ?p ?o { GRAPH ?g { ?s ?p ?o } }", viewer, uses_graphs=True) == apart


def quads_of_or_none(store):
    return quads_of(store) if store.position() else set()


def plain(term):
    return term[1:-1]
