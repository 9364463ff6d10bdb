"""Carrying an edit over: both changes stand, or a person is asked."""

from hypothesis import given
from hypothesis import strategies as some

from fair_metadata.carrying import carried
from fair_metadata.namespaces import DCAT, DCT, FOAF
from fair_metadata.record import Record
from fair_metadata.terms import literal

IRI = "https://data.example.org/one"
PATHS = (DCT.title, DCT.description, DCT.identifier, DCAT.keyword)
said = some.dictionaries(some.sampled_from(PATHS), some.frozensets(some.sampled_from("abc"), max_size=2))


def record(values, publisher=""):
    subject = f"<{IRI}>"
    triples = [(subject, path, literal(text)) for path, texts in values.items() for text in texts]
    if publisher:
        triples += [(subject, DCT.publisher, "_:p"), ("_:p", FOAF.name, literal(publisher))]
    return Record.of(IRI, triples)


@given(said, said)
def test_what_nobody_else_changed_is_carried_as_it_is(base, mine):
    was, edited = record(base), record(mine)
    assert carried(was, mine=edited, theirs=was).record == edited
    assert carried(was, mine=was, theirs=edited).record == edited


@given(said, said, said)
def test_each_property_is_as_who_changed_it_has_it_or_clashes(base, mine, theirs):
    found = carried(record(base), mine=record(mine), theirs=record(theirs))
    clashes = {path for _, path in found.clashes}
    for path in PATHS:
        was, ours, others = (record(values).values(path) for values in (base, mine, theirs))
        both = was not in (ours, others) and ours != others
        assert (path in clashes) <= (ours != was and others != was)
        assert not both or path in clashes
        if not found.clashes:
            assert found.record.values(path) == (ours if ours != was else others)
    if clashes:
        assert found.record == record(theirs)


def test_two_edits_of_one_nested_node_clash_and_of_another_property_do_not():
    was = record({DCT.title: {"a"}}, "Hospital")
    renamed, retitled = record({DCT.title: {"a"}}, "Clinic"), record({DCT.title: {"b"}}, "Hospital")
    assert carried(was, mine=renamed, theirs=retitled).record == record({DCT.title: {"b"}}, "Clinic")
    other = record({DCT.title: {"a"}}, "Institute")
    assert [path for _, path in carried(was, mine=renamed, theirs=other).clashes] == [DCT.publisher]
