"""How the tables were made: `python -m fair_metadata.vocabularies.build FOLDER`, with the folder of official files.

Needs PyYAML, Babel (names of countries and languages, from CLDR) and pycountry; the product itself does not.
"""

import csv
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import yaml
from babel import Locale
from pycountry import countries, languages

from fair_metadata.namespaces import SKOS
from fair_metadata.vocabularies.concept import folded
from fair_metadata.vocabularies.continents import continents
from fair_metadata.vocabularies.own_lists import OWN_LISTS
from fair_metadata.vocabularies.short_lists import SHORT_LISTS
from fair_metadata.vocabularies.spanish import SPANISH
from fair_metadata.vocabularies.synonyms import BROADER, MISLEADING, SYNONYMS

EU = "http://publications.europa.eu/resource/authority/"
HEALTH = "https://hdeu-dcat.data.health.europa.eu/resource/authority/"
COLUMNS = ("code", "iri", "en", "es", "synonyms_en", "synonyms_es", "codes", "broader")
EU_CREDIT = "Publications Office of the European Union"
US = "the Marrow developers"
Row = tuple[str, str, str, str, str, str, str, str]


def row(code: str, en: str, es: str = "", *, iri: str = "", **rest: Iterable[str]) -> Row:
    lists = ("|".join(rest.get(name, ())) for name in COLUMNS[4:])
    return (code, iri, en, es, *lists)  # type: ignore[return-value]


def write(name: str, rows: Iterable[Row], **header: str) -> None:
    path = Path(__file__).parent / "tables" / f"{name}.tsv"
    if name in SYNONYMS and header["credit"] != US:
        header["credit"] += f"; synonyms: {US}"
    with path.open("w", encoding="utf-8", newline="") as file:
        for key, value in header.items():
            file.write(f"# {key}: {value}\n")
        writer = csv.writer(file, delimiter="\t", lineterminator="\n", quoting=csv.QUOTE_NONE, quotechar=None)
        writer.writerow(COLUMNS)
        writer.writerows(_with_synonyms(name, said) for said in rows)


def _with_synonyms(name: str, said: Row) -> Row:
    """A row with what people write besides, and without what would mislead them."""
    code, iri, en, es, more_en, more_es, codes, broader = said
    added = SYNONYMS.get(name, {}).get(code, ("", ""))
    dropped = MISLEADING.get(name, {}).get(code, frozenset())
    texts = (_merged(known, new, dropped) for known, new in zip((more_en, more_es), added, strict=True))
    return (code, iri, en, es, *texts, codes, broader)  # type: ignore[return-value]


def _merged(known: str, added: str, dropped: frozenset[str]) -> str:
    """Both lists, each text once however it is spelt; as it was where nothing is added or dropped."""
    kept = [text for text in known.split("|") if text and text not in dropped]
    seen = set(map(folded, kept))
    new = {folded(text): text for text in added.split("|") if text and folded(text) not in seen}
    return "|".join(sorted([*kept, *new.values()]) if new else kept)


def short_lists() -> None:
    for name, (header, rows) in SHORT_LISTS.items():
        write(name, (row(code, en, es) for code, en, es in rows), **header)


def own_lists() -> None:
    for name, (header, rows) in OWN_LISTS.items():
        base = header["scheme"] + header["separator"]
        write(
            name,
            (row(code, en, es, synonyms_en=[more_en], synonyms_es=[more_es], broader=[base + broader] if broader else [])
             for code, broader, en, es, more_en, more_es in rows),
            **header,
        )


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
        broader = [f"{EU}continent/{continent}" for continent in continents(code)]
        rows.append(row(code, en, spanish.territories.get(two, ""), codes=[two] if two else [], broader=broader))
    credit = f"{EU_CREDIT}; names: Unicode CLDR"
    write("country", rows, scheme=EU + "country", title="Countries and territories", source=EU_CREDIT, licence="Reuse with credit; Unicode licence v3", credit=f"{credit}; continents: {US}")
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


def from_skos(path: Path, name: str, preferred: dict[str, tuple[str, str]], also: Mapping[str, list[str]], **header: str) -> None:
    """Codes, labels, synonyms and relations; no definitions. `also` are more codes of a concept."""
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
        codes = [v.value for v in said.get("<http://www.geneontology.org/formats/oboInOwl#hasDbXref>", [])] + also.get(code, [])
        groups = [v.value for v in said.get(SKOS.member, [])]
        rows.append(
            row(code, en or es, es, iri=subject.strip("<>"), synonyms_en=more_en, synonyms_es=_texts(synonyms, "es"), codes=sorted(codes),
                broader=_broader(code, (v.value for v in said.get(SKOS.broader, []))) or ([f"+{m}" for m in sorted(groups)] if groups else []))
        )
    write(name, sorted(rows), **header)


