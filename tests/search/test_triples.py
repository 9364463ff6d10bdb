"""One contract for triple stores, held by pyoxigraph in a folder and by real servers alike."""

import pytest

from catalog.policy import PUBLIC
from fair_metadata.terms import literal
from search.triples.protocol import Failed, Graph
from tests.search.stores import (
    MINE,
    NTRIPLES,
    ask,
    graph,
    quads_of,
    rows,
    take,
    values,
)

pytestmark = pytest.mark.django_db(transaction=True)
NAMES = "SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }"
ONE, TWO, DRAFT = (f"https://data.example.org/{name}" for name in ("one", "two", "draft"))
ALIKE = ("says", '"the same"')  # said by several, of one subject


def alike(name, audience=PUBLIC, *more):
    """A description that states a triple that others state as well."""
    own = graph(name, *more, audience=audience)
    shared = graph("shared", ALIKE)
    return Graph(own.iri, audience, [*own.triples, *shared.triples])


def test_each_description_is_a_graph_and_all_together_are_the_default_graph(store):
    take(store, graph("one", ("title", '"One"@en')), graph("two", ("title", '"Two"'), ("size", '"2"')))
    assert rows(store, "SELECT ?g ?o { GRAPH ?g { ?s ?p ?o } }") == [(ONE, "One"), (TWO, "2"), (TWO, "Two")]
    assert values(store, "SELECT ?o { ?s ?p ?o }") == ["2", "One", "Two"]


def test_a_triple_that_two_descriptions_state_counts_once_and_stays_until_neither_does(store):
    take(store, alike("one"), alike("two"))
    assert values(store, "SELECT ?o { ?s ?p ?o }") == ["the same"]
    take(store, gone=[ONE], position=2)
    assert values(store, "SELECT ?o { ?s ?p ?o }") == ["the same"]
    take(store, gone=[TWO], position=3)
    assert quads_of(store) == set()


def test_what_a_description_says_no_more_is_gone_from_both(store):
    take(store, graph("one", ("title", '"Old"'), ("size", '"1"')))
    take(store, graph("one", ("title", '"New"'), ("size", '"1"')), position=2)
    assert values(store, "SELECT ?o { ?s ?p ?o }") == ["1", "New"]
    assert rows(store, "SELECT ?g ?o { GRAPH ?g { ?s ?p ?o } }") == [(ONE, "1"), (ONE, "New")]


def test_the_same_again_changes_nothing_and_the_stamp_stays(store):
    take(store, alike("one"), graph("two", ("size", '"1"^^<http://www.w3.org/2001/XMLSchema#integer>')))
    before, stamp = quads_of(store), store.stamp(frozenset([PUBLIC]))
    take(store, alike("one"), graph("two", ("size", '"01"^^<http://www.w3.org/2001/XMLSchema#integer>')), position=2)
    assert (quads_of(store), store.stamp(frozenset([PUBLIC]))) == (before, stamp)


def test_any_text_comes_back_as_it_was(store):
    texts = [
        "plain",
        'a "quote"',
        "back\\slash",
        "C:\\users\\new",
        "\\u0041",
        "two\nlines",
        "tab\there",
        "dé “ö” 漢字 😀",
        "\x07",
        "{} . }",
        "'''",
    ]
    take(store, graph("one", *(("says", literal(text)) for text in texts)))
    found = ask(store, "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }", media_type=NTRIPLES)
    assert sorted(line.split(" ", 2)[2] for line in found.split("\n") if line) == sorted(
        f"{literal(text)} ." for text in texts
    )
    take(store, gone=[ONE], position=2)
    assert quads_of(store) == set()


# Who sees what


def secrets(store):
    take(
        store,
        alike("one"),
        graph("draft", ("title", '"Draft"'), ALIKE, audience="organisation:1"),
        alike("ours", "network:1", ("title", '"Ours"')),
        alike("theirs", "organisation:2", ("title", '"Theirs"')),
        graph("both-a", ("title", '"A"'), audience="organisation:1"),
    )


def test_everybody_sees_what_is_for_everybody_and_nothing_else(store):
    secrets(store)
    assert values(store, "SELECT ?o { ?s ?p ?o }") == ["the same"]
    assert values(store, NAMES, uses_graphs=True) == [ONE]
    assert {graph for graph, *_ in quads_of(store)} == {"", ONE}
    assert "Draft" not in repr(quads_of(store))


