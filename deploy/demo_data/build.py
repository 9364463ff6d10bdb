"""How `datasets.ttl` is made: `python -m deploy.demo_data.build FOLDER`, with the folder of the two tables."""

import csv
import sys
from collections.abc import Iterable, Iterator
from itertools import count
from pathlib import Path

from deploy.demo_data.facts import (
    DATASET,
    DISTRIBUTION,
    DONORS_OF,
    FILES,
    INVENTED,
    MEMBERS,
    NETWORK,
    NETWORKS,
    NOTED,
    OUTCOME,
    POLICIES,
    SAME_DONORS,
    SOURCE,
    STANDARD,
    STANDARDS,
    UNSTATED,
    VARIABLES,
    Column,
    Invented,
    duo,
)
from deploy.demo_data.turtle import turtle
from fair_metadata.namespaces import CSVW, DCAT, DCT, DQV, FOAF, HEALTHDCATAP, MARROW, ODRL, RDF, RDFS, XSD
from fair_metadata.reading import read_all
from fair_metadata.terms import Term, Triple, literal, named
from fair_metadata.vocabularies import vocabulary

HERE = Path(__file__).parent
EU = "http://publications.europa.eu/resource/authority/"
CONTINENTS = {"EU": "EUROPE"}
NOWHERE = {"", "INT"}  # international is no place
FIGURE = XSD.nonNegativeInteger[1:-1]
# What the title of a synthetic contribution calls its source.
CALLED = {"registry": "registry", "trial": "clinical-trial", "biobank": "biobank", "data mart": "EHR"}

Row = dict[str, str]
Said = Iterator[tuple[Term, Term]]
_labels = count(1)


def main(folder: Path) -> None:
    (HERE / "datasets.ttl").write_text(made(folder), encoding="utf-8")


def made(folder: Path) -> str:
    """The descriptions as Turtle: what is stated already, and what the tables know besides."""
    return turtle([*read_all((folder / "demo-datasets.ttl").read_bytes()), *_shared(), *_known(folder)])


def _known(folder: Path) -> Iterator[Triple]:
    for name in ("demo-datasets.csv", "demo-synthetic-contributions.csv"):
        with (folder / name).open(encoding="utf-8") as file:
            for row in csv.DictReader(file):
                yield from _of_dataset(row)


def _shared() -> Iterator[Triple]:
    """What several datasets mention."""
    for code, name in NETWORKS.items():
        yield from _described(NETWORK.format(code), FOAF.Organization, (FOAF.name, literal(name)))
    for name, code in STANDARDS.items():
        yield from _described(STANDARD.format(code), DCT.Standard, (DCT.title, literal(name, language="en")))
    names = (
        (RDFS.label, literal(words, language=tag)) for tag, words in (("en", "same donors"), ("es", "mismos donantes"))
    )
    yield from _described(SAME_DONORS, DCAT.Role, *names)


def _of_dataset(row: Row) -> Iterator[Triple]:
    dataset = DATASET.format(row["id"])
    for path, value in _flat(row):
        yield dataset, path, value
    for path, parts in _nested(row):
        yield from _inside(dataset, path, parts)
    for part in _files(row):
        yield from part


def _flat(row: Row) -> Said:
    """Statements whose values are terms."""
    yield from _place(row.get("country", ""))
    yield from ((DCT.subject, concept) for concept in _measured(row))
    yield from ((MARROW.sourceType, SOURCE.format(code)) for code in _sources(row))
    if row.get("has_mrd") == "no":
        yield MARROW.lacks, OUTCOME.format("mrd")
    if row.get("n_samples"):
        yield MARROW.numberOfSamples, literal(row["n_samples"], datatype=FIGURE)
    if row["n_individuals"].startswith("<"):
        yield MARROW.suppressedCount, literal(row["n_individuals"])
    if row["common_data_model"] in STANDARDS:
        yield DCT.conformsTo, STANDARD.format(STANDARDS[row["common_data_model"]])
    if row["id"] in MEMBERS:
        yield DCT.isPartOf, NETWORK.format(MEMBERS[row["id"]])
    yield from NOTED.get(row["id"], ())
    if row.get("synthetic") == "true":
        yield from _of_synthetic(row)


def _place(country: str) -> Said:
    if country in CONTINENTS:
        yield DCT.spatial, named(EU + "continent/" + CONTINENTS[country])
    elif country not in NOWHERE:
        yield DCT.spatial, named(_concept("country", country))


def _measured(row: Row) -> Iterator[Term]:
    for cell, name in ((row["outcomes"], "outcomes"), (row["data_types"], "data-kinds")):
        yield from (named(_concept(name, word)) for word in cell.split(";") if word)


def _concept(name: str, word: str) -> str:
    """The concept that is called so. IndexError for a word that the list does not know: add it there."""
    return vocabulary(name).find(word)[0].iri


def _sources(row: Row) -> Iterable[str]:
    """As stated; of a synthetic contribution as its title says, else as its kind of data does."""
    if row.get("source_type"):
        return [vocabulary("source-types").find(row["source_type"])[0].notation]
    called = [code for word, code in CALLED.items() if word in row["title"].lower()]
    return called or (["EHR"] if "EHR" in row["data_types"].split(";") else [])


