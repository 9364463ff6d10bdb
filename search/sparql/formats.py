"""How an answer may be written: one row for each form, for tables and for triples."""

from collections.abc import Sequence
from dataclasses import dataclass

from fair_metadata.negotiation import Choice, choose

HTML = Choice("html", ("text/html", "application/xhtml+xml"))


@dataclass(frozen=True, slots=True)
class Form:
    """One row: its name in `?format=`, what people call it, its media types (the first is its own)."""

    name: str
    label: str
    media_type: str
    also: tuple[str, ...] = ()
    iri: str = ""  # of http://www.w3.org/ns/formats/, for the service description
    charset: bool = False

    @property
    def content_type(self) -> str:
        return f"{self.media_type}; charset=utf-8" if self.charset else self.media_type

    @property
    def choice(self) -> Choice:
        return Choice(self.name, (self.media_type, *self.also))


_JSON = Form("json", "JSON", "application/sparql-results+json", ("application/json",), "SPARQL_Results_JSON")
_XML = Form("xml", "XML", "application/sparql-results+xml", ("application/xml", "text/xml"), "SPARQL_Results_XML")
_CSV = Form("csv", "CSV", "text/csv", (), "SPARQL_Results_CSV", charset=True)
_TSV = Form("tsv", "TSV", "text/tab-separated-values", (), "SPARQL_Results_TSV", charset=True)

TABLES = (_JSON, _XML, _CSV, _TSV)
YES_OR_NO = (_JSON, _XML)  # the others are defined for SELECT only (SPARQL 1.1 CSV and TSV, section 1)
TRIPLES = (
    Form("ttl", "Turtle", "text/turtle", ("application/x-turtle",), "Turtle", charset=True),
    Form("jsonld", "JSON-LD", "application/ld+json", ("application/json",), "JSON-LD"),
    Form("rdf", "RDF/XML", "application/rdf+xml", ("application/xml", "text/xml"), "RDF_XML"),
    Form("nt", "N-Triples", "application/n-triples", ("text/plain",), "N-Triples"),
    Form("nq", "N-Quads", "application/n-quads", (), "N-Quads"),
    Form("trig", "TriG", "application/trig", (), "TriG"),
)
_OF_FORM = {"SELECT": TABLES, "ASK": YES_OR_NO, "CONSTRUCT": TRIPLES, "DESCRIBE": TRIPLES}
_ALIASES = {"turtle": "ttl", "json-ld": "jsonld", "rdfxml": "rdf", "ntriples": "nt", "nquads": "nq"}


def forms_of(query_form: str) -> Sequence[Form]:
    return _OF_FORM[query_form]


def chosen(forms: Sequence[Form], *, accept: str, named: str = "", html: bool = True) -> Form | Choice | None:
    """The form named by `?format=` (its name or its media type), else the one that the client likes best; HTML only
    when it is liked better than all of them; None when nothing of it can be had."""
    if named:
        name = _ALIASES.get(named.lower(), named.lower()).replace(" ", "+")  # a plus in a query is a space
        found = next((form for form in forms if name in (form.name, form.media_type, *form.also)), None)
        return HTML if found is None and html and name in ("html", *HTML.media_types) else found
    choices = [form.choice for form in forms] + ([HTML] if html else [])
    best = choose(choices, accept=accept.strip() or "*/*")
    return HTML if best is HTML else next((form for form in forms if best and form.name == best.name), None)