def test_a_member_sees_what_the_member_may_see_each_triple_once(store):
    secrets(store)
    assert values(store, "SELECT ?o { ?s ?p ?o }", MINE) == ["A", "Draft", "Ours", "the same", "the same"]
    mine = [f"https://data.example.org/{name}" for name in ("both-a", "draft", "one", "ours")]
    assert values(store, NAMES, MINE, uses_graphs=True) == mine
    assert values(store, "SELECT ?o { ?s ?p ?o }", {PUBLIC, "organisation:3"}) == ["the same"]


def test_a_triple_that_only_some_may_see_moves_with_who_states_it(store):
    """Of one subject: stated for an organisation, a network, everybody, and back."""
    count = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"

    def seen():
        return [
            values(store, count, who)[0] for who in ({PUBLIC}, {PUBLIC, "organisation:1"}, {PUBLIC, "network:1"}, MINE)
        ]

    take(store, alike("a", "organisation:1"))
    assert seen() == ["0", "1", "0", "1"]
    take(store, alike("b", "network:1"), position=2)
    assert seen() == ["0", "1", "1", "1"]
    take(store, alike("c"), position=3)
    assert seen() == ["1", "1", "1", "1"]
    take(store, gone=["https://data.example.org/c"], position=4)
    assert seen() == ["0", "1", "1", "1"]
    take(store, alike("a", "network:1"), position=5)
    assert seen() == ["0", "0", "1", "1"]
    take(store, gone=["https://data.example.org/a", "https://data.example.org/b"], position=6)
    assert seen() == ["0", "0", "0", "0"]


def test_a_dataset_that_is_named_holds_only_what_may_be_seen(store):
    secrets(store)
    take(store, graph("one", ("title", '"One"')), position=2)
    select = f"SELECT ?o FROM <{ONE}> FROM <{DRAFT}> {{ ?s ?p ?o }}"
    assert values(store, select) == ["One"]
    assert values(store, select, MINE) == ["Draft", "One", "the same"]
    assert values(store, select, {PUBLIC, "organisation:2"}) == ["One"]
    prefixed = (
        "PREFIX d: <https://data.example.org/> SELECT ?o FROM NAMED d:one FROM NAMED d:draft { GRAPH ?g { ?s ?p ?o } }"
    )
    assert values(store, prefixed, uses_graphs=True) == ["One"]
    assert values(store, prefixed, MINE, uses_graphs=True) == ["Draft", "One", "the same"]
    protocol = {"default_graphs": (DRAFT,), "named_graphs": (ONE,)}
    both = "SELECT ?o { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } }"
    assert values(store, both, uses_graphs=True, **protocol) == ["One"]
    assert values(store, both, MINE, uses_graphs=True, **protocol) == ["Draft", "One", "the same"]
    assert values(store, "SELECT ?o { ?s ?p ?o }", MINE, named_graphs=(ONE,)) == []


@pytest.mark.parametrize(
    "asked", ["VALUES ?g {{ {} }} GRAPH ?g {{ ?s ?p ?o }}", "GRAPH ?g {{ ?s ?p ?o }} VALUES $g {{ {} }}"]
)
def test_graphs_that_are_named_beside_graph_are_those_that_it_means(store, asked):
    secrets(store)
    names = " ".join(f"<{name}>" for name in (ONE, TWO, DRAFT, "urn:fdc:vocab:marrow:who"))
    text = f"SELECT ?g ?o {{ {asked.format(names)} }}"
    assert rows(store, text, uses_graphs=True) == [(ONE, "the same")]
    assert rows(store, text, MINE, uses_graphs=True) == [(DRAFT, "Draft"), (DRAFT, "the same"), (ONE, "the same")]
    assert rows(store, text, {PUBLIC, "organisation:2"}, uses_graphs=True) == [(ONE, "the same")]


