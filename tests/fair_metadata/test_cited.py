"""References in words, CSL-JSON and CITATION.cff: whoever made it, whatever it is called, in the language asked for."""

import json

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from fair_metadata.formats import FORMATS
from fair_metadata.formats.cited import STYLES, reference
from fair_metadata.namespaces import DCAT, DCT, FOAF, RDF, XSD
from fair_metadata.terms import literal, named
from tests.fair_metadata.test_citing import dataset
from tests.judges import judged

TEXTS = st.text(st.characters(exclude_categories=("Cs",)), max_size=40) | st.text(
    "\\{}%&#_<>\"'=:-\n\r\t|é“ سA1", max_size=40
)
PAGE = "https://catalogue.example.org/datasets/aml"


def day(value):
    return literal(value, datatype=XSD.date[1:-1])


def cited(*said, style="apa", **rest):
    return reference(dataset((DCT.title, literal("AML registry", language="en")), *said, page=PAGE, **rest), style)


def person(node, given, family):
    return [
        (DCT.creator, node),
        (node, RDF.type, FOAF.Person),
        (node, FOAF.name, literal(f"{given} {family}")),
        (node, FOAF.givenName, literal(given)),
        (node, FOAF.familyName, literal(family)),
    ]


WHOLE = [
    *person("_:a", "Given", "Family"),
    (DCT.creator, "_:b"),
    ("_:b", FOAF.name, literal("A study group", language="en")),
    (DCT.publisher, "_:c"),
    ("_:c", FOAF.name, literal("A hospital", language="en")),
    (DCT.issued, day("2020-06-05")),
    (DCAT.version, literal("2.1")),
    (DCT.identifier, literal("https://doi.org/10.1234/aml")),
]
# Who made it stands in the order of the graph: people and groups have no order of their own there.
EXPECTED = {
    "apa": [
        "Family, G.",
        "A study group",
        "(2020). AML registry (Version 2.1) [Data set]. A hospital. https://doi.org/10.1234/aml",
    ],
    "vancouver": [
        "Family G",
        "AML registry [Internet]. A hospital; 2020. Available from: https://catalogue.example.org/datasets/aml",
    ],
    "harvard": ["Family, G.", "(2020) ‘AML registry’. A hospital. Available at: https://doi.org/10.1234/aml."],
    "chicago": ["A study group", "2020. ‘AML Registry’. A hospital."],
    "nature": ["Family, G.", "AML registry. A hospital https://doi.org/10.1234/aml (2020)."],
    "ieee": ["G. Family", "‘AML registry’. A hospital, Jun. 05, 2020. doi: 10.1234/aml."],
}


@pytest.mark.parametrize("style", STYLES)
def test_each_style_names_who_made_it_what_and_where(style):
    line = cited(*WHOLE, style=style)
    assert [part for part in EXPECTED[style] if part not in line] == []


def test_a_publisher_that_made_it_is_named_once():
    said = [(DCT.publisher, "_:c"), ("_:c", FOAF.name, literal("A hospital")), (DCT.issued, day("2020-06-05"))]
    assert cited(*said) == f"A hospital. (2020). AML registry [Data set]. {PAGE}"


@pytest.mark.parametrize("style", STYLES)
def test_without_an_author_and_a_year_the_title_is_cited(style):
    line = cited(style=style)
    assert "aml registry" in line.lower()
    assert "None" not in line
    assert not line.startswith((".", ",", "1.", "["))


@pytest.mark.parametrize(("style", "shown"), [("apa", 20), ("vancouver", 6), ("chicago", 7), ("ieee", 1)])
def test_of_long_lists_of_authors_as_many_are_named_as_the_style_wants(style, shown):
    groups = [(DCT.creator, f"_:g{n:03}") for n in range(300)]
    names = [(f"_:g{n:03}", FOAF.name, literal(f"Group{n:03}X")) for n in range(300)]
    assert cited(*groups, *names, style=style).count("X") == shown


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("words", ["سجل اللوكيميا", "急性骨髄性白血病レジストリ", "Реестр лейкозов", "רישום לוקמיה"])
def test_names_in_other_scripts_stay_as_they_are(style, words):
    said = [(DCT.title, literal(words)), (DCT.publisher, "_:p"), ("_:p", FOAF.name, literal(words))]
    assert reference(dataset(*said, page=PAGE), style).casefold().count(words.casefold()) == 2


