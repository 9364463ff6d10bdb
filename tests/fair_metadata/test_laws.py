"""Laws of reading, splitting, naming and writing, over the corpus and over graphs made by chance."""

import random
from contextlib import closing

import pytest
from hypothesis import assume, given, settings

from fair_metadata import naming
from fair_metadata.document import Document, split
from fair_metadata.formats import FORMATS, Description
from fair_metadata.namespaces import DCT
from fair_metadata.reading import read_all
from fair_metadata.record import Record
from fair_metadata.tangles import TooTangled
from fair_metadata.terms import literal, ntriples, read_ntriples
from tests.fair_metadata.graphs import canonical, corpus, graphs

FILES = corpus()
files = pytest.mark.parametrize(
    ("name", "triples"), FILES or [pytest.param("", [], marks=pytest.mark.skip("no corpus"))]
)
RDF_FORMATS = [row for row in FORMATS.values() if row.is_rdf]


def union(triples):
    records, shared, remainder = split(triples)
    found = set(remainder)
    for record in (*records, *shared):
        found |= set(record.triples)
    return found


@files
def test_records_and_remainder_of_a_corpus_file_are_isomorphic_to_the_file(name, triples):
    assert canonical(union(triples)) == canonical(triples)


@given(graphs)
@settings(max_examples=300, deadline=None)
def test_records_and_remainder_of_any_graph_are_isomorphic_to_the_graph(triples):
    assert canonical(union(triples)) == canonical(triples)


@files
def test_a_record_reads_back_from_each_rdf_format(name, triples):
    for record in split(triples)[0]:
        for row in RDF_FORMATS:
            read_again = read_all(row.write(Description(record)), media_type=row.media_type)
            assert canonical(read_again) == canonical(record.triples), row.name
            assert Record.of(record.iri, read_again).digest == record.digest, row.name


@given(graphs)
@settings(max_examples=150, deadline=None)
def test_any_record_reads_back_from_each_rdf_format(triples):
    for record in split(triples)[0]:
        for row in RDF_FORMATS:
            read_again = read_all(row.write(Description(record)), media_type=row.media_type)
            assert canonical(read_again) == canonical(record.triples), row.name
            assert Record.of(record.iri, read_again).digest == record.digest, row.name


@given(graphs)
@settings(max_examples=200, deadline=None)
def test_names_do_not_depend_on_labels_or_order(triples):
    try:
        expected = canonical(triples)
    except TooTangled:
        assume(False)
    shuffled = random.Random(7).sample(triples, len(triples))
    relabelled = [tuple(t.replace("_:b", "_:other") if t[0] == "_" else t for t in triple) for triple in shuffled]
    assert canonical(relabelled) == expected


@given(graphs)
@settings(max_examples=200, deadline=None)
def test_names_are_stable_when_named_again(triples):
    once = naming.name(triples)
    assert set(naming.name(once)) == set(once)


@files
def test_splitting_on_disk_gives_the_same_records_as_in_memory(name, triples):
    def digests(document):
        with closing(document):
            document.add(list(triples))
            return {(part.subject, part.kind, part.record().digest) for part in document.parts()}

    assert digests(Document(memory_triples=0)) == digests(Document())


@files
def test_an_edit_of_one_property_and_language_changes_only_that(name, triples):
    for record in split(triples)[0]:
        edited = record.replace(DCT.title, [literal("Un título", language="es")], language="es")
        changed = record.diff(edited)
        assert {p for _, p, _ in (*changed.removed, *changed.added)} <= {DCT.title}
        assert all(o.endswith("@es") for _, _, o in changed.removed)
        assert edited.values(DCT.title).count('"Un título"@es') == 1
        others = [v for v in record.values(DCT.title) if not v.endswith("@es")]
        assert [v for v in edited.values(DCT.title) if not v.endswith("@es")] == others


@given(graphs)
@settings(max_examples=100, deadline=None)
def test_stored_text_reads_back_as_it_was(triples):
    assert ntriples(read_ntriples(ntriples(triples))) == ntriples(triples)


def test_one_more_nested_node_adds_lines_and_changes_none():
    nested = '<http://e.org/d> <http://purl.org/dc/terms/temporal> _:{0} .\n_:{0} <http://www.w3.org/ns/dcat#startDate> "{1}" .\n'
    before = Record.of("http://e.org/d", read_ntriples(nested.format("x", 2001) + nested.format("y", 2002)))
    lines = nested.format("x", 2001) + nested.format("y", 2002) + nested.format("z", 2003)
    after = Record.of("http://e.org/d", read_ntriples(lines))
    changed = before.diff(after)
    assert (len(changed.removed), len(changed.added)) == (0, 2)


def test_poison_graphs_end_in_time_with_a_message():
    n = 12
    knot = [
        (f"_:b{i}", "<http://e.org/p>", f"_:b{j}") for i in range(n) for j in range(n) if i != j and (i * j) % 5 != 3
    ]
    triples = [("<http://e.org/d>", "<http://e.org/q>", "_:b0"), *knot]
    try:
        naming.name(triples)
    except TooTangled as refusal:
        assert "Give these nodes addresses" in str(refusal)


def test_nesting_deeper_than_people_describe_is_refused():
    chain = [(f"_:b{i}", "<http://e.org/p>", f"_:b{i + 1}") for i in range(100_000)]
    with pytest.raises(naming.TooDeep):
        naming.name([("<http://e.org/d>", "<http://e.org/q>", "_:b0"), *chain])


def test_a_long_list_is_not_deep():
    rest = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#rest>"
    chain = [(f"_:b{i}", rest, f"_:b{i + 1}") for i in range(5_000)]
    assert len(naming.name([("<http://e.org/d>", "<http://e.org/q>", "_:b0"), *chain])) == 5_001
