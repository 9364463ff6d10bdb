"""Every export of every demo dataset before its judge: the official schema or shapes, or a reader of the format."""

import json
import re
from base64 import b64encode
from collections.abc import Callable
from io import BytesIO
from zipfile import ZipFile

import bibtexparser
import jsonschema
import pyoxigraph
import pytest
import rispy
import yaml
from citeproc.source.json import CiteProcJSON
from lxml import etree
from rdflib import Graph

from fair_metadata.formats import FORMATS, LISTED, Description, profiles
from fair_metadata.formats.cited import STYLES
from fair_metadata.namespaces import DCT, SH, short
from fair_metadata.profiles import level_of
from fair_metadata.reading import read_all
from fair_metadata.terms import text
from fair_metadata.validation import check_shacl
from tests.conftest import needs_shared
from tests.fair_metadata import official
from tests.fair_metadata.demo import demo
from tests.fair_metadata.test_formats import RECORDS
from tests.fair_metadata.xsd import datacite_schema
from tests.judges import judged

Judge = Callable[[bytes, Description], list[str]]
SYNTAXES = {
    "ttl": pyoxigraph.RdfFormat.TURTLE,
    "jsonld": pyoxigraph.RdfFormat.JSON_LD,
    "rdf": pyoxigraph.RdfFormat.RDF_XML,
    "nt": pyoxigraph.RdfFormat.N_TRIPLES,
    "nq": pyoxigraph.RdfFormat.N_QUADS,
    "trig": pyoxigraph.RdfFormat.TRIG,
}


def read(body: bytes, suffix: str) -> list[pyoxigraph.Quad]:
    return list(pyoxigraph.parse(body, format=SYNTAXES[suffix.rsplit(".", 1)[-1]]))


def of_syntax(suffix: str) -> Judge:
    return lambda body, _: [] if read(body, suffix) else ["nothing is said"]


def schema_org(body: bytes, description: Description) -> list[str]:
    """What Google Dataset Search requires: a name, and a description of 50 to 5,000 characters as far as one is stated."""
    said = json.loads(body)
    return [f"{name} is missing" for name in ("@context", "@type", "name", "description", "url") if not said.get(name)]


def bioschemas(body: bytes, description: Description) -> list[str]:
    """The profile's own JSON schema, for those that say that they follow it."""
    said = json.loads(body)
    found = jsonschema.Draft7Validator(bioschemas_schema()).iter_errors(said)
    claims = "dct:conformsTo" in said
    return [f"{e.json_path}: {e.message[:120]}" for e in found if claims or e.validator != "required"]


def bioschemas_schema() -> dict:
    path = needs_shared("standards/bioschemas") / "Dataset/jsonld/Dataset_v1.0-RELEASE.json"
    # Its oneOf of an organisation or a person takes both for both, as it does not look at @type: anyOf is meant.
    text = path.read_text().replace('"oneOf"', '"anyOf"')
    return next(e["$validation"] for e in json.loads(text)["@graph"] if "$validation" in e)


def dublin_core(body: bytes, description: Description) -> list[str]:
    root = etree.fromstring(body)
    return [e.tag for e in root if not e.tag.startswith("{http://purl.org/dc/elements/1.1/}")]


def datacite(body: bytes, description: Description) -> list[str]:
    schema = datacite_schema()
    return [] if schema.validate(etree.fromstring(body)) else [str(schema.error_log.last_error)]


def bibtex(body: bytes, description: Description) -> list[str]:
    library = bibtexparser.parse_string(body.decode())
    return [] if (len(library.entries), library.failed_blocks) == (1, []) else ["not one entry"]


def ris(body: bytes, description: Description) -> list[str]:
    return [] if [entry["type_of_reference"] for entry in rispy.loads(body.decode())] == ["DATA"] else ["not one entry"]


def csl(body: bytes, description: Description) -> list[str]:
    [item] = json.loads(body)
    assert CiteProcJSON([item | {"id": "it"}])["it"]
    return [] if item["type"] == "dataset" and item["title"] else ["no title"]


def reference(body: bytes, description: Description) -> list[str]:
    """One line that names the title, whatever case the style gives it."""
    line = body.decode()
    title = text(description.record.values(DCT.title)[0])
    return [] if line.count("\n") == 1 and plain(title)[:60] in plain(line) else [line]


def plain(words: str) -> str:
    return re.sub(r"\W+", "", words).casefold()


JUDGES: dict[str, Judge | str] = {
    **{row.name: of_syntax(row.suffix) for row in FORMATS.values() if row.is_rdf},
    "schema-org": schema_org,
    "bioschemas": bioschemas,
    "dublin-core": dublin_core,
    "datacite": datacite,
    "bibtex": bibtex,
    "ris": ris,
    "csl-json": csl,
    **{f"citation-{style}": reference for style in STYLES},
    # In their own process.
    "datacite-json": "datacite",
    "cff": "cff",
    "croissant": "croissant",
    "ro-crate": "ro_crate",
    "ro-crate-zip": "ro_crate_zip",
    "data-package": "data_package",
    # Before the official shapes, below.
    **{
        f"{name}-{syntax}": of_syntax(s)
        for name in profiles.CONFORMING
        for syntax, s in (("turtle", "ttl"), ("json-ld", "jsonld"), ("rdf-xml", "rdf"), ("report", "ttl"))
    },
}