ESCAPES = [
    f"SELECT ?o {{ GRAPH <{DRAFT}> {{ ?s ?p ?o }} }}",
    f"SELECT ?o FROM <{DRAFT}> {{ ?s ?p ?o }}",
    f"SELECT ?o FROM NAMED <{DRAFT}> {{ GRAPH ?g {{ ?s ?p ?o }} }}",
    "SELECT ?o { GRAPH <urn:x-arq:UnionGraph> { ?s ?p ?o } }",
    "SELECT ?o FROM <urn:x-arq:UnionGraph> { ?s ?p ?o }",
    'SELECT ?o { BIND(IRI(CONCAT("urn:x-", "arq:UnionGraph")) AS ?g) GRAPH ?g { ?s ?p ?o } }',
    "SELECT ?o { GRAPH <urn:fdc:vocab:marrow:audience:organisation:1> { ?s ?p ?o } }",
    "SELECT ?o FROM <urn:fdc:vocab:marrow:audience:organisation:1> { ?s ?p ?o }",
    "SELECT ?o FROM NAMED <urn:fdc:vocab:marrow:who> { GRAPH ?g { ?s ?p ?o } }",
    "SELECT ?o { VALUES ?g { <urn:fdc:vocab:marrow:who> <urn:x-arq:UnionGraph> } GRAPH ?g { ?s ?p ?o } }",
    f"SELECT ?o {{ VALUES ?g {{ <{DRAFT}> }} GRAPH ?g {{ ?s ?p ?o }} }}",
    f"SELECT ?o {{ {{ VALUES ?g {{ <{ONE}> }} }} GRAPH ?g {{ ?s ?p ?o }} GRAPH <{DRAFT}> {{ ?a ?b ?c }} }}",
    f"SELECT ?o {{ GRAPH \\u003C{DRAFT}\\u003E {{ ?s ?p ?o }} }}",
    f"# FROM <x>\nSELECT ?o FR\\u004FM <{DRAFT}> {{ ?s ?p ?o }}",
]


@pytest.mark.parametrize("uses_graphs", [True, False])
@pytest.mark.parametrize("text", ESCAPES)
@pytest.mark.parametrize("audiences", [{PUBLIC}, {PUBLIC, "organisation:2"}], ids=["anybody", "a stranger"])
def test_no_way_of_naming_a_graph_leads_to_what_may_not_be_seen(store, text, audiences, uses_graphs):
    secrets(store)
    try:
        found = ask(store, text, audiences, uses_graphs=uses_graphs)
    except Failed:
        return
    assert "Draft" not in found
    assert "organisation:1" not in found


def test_the_stamp_changes_when_what_an_audience_is_answered_may_have_changed_and_only_then(store):
    everybody, mine, strangers = frozenset([PUBLIC]), MINE, frozenset([PUBLIC, "organisation:2"])

    def stamps():
        return [store.stamp(audiences) for audiences in (everybody, mine, strangers)]

    take(store, alike("one"))
    first = stamps()
    take(store, alike("draft", "organisation:1"), position=2)
    second = stamps()
    assert [a == b for a, b in zip(first, second, strict=True)] == [True, False, True]
    take(store, graph("draft", ("title", '"x"'), audience="organisation:1"), position=3)
    third = stamps()
    assert [a == b for a, b in zip(second, third, strict=True)] == [True, False, True]
    take(store, gone=[DRAFT, "https://data.example.org/never"], position=4)
    fourth = stamps()
    assert [a == b for a, b in zip(third, fourth, strict=True)] == [True, False, True]
    take(store, alike("one", PUBLIC, ("title", '"y"')), position=5)
    assert [a == b for a, b in zip(fourth, stamps(), strict=True)] == [False, False, False]


# Positions


def test_the_position_moves_with_what_is_taken_in_and_stays(store):
    assert store.position() == 0
    take(
        store, graph("one", ("title", '"One"')), graph("draft", ("title", '"x"'), audience="organisation:1"), position=7
    )
    assert store.position() == 7
    store.take_in([graph("two", ("title", '"Two"'))], [], 8)
    assert store.position() == 8
    store.release()
    assert store.position() == 7


def test_health_tells_how_much_and_how_far(store):
    take(store, graph("one", ("title", '"One"'), ("size", '"1"')), position=3)
    health = store.health()
    assert (health.triples, health.position, health.troubles, health.building) == (2, 3, (), None)
