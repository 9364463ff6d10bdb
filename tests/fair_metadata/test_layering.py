"""Edits over what comes from elsewhere: laws for any three descriptions, and what a curator would expect of one."""

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from fair_metadata.document import split
from fair_metadata.layering import Field, edits, layered, rebased, taken
from fair_metadata.namespaces import DCAT, DCT, FOAF, VCARD
from fair_metadata.record import Record
from fair_metadata.tangles import TooTangled
from fair_metadata.terms import literal, named
from tests.fair_metadata.graphs import canonical, corpus, graphs

IRI = "http://example.org/a"
A = named(IRI)
L0, L1, L2 = (named(f"http://licences.example.org/{n}") for n in range(3))


def record(*triples):
    return Record.of(IRI, triples)


def says(path, *values):
    return record(*((A, path, value) for value in values))


@st.composite
def described(draw):
    """Three graphs that have much in common, as versions of one description have."""
    common = draw(graphs)
    versions = ([*draw(st.sets(st.sampled_from(common))), *draw(graphs)[:4]] for _ in range(3))
    try:
        return [Record.of(IRI, hanging_together(version)) for version in versions]
    except TooTangled:
        assume(False)


def hanging_together(triples):
    """Without what hangs nowhere: a record begins at what has an address."""
    reached = {s for s, _, _ in triples if s[0] == "<"}
    while more := {o for s, _, o in triples if s in reached and o[0] == "_"} - reached:
        reached |= more
    return [triple for triple in triples if triple[0] in reached]


laws = settings(max_examples=150, deadline=None)


@given(described())
@laws
def test_while_the_source_says_the_same_what_is_edited_stays_as_it_is(three):
    was, ours, _ = three
    assert layered(was, ours, was) == ours
    assert not any(edit.is_conflict for edit in edits(was, ours, was))


@given(described())
@laws
def test_where_nothing_is_edited_it_is_exactly_what_arrives(three):
    was, _, theirs = three
    assert layered(was, was, theirs) == theirs
    assert edits(was, was, was) == ()


@given(described())
@laws
def test_a_layer_that_is_applied_twice_is_the_same_as_once(three):
    was, ours, theirs = three
    once = layered(was, ours, theirs)
    base = rebased(was, ours, theirs)
    assert layered(base, once, theirs) == once
    assert rebased(base, once, theirs) == base
    assert conflicts(base, once, theirs) == conflicts(was, ours, theirs)


def conflicts(was, ours, theirs):
    return [edit for edit in edits(was, ours, theirs) if edit.is_conflict]


@given(described())
@laws
def test_dropping_every_edit_gives_what_the_source_says(three):
    was, ours, theirs = three
    merged = layered(was, ours, theirs)
    assert taken(merged, theirs, [edit.field for edit in edits(was, merged, theirs)]).digest == theirs.digest


@given(described())
@laws
def test_keeping_ours_ends_a_conflict_and_changes_no_word(three):
    was, ours, theirs = three
    found = [edit.field for edit in edits(was, ours, theirs) if edit.is_conflict]
    seen = taken(was, theirs, found)
    assert not any(edit.is_conflict for edit in edits(seen, ours, theirs) if edit.field in found)


@given(described())
@laws
def test_what_arrives_is_there_wherever_nothing_was_edited(three):
    was, ours, theirs = three
    edited = {edit.field for edit in edits(was, ours, was)}
    assert {edit.field for edit in edits(was, layered(was, ours, theirs), theirs)} <= edited


FILES = corpus()


@pytest.mark.parametrize(("name", "triples"), FILES or [pytest.param("", [], marks=pytest.mark.skip("no corpus"))])
def test_a_record_of_the_corpus_is_taken_apart_and_put_together_without_a_loss(name, triples):
    for each in split(triples)[0]:
        other = each.replace(DCT.title, [literal("Another", language="en")])
        assert layered(each, other, each) == other
        assert canonical(layered(each, each, other).triples) == canonical(other.triples)