def _broader(code: str, stated: Iterable[str]) -> list[str]:
    wrong, right = (set(map(_obo, codes)) for codes in BROADER.get(code, ((), ())))
    return sorted(set(stated) - wrong | right)


def _obo(code: str) -> str:
    return "http://purl.obolibrary.org/obo/" + code.replace(":", "_")


def icd10(path: Path) -> tuple[list[Row], dict[str, list[str]]]:
    """The supplement as a list of its own, and MONDO's codes by concept: those that a second source confirms."""
    with path.open(encoding="utf-8") as file:
        said = [line for line in csv.DictReader(file) if line["mondo_id"].startswith("MONDO:")]
    confirmed: dict[str, list[str]] = {}
    for line in said:
        if line["source"] != "unverified":
            confirmed.setdefault(line["mondo_id"], []).append("ICD10:" + line["icd10_code"])
    rows = [row(line["icd10_code"], line["mondo_label_hint"], iri=_obo(line["mondo_id"]), codes=[line["source"]]) for line in said]
    return rows, confirmed


OURS = f"Spanish labels: {US}"

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
    "MONDO:0009891": ("polycythaemia vera", "policitemia vera"),
    "MONDO:0005029": ("essential thrombocythaemia", "trombocitemia esencial"),
    "MONDO:0009692": ("primary myelofibrosis", "mielofibrosis primaria"),
    "MONDO:0020311": ("chronic myelomonocytic leukaemia", "leucemia mielomonocítica crónica"),
    "MONDO:0011908": ("juvenile myelomonocytic leukaemia", "leucemia mielomonocítica juvenil"),
    "MONDO:0012883": ("acute promyelocytic leukaemia", "leucemia promielocítica aguda"),
    "MONDO:0018935": ("hairy cell leukaemia", "tricoleucemia"),
    "MONDO:0017604": ("marginal zone lymphoma", "linfoma de la zona marginal"),
    "MONDO:0018310": ("Langerhans cell histiocytosis", "histiocitosis de células de Langerhans"),
    "MONDO:0100280": ("Waldenström macroglobulinaemia", "macroglobulinemia de Waldenström"),
}


def main(folder: Path) -> None:
    standards, domain = folder / "standards", folder / "domain"
    short_lists()
    own_lists()
    from_yaml(standards, "FileType", "file-type", "File types", {})
    from_yaml(standards, "DatasetType", "dataset-type", "Dataset types", {"PERSONAL_DATA": "Datos personales", "STATISTICAL": "Datos estadísticos", "SYNTHETIC_DATA": "Datos sintéticos", "TEST_DATA": "Datos de prueba", "OTHER": "Otro"})
    countries_and_languages(standards)
    rows, confirmed = icd10(domain / "haem-icd10-supplement.csv")
    mondo = "Mondo Disease Ontology, Disease Ontology, NCI Thesaurus, Orphanet (ORDO)"
    from_skos(domain / "haem-neoplasms.ttl", "mondo", PREFERRED, confirmed, scheme="urn:fdc:vocab:haem-neoplasms", title="Blood cancers", source="monarch-initiative/mondo release 2026-08-04 with Disease Ontology 2026-07-31", licence="CC BY 4.0", credit=f"{mondo}; {OURS}, some broader terms")
    from_skos(domain / "duo.ttl", "duo", {}, {}, scheme="urn:fdc:vocab:duo", title="Data use conditions", source="EBISPOT/DUO 2021-02-23", licence="CC BY 4.0", credit=f"GA4GH Data Use Ontology; {OURS}, some broader terms")
    from_skos(domain / "outcomes.ttl", "outcomes", {}, {}, scheme="urn:fdc:vocab:outcomes", title="Outcomes", source="made for this project", licence="CC0 1.0", credit=US)
    write("icd10-supplement", rows, scheme="urn:fdc:vocab:icd10-supplement", title="ICD-10 codes of blood cancers (codes marked unverified are not used)", source="by hand", licence="CC0 1.0", credit=US)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
