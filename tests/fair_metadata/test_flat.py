"""Laws of the flat form: it holds all that a record says, and a patch changes what it names and nothing else."""

import json

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from fair_metadata import naming
from fair_metadata.document import split
from fair_metadata.flat import NotFlat, flat, merged, schemas, triples_of, with_what_is_unknown
from fair_metadata.namespaces import DCAT, DCT, FOAF, RDF, XSD
from fair_metadata.profiles import DEFAULT
from fair_metadata.reading import read_all
from fair_metadata.record import Record
from fair_metadata.terms import is_blank, literal, named
from tests.conftest import ROOT
from tests.fair_metadata.graphs import canonical, corpus, graphs

DEMO = (
    "demo",
    read_all((ROOT / "deploy/demo_data/datasets.ttl").read_bytes(), name="demo.ttl", base="file:///demo.ttl"),
)
FILES = [DEMO, *corpus()]
files = pytest.mark.parametrize(("name", "triples"), FILES, ids=[name for name, _ in FILES])
IRI = "http://example.org/d"
HERE = named(IRI)


def read_again(document, was):
    """The record that a document states, read as the API reads it: through JSON, with the old blank nodes known."""
    blanks = frozenset(term for triple in was.triples for term in triple[::2] if is_blank(term))
    triples = triples_of(json.loads(json.dumps(document)), was.iri, kept=blanks)
    return Record(was.subject, tuple(sorted(set(naming.name(triples, keep_shared=True)))))


def records(triples):
    return [record for record in split(triples)[0] if not record.iri.startswith("_:")]


def dataset(*said, nested=()):
    return Record.of(IRI, [(HERE, RDF.type, DCAT.Dataset), *((HERE, path, value) for path, value in said), *nested])


@files
def test_a_description_read_and_written_unchanged_is_the_same(name, triples):
    for record in records(triples):
        again = read_again(flat(record), record)
        assert (again.ntriples, again.digest) == (record.ntriples, record.digest)


@given(graphs)
@settings(max_examples=300, deadline=None)
def test_any_description_read_and_written_unchanged_is_the_same(triples):
    for record in records(triples):
        again = read_again(flat(record), record)
        assert (again.ntriples, flat(again)) == (record.ntriples, flat(record))


