"""How the tables were made: `python -m fair_metadata.vocabularies.build FOLDER`, with the folder of official files.

Needs PyYAML, Babel (names of countries and languages, from CLDR) and pycountry; the product itself does not.
"""

import csv
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import yaml
from babel import Locale
from pycountry import countries, languages

from fair_metadata.namespaces import SKOS
from fair_metadata.vocabularies.short_lists import SHORT_LISTS
from fair_metadata.vocabularies.spanish import SPANISH

EU = "http://publications.europa.eu/resource/authority/"
HEALTH = "https://hdeu-dcat.data.health.europa.eu/resource/authority/"
COLUMNS = ("code", "iri", "en", "es", "synonyms_en", "synonyms_es", "codes", "broader")
EU_CREDIT = "Publications Office of the European Union"
Row = tuple[str, str, str, str, str, str, str, str]


def row(code: str, en: str, es: str = "", *, iri: str = "", **rest: Iterable[str]) -> Row:
    lists = ("|".join(rest.get(name, ())) for name in COLUMNS[4:])
    return (code, iri, en, es, *lists)  # type: ignore[return-value]


def write(name: str, rows: Iterable[Row], **header: str) -> None:
    path = Path(__file__).parent / "tables" / f"{name}.tsv"
    with path.open("w", encoding="utf-8", newline="") as file:
        for key, value in header.items():
            file.write(f"# {key}: {value}\n")
        writer = csv.writer(file, delimiter="\t", lineterminator="\n", quoting=csv.QUOTE_NONE, quotechar=None)
        writer.writerow(COLUMNS)
        writer.writerows(rows)


def short_lists() -> None:
    for name, (header, rows) in SHORT_LISTS.items():
        write(name, (row(code, en, es) for code, en, es in rows), **header)


def from_yaml(folder: Path, file: str, name: str, title: str, spanish: dict[str, str]) -> None:
    document = next(iter(yaml.safe_load((folder / f"vocab/hdh-yml/{file}.yml").read_text()).values()))
    codes = {key: address.rsplit("/", 1)[-1] for key, address in document["vocabulary_list"].items()}
    rows = [row(code, document.get("en", {}).get(key, code), spanish.get(code, "")) for key, code in codes.items()]
    licence = "EU Publications Office, reuse with credit (Decision 2011/833/EU)"
    write(name, sorted(rows), scheme=EU + name, title=title, source=EU_CREDIT, licence=licence, credit=EU_CREDIT)


def countries_and_languages(folder: Path) -> None:
    english, spanish = Locale("en"), Locale("es")
    rows = []
    listed = yaml.safe_load((folder / "vocab/hdh-yml/PublicationsEuropAuthorityCountry.yml").read_text())
    names = next(iter(listed.values()))
    for code in sorted({address.rsplit("/", 1)[-1] for address in names["vocabulary_list"].values()}):
        two = getattr(countries.get(alpha_3=code), "alpha_2", "")
        en = english.territories.get(two) or names.get("en", {}).get(code, code)
        rows.append(row(code, en, spanish.territories.get(two, ""), codes=[two] if two else []))
    credit = f"{EU_CREDIT}; names: Unicode CLDR"
    write("country", rows, scheme=EU + "country", title="Countries and territories", source=EU_CREDIT, licence="Reuse with credit; Unicode licence v3", credit=credit)
    known = [
        row(lang.alpha_3.upper(), english.languages[lang.alpha_2], spanish.languages.get(lang.alpha_2, ""), codes=[lang.alpha_2])
        for lang in languages
        if getattr(lang, "alpha_2", "") in english.languages
    ]
    write("language", sorted(known), scheme=EU + "language", title="Languages", source=EU_CREDIT, licence="Reuse with credit; Unicode licence v3", credit=credit)


def _skos(path: Path) -> dict[str, dict[str, list[Any]]]:
    found: dict[str, dict[str, list[Any]]] = {}
    for quad in ox.parse(path=str(path), format=ox.RdfFormat.TURTLE):
        found.setdefault(str(quad.subject), {}).setdefault(str(quad.predicate), []).append(quad.object)
    return found


def _texts(values: Iterable[ox.Literal], language: str) -> list[str]:
    return sorted({v.value.replace("\t", " ") for v in values if v.language == language})


