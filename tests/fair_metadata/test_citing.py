"""BibTeX and RIS as reference managers read them: any text comes back, and what is cited is what is stated."""

import re
from itertools import accumulate

import bibtexparser
import pytest
import rispy
from bibtexparser.middlewares import LatexDecodingMiddleware
from hypothesis import given
from hypothesis import strategies as st
from pylatexenc.latex2text import LatexNodes2Text, MacroTextSpec, get_default_latex_context_db

from fair_metadata.formats import FORMATS, Description
from fair_metadata.formats.citation import citation
from fair_metadata.namespaces import ADMS, DCAT, DCT, FOAF, RDF, SKOS, XSD
from fair_metadata.record import Record
from fair_metadata.terms import literal, named
from tests.fair_metadata.test_formats import RECORDS, registry

IRI = "https://data.example.org/registry"
PAGE = "https://catalogue.example.org/datasets/registry"
ENGLISH = "http://publications.europa.eu/resource/authority/language/ENG"
SPANISH = "http://publications.europa.eu/resource/authority/language/SPA"

TEXTS = st.text(st.characters(exclude_categories=("Cs",)), max_size=60) | st.text("\\{}%&#_~^$-'`?!,<>|\"@=\n\r\tAé“ ")


def decoder():
    """pylatexenc with the characters that it does not know, or knows as others than LaTeX prints."""
    known = {"textbraceleft": "{", "textbraceright": "}", "textasciicircum": "^"}
    known |= {"textless": "<", "textgreater": ">", "textbar": "|"}
    context = get_default_latex_context_db()
    context.add_context_category("ascii", prepend=True, macros=[MacroTextSpec(m, c) for m, c in known.items()])
    return LatexNodes2Text(latex_context=context)


READING_TEX = (LatexDecodingMiddleware(decoder=decoder()),)


def bibtex(*descriptions, middleware=READING_TEX):
    """The entries as bibtexparser reads them: name of the field → value, with TeX read unless told otherwise."""
    body = b"".join(FORMATS["bibtex"].stream(descriptions)).decode()
    library = bibtexparser.parse_string(body, append_middleware=list(middleware))
    assert library.failed_blocks == []
    assert braces_are_balanced(body)
    return [{"key": e.key, "type": e.entry_type} | {f.key: f.value for f in e.fields} for e in library.entries]


def braces_are_balanced(body):
    """As BibTeX counts them: also those after a backslash."""
    depths = list(accumulate({"{": 1, "}": -1}.get(character, 0) for character in body))
    return not depths or (min(depths), depths[-1]) == (0, 0)


def ris(*descriptions):
    return rispy.loads(b"".join(FORMATS["ris"].stream(descriptions)).decode())


def spaced(text):
    """With single spaces for white space and control characters."""
    return re.sub(r"[\s\x00-\x1f\x7f-\x9f]+", " ", text).strip()


def dataset(*said, iri=IRI, page="", shared=()):
    """A dataset of which this is said: (path, value) of itself, (node, path, value) of what is nested."""
    me = named(iri)
    triples = [(me, *each) if len(each) == 2 else each for each in said]
    return Description(Record.of(iri, [(me, RDF.type, DCAT.Dataset), *triples]), page, shared)


def with_texts(number, texts):
    title, description, name = (literal(text, language="en") for text in texts)
    said = [(DCT.title, title), (DCT.description, description), (DCT.creator, name), (DCT.publisher, name)]
    return dataset(*said, iri=f"{IRI}/{number}/x")


@given(st.lists(st.tuples(TEXTS, TEXTS, TEXTS), max_size=4))
def test_any_text_is_an_entry_that_says_it_again(texts):
    descriptions = [with_texts(number, each) for number, each in enumerate(texts)]
    titles, abstracts, names = ([spaced(each[place]) for each in texts] for place in range(3))
    for entries, author in ((bibtex(*descriptions), "author"), (ris(*descriptions), "authors")):
        assert [spaced(entry.get("title", "")) for entry in entries] == titles
        assert [spaced("".join(entry.get(author, ""))) for entry in entries] == names
    assert [spaced(entry.get("abstract", "")) for entry in ris(*descriptions)] == abstracts
    assert len({entry["key"].lower() for entry in bibtex(*descriptions)}) == len(texts)


@given(TEXTS, TEXTS)
def test_any_identifier_and_any_page_leave_the_entry_whole(identifier, page):
    description = dataset((DCT.identifier, literal(f"10.1234/{identifier}")), (DCT.title, literal("T")), page=page)
    (entry,), (reference,) = bibtex(description), ris(description)
    assert (entry["title"], reference["title"]) == ("T", "T")
    assert re.fullmatch(r"[a-z0-9-]*", entry["key"])


@pytest.mark.parametrize("record", [registry(), *RECORDS[:200]], ids=lambda record: record.iri[-40:])
def test_every_record_is_one_entry_with_its_title(record):
    title = spaced(citation(Description(record)).title)
    (entry,), (reference,) = bibtex(Description(record)), ris(Description(record))
    assert [spaced(found.get("title", "")) for found in (entry, reference)] == [title, title]
    assert entry["key"].isascii()