def _of_synthetic(row: Row) -> Said:
    yield DCT.type, named(EU + "dataset-type/SYNTHETIC_DATA")
    if days := INVENTED[row["id"]].lead_days:
        yield MARROW.leadTime, literal(f"P{days}D", datatype=XSD.duration[1:-1])
    if row["id"] in VARIABLES:
        yield HEALTHDCATAP.hasStructuredData, literal("true", datatype=XSD.boolean[1:-1])


Nested = list[tuple[Term, "Term | Nested"]]


def _nested(row: Row) -> Iterator[tuple[Term, Nested]]:
    """Statements whose values are nodes of their own."""
    if (terms := row.get("license", "")) and not _has_address(terms):
        yield DCT.license, [(RDF.type, DCT.LicenseDocument), (DCT.title, literal(terms, language="en"))]
    if row["id"] in DONORS_OF:
        other = DATASET.format(DONORS_OF[row["id"]])
        yield (
            DCAT.qualifiedRelation,
            [(RDF.type, DCAT.Relationship), (DCT.relation, other), (DCAT.hadRole, SAME_DONORS)],
        )
    if row["id"] in POLICIES:
        yield ODRL.hasPolicy, [(RDF.type, ODRL.Policy), *((DCT.type, duo(code)) for code in POLICIES[row["id"]])]
    yield from _invented(INVENTED.get(row["id"], Invented()))
    if row["id"] in VARIABLES:
        yield HEALTHDCATAP.hasVariables, _dictionary(VARIABLES[row["id"]])


def _has_address(terms: str) -> bool:
    """Licences with an address are stated by it already."""
    return terms in UNSTATED or terms.startswith(("ODbL", "CC ", "NIH "))


def _invented(facts: Invented) -> Iterator[tuple[Term, Nested]]:
    if facts.follow_up_days:
        value = literal(str(facts.follow_up_days), datatype=XSD.decimal[1:-1])
        measured: Nested = [(DQV.isMeasurementOf, MARROW.medianFollowUpDays), (DQV.value, value)]
        yield DQV.hasQualityMeasurement, [(RDF.type, DQV.QualityMeasurement), *measured]
    for disease, patients in facts.cohorts:
        yield MARROW.cohort, [(RDF.type, MARROW.Cohort), (DCT.subject, disease), _counted(patients)]


def _counted(patients: str) -> tuple[Term, Term]:
    """A small count is a text and never a number."""
    if patients.startswith("<"):
        return MARROW.suppressedCount, literal(patients)
    return HEALTHDCATAP.numberOfUniqueIndividuals, literal(patients, datatype=FIGURE)


def _dictionary(columns: Iterable[Column]) -> Nested:
    title = _both(DCT.title, ("Patients (synthetic)", "Pacientes (sintético)"))
    table: Nested = [(RDF.type, CSVW.Table), *title, *((CSVW.column, _column(column)) for column in columns)]
    whole = _both(DCT.title, ("Data dictionary (synthetic)", "Diccionario de datos (sintético)"))
    return [(RDF.type, CSVW.TableGroup), *whole, (CSVW.table, table)]


def _column(column: Column) -> Nested:
    means: Nested = [(CSVW.propertyUrl, column.measures)] if column.measures else []
    stated: Nested = [(CSVW["name"], literal(column.name)), (CSVW.datatype, literal(column.datatype)), *means]
    said = [*_both(CSVW.title, column.title), *_both(DCT.description, column.description)]
    return [(RDF.type, CSVW.Column), *stated, *said]


def _both(path: Term, words: tuple[str, str]) -> Nested:
    return [(path, literal(text, language=tag)) for tag, text in zip(("en", "es"), words, strict=True)]


def _files(row: Row) -> Iterator[Iterable[Triple]]:
    file = FILES.get(row["id"])
    if file is None:
        return
    node = DISTRIBUTION.format(f"{row['id']}-{file.code}")
    name = row["publisher"]
    yield [(DATASET.format(row["id"]), DCAT.distribution, node)]
    yield _described(
        node,
        DCAT.Distribution,
        (DCT.title, literal(f"{name} as {file.file_type} (SYNTHETIC demo file)", language="en")),
        (DCT.title, literal(f"{name} como {file.file_type} (fichero SINTÉTICO de demostración)", language="es")),
        (DCT.description, literal("Synthetic demonstration record: there is no such file.", language="en")),
        (DCAT.accessURL, named(f"https://example.org/synthetic/{row['id']}.{file.code}")),
        (DCT["format"], named(EU + "file-type/" + file.file_type)),
        (DCAT.mediaType, named("http://www.iana.org/assignments/media-types/" + file.media_type)),
        (DCT.license, named(EU + "licence/" + file.licence)),
    )


def _described(node: Term, kind: Term, *said: tuple[Term, Term]) -> Iterator[Triple]:
    yield node, RDF.type, kind
    yield from ((node, path, value) for path, value in said)


def _inside(above: Term, path: Term, parts: Nested) -> Iterator[Triple]:
    node = f"_:made{next(_labels)}"
    yield above, path, node
    for inner, value in parts:
        if isinstance(value, str):
            yield node, inner, value
        else:
            yield from _inside(node, inner, value)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