texts = st.text(st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff"), max_size=20)


@given(graphs, texts, st.sampled_from(["en", "es", "de"]))
@settings(max_examples=300, deadline=None)
def test_a_patch_of_one_language_changes_only_texts_of_that_property_in_that_language(triples, text, tag):
    for record in records(triples):
        assume(flat(record).get("@type"))
        assume(DEFAULT.shape_for(record.types()) is not None)
        after = read_again(merged(flat(record), {"title": {tag: text}}), record)

        def others(said):
            return canonical(
                [t for t in said.triples if not (t[:2] == (said.subject, DCT.title) and t[2].endswith(f'"@{tag}'))]
            )

        assert others(after) == others(record)
        assert [v for v in after.values(DCT.title) if v.endswith(f"@{tag}")] == [literal(text, language=tag)]


@files
def test_a_patch_of_one_language_leaves_every_other_triple_of_a_corpus_file(name, triples):
    for record in records(triples):
        after = read_again(merged(flat(record), {"title": {"es": "Un título"}}), record)
        changed = record.diff(after)
        assert {(s, p) for s, p, _ in (*changed.removed, *changed.added)} <= {(record.subject, DCT.title)}
        assert after.values(DCT.title).count('"Un título"@es') == 1
        others = [v for v in record.values(DCT.title) if not v.endswith("@es")]
        assert [v for v in after.values(DCT.title) if not v.endswith("@es")] == others


@given(graphs, st.data())
@settings(max_examples=200, deadline=None)
def test_taking_a_property_away_takes_its_values_and_what_hung_on_them(triples, data):
    for record in records(triples):
        document = flat(record)
        names = [name for name in document if not name.startswith("@") and name != "also"]
        assume(names)
        name = data.draw(st.sampled_from(names))
        path = DEFAULT.shape_for(record.types()).by_name[name].path
        after = read_again(merged(document, {name: None}), record)
        assert after.values(path) == ()
        kept = {t for t in record.triples if t[0] == record.subject and t[1] != path and not is_blank(t[2])}
        assert {t for t in after.triples if t[0] == record.subject and not is_blank(t[2])} == kept


def test_names_are_those_of_the_rows_and_languages_are_maps():
    record = dataset(
        (DCT.title, '"A registry"@en'),
        (DCT.title, '"Un registro"@es'),
        (DCT.title, '"Plain"'),
        (DCAT.keyword, '"one"@en'),
        (DCAT.keyword, '"two"@en'),
        (DCAT.theme, named("http://example.org/t")),
        (DCT.accessRights, named("http://example.org/r")),
        (DCT.issued, literal("2020-01-31", datatype=XSD.date[1:-1])),
        (named("http://example.org/odd#one"), literal("5", datatype=XSD.integer[1:-1])),
        (DCT.publisher, "_:p"),
        nested=[("_:p", RDF.type, FOAF.Agent), ("_:p", FOAF.name, '"The holder"@en')],
    )
    (holder,) = record.values(DCT.publisher)
    assert flat(record) == {
        "@id": IRI,
        "@type": ["dcat:Dataset"],
        "title": {"@none": "Plain", "en": "A registry", "es": "Un registro"},
        "publisher": {holder: {"@type": ["foaf:Agent"], "name": {"en": "The holder"}}},
        "keyword": {"en": ["one", "two"]},
        "theme": ["http://example.org/t"],
        "access_rights": "http://example.org/r",
        "issued": "2020-01-31",
        "also": {"http://example.org/odd#one": [5]},
    }


def test_a_nested_node_is_changed_by_its_name_and_the_others_stay():
    record = dataset(
        (DCT.creator, "_:a"),
        (DCT.creator, "_:b"),
        nested=[
            ("_:a", FOAF.name, '"A"@en'),
            ("_:a", FOAF.mbox, named("mailto:a@example.org")),
            ("_:b", FOAF.name, '"B"@en'),
        ],
    )
    name = next(s for s, p, o in record.triples if o == '"A"@en')
    after = read_again(merged(flat(record), {"creator": {name: {"name": {"es": "Aa"}}}}), record)
    said = sorted(o for s, p, o in after.triples if p == FOAF.name)
    assert said == ['"A"@en', '"Aa"@es', '"B"@en']
    assert sorted(o for _, p, o in after.triples if p == FOAF.mbox) == ["<mailto:a@example.org>"]
    gone = read_again(merged(flat(record), {"creator": {name: None}}), record)
    assert [o for _, p, o in gone.triples if p in (FOAF.name, FOAF.mbox)] == ['"B"@en']


def test_a_client_that_knows_the_profile_only_does_not_take_away_what_it_never_saw():
    odd = named("http://example.org/odd#one")
    was = flat(dataset((DCT.title, '"A"@en'), (odd, '"kept"'), (DCT.creator, named("http://example.org/c"))))
    known = {"@type": ["dcat:Dataset"], "title": {"en": "B"}}
    assert with_what_is_unknown(known, was) == known | {"also": {"http://example.org/odd#one": ["kept"]}}
    assert with_what_is_unknown(known | {"also": {}}, was) == known | {"also": {}}


@pytest.mark.parametrize(
    ("document", "pointer", "detail"),
    [
        ([], "", "A description is an object: {…}."),
        ({"@id": "http://example.org/x"}, "/@id", f"This is the description of {IRI}. Leave “@id” out, or write that."),
        ({"titel": {}}, "/titel", "“Dataset” has no property “titel”. Did you mean “title”? What the profile does not know is written under “also”, by its IRI."),
        ({"theme": ["not an address"]}, "/theme/0", "“not an address” is not an address (IRI). Write it in full, as “https://…”."),
        ({"title": {"en": 5}}, "/title/en", "A text in a language is a text, or a list of texts. A nested description is written under a name of its own, {“_:1”: {…}}, or in a list."),
        ({"title": {"no language": "x"}}, "/title/no language", "“no language” is no language. Write its tag, as “en” or “es”."),
        ({"identifier": {"@value": "x", "@odd": 1}}, "/identifier", "“@odd” has no place beside “@value”. There may be “@language” or “@type”."),
        ({"also": {"dct:title": {"_:x": "y"}}}, "/also/dct:title/_:x", "A nested description is an object under a text as its name: {“_:1”: {…}}."),
        ({"also": {"a/b": 1}}, "/also/a~1b", "“a/b” is not an address (IRI). Write it in full, as “https://…”."),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_where_and_what_to_write_instead(document, pointer, detail):
    given_types = {"@type": ["dcat:Dataset"]} | document if isinstance(document, dict) else document
    with pytest.raises(NotFlat) as refusal:
        triples_of(given_types, IRI)
    assert [(wrong.pointer, wrong.detail) for wrong in refusal.value.wrong] == [(pointer, detail)]


def test_labels_of_a_client_never_pass_for_nodes_that_several_records_share():
    document = {"@type": "dcat:Dataset", "creator": {"_:s1": {"name": {"en": "X"}}, "_:s2": {"name": {"en": "Y"}}}}
    strange = Record(HERE, tuple(sorted(set(naming.name(triples_of(document, IRI), keep_shared=True)))))
    assert not any(naming.is_shared(term) for triple in strange.triples for term in triple)
    assert len([t for t in strange.triples if t[1] == FOAF.name]) == 2


def test_every_row_of_the_profile_is_in_its_schema():
    for shape, schema in zip(DEFAULT.shapes.values(), schemas(DEFAULT).values(), strict=True):
        assert [row.name for row in shape.properties if row.name not in schema["properties"]] == []
        assert [row.name for row in shape.properties if row.name in ("also", "@id")] == []


def merge_patch_examples():
    """The test cases of RFC 7396, appendix A."""
    yield {"a": "b"}, {"a": "c"}, {"a": "c"}
    yield {"a": "b"}, {"b": "c"}, {"a": "b", "b": "c"}
    yield {"a": "b"}, {"a": None}, {}
    yield {"a": "b", "b": "c"}, {"a": None}, {"b": "c"}
    yield {"a": ["b"]}, {"a": "c"}, {"a": "c"}
    yield {"a": "c"}, {"a": ["b"]}, {"a": ["b"]}
    yield {"a": {"b": "c"}}, {"a": {"b": "d", "c": None}}, {"a": {"b": "d"}}
    yield {"a": [{"b": "c"}]}, {"a": [1]}, {"a": [1]}
    yield ["a", "b"], ["c", "d"], ["c", "d"]
    yield {"a": "b"}, ["c"], ["c"]
    yield {"a": "foo"}, None, None
    yield {"a": "foo"}, "bar", "bar"
    yield {"e": None}, {"a": 1}, {"e": None, "a": 1}
    yield [1, 2], {"a": "b", "c": None}, {"a": "b"}
    yield {}, {"a": {"bb": {"ccc": None}}}, {"a": {"bb": {}}}


@pytest.mark.parametrize(("target", "patch", "result"), [*merge_patch_examples()])
def test_merging_does_what_the_standard_shows(target, patch, result):
    assert merged(target, patch) == result
