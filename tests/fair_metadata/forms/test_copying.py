"""A description that several places share: changed for all of them, or copied and changed for one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fair_metadata.forms import changes, each, form, merged
from fair_metadata.namespaces import CV, DCAT, DCT, FOAF, GEODCATAP, RDF
from fair_metadata.record import Record
from fair_metadata.terms import is_blank, literal, named
from tests.fair_metadata.forms.filling import FULL, filled, records, sent
from tests.fair_metadata.graphs import canonical

IRI = "https://data.example.org/registry"
SELF = named(IRI)
AGENT = [
    ("_:a", RDF.type, FOAF.Agent),
    ("_:a", FOAF.name, literal("A hospital")),
    ("_:a", CV.contactPoint, "_:c"),
    ("_:c", RDF.type, CV.ContactPoint),
    ("_:c", CV.email, literal("data@example.org")),
]
PLACES = (DCT.publisher, GEODCATAP.custodian)


@pytest.fixture
def twice():
    """One agent that is publisher and custodian."""
    said = [(SELF, RDF.type, DCAT.Dataset), *((SELF, path, "_:a") for path in PLACES)]
    return Record.of(IRI, [*said, *AGENT])


@pytest.fixture
def others(twice):
    """The same, where other descriptions hold that agent too."""
    names = {node: f"_:s{node[3:]}" for node in twice.nodes if is_blank(node)}
    return Record(SELF, tuple(sorted((names.get(s, s), p, names.get(o, o)) for s, p, o in twice.triples)))


def value(record, place):
    fields = (field for section in form(record, view=FULL).sections for field in each(section.fields))
    return next(value for field in fields for value in field.values if value.place == place)


def name_of(record, path):
    (agent,) = record.values(path)
    return record.values(FOAF.name, agent)


def test_what_is_used_twice_says_so_and_is_changed_in_both_places(twice):
    assert (value(twice, "publisher.0").uses, value(twice, "custodian.0").uses) == (2, 2)
    after, posted = filled(twice, {"publisher.0.name.0": "Another hospital"}, FULL)
    assert len(posted.edits) == 1
    assert [name_of(after.record, path) for path in PLACES] == [('"Another hospital"',)] * 2


def test_a_copy_is_changed_alone(twice):
    answers = {"publisher.0:copy": "1", "publisher.0.name.0": "Another hospital"}
    after, _posted = filled(twice, answers, FULL)
    assert [name_of(after.record, path) for path in PLACES] == [('"Another hospital"',), ('"A hospital"',)]
    assert value(after.record, "publisher.0").uses == 1


def test_a_copy_has_all_that_hangs_in_it_and_that_is_changed_alone_too(twice):
    answers = {"custodian.0:copy": "1", "custodian.0.contact_point.0.email.0": "access@example.org"}
    after, posted = filled(twice, answers, FULL)
    assert (after.conflicts, posted.unclear) == ((), ())
    emails = [
        after.record.value(CV.email, after.record.value(CV.contactPoint, after.record.value(path))) for path in PLACES
    ]
    assert emails == ['"data@example.org"', '"access@example.org"']
    assert len(after.record) == len(twice) + 5


def test_a_copy_alone_says_what_was_said(twice):
    after, _posted = filled(twice, {"publisher.0:copy": "1"}, FULL)
    said = [(SELF, RDF.type, twice.types()[0]), (SELF, DCT.publisher, "_:a"), (SELF, GEODCATAP.custodian, "_:b")]
    names = {"_:a": "_:b", "_:c": "_:d"}
    copies = [(names[s], p, names.get(o, o)) for s, p, o in AGENT]
    assert canonical(after.record.triples) == canonical([*said, *AGENT, *copies])


def test_what_other_descriptions_share_is_not_changed_through_this_one(others):
    shown = value(others, "publisher.0")
    assert (shown.is_fixed, shown.is_shared, shown.nested) == (True, True, None)
    after, posted = filled(others, {"publisher.0.name.0": "Another hospital", "publisher.0": "x"}, FULL)
    assert after.record == others


def test_it_is_copied_for_this_place_and_then_changed(others):
    first, _posted = filled(others, {"publisher.0:copy": "1"}, FULL)
    shown = value(first.record, "publisher.0")
    assert (shown.is_fixed, shown.is_shared, shown.title) == (False, False, "A hospital")
    after, _posted = filled(first.record, {"publisher.0.name.0": "Another hospital"}, FULL)
    assert [name_of(after.record, path) for path in PLACES] == [('"Another hospital"',), ('"A hospital"',)]
    kept = {triple for triple in others.triples if triple[0] != SELF}
    assert kept <= set(after.record.triples)  # the others' node is called and says what it did


def test_when_every_place_has_its_copy_the_shared_one_is_not_kept_here(others):
    both, _posted = filled(others, {"publisher.0:copy": "1", "custodian.0:copy": "1"}, FULL)
    assert not any(term.startswith("_:s") for triple in both.record.triples for term in triple)
    assert len(both.record) == len(others) + 5


def test_it_may_be_taken_out_of_this_place(others):
    after, _posted = filled(others, {"publisher.0:gone": "1"}, FULL)
    assert after.record.triples == tuple(t for t in others.triples if t[:2] != (SELF, DCT.publisher))


def test_what_somebody_removed_meanwhile_is_not_copied(twice):
    shown = form(twice, view=FULL)
    posted = changes(sent(shown) | {"publisher.0:copy": "1"}, shown.seen, shown.shape)
    theirs = twice.replace(DCT.publisher, [])
    after = merged(theirs, posted.edits, shown.seen)
    assert (after.record, after.conflicts) == (theirs, ())


RECORDS = [r for r in records() if any(is_blank(o) for _, _, o in r.triples)]


@given(st.data())
def test_a_copy_of_any_nested_description_says_the_same_in_its_place(data):
    record = data.draw(st.sampled_from(RECORDS))
    shown = form(record, view=FULL)
    places = sorted(place for place, stands in shown.seen.values.items() if is_blank(stands.term))
    if not places:
        return
    place = data.draw(st.sampled_from(places))
    after, posted = filled(record, {f"{place}:copy": "1"}, FULL)
    assert [edit.place for edit in posted.edits] == [place]
    assert after.conflicts == ()
    uses = sum(o == shown.seen.values[place].term for _, _, o in record.triples)
    if uses == 1 and not shown.seen.values[place].term.startswith("_:s"):
        assert after.record.digest == record.digest
    else:
        assert len(after.record) >= len(record)
