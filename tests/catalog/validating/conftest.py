"""Documents to be judged, and a way to send them."""

import pytest
from pyoxigraph import RdfFormat
from pyoxigraph import parse as parsed
from pyoxigraph import serialize as written
from rdflib import Graph

from catalog.validating import asking

HEAD = "@prefix dcat: <http://www.w3.org/ns/dcat#> .\n@prefix dct: <http://purl.org/dc/terms/> .\n"
POOR = f'{HEAD}<https://e.org/a> a dcat:Dataset ;\n  dct:title "Blood"@en ;\n  dct:issued "31/12/2020" .\n'
SECRET = "a-word-that-nobody-else-writes"


@pytest.fixture(autouse=True)
def _own_turns(settings):
    """Turns of this test alone, with time enough on a machine that is busy."""
    settings.VALIDATE_DEADLINE = 60
    asking.turns.cache_clear()
    yield
    asking.turns.cache_clear()


def graph_of(body, form):
    """A document as a graph of rdflib's, whose own reader of JSON-LD warns of itself."""
    formats = {"turtle": RdfFormat.TURTLE, "json-ld": RdfFormat.JSON_LD}
    triples = (quad.triple for quad in parsed(body, format=formats[form]))
    return Graph().parse(data=written(triples, format=RdfFormat.N_TRIPLES), format="nt")
