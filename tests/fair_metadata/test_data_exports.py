"""Files and dictionaries in Croissant, RO-Crate and data packages: what is open is described, what is not is not invented."""

import json
from dataclasses import replace

from fair_metadata.formats import FORMATS, Description
from fair_metadata.namespaces import CSVW, DCAT, DCT, FOAF, HEALTHDCATAP, RDF, SPDX, XSD
from fair_metadata.record import Record
from fair_metadata.terms import literal, named
from tests.judges import judged

IRI, FILE = "https://data.example.org/registry", "https://files.example.org/patients.csv"
ME = named(IRI)
SHA256 = "ab" * 32
DICTIONARY = [
    (ME, HEALTHDCATAP.hasVariables, "_:g"),
    ("_:g", RDF.type, CSVW.TableGroup),
    ("_:g", CSVW.table, "_:t"),
    ("_:t", RDF.type, CSVW.Table),
    ("_:t", DCT.title, literal("Patients", language="en")),
    ("_:t", DCT.title, literal("Pacientes", language="es")),
    *(("_:t", CSVW.column, f"_:c{n}") for n in range(2)),
    *((f"_:c{n}", RDF.type, CSVW.Column) for n in range(2)),
    ("_:c0", CSVW["name"], literal("age")),
    ("_:c0", CSVW.title, literal("Age at diagnosis", language="en")),
    ("_:c0", CSVW.datatype, literal("integer")),
    ("_:c1", CSVW["name"], literal("os_status")),
    ("_:c1", CSVW.datatype, literal("string")),
    ("_:c1", CSVW.propertyUrl, named("urn:fdc:vocab:outcomes:OS")),
]
HEAD = [
    (ME, RDF.type, DCAT.Dataset),
    (ME, DCT.title, literal("A registry", language="en")),
    (ME, DCT.description, literal("About patients.", language="en")),
    (ME, DCT.publisher, "_:p"),
    ("_:p", RDF.type, FOAF.Agent),
    ("_:p", FOAF.name, literal("A hospital", language="en")),
]


def restricted(*more):
    return Description(Record.of(IRI, [*HEAD, *DICTIONARY, *more]), "https://catalogue.example.org/datasets/registry")


def part(*said, checksum=SHA256):
    me = named(f"{IRI}/csv")
    triples = [(me, RDF.type, DCAT.Distribution), (me, DCT.title, literal("Patients as CSV", language="en"))]
    triples += [(me, path, value) for path, value in said]
    if checksum:
        triples += [
            (me, SPDX.checksum, "_:k"),
            ("_:k", SPDX.algorithm, named("http://spdx.org/rdf/terms#checksumAlgorithm_sha256")),
            ("_:k", SPDX.checksumValue, literal(checksum, datatype=XSD.hexBinary[1:-1])),
        ]
    return Record.of(f"{IRI}/csv", triples)


SAID = [
    (DCAT.downloadURL, named(FILE)),
    (DCAT.accessURL, named("https://files.example.org/")),
    (DCAT.mediaType, named("http://www.iana.org/assignments/media-types/text/csv")),
    (DCAT.byteSize, literal("12345", datatype=XSD.nonNegativeInteger[1:-1])),
]


def opened():
    at = ("_:t", CSVW.url, named(FILE))
    return replace(restricted(at), parts=(part(*SAID),))


def written(name, description):
    return json.loads(FORMATS[name].write(description))


def test_croissant_describes_an_open_file_with_its_columns():
    said = written("croissant", opened())
    assert said["distribution"] == [
        {
            "@type": "cr:FileObject",
            "@id": FILE,
            "name": "Patients as CSV",
            "contentUrl": FILE,
            "encodingFormat": "text/csv",
            "contentSize": "12345 B",
            "sha256": SHA256,
        }
    ]
    [records] = said["recordSet"]
    assert records["field"][0] == {
        "@type": "cr:Field",
        "@id": "table-1/age",
        "name": "age",
        "description": "Age at diagnosis",
        "dataType": "sc:Integer",
        "source": {"fileObject": {"@id": FILE}, "extract": {"column": "age"}},
    }
    assert records["field"][1]["equivalentProperty"] == "urn:fdc:vocab:outcomes:OS"
    assert "data" not in records


