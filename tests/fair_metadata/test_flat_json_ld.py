"""Any graph as flattened JSON-LD under our own context: what is read from it is what was written."""

import json
from io import BytesIO

import pytest
import rdflib
import rdflib.compare
from hypothesis import given
from pyoxigraph import RdfFormat, parse

from fair_metadata.formats import json_ld
from fair_metadata.namespaces import DCAT, DCT, RDF
from fair_metadata.terms import literal, ntriples
from tests.fair_metadata.graphs import canonical, corpus, graphs


def written(triples):
    return b"".join(json_ld.flat(triples))


def read(document):
    return [tuple(map(str, quad.triple)) for quad in parse(BytesIO(document), format=RdfFormat.JSON_LD)]


@given(graphs)
def test_what_is_written_is_read_again_in_whatever_order_it_comes(triples):
    assert canonical(read(written(triples))) == canonical(triples)


@pytest.mark.parametrize("few", [1, 3])
@given(triples=graphs)
def test_a_graph_of_which_the_names_are_not_known_before_is_read_again_too(few, triples):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(json_ld, "_FEW", few)
        assert canonical(read(written(triples))) == canonical(triples)


@pytest.mark.parametrize(("name", "triples"), [pytest.param(*pair, id=pair[0]) for pair in corpus()])
def test_every_file_of_the_corpus_is_read_again(name, triples):
    assert canonical(read(written(sorted(set(triples))))) == canonical(triples)


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")  # by its own reader
def test_another_library_reads_the_same():
    triples = [
        ("<http://example.org/a>", RDF.type, DCAT.Dataset),
        ("<http://example.org/a>", DCAT.distribution, "_:b"),
        ("_:b", DCT.title, literal("Título", language="es")),
    ]
    found = rdflib.Graph().parse(data=written(triples), format="json-ld")
    expected = rdflib.Graph().parse(data=ntriples(triples), format="nt")
    assert rdflib.compare.isomorphic(found, expected)


def test_a_small_graph_has_the_names_and_prefixes_that_it_uses_and_no_others():
    document = json.loads(written([("<http://example.org/a>", DCAT.distribution, "_:b")]))
    assert document == {
        "@context": {"dcat": "http://www.w3.org/ns/dcat#", "distribution": "dcat:distribution"},
        "@graph": [{"@id": "http://example.org/a", "distribution": {"@id": "_:b"}}],
    }


def test_a_graph_of_nothing_is_a_document():
    assert json.loads(written([])) == {"@context": {}, "@graph": []}
