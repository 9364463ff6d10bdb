"""What is read from a query before it is evaluated: its form, what it may not ask for, and how deep it is."""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pyoxigraph
import pytest
from hypothesis import example, given
from hypothesis import strategies as some

from search.sparql.reading import DEEPEST, Refused, read

FORMS = {
    "SELECT * {}": "SELECT",
    "select ?x where { ?x ?y ?z }": "SELECT",
    "BASE <http://e/> PREFIX construct: <http://e/> ASK { ?s ?p construct:x }": "ASK",
    "# SELECT\nCONSTRUCT WHERE { ?s ?p ?o }": "CONSTRUCT",
    "PREFIX ask:<http://ask/>DESCRIBE ask:this": "DESCRIBE",
}
UPDATES = ["INSERT DATA { <a:a> <a:b> 1 }", "DELETE WHERE { ?s ?p ?o }", "LOAD <http://e/>", "CLEAR ALL", "DROP ALL"]
UPDATES += ["CREATE GRAPH <a:b>", "COPY <a:a> TO <a:b>", "MOVE <a:a> TO <a:b>", "ADD <a:a> TO <a:b>"]
UPDATES += ["PREFIX a: <a:> WITH <a:a> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }"]
# Each reaches another host when pyoxigraph is given it as it stands, or may where parsers differ.
SERVICES = [
    "SELECT * { SERVICE <%s> { ?s ?p ?o } }",
    "SELECT * { SeRvIcE SILENT <%s> { ?s ?p ?o } }",
    "SELECT * { service<%s>{?s ?p ?o} }",
    "PREFIX ex: <%s> SELECT * { SERVICEex: { ?s ?p ?o } }",
    "PREFIX ex: <%s> SELECT * { SERVICE ex: { ?s ?p ?o } }",
    "PREFIX : <%s> SELECT * { service: { ?s ?p ?o } }",
    "SELECT * { BIND(<%s> AS ?x) SERVICE ?x { ?s ?p ?o } }",
    "SELECT * { VALUES ?x { <%s> } service?x{ ?s ?p ?o } }",
    "SELECT * { BIND(1 AS ?a) FILTER(?a<?b#>'''\n||true)SERVICE <%s> {?s ?p ?o} #'''\n }",
    "SELECT * { BIND(1 AS ?a) FILTER(?a<2)SERVICE <%s>#>\n{?s ?p ?o} }",
    'SELECT * { BIND(1 AS ?a) FILTER(?a<2#">\n)SERVICE <%s> {?s ?p ?o} #"\n }',
    "SELECT * { FILTER(true)SERVICE <%s> {?s ?p ?o} }",
    "SELECT * { FILTER EXISTS { SERVICE <%s> {?s ?p ?o} } }",
    "SELECT * { { SELECT * { SERVICE <%s> {?s ?p ?o} } } }",
    "SELECT * { \\u0053ERVICE <%s> {?s ?p ?o} }",
    "SELECT * { SERVIC\\U00000045 <%s> {?s ?p ?o} }",
    "SELECT * { ?s ?p '\\u0027 . SERVICE <%s> {?s ?p ?o} #' }",
    "SELECT * { ?s ?p 1.SERVICE <%s> {?s ?p ?o} }",
    "SELECT * { ?s ?p ?o. OPTIONAL{SERVICE <%s> {?s ?p ?o}} }",
    "SELECT * { ?s ?p _:b.SERVICE <%s> {?s ?p ?o} }",
    "PREFIX ex: <http://e/> SELECT * { ?s ?p ex:a.b.SERVICE<%s>{?s ?p ?o} }",
    "SELECT * #\r{ SERVICE <%s> { ?s ?p ?o } }",
]
HARMLESS = [
    "SELECT * { ?service a <http://www.w3.org/ns/dcat#DataService> }",
    "PREFIX dcat: <http://www.w3.org/ns/dcat#> SELECT * { ?x dcat:service ?service ; dcat:servesDataset ?y }",
    "SELECT * { ?s ?p ?o FILTER (?o = 'a SERVICE <http://e/> { ?s ?p ?o }') }",
    'SELECT * { ?s ?p """SERVICE "" <http://e/>""" } # SERVICE <http://e/> {}',
    "SELECT * { ?s ?p 'x'@service . ?s <http://e/SERVICE#> _:service }",
    "SELECT * { ?s ?p ?o FILTER (?o < 3 && ?s > <http://service.example.org/#top>) }",
]


@pytest.mark.parametrize(("text", "form"), FORMS.items())
def test_the_form_is_the_first_word_after_the_prologue(text, form):
    assert read(text).form == form