def from_skos(path: Path, name: str, preferred: dict[str, tuple[str, str]], **header: str) -> None:
    """Codes, labels, synonyms and relations; no definitions."""
    rows = []
    for subject, said in _skos(path).items():
        if SKOS.prefLabel not in said:
            continue
        labels, synonyms = said[SKOS.prefLabel], said.get(SKOS.altLabel, [])
        code = next((v.value for v in said.get(SKOS.notation, [])), subject.strip("<>").rsplit(":", 1)[-1])
        en, es = (next(iter(_texts(labels, language)), "") for language in ("en", "es"))
        more_en = _texts(synonyms, "en")
        if code in preferred:
            more_en, (en, es) = sorted({*more_en, en}), preferred[code]
        es = es or SPANISH.get(name, {}).get(code, "")
        codes = [v.value for v in said.get("<http://www.geneontology.org/formats/oboInOwl#hasDbXref>", [])]
        groups = [v.value for v in said.get(SKOS.member, [])]
        rows.append(
            row(code, en or es, es, iri=subject.strip("<>"), synonyms_en=more_en, synonyms_es=_texts(synonyms, "es"), codes=sorted(codes),
                broader=sorted([v.value for v in said.get(SKOS.broader, [])]) or ([f"+{m}" for m in sorted(groups)] if groups else []))
        )
    write(name, sorted(rows), **header)


OURS = "Spanish labels: the Marrow developers"

# What the network calls a disease, where MONDO's own name is another (D4).
PREFERRED = {
    "MONDO:0009693": ("multiple myeloma", "mieloma múltiple"),
    "MONDO:0018874": ("acute myeloid leukaemia", "leucemia mieloide aguda"),
    "MONDO:0004967": ("acute lymphoblastic leukaemia", "leucemia linfoblástica aguda"),
    "MONDO:0004948": ("chronic lymphocytic leukaemia", "leucemia linfocítica crónica"),
    "MONDO:0011996": ("chronic myeloid leukaemia", "leucemia mieloide crónica"),
    "MONDO:0018881": ("myelodysplastic syndrome", "síndrome mielodisplásico"),
    "MONDO:0018908": ("non-Hodgkin lymphoma", "linfoma no Hodgkin"),
    "MONDO:0004952": ("Hodgkin lymphoma", "linfoma de Hodgkin"),
    "MONDO:0020076": ("myeloproliferative neoplasm", "neoplasia mieloproliferativa"),
    "MONDO:0005059": ("leukaemia", "leucemia"),
    "MONDO:0018906": ("follicular lymphoma", "linfoma folicular"),
    "MONDO:0018876": ("mantle cell lymphoma", "linfoma de células del manto"),
    "MONDO:0018905": ("diffuse large B-cell lymphoma", "linfoma difuso de células B grandes"),
}


def main(folder: Path) -> None:
    standards, domain = folder / "standards", folder / "domain"
    short_lists()
    from_yaml(standards, "FileType", "file-type", "File types", {})
    from_yaml(standards, "DatasetType", "dataset-type", "Dataset types", {"PERSONAL_DATA": "Datos personales", "STATISTICAL": "Datos estadísticos", "SYNTHETIC_DATA": "Datos sintéticos", "TEST_DATA": "Datos de prueba", "OTHER": "Otro"})
    countries_and_languages(standards)
    mondo = "Mondo Disease Ontology, Disease Ontology, NCI Thesaurus, Orphanet (ORDO)"
    from_skos(domain / "haem-neoplasms.ttl", "mondo", PREFERRED, scheme="urn:fdc:vocab:haem-neoplasms", title="Blood cancers", source="monarch-initiative/mondo release 2026-08-04 with Disease Ontology 2026-07-31", licence="CC BY 4.0", credit=f"{mondo}; {OURS}")
    from_skos(domain / "duo.ttl", "duo", {}, scheme="urn:fdc:vocab:duo", title="Data use conditions", source="EBISPOT/DUO 2021-02-23", licence="CC BY 4.0", credit=f"GA4GH Data Use Ontology; {OURS}")
    from_skos(domain / "outcomes.ttl", "outcomes", {}, scheme="urn:fdc:vocab:outcomes", title="Outcomes", source="made for this project", licence="CC0 1.0", credit="the Marrow developers")
    with (domain / "haem-icd10-supplement.csv").open(encoding="utf-8") as file:
        rows = [row(r["icd10_code"], r["mondo_label_hint"], iri="http://purl.obolibrary.org/obo/" + r["mondo_id"].replace(":", "_"), codes=[r["source"]]) for r in csv.DictReader(file) if r["mondo_id"].startswith("MONDO:")]
    write("icd10-supplement", rows, scheme="urn:fdc:vocab:icd10-supplement", title="ICD-10 codes of blood cancers (codes marked unverified are not used)", source="by hand", licence="CC0 1.0", credit="the Marrow developers")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
