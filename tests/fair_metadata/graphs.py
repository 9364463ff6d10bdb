"""Graphs made by chance, and a canonical form to compare graphs by."""

from collections.abc import Iterable

import pyoxigraph
from hypothesis import strategies as st

from fair_metadata.namespaces import DCAT, DCT, FOAF, RDF, XSD
from fair_metadata.reading import NothingFound, Unreadable, read_all
from fair_metadata.terms import Triple, literal, named, ntriples
from tests.conftest import CORPUS

SUBJECTS = [named(f"http://example.org/{name}") for name in ("a", "b", "c", "agent/1", "año")]
BLANKS = [f"_:b{n}" for n in range(6)]
CLASSES = [DCAT.Dataset, DCAT.Catalog, DCAT.Distribution, FOAF.Agent, DCT.PeriodOfTime]
PATHS = [
    DCT.title,
    DCT.publisher,
    DCAT.distribution,
    DCT.temporal,
    FOAF.name,
    named("http://example.org/vocab#odd-one"),
]

texts = st.text(st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff"), max_size=20)
literals = st.one_of(
    st.builds(literal, texts),
    st.builds(lambda text, tag: literal(text, language=tag), texts, st.sampled_from(["en", "es", "de-ch"])),
    st.builds(lambda number: literal(str(number), datatype=XSD.integer[1:-1]), st.integers()),
)
nodes = st.sampled_from(SUBJECTS + BLANKS)
typed = st.tuples(nodes, st.just(RDF.type), st.sampled_from(CLASSES))
said = st.tuples(nodes, st.sampled_from(PATHS), st.one_of(nodes, literals))
graphs = st.lists(st.one_of(typed, said), min_size=1, max_size=25)


def canonical(triples: Iterable[Triple]) -> frozenset[str]:
    """Equal for isomorphic graphs and for no others: W3C RDFC-1.0 as pyoxigraph does it, not our own naming."""
    graph = pyoxigraph.Dataset(pyoxigraph.parse(ntriples(set(triples)), format=pyoxigraph.RdfFormat.N_TRIPLES))
    graph.canonicalize(pyoxigraph.CanonicalizationAlgorithm.RDFC_1_0)
    return frozenset(map(str, graph))


def corpus() -> list[tuple[str, list[Triple]]]:
    """Every file of the corpus that is valid RDF, with its triples."""
    found = []
    for path in CORPUS:
        try:
            found.append((path.name, read_all(path.read_bytes(), name=path.name, base=f"file:///{path.name}")))
        except (Unreadable, NothingFound):
            continue
    return found