def test_the_language_that_is_liked_chooses_the_title_and_the_words_around_it():
    from dataclasses import replace

    said = dataset(
        (DCT.title, literal("Registry", language="en")), (DCT.title, literal("Registro", language="es")), page=PAGE
    )
    assert "Registry [Internet]. Available from" in reference(said, "vancouver")
    assert "Registro [Internet]. Disponible en" in reference(replace(said, tongues=("es",)), "vancouver")
    assert "Registry" in reference(replace(said, tongues=("fi",)), "vancouver")


@settings(max_examples=60, deadline=None)
@given(TEXTS, TEXTS, st.sampled_from(sorted(STYLES)))
def test_any_text_is_one_line(title, name, style):
    said = [(DCT.title, literal(title, language="en")), (DCT.creator, "_:c"), ("_:c", FOAF.name, literal(name))]
    line = FORMATS[f"citation-{style}"].write(dataset(*said, page=PAGE)).decode()
    assert line.count("\n") == 1
    assert [c for c in line[:-1] if ord(c) < 32] == []


@given(TEXTS, TEXTS, TEXTS)
def test_any_text_comes_back_from_csl_json_on_one_line(title, name, keyword):
    said = [
        (DCT.title, literal(title)),
        (DCT.creator, "_:c"),
        ("_:c", FOAF.name, literal(name)),
        (DCAT.keyword, literal(keyword)),
    ]
    [item] = json.loads(FORMATS["csl-json"].write(dataset(*said, page=PAGE)))
    one_line = " ".join("".join(c if ord(c) >= 32 and not 127 <= ord(c) < 160 else " " for c in title).split())
    assert item.get("title", "") == one_line
    assert [author for author in item.get("author", ()) if not all(author.values())] == []


def test_a_citation_file_has_people_groups_and_where_it_is():
    said = [
        *person(named("https://orcid.org/0000-0002-1825-0097"), "Given", "Family"),
        (DCT.creator, named("https://ror.org/02mhbdp94")),
        (named("https://ror.org/02mhbdp94"), FOAF.name, literal("A study group")),
        (DCT.identifier, literal("https://doi.org/10.1234/aml")),
        (DCT.license, named("https://creativecommons.org/licenses/by/4.0/")),
        (DCT.issued, day("2020-06-05")),
        (DCAT.keyword, literal("AML")),
        (DCT.title, literal("AML: a “registry” #1")),
    ]
    assert yaml.safe_load(FORMATS["cff"].write(dataset(*said, page=PAGE))) == {
        "cff-version": "1.2.0",
        "message": "If you use this dataset, please cite it as below.",
        "type": "dataset",
        "title": "AML: a “registry” #1",
        "authors": [
            {"family-names": "Family", "given-names": "Given", "orcid": "https://orcid.org/0000-0002-1825-0097"},
            {"name": "A study group", "website": "https://ror.org/02mhbdp94"},
        ],
        "date-released": "2020-06-05",
        "doi": "10.1234/aml",
        "url": PAGE,
        "identifiers": [{"type": "url", "value": "https://data.example.org/registry"}],
        "license-url": "https://creativecommons.org/licenses/by/4.0/",
        "keywords": ["AML"],
    }


def test_a_citation_file_of_next_to_nothing_is_valid_and_invents_nobody():
    body = FORMATS["cff"].write(dataset())
    assert yaml.safe_load(body)["authors"] == [{"name": ":unav"}]
    assert judged([("cff", "nothing", body.decode())]) == {}


def test_citation_files_of_odd_texts_are_valid():
    odd = [
        "",
        " ",
        "\x00\x07",
        "a\nb: c",
        "- {x}",
        "!!python/object:os.system",
        "&a *a",
        "سجل",
        "2020-01-01",
        "null",
        "\u2028",
    ]
    cases = []
    for number, words in enumerate(odd):
        said = [
            (DCT.title, literal(words)),
            (DCT.creator, "_:c"),
            ("_:c", FOAF.name, literal(words)),
            (DCAT.keyword, literal(words)),
        ]
        said += [(DCT.identifier, literal(words)), (DCT.description, literal(words)), (DCAT.version, literal(words))]
        cases.append(("cff", f"{number}", FORMATS["cff"].write(dataset(*said, page=PAGE)).decode()))
    assert judged(cases) == {}