def test_croissant_of_restricted_data_has_no_file_and_its_dictionary_as_data():
    for description in (
        restricted(),
        replace(restricted(), parts=(part((DCAT.accessURL, named("https://ask.example.org/"))),)),
    ):
        said = written("croissant", description)
        assert "distribution" not in said
        [records] = said["recordSet"]
        assert [row["table-1/name"] for row in records["data"]] == ["age", "os_status"]
        assert records["data"][0]["table-1/title"] == "Age at diagnosis"


def test_a_file_without_checksum_is_no_file_of_croissant_and_is_one_elsewhere():
    description = replace(restricted(), parts=(part(*SAID, checksum=""),))
    assert "distribution" not in written("croissant", description)
    assert [r.get("path") for r in written("data-package", description)["resources"]] == [FILE, None]
    assert {"@id": FILE} in _root(written("ro-crate", description))["hasPart"]


def test_a_checksum_of_the_wrong_length_is_none():
    assert "distribution" not in written("croissant", replace(restricted(), parts=(part(*SAID, checksum="abcd"),)))


def test_what_croissant_wants_and_nobody_stated_is_not_there():
    said = written("croissant", restricted())
    assert {"license", "datePublished", "version"} & set(said) == set()
    assert said["creator"] == {"@type": "Organization", "name": "A hospital"}


def test_a_data_package_has_the_schema_of_each_table_with_its_file_or_without_rows():
    fields = [
        {"name": "age", "type": "integer", "title": "Age at diagnosis"},
        {"name": "os_status", "type": "string", "rdfType": "urn:fdc:vocab:outcomes:OS"},
    ]
    [file] = written("data-package", opened())["resources"]
    assert (file["path"], file["hash"], file["bytes"]) == (FILE, f"sha256:{SHA256}", 12345)
    assert file["schema"]["fields"] == fields
    [table] = written("data-package", restricted())["resources"]
    assert (table["data"], table["schema"]["fields"]) == ([], fields)
    assert table["description"] == "The columns only: the rows have to be asked for."


def test_a_data_package_of_neither_tables_nor_files_holds_its_description():
    description = Description(Record.of(IRI, HEAD), "https://catalogue.example.org/datasets/registry")
    [resource] = written("data-package", description)["resources"]
    assert resource["path"] == "https://catalogue.example.org/datasets/registry.jsonld"


def test_an_ro_crate_is_flat_and_has_files_variables_and_agents():
    said = written("ro-crate", opened())
    entities = {e["@id"]: e for e in said["@graph"]}
    assert entities["ro-crate-metadata.json"]["conformsTo"] == {"@id": "https://w3id.org/ro/crate/1.3"}
    root = _root(said)
    assert root["hasPart"] == [{"@id": FILE}]
    assert entities[FILE] == {
        "@id": FILE,
        "@type": "File",
        "name": "Patients as CSV",
        "encodingFormat": "text/csv",
        "contentSize": "12345",
        "contentUrl": FILE,
        "sha256": SHA256,
    }
    assert [entities[v["@id"]]["name"] for v in root["variableMeasured"]] == ["age", "os_status"]
    assert entities[root["publisher"]["@id"]]["name"] == "A hospital"


def _root(said):
    about = next(e["about"]["@id"] for e in said["@graph"] if e["@id"] == "ro-crate-metadata.json")
    return next(e for e in said["@graph"] if e["@id"] == about)


def test_titles_are_in_the_language_that_is_liked():
    spanish = replace(restricted((ME, DCT.title, literal("Un registro", language="es"))), tongues=("es",))
    assert written("croissant", spanish)["name"] == "Un registro"
    assert written("croissant", spanish)["recordSet"][0]["name"] == "Pacientes"
    assert _root(written("ro-crate", spanish))["name"] == "Un registro"
    assert written("data-package", spanish)["title"] == "Un registro"


def test_the_judges_accept_open_and_restricted_data():
    cases = [
        (judge, f"{name} {kind}", FORMATS[name].write(description).decode())
        for name, judge in (("croissant", "croissant"), ("ro-crate", "ro_crate"), ("data-package", "data_package"))
        for kind, description in (("open", opened()), ("restricted", restricted()))
    ]
    assert judged(cases) == {}