FULL = dataset(
    (DCT.title, literal("Registro", language="es")),
    (DCT.title, literal("AML registry", language="en-GB")),
    (DCT.creator, literal("Hospital A and B")),
    (DCT.creator, "_:c"),
    ("_:c", FOAF.name, literal("Zentrum", language="de")),
    ("_:c", FOAF.name, literal("Centre, Bonn", language="en")),
    (DCT.publisher, literal("An agency")),
    (DCT.issued, literal("2020-06-05T00:00:00Z", datatype=XSD.dateTime[1:-1])),
    (DCT.modified, literal("2024-01-01", datatype=XSD.date[1:-1])),
    (DCAT.version, literal("1.2_3")),
    (DCT.identifier, literal("reg-1")),
    (ADMS.identifier, "_:i"),
    ("_:i", SKOS.notation, literal("https://doi.org/10.1234/ab_{c}%d")),
    (DCT.language, named(ENGLISH)),
    (DCT.language, named(SPANISH)),
    (DCT.accessRights, named("http://publications.europa.eu/resource/authority/access-right/NON_PUBLIC")),
    (DCAT.keyword, literal("leucemia", language="es")),
    (DCAT.keyword, literal("leukaemia", language="en")),
    (DCAT.keyword, literal("AML")),
    page=PAGE,
)


def test_a_full_description_is_cited_with_all_that_bibtex_has_room_for():
    (entry,) = bibtex(FULL, middleware=())
    assert entry == {
        "key": "registry",
        "type": "misc",
        "title": "{AML registry}",
        "author": "{Hospital A and B} and {Centre, Bonn}",
        "publisher": "An agency",
        "year": "2020",
        "version": r"1.2\_3",
        "howpublished": "Dataset",
        "url": PAGE,
        "doi": "10.1234/ab_%7Bc%7D%d",
        "note": "Access rights: Not public",
        "language": "English, Spanish",
    }


def test_a_full_description_is_cited_with_all_that_ris_has_room_for():
    (reference,) = ris(FULL)
    assert reference == {
        "type_of_reference": "DATA",
        "title": "AML registry",
        "authors": ["Hospital A and B", "Centre, Bonn"],
        "publisher": "An agency",
        "year": "2020",
        "date": "2020/06/05/",
        "edition": "1.2_3",
        "doi": "10.1234/ab_{c}%d",
        "urls": [PAGE],
        "accession_number": "reg-1",
        "language": "English, Spanish",
        "keywords": ["AML", "leukaemia"],
    }


def test_what_is_not_stated_is_not_there():
    assert FORMATS["ris"].write(dataset()) == (
        b"TY  - DATA\r\nUR  - https://data.example.org/registry\r\nAN  - https://data.example.org/registry\r\nER  - \r\n\r\n"
    )
    (entry,) = bibtex(dataset())
    key = "registry-c97dfcc955396f9b"
    assert entry == {"key": key, "type": "misc", "howpublished": "Dataset", "url": IRI}


@pytest.mark.parametrize(
    ("issued", "modified", "date", "year"),
    [
        ("2020-06-05", "2024-01-01", "2020-06-05", "2020"),
        ("2020-06", "", "2020-06", "2020"),
        ("2020", "", "2020", "2020"),
        ("20200605", "2024-01-01", "2024-01-01", "2024"),
        ("last spring", "2024-01-01T10:00:00", "2024-01-01", "2024"),
        ("last spring", "", "", ""),
        ("٢٠٢٠", "", "", ""),
    ],
)
def test_the_year_is_that_of_issue_else_of_the_last_change(issued, modified, date, year):
    cited = citation(dataset((DCT.issued, literal(issued)), (DCT.modified, literal(modified))))
    assert (cited.date, cited.year) == (date, year)


@pytest.mark.parametrize(
    ("identifier", "doi", "own"),
    [
        ("10.1234/abc", "10.1234/abc", IRI),
        ("doi:10.1234/abc", "10.1234/abc", IRI),
        ("https://dx.doi.org/10.1234/A(b)<c>", "10.1234/A(b)<c>", IRI),
        ("10.12/abc", "", "10.12/abc"),
        ("see 10.1234/abc", "", "see 10.1234/abc"),
    ],
)
def test_an_identifier_that_is_a_doi_is_cited_as_one(identifier, doi, own):
    cited = citation(dataset((DCT.identifier, literal(identifier))))
    assert (cited.doi, cited.identifier) == (doi, own)


def test_a_dataset_whose_iri_is_its_doi_has_that_doi():
    assert citation(dataset(iri="https://doi.org/10.1234/abc")).doi == "10.1234/abc"


def test_who_publishes_is_the_author_where_nobody_is_said_to_have_made_it():
    cited = citation(dataset((DCT.publisher, literal("An agency"))))
    assert (cited.authors, cited.publisher) == (("An agency",), "An agency")


def test_shared_descriptions_name_who_made_it_and_nodes_without_a_name_are_left_out():
    agent = named("https://data.example.org/agent")
    said = [(DCT.creator, agent), (DCT.creator, "_:c"), ("_:c", FOAF.mbox, named("mailto:a@example.org"))]
    assert citation(dataset(*said)).authors == ("https://data.example.org/agent",)
    assert citation(dataset(*said, shared=((agent, FOAF.name, literal("An agency")),))).authors == ("An agency",)


def test_keywords_of_one_language_alone_are_all_cited():
    keywords = [literal("sangre", language="es"), literal("Blut", language="de")]
    cited = citation(dataset(*((DCAT.keyword, keyword) for keyword in keywords)))
    assert cited.keywords == ("Blut", "sangre")
