"""The law of the page: whatever a record says can be read on it, however it is nested, and nothing that it says runs."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html

from catalog.pages.markdown import rendered
from catalog.pages.presentation import SHOWN, page_of
from fair_metadata.document import split
from fair_metadata.namespaces import CSVW, DCAT, DCT, RDF, XSD
from fair_metadata.profiles import DEFAULT
from fair_metadata.reading import read_all
from fair_metadata.record import Record
from fair_metadata.terms import is_literal, literal, named, read_literal
from fair_metadata.vocabularies import label
from tests.conftest import ROOT
from tests.fair_metadata.graphs import corpus

DEMO = read_all((ROOT / "deploy" / "demo_data" / "datasets.ttl").read_bytes())
RECORDS = [(name, record) for name, triples in [*corpus(), ("demo", DEMO)] for record in split(triples)[0]]
FORMATTED = {
    XSD[name][1:-1]
    for name in (
        "date",
        "dateTime",
        "gYear",
        "gYearMonth",
        "integer",
        "nonNegativeInteger",
        "decimal",
        "boolean",
        "duration",
    )
}


def squeezed(text):
    """Letters and digits only: Markdown takes other characters away."""
    return re.sub(r"[\W_]+", "", text)


def all_of(page):
    """Everything readable on a page, and every address that it links."""
    found = [page.title]

    def walk(values):
        for value in values:
            found.extend(
                (
                    value.text,
                    value.href,
                    value.title,
                    html.fromstring(f"<p>{value.html}</p>").text_content() if value.html else "",
                )
            )
            for row in value.rows:
                walk(row.values)

    walk(page.description)
    for row in [row for group in page.groups for row in group.rows] + list(page.also_stated):
        found.append(row.label)
        walk(row.values)
    for variable in page.variables:
        walk(variable)
    return squeezed(" ".join(found))


@pytest.mark.parametrize("language", ["en", "es"])
def test_every_value_of_every_record_is_on_its_page(language):
    for name, record in RECORDS:
        shown = all_of(page_of(record, DEFAULT, language=language, related={}))
        variables = {s for s, p, o in record if p == RDF.type and o in (CSVW.Column, CSVW.Table)}
        for s, path, value in record:
            if path == RDF.type or s in variables or len(record.values(path, s)) > SHOWN:
                continue
            if is_literal(value):
                said = read_literal(value)
                if said.datatype in FORMATTED:
                    continue
                assert (
                    squeezed(re.sub(r"<[^>]*>|\]\([^)]*\)", "", said.text)) in shown or squeezed(said.text) in shown
                ), (name, path, value)
            elif value[0] == "<" and value not in record.nodes:
                named = label(value[1:-1], language)
                assert squeezed(value[1:-1]) in shown or (named and squeezed(named) in shown), (name, path, value)


def test_what_the_profile_does_not_know_is_also_stated():
    record = next(record for name, record in RECORDS if name == "demo")
    odd = "<https://example.org/own#property>"
    page = page_of(record.with_triples([(record.subject, odd, '"kept"')]), DEFAULT, language="en", related={})
    assert [row.values[0].text for row in page.also_stated if "own#property" in row.path] == ["kept"]


def test_more_values_than_a_page_shows_are_counted():
    record = next(r for name, r in RECORDS if name == "demo" and DCAT.Dataset in r.types())
    record = record.replace(DCAT.keyword, [f'"word {n}"' for n in range(SHOWN + 7)])
    page = page_of(record, DEFAULT, language="en", related={})
    [row] = [row for group in page.groups for row in group.rows if row.path == "dcat:keyword"]
    assert (len(row.values), row.more) == (SHOWN, 7)


TAGS = {
    "p",
    "em",
    "strong",
    "ul",
    "ol",
    "li",
    "a",
    "code",
    "pre",
    "br",
    "blockquote",
    "hr",
    "h3",
    "h4",
    "h5",
    "h6",
    "table",
    "thead",
    "tbody",
    "tr",
    "th",
    "td",
    "del",
    "s",
}
PIECES = st.sampled_from(
    [
        "<script>",
        "</script>",
        "<img src=x onerror=alert(1)>",
        "[a](javascript:alert(1))",
        "[b](https://e.org)",
        "**",
        "`",
        "\n\n",
        "- ",
        "# ",
        "<a href='javascript:x'>",
        '"',
        "&lt;",
        "![x](http://e.org/p.png)",
        "<svg onload=alert(1)>",
        "data:text/html,x",
    ]
)


@given(st.lists(st.one_of(PIECES, st.text(max_size=8)), max_size=12).map("".join))
@settings(max_examples=300, deadline=None)
def test_no_prose_becomes_anything_but_prose(prose):
    body = html.fromstring(f"<div>{rendered(prose)}</div>")
    for element in body.iterdescendants():
        assert element.tag in TAGS, element.tag
        assert set(element.attrib) <= {"href", "rel", "start", "title"}, element.attrib
        assert re.match(r"(https?:|mailto:|tel:|#|/)", element.get("href", "#"), re.I), element.get("href")


@pytest.mark.parametrize("title", ["", "  ", "\n"])
def test_a_blank_title_is_no_heading(title):
    me = named("https://data.example.org/x")
    said = [(me, RDF.type, DCAT.Dataset), (me, DCT.title, literal(title, language="en"))]
    assert page_of(Record.of(me[1:-1], said), DEFAULT, language="en", related={}).title == me[1:-1]
    said.append((me, DCT.title, literal("Registro", language="es")))
    assert page_of(Record.of(me[1:-1], said), DEFAULT, language="en", related={}).title == "Registro"