def handed(written: bytes) -> str:
    """To a judge, which reads lines of text."""
    return b64encode(written).decode() if written[:2] == b"PK" else written.decode()


def test_every_format_has_a_judge():
    assert set(JUDGES) == set(FORMATS)


@pytest.mark.parametrize("name", [name for name, judge in JUDGES.items() if not isinstance(judge, str)])
def test_every_demo_dataset_passes(name):
    judge = JUDGES[name]
    wrong = {key: judge(FORMATS[name].write(description), description) for key, description in demo().items()}
    assert {key: problems for key, problems in wrong.items() if problems} == {}


def test_every_demo_dataset_passes_with_the_judges_that_stand_apart():
    cases = [
        (judge, f"{name} of {key}", handed(FORMATS[name].write(description)))
        for name, judge in JUDGES.items()
        if isinstance(judge, str)
        for key, description in demo().items()
    ]
    assert judged(cases) == {}


def test_whatever_was_published_passes_with_them():
    cases = [
        (judge, f"{name} of {number} {record.iri}", handed(FORMATS[name].write(Description(record))))
        for name, judge in JUDGES.items()
        if isinstance(judge, str)
        for number, record in enumerate(RECORDS)
    ]
    assert judged(cases) == {}


@pytest.mark.parametrize("name", FORMATS)
def test_whatever_was_published_is_written_and_well_formed(name):
    row = FORMATS[name]
    for record in RECORDS[:: 20 if row.style else 1]:
        body = row.write(Description(record, "https://catalogue.example.org/datasets/x"))
        if row.suffix.rsplit(".", 1)[-1] in SYNTAXES and "schema" not in row.suffix:
            read(body, row.suffix)
        elif "json" in row.media_type:
            json.loads(body)
        elif "xml" in row.media_type:
            etree.fromstring(body)
        elif row.name == "cff":
            assert yaml.safe_load(body)["cff-version"] == "1.2.0"
        elif row.media_type == "application/zip":
            assert ZipFile(BytesIO(body)).testzip() is None
        else:
            body.decode()


@pytest.mark.parametrize("name", LISTED)
def test_a_list_holds_each_dataset_once(name):
    descriptions = list(demo().values())[:7]
    body = b"".join(LISTED[name](descriptions))
    if FORMATS[name].style:
        assert len(body.decode().splitlines()) == 7
    elif name in ("csl-json", "datacite-json"):
        assert len(json.loads(body)) == 7
    elif name == "bioschemas":
        assert {e["@id"] for e in json.loads(body)["@graph"]} == {d.record.iri for d in descriptions}
    else:
        assert body


# The application profiles.

CASES = {
    "dcat-ap": lambda record: official.DCAT_AP,
    "healthdcat-ap": lambda record: official.HEALTH_R8[str(level_of(record))],
    "health-ri": lambda record: official.HEALTH_RI,
}
# What the official shapes find and our report does not: (path, component) → why.
ONLY_THEIRS = {
    ("dcat:distribution", "Node"): "a distribution is held to its shape by itself",
    ("dct:relation", "Node"): "another resource is cited by its address: its description is a document of its own",
    ("dct:source", "Class"): "another dataset is cited by its address: its description is a document of its own",
}


@pytest.mark.parametrize("name", CASES)
def test_the_official_shapes_find_what_the_report_says_and_nothing_else(name):
    needs_shared("standards")
    kind, wrong = profiles.CONFORMING[name], {}
    for key, description in demo().items():
        record = profiles.conforming(description, kind)
        theirs = violations(read_all(FORMATS[f"{name}-turtle"].write(description), name="x.ttl"), CASES[name](record))
        if (told := reported(FORMATS[f"{name}-report"].write(description))) != theirs - set(ONLY_THEIRS):
            wrong[key] = sorted(told ^ theirs)
    assert wrong == {}


def violations(triples, files) -> set[tuple[str, str]]:
    found = check_shacl(triples, official.turtle(files))
    return {(short(f.path), f.component) for f in found if f.severity == "violation"}


def reported(body: bytes) -> set[tuple[str, str]]:
    graph, sh = Graph().parse(data=body, format="turtle"), SH.base
    rows = graph.query(
        f"SELECT ?p ?c WHERE {{ ?report <{sh}result> ?r . ?r <{sh}sourceConstraintComponent> ?c "
        f"OPTIONAL {{ ?r <{sh}resultPath> ?p }} }}"
    )
    return {(short(f"<{p}>") if p else "", c.removeprefix(sh).removesuffix("ConstraintComponent")) for p, c in rows}
