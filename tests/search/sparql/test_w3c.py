"""The W3C's query suites (SPARQL 1.0 and 1.1), each test sent over HTTP with its data in a store."""

import pyoxigraph
import pytest

from tests.conftest import missing_server
from tests.search.sparql import plain, w3c

CASES = w3c.cases()
RDF_11 = "written for RDF 1.0: since RDF 1.1 plain literals are xsd:string"
VALUES = "pyoxigraph keeps numbers by their value: 01 and 1, 1.0 and 1 are the same term"
FUNCTIONS = "pyoxigraph refuses a function that it does not have while it reads the query"
DECIMAL = "“456.” is no decimal since SPARQL 1.1, where the full stop ends the triple"
ONE_GRAPH = "a graph that FROM and FROM NAMED both name is one graph of the store, with the same blank nodes"
ESCAPES = "pyoxigraph takes \\u escapes in texts and IRIs only"
# What the evaluating library answers otherwise than the suite asks, by name, with the reason.
OTHERWISE = {
    "aggregates/agg-empty-group": "the suite was corrected: no group comes of no solution",
    "csv-tsv-res/tsv03": VALUES,
    "functions/strdt03": RDF_11,
    "functions/strlang03": RDF_11,
    "functions/bnode01": "pyoxigraph gives BNODE(text) one blank node for the whole answer, not one for each solution",
    "syntax-query/test_4": FUNCTIONS,
    "basic/term-6": DECIMAL,
    "basic/term-7": DECIMAL,
    "dataset/dawg-dataset-09": ONE_GRAPH,
    "dataset/dawg-dataset-10": ONE_GRAPH,
    "dataset/dawg-dataset-12": ONE_GRAPH,
    "distinct/distinct-1": VALUES,
    "distinct/distinct-2": RDF_11,
    "distinct/distinct-9": RDF_11,
    "expr-builtin/dawg-str-1": VALUES,
    "expr-builtin/dawg-str-2": VALUES,
    "expr-builtin/dawg-datatype-2": RDF_11,
    "expr-builtin/sameTerm-simple": VALUES,
    "expr-builtin/sameTerm-eq": VALUES,
    "expr-builtin/sameTerm-not-eq": VALUES,
    "expr-equals/eq-graph-1": VALUES,
    "expr-equals/eq-graph-2": VALUES,
    "open-world/open-eq-01": VALUES,
    "open-world/date-2": "pyoxigraph compares dates with and without a time zone",
    "open-world/date-3": "pyoxigraph keeps dates by their value: +00:00 and Z are the same term",
    "optional-filter/dawg-optional-filter-005-simplified": "the filter of a group in a group sees no variable of outside",
    "syntax-sparql1/syntax-lit-08": DECIMAL,
    "syntax-sparql1/syntax-expr-05": FUNCTIONS,
    "syntax-sparql1/syntax-order-05": FUNCTIONS,
    "syntax-sparql1/syntax-order-06": FUNCTIONS,
    "syntax-sparql2/syntax-function-01": FUNCTIONS,
    "syntax-sparql2/syntax-function-02": FUNCTIONS,
    "syntax-sparql2/syntax-function-03": FUNCTIONS,
    "syntax-sparql2/syntax-function-04": FUNCTIONS,
    "syntax-sparql2/syntax-esc-04": ESCAPES,
    "syntax-sparql2/syntax-esc-05": ESCAPES,
    "syntax-sparql3/syn-bad-26": "pyoxigraph reads “<?a&&?b>” as two comparisons where it may",
}
REFUSED = ("NegativeSyntaxTest", "NegativeSyntaxTest11")
TABLE, TRIPLES = "application/sparql-results+json", "application/n-triples"


@pytest.fixture
def ask(http, place):
    """ask(case): what the endpoint answers when the store holds the case's data."""

    def asked(case, accept=f"{TABLE}, {TRIPLES}"):
        plain.write(place, w3c.quads_of(case))
        try:
            query = w3c.query_of(case)
        except UnicodeDecodeError:
            query = case.query.read_bytes()
        headers = {"content-type": "application/sparql-query", "accept": accept}
        return http.post("/sparql", content=query, headers=headers)

    return asked


def test_the_suites_are_there():
    if not CASES:
        missing_server("the W3C's SPARQL suites (TEST_W3C_SUITES)")
    assert len(CASES) > 400


@pytest.mark.slow
@pytest.mark.parametrize("case", CASES, ids=str)
def test_a_test_of_the_w3c_passes(case, ask):
    """Or is answered otherwise by the library, and is named above: the list holds no other."""
    passes = _is_refused if case.kind in REFUSED else _is_read if case.result is None else _is_answered
    assert passes(case, ask) is (case.name not in OTHERWISE), OTHERWISE.get(case.name, case.query)


def _is_refused(case, ask):
    return ask(case).status_code == 400


def _is_read(case, ask):
    return ask(case).status_code == 200


def _is_answered(case, ask):
    if case.result.suffix == ".csv":
        return w3c.cells(ask(case, "text/csv").text) == w3c.cells(case.result.read_text())
    response = ask(case)
    return response.status_code == 200 and w3c.same(
        w3c.got(response, case), w3c.expected(case), is_set="reduced" in case.name
    )


def test_what_is_answered_otherwise_is_so_without_us_too():
    """The library alone answers each of these in the same way."""
    for case in (case for case in CASES if case.name in OTHERWISE):
        store = pyoxigraph.Store()
        store.extend(w3c.quads_of(case))
        try:
            found = store.query(w3c.query_of(case))
        except (SyntaxError, RuntimeError):
            continue
        if case.kind not in REFUSED:
            assert not w3c.same(w3c.table(found), w3c.expected(case)), case.name
