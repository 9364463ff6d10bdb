"""What was read in a question, in short, to be compared."""

from datetime import date

from search.query import Query
from search.understanding import ConceptPart, WordPart, understand

TODAY = date(2026, 6, 15)
MONDO = "http://purl.obolibrary.org/obo/MONDO_"
EU = "http://publications.europa.eu/resource/authority/"
FORMS = {
    "disease": MONDO,
    "outcome": "urn:fdc:vocab:outcomes:",
    "data_kind": "urn:fdc:vocab:data-kinds:",
    "source": "urn:fdc:vocab:source-types:",
    "age_group": "urn:fdc:vocab:age-groups:",
    "country": EU + "country/",
    "access": EU + "access-right/",
    "licence": EU + "licence/",
    "data_model": "https://hdeu-dcat.data.health.europa.eu/resource/authority/standard/",
}
AML, ALL, CLL, MYELOMA, MDS = "0018874", "0004967", "0004948", "0009693", "0018881"
DUO = "http://purl.obolibrary.org/obo/DUO_"
REAL_WORLD = ("source=registry", "source=EHR", "source=claims")
LEUKAEMIA, LYMPHOMA, HODGKIN, DLBCL = "0005059", "0005062", "0004952", "0018905"


def read(text, **question):
    return understand(Query(text=text, **question), today=TODAY)


def filters(reading):
    """What the question asks for, in short: `disease=0018874`, `-outcome=mrd`, `patients=100..`, `licence missing`."""
    query = reading.query
    found = [f"{key}={_short(key, value)}" for key, values in query.filters.items() for value in values]
    found += [f"-{key}={_short(key, value)}" for key, values in query.excluded.items() for value in values]
    found += [f"{key}={low}..{high}" for key, (low, high) in query.ranges.items()]
    found += [f"{key} missing" for key in query.missing]
    found += [f"changed={query.changed_since}"] if query.changed_since else []
    found += [f"unchanged={query.changed_until}"] if query.changed_until else []
    found += [f"every {key}" for key in query.every]
    return set(found)


def _short(key, value):
    return value.removeprefix(FORMS.get(key, "")).replace(EU, "")


def words(reading):
    return [part.word for part in reading.parts if isinstance(part, WordPart)]


def concepts(reading):
    found = [part.concepts[0] for part in reading.parts if isinstance(part, ConceptPart)]
    return [
        next((value.removeprefix(form) for form in FORMS.values() if value.startswith(form)), value) for value in found
    ]