@pytest.mark.parametrize("text", UPDATES)
def test_updates_are_refused_by_their_word(text):
    with pytest.raises(Refused, match="answers queries only") as refusal:
        read(text)
    assert refusal.value.status == 403


@pytest.mark.parametrize("text", SERVICES)
def test_service_is_refused_however_it_is_written(text):
    with pytest.raises(Refused):
        read(text % "http://127.0.0.1:9/")


@pytest.mark.parametrize("text", HARMLESS)
def test_the_word_service_alone_is_harmless(text):
    assert read(text).form == "SELECT"
    pyoxigraph.Store().query(text)


@pytest.fixture(scope="module")
def listener():
    """A server that notes who reached it."""
    reached = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            reached.append(self.path)
            self.send_error(404)

        do_GET = do_POST

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    server.reached = reached
    yield server
    server.shutdown()
    server.server_close()


PIECES = ["SERVICE", "service", "<%s>", " ", "{?s ?p ?o}", "?x", "<", ">", "'", '"', "'''", '"""', "#", "\n", "(", ")"]
PIECES += ["ex:", "ex:a.", ".", "FILTER", "?a", "<?b#>", "\\u0053ERVICE", "1", "{", "}", "true", "\\", ";", "||", "a"]


@given(some.lists(some.sampled_from(PIECES), max_size=14))
@example(["FILTER", "(", "?a", "<?b#>", "'''", "\n", "||", "true", ")", "SERVICE", "<%s>", "{?s ?p ?o}", "#", "'''"])
def test_what_is_let_through_reaches_no_other_host(listener, pieces):
    """Whatever is made of these pieces: it is refused, or no parser, or it asks nobody."""
    head = "PREFIX ex: <%s> SELECT * { VALUES ?x { <%s> } VALUES ?a { 1 } "
    text = (head + "".join(pieces) + "\n }").replace("%s", f"http://127.0.0.1:{listener.server_port}/")
    try:
        read(text)
    except Refused:
        return
    try:
        list(pyoxigraph.Store().query(text))
    except (SyntaxError, OSError, ValueError, RuntimeError):
        pass
    assert listener.reached == []


def test_the_listener_would_notice(listener):
    with pytest.raises(OSError, match="404"):
        list(
            pyoxigraph.Store().query(
                f"SELECT * {{ SERVICE <http://127.0.0.1:{listener.server_port}/> {{ ?s ?p ?o }} }}"
            )
        )
    assert listener.reached == ["/"]
    listener.reached.clear()


@pytest.mark.parametrize("bracket", ["{}", "()", "[]"])
def test_brackets_may_stand_so_deep_and_no_deeper(bracket):
    opening, closing = bracket
    assert read("SELECT * " + "{" + opening * (DEEPEST - 1) + closing * (DEEPEST - 1) + "}").form == "SELECT"
    with pytest.raises(Refused, match="deep inside each other") as refusal:
        read("SELECT * " + "{" + opening * DEEPEST + closing * DEEPEST + "}")
    assert refusal.value.limit == "depth"


def test_a_character_that_begins_nothing_is_named_with_its_place():
    with pytest.raises(Refused, match="Line 2, column 3: “§” begins nothing"):
        read("SELECT *\n  § {}")


@pytest.mark.parametrize("text", ["", "{}", "SELEKT * {}", "PREFIX a: <a:>", "'SELECT'"])
def test_what_has_no_form_is_no_query(text):
    with pytest.raises(Refused, match="SELECT, ASK, CONSTRUCT or DESCRIBE"):
        read(text)


@pytest.mark.parametrize("call", ["NOW()", "RAND()", "UUID()", "struuid ( )", "BNODE()"])
def test_what_chance_decides_is_told(call):
    assert read(f"SELECT ({call} AS ?x) {{}}").by_chance
    assert not read("SELECT ?now ?rand { ?now ?rand 'NOW()' }").by_chance


@pytest.mark.parametrize(
    "text", ["SELECT * { GRAPH ?g { } }", "SELECT * FROM NAMED <a:a> {}", "SELECT * { graph<a:a>{} }"]
)
def test_a_query_over_named_graphs_is_told(text):
    assert read(text).uses_graphs
    assert not read("SELECT ?graph FROM <a:a> { ?graph ?named 'GRAPH' }").uses_graphs


@given(some.text(alphabet="'\"\\<>?#{}()[] \n.:aS0@^_%$é", max_size=60))
def test_any_text_is_read_or_refused(text):
    try:
        read("SELECT * " + text)
    except Refused as refusal:
        assert str(refusal)
