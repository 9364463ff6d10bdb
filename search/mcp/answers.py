"""What the tools answer. Each dataset comes with its persistent identifier and its licence, or that none is stated."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from django.conf import settings

from catalog import browse, policy
from catalog.models import Kind, Resource
from catalog.pages import signposting
from fair_metadata.assessment import Case, assess
from fair_metadata.formats import FORMATS, Description, json_ld
from fair_metadata.formats.cited import reference
from fair_metadata.namespaces import DCT
from fair_metadata.profiles import PROFILES
from fair_metadata.record import Record
from fair_metadata.terms import iri, text
from fair_metadata.validation import check
from search.answering import Answer, answer
from search.engines import engine
from search.engines.protocol import Hit
from search.explaining import called, describes, reasons, unknown
from search.fields import FACET
from search.pages.comparing import compared
from search.query import MOST_ASKED, MOST_FILTERS, Query

NOT_STATED = "not stated: ask the publisher"
MOST_GAPS = 20
DEFAULT_STYLE = "apa"
Json = dict[str, Any]
Work = Callable[[Mapping[str, Any], policy.Viewer], Json]


class CannotAnswer(ValueError):
    """What the asker can mend, in plain words. That a thing is not there, and not for this reader, is said alike."""


def search(given: Mapping[str, Any], viewer: policy.Viewer) -> Json:
    """A page of datasets, what was understood, and what may match."""
    query = _query(given)
    found = answer(query, engine(), viewer.audiences, size=given.get("size", 10))
    maybe = found.maybe.hits if found.maybe else ()
    return {
        "understood_as": [describes(item, "en") for item in found.reading.items],
        "total": found.results.total,
        "datasets": [_item(hit, found, is_certain=not query.maybe) for hit in found.results.hits],
        "may_match": {
            "total": found.maybe.total if found.maybe else 0,
            "datasets": [_item(hit, found, is_certain=False) for hit in maybe],
        },
        "did_you_mean": found.did_you_mean or None,
        "page_for_people": settings.BASE_URL + query.address(),
    }


def _query(given: Mapping[str, Any]) -> Query:
    filters = given.get("filters", {})
    params = {name: values if isinstance(values, list) else [values] for name, values in filters.items()}
    query = Query.from_params({**params, "q": [given.get("question", "")], "page": [str(given.get("page", 1))]})
    if query.asks_too_much:
        raise CannotAnswer(f"Use at most {MOST_FILTERS} filters with {MOST_ASKED} values in all.")
    return query


_SHOWN = ("title", "publisher", "patients", "period", "country", "access")


def _item(hit: Hit, found: Answer, *, is_certain: bool) -> Json:
    said = {name: hit.card[name] for name in _SHOWN if name in hit.card}
    return {
        "pid": signposting.cited_as(hit.iri, hit.address.rsplit("/", 1)[-1]),
        "licence": _licence(hit.shown.get("own", {}).get("licence", ())),
        **said,
        "page": settings.BASE_URL + hit.address,
        "matched_in": reasons(hit, found.reading, "en"),
        "not_stated": [] if is_certain else unknown(hit, found.reading, "en"),
    }


def _licence(stated: Iterable[str]) -> str:
    """Of the data: each distribution may have its own."""
    return "; ".join(dict.fromkeys(stated)) or NOT_STATED


def get(given: Mapping[str, Any], viewer: policy.Viewer) -> Json:
    """One dataset, whole, as JSON-LD."""
    resource = _dataset(given["dataset"], viewer)
    description = _description(resource, viewer)
    return _named(resource, description) | {"description": json_ld.document(description)}


def compare(given: Mapping[str, Any], viewer: policy.Viewer) -> Json:
    """Two to six datasets, property by property."""
    datasets = [_dataset(name, viewer) for name in dict.fromkeys(given["datasets"])]
    lines = compared(datasets, only=given.get("differences_only", False))
    return {
        "datasets": [_named(dataset, _description(dataset, viewer)) for dataset in datasets],
        "properties": [
            {"property": line.label, "values": [list(cell) for cell in line.cells], "differs": line.differs}
            for line in lines
        ],
    }


def facets(given: Mapping[str, Any], viewer: policy.Viewer) -> Json:
    """The values of filters with the number of datasets, among those that a question finds."""
    query = _query(given)
    results = answer(query, engine(), viewer.audiences, size=1, beside=False).results
    return {
        "total": results.total,
        "facets": {
            key: [
                {"value": value, "label": called(value, "en"), "datasets": count}
                for value, count in results.facets.get(key, ())
            ]
            for key in given.get("facets") or list(FACET)
        },
    }


def variables(given: Mapping[str, Any], viewer: policy.Viewer) -> Json:
    """Datasets whose data dictionary has a variable of that name, and the columns that one dataset has."""
    query = Query.from_params({"variable": given["names"]})
    found = answer(query, engine(), viewer.audiences, size=20, beside=False)
    return {
        "total": found.results.total,
        "datasets": [
            _item(hit, found, is_certain=True) | {"variables": _asked(hit, given["names"])}
            for hit in found.results.hits
        ],
    }


def _asked(hit: Hit, names: Sequence[str]) -> list[str]:
    """Those of the variables that the dataset has."""
    return [name for name in hit.shown.get("variables", {}) if name in names]


def fair_report(given: Mapping[str, Any], viewer: policy.Viewer) -> Json:
    """How FAIR a description is (points of 100), what would add most, and what is wrong, in plain words."""
    resource = _dataset(given["dataset"], viewer)
    description = _description(resource, viewer)
    record = description.joined
    found = assess(Case(description.record, description.parts))
    return _named(resource, description) | {
        "fair": found.points,
        "to_add": [gap.advice["en"] for gap in found.to_repair[:MOST_GAPS]],
        "to_mend": [f"{f.severity}: {f.message['en']}" for f in check(record, PROFILES["healthdcat-ap"])[:MOST_GAPS]],
    }


def cite(given: Mapping[str, Any], viewer: policy.Viewer) -> Json:
    """The reference to a dataset as its page offers it, in one of the styles."""
    resource = _dataset(given["dataset"], viewer)
    description, style = _description(resource, viewer), given.get("style", DEFAULT_STYLE)
    return _named(resource, description) | {
        "cite_as": description.cite_as,
        "style": style,
        "citation": reference(description, style),
        "bibtex": FORMATS["bibtex"].write(description).decode(),
    }


def _dataset(name: str, viewer: policy.Viewer) -> Resource:
    """By PID, IRI, address of its page, or slug."""
    tail = name.rstrip("/").rsplit("/", 1)[-1]
    found = browse.named(tail, [name])
    if found is None or found.kind != Kind.DATASET or not policy.may_see(viewer, found):
        raise CannotAnswer(f"There is no dataset “{name[:200]}” that you may see. Take a “pid” from a search.")
    return browse.whole(found)


def _description(resource: Resource, viewer: policy.Viewer) -> Description:
    shared, parts = browse.shared(resource, viewer), browse.parts(resource, viewer)
    page, cite_as = settings.BASE_URL + browse.address(resource), signposting.cite_as(resource)
    return Description(resource.record, page, shared=shared, parts=parts, cite_as=cite_as)


def _named(resource: Resource, description: Description) -> Json:
    """What every answer about a dataset begins with."""
    stated = [value for record in (description.record, *description.parts) for value in _licences(record)]
    return {
        "pid": signposting.cited_as(resource.iri, resource.slug),
        "licence": _licence(stated),
        "title": resource.card.get("title", {}),
        "page": description.page,
    }


def _licences(record: Record) -> Iterator[str]:
    return (iri(value) if value[0] == "<" else text(value) for _, p, value in record.triples if p == DCT.license)
