"""Differences: exact as triples, and the same field by field, in the words of the profile."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fair_metadata.differences import applied, changes, triples
from fair_metadata.document import split
from fair_metadata.marking import marked
from fair_metadata.namespaces import CSVW, DCAT, DCT, FOAF, RDF, SPDX, VCARD
from fair_metadata.profiles import DEFAULT
from fair_metadata.record import Record
from fair_metadata.taking import origins, taken
from fair_metadata.terms import is_literal, literal, named
from tests.fair_metadata.graphs import corpus, graphs

IRI = "http://example.org/a"
IT = named(IRI)
FILES = corpus()
files = pytest.mark.parametrize(
    ("name", "stated"), FILES or [pytest.param("", [], marks=pytest.mark.skip("no corpus"))]
)


def record(*said, nested=()):
    return Record.of(IRI, [(IT, RDF.type, DCAT.Dataset), *((IT, p, o) for p, o in said), *nested])


def told(was, now, tongue="en"):
    return [(c.words(tongue), c.language, c.before, c.after) for c in changes(was, now, DEFAULT)]


def laws_hold(was, now):
    difference, found = triples(was, now), changes(was, now, DEFAULT)
    assert applied(was, difference).digest == now.digest
    assert bool(difference) == (was.digest != now.digest) == bool(found)
    removed, added = ([t for c in found for t in getattr(c, side)] for side in ("removed", "added"))
    assert (len(removed), len(added)) == (len(set(removed)), len(set(added)))
    assert (tuple(sorted(removed)), tuple(sorted(added))) == (difference.removed, difference.added)
    assert taken(was, now, found).digest == now.digest
    assert taken(was, now, ()).digest == was.digest
    new = [triple for triple, origin in origins(was, now).items() if origin is None]
    assert set(new) <= set(added)
    assert all((c.before, c.after) != (None, None) and c.before != c.after for c in found)


def edited(was, chance):
    """A description with some values taken away, some texts changed, one triple added."""
    kept = [t for t in was.triples if chance.random() > 0.1]
    other = [
        (s, p, literal(f"not {o[1:9]}".replace("\\", ""), language="en"))
        if is_literal(o) and chance.random() < 0.1
        else (s, p, o)
        for s, p, o in kept
    ]
    return Record.of(was.iri, [*other, (was.subject, DCAT.keyword, literal("new"))])


@given(graphs, graphs)
@settings(max_examples=300, deadline=None)
def test_the_laws_hold_for_any_two_graphs(one, other):
    laws_hold(Record.of(IRI, one), Record.of(IRI, other))


@given(graphs, st.randoms(use_true_random=False))
@settings(max_examples=300, deadline=None)
def test_the_laws_hold_for_any_edit(graph, chance):
    was = Record.of(IRI, graph)
    laws_hold(was, edited(was, chance))
    laws_hold(edited(was, chance), was)


@files
def test_the_laws_hold_for_edits_of_each_description_of_the_corpus(name, stated):
    chance = random.Random(7)
    records, shared, _ = split(stated)
    for was in (*records, *shared):
        if not was.subject.startswith("_"):
            laws_hold(was, edited(was, chance))
            laws_hold(edited(was, chance), was)
            laws_hold(was, was)


@given(st.text(max_size=60), st.text(max_size=60))
def test_marked_words_are_both_texts(before, after):
    pieces = marked(before, after)
    assert "".join(p.text for p in pieces if p.what != "added") == before
    assert "".join(p.text for p in pieces if p.what != "removed") == after


def test_only_the_words_that_changed_are_marked():
    assert marked("Adults with AML since 2015.", "Adults with ALL since 2015.") == (
        ("same", "Adults with "),
        ("removed", "AML"),
        ("added", "ALL"),
        ("same", " since 2015."),
    )


def test_an_edited_text_is_one_change_in_its_language():
    both = [(DCT.title, literal("Un registro", language="es"))]
    was, now = (record(*both, (DCT.title, literal(t, language="en"))) for t in ("A registry", "The registry"))
    old, new = literal("A registry", language="en"), literal("The registry", language="en")
    assert told(was, now) == [("Title", "en", old, new)]
    assert told(was, now, "es") == [("Título", "en", old, new)]
    assert [(c.removed, c.added) for c in changes(was, now, DEFAULT)] == [
        (((IT, DCT.title, old),), ((IT, DCT.title, new),))
    ]


def test_a_text_in_another_language_is_added_and_not_an_edit():
    english, spanish = literal("A registry", language="en"), literal("Un registro", language="es")
    assert told(record((DCT.title, english)), record((DCT.title, spanish))) == [
        ("Title", "en", english, None),
        ("Title", "es", None, spanish),
    ]


def test_a_language_that_was_mended_is_one_change():
    plain, tagged = literal("A registry"), literal("A registry", language="en")
    assert told(record((DCT.title, plain)), record((DCT.title, tagged))) == [("Title", "en", plain, tagged)]


def contact(email, *more):
    nested = [
        ("_:c", RDF.type, VCARD.Kind),
        ("_:c", VCARD.fn, literal("Data office")),
        ("_:c", VCARD.hasEmail, named(email)),
    ]
    return record((DCAT.contactPoint, "_:c"), nested=[*nested, *more])


def test_a_nested_node_that_changed_in_one_property_is_that_property():
    was, now = contact("mailto:old@example.org"), contact("mailto:new@example.org")
    assert told(was, now) == [
        ("Contact point › E-mail", "", named("mailto:old@example.org"), named("mailto:new@example.org"))
    ]
    (change,) = changes(was, now, DEFAULT)
    assert (len(change.removed), len(change.added)) == (4, 4)  # the node is called otherwise, and all of it goes along


def test_a_node_below_a_nested_node_is_found_too():
    def files(checksum):
        nested = [
            ("_:d", RDF.type, DCAT.Distribution),
            ("_:d", DCT.title, literal("All of it")),
            ("_:d", SPDX.checksum, "_:s"),
            ("_:s", RDF.type, SPDX.Checksum),
            ("_:s", SPDX.checksumValue, literal(checksum)),
        ]
        return record((DCAT.distribution, "_:d"), nested=nested)

    assert told(files("aa"), files("bb")) == [
        ("Distribution › Checksum › Checksum value", "", literal("aa"), literal("bb"))
    ]


def test_a_nested_node_that_came_is_one_change_with_all_that_it_says():
    (change,) = changes(record(), contact("mailto:new@example.org"), DEFAULT)
    assert (change.words("en"), change.before, len(change.removed), len(change.added)) == ("Contact point", None, 0, 4)


def test_one_column_of_many_that_changed_is_found_among_them():
    def table(label):
        nested = [("_:g", CSVW.table, "_:t"), ("_:t", CSVW.tableSchema, "_:s")]
        for n in range(300):
            title = label if n == 150 else f"Variable {n}"
            nested += [("_:s", CSVW.column, f"_:c{n}"), (f"_:c{n}", RDF.type, CSVW.Column)]
            nested += [(f"_:c{n}", CSVW["name"], literal(f"v{n}")), (f"_:c{n}", CSVW.title, literal(title))]
        return record((named("http://healthdataportal.eu/ns/health#hasVariables"), "_:g"), nested=nested)

    ((words, _, before, after),) = told(table("Age"), table("Age in years"))
    assert words.startswith("Variables › ")
    assert words.endswith(" › Label")
    assert (before, after) == (literal("Age"), literal("Age in years"))


def test_what_the_profile_does_not_know_is_told_as_also_stated():
    odd = named("http://example.org/vocab#odd-one")
    (change,) = changes(record((odd, literal("a"))), record((odd, literal("b"))), DEFAULT)
    assert (change.is_known, change.words("en"), change.before, change.after) == (
        False,
        "http://example.org/vocab#odd-one",
        literal("a"),
        literal("b"),
    )


def test_changes_stand_in_the_order_of_the_profile():
    was = record((DCAT.version, literal("1")), (DCAT.keyword, literal("aml")))
    now = record((DCAT.version, literal("2")), (DCT.title, literal("A registry")), (DCAT.keyword, literal("all")))
    assert [words for words, *_ in told(was, now)] == ["Title", "Keyword", "Version"]


def test_an_agent_that_two_properties_name_changes_once():
    def made(name):
        agent = named("http://example.org/agent")
        return record((DCT.publisher, agent), (DCT.creator, agent), nested=[(agent, FOAF.name, literal(name))])

    assert [(words, b, a) for words, _, b, a in told(made("Old"), made("New"))] == [
        ("Creator › Name", literal("Old"), literal("New"))
    ]


def test_some_changes_are_taken_and_the_others_left():
    def made(email, phone, *said):
        nested = [("_:c", VCARD.hasEmail, named(email)), ("_:c", VCARD.hasTelephone, literal(phone))]
        return record((DCAT.contactPoint, "_:c"), *said, nested=nested)

    was = made("mailto:old@example.org", "1")
    now = made("mailto:new@example.org", "2", (DCAT.keyword, literal("aml")))
    chosen = [change for change in changes(was, now, DEFAULT) if change.path == VCARD.hasEmail]
    assert taken(was, now, chosen) == made("mailto:new@example.org", "1")


def test_what_stays_in_a_node_that_changed_comes_from_before():
    was, now = contact("mailto:old@example.org"), contact("mailto:new@example.org")
    assert [(p, o) for (_, p, o), origin in origins(was, now).items() if origin is None] == [
        (VCARD.hasEmail, named("mailto:new@example.org"))
    ]