def test_an_edit_of_one_language_does_not_meet_a_change_of_another():
    was = says(DCT.title, literal("A", language="en"), literal("B", language="es"))
    ours = was.replace(DCT.title, [literal("Mine", language="en")], language="en")
    theirs = was.replace(DCT.title, [literal("Suyo", language="es")], language="es")
    assert layered(was, ours, theirs) == says(DCT.title, literal("Mine", language="en"), literal("Suyo", language="es"))
    assert [(e.field, e.is_conflict) for e in edits(was, ours, was)] == [(Field(A, DCT.title, "en"), False)]


def test_keywords_of_both_stand_beside_each_other():
    k1, k2, k3, k4 = (literal(f"k{n}") for n in range(4))
    merged = layered(says(DCAT.keyword, k1, k2), says(DCAT.keyword, k2, k3), says(DCAT.keyword, k1, k2, k4))
    assert merged == says(DCAT.keyword, k2, k3, k4)


def test_what_both_replaced_is_a_conflict_and_ours_stays_until_somebody_has_looked():
    was, ours, theirs = (says(DCT.license, value) for value in (L0, L1, L2))
    assert layered(was, ours, theirs) == ours
    (edit,) = edits(was, ours, theirs)
    assert (edit.was, edit.ours, edit.theirs, edit.is_conflict) == ({L0}, {L1}, {L2}, True)
    still = rebased(was, ours, theirs)
    assert still == was
    assert edits(still, ours, theirs) == (edit,)
    assert layered(still, ours, was) == ours  # the source went back: ours, and no conflict
    assert edits(still, ours, was)[0].is_conflict is False


def test_what_both_filled_in_is_a_conflict_too():
    was, ours, theirs = record(), says(DCT.license, L1), says(DCT.license, L2)
    assert (layered(was, ours, theirs), edits(was, ours, theirs)[0].is_conflict) == (ours, True)


def test_a_source_that_comes_to_say_what_we_say_leaves_nothing_of_ours():
    was, ours = says(DCT.license, L0), says(DCT.license, L1)
    assert (layered(was, ours, ours), edits(was, ours, ours), rebased(was, ours, ours)) == (ours, (), ours)


def test_a_value_that_we_took_away_does_not_come_back_and_what_the_source_says_instead_does():
    was, ours = says(DCT.license, L0), record()
    assert layered(was, ours, says(DCT.license, L0)) == ours
    assert layered(was, ours, says(DCT.license, L2)) == says(DCT.license, L2)


def contact(mail, name):
    inner = [
        ("_:c", VCARD.hasEmail, named(f"mailto:{mail}")),
        ("_:c", VCARD.fn, literal(name)),
        ("_:c", FOAF.page, "_:d"),
    ]
    return record((A, DCAT.contactPoint, "_:c"), *inner, ("_:d", DCT.title, literal("Help")))


def test_a_nested_node_is_one_value_with_all_that_is_under_it():
    was, ours, theirs = contact("a@e.org", "Desk"), contact("b@e.org", "Desk"), contact("a@e.org", "Office")
    (edit,) = edits(was, ours, theirs)
    assert (edit.field, edit.is_conflict) == (Field(A, DCAT.contactPoint), True)
    assert layered(was, ours, theirs) == ours
    assert taken(ours, theirs, [edit.field]) == theirs
    assert len(theirs) == 5


def test_a_node_with_an_address_of_its_own_has_fields_of_its_own():
    def agent(name, page):
        who = named("http://example.org/agent")
        return record((A, DCT.publisher, who), (who, FOAF.name, literal(name)), (who, FOAF.page, named(page)))

    was, ours, theirs = agent("A", "http://e.org/1"), agent("B", "http://e.org/1"), agent("A", "http://e.org/2")
    assert layered(was, ours, theirs) == agent("B", "http://e.org/2")
    assert [e.field.path for e in edits(theirs, agent("B", "http://e.org/2"), theirs)] == [FOAF.name]
