"""From an address to what is to be saved or followed: the same for pages and for the API."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from urllib.parse import parse_qs

from catalog import browse
from catalog.language import current_language
from catalog.models import Organisation, What
from catalog.notices.wording import title_of
from catalog.policy import Viewer
from catalog.saved.keeping import Target
from fair_metadata.vocabularies import label, vocabulary
from search.fields import DISEASE
from search.pages import filters
from search.query import Query

LONGEST = 50_000  # characters of a search: all values that one may have are fewer
NAMED = 3  # filters that make the name of a search


def target(asked: Mapping[str, str], viewer: Viewer) -> Target | None:
    """What these parameters name; None for what there is not, or not for this viewer. They have to name one thing."""
    named = [what for what in _READ if what in asked]
    if len(named) != 1 or "\0" in asked[named[0]]:
        return None
    return _READ[named[0]](asked[named[0]], viewer)


def query_of(written: str) -> Query:
    """The search in an address, or in what stands behind its question mark."""
    return Query.from_params(parse_qs(written.rpartition("?")[2], max_num_fields=500, errors="replace"))


def _search(written: str, _viewer: Viewer) -> Target | None:
    try:
        query = replace(query_of(written[:LONGEST]), page=1)
    except ValueError:  # more fields than any search has
        return None
    if query.asks_too_much:
        return None
    same = replace(query, sort="relevance", view="list")
    return Target(What.SEARCH, _name(query), query=_written(query), same=_written(same))


def _dataset(slug: str, viewer: Viewer) -> Target | None:
    resource = browse.shown_at(slug, viewer)
    return Target(What.DATASET, title_of(resource), resource=resource) if resource else None


def _organisation(slug: str, _viewer: Viewer) -> Target | None:
    found = Organisation.objects.filter(slug=slug).first()
    return Target(What.ORGANISATION, found.name, organisation=found) if found else None


def _disease(iri: str, _viewer: Viewer) -> Target | None:
    if vocabulary("mondo").get(iri) is None:
        return None
    return Target(What.DISEASE, label(iri, current_language()) or iri, concept=iri)


_READ: Mapping[str, Callable[[str, Viewer], Target | None]] = {
    "search": _search,
    "dataset": _dataset,
    "organisation": _organisation,
    "disease": _disease,
}


def _written(query: Query) -> str:
    return query.address().partition("?")[2]


def _name(query: Query) -> str:
    """The words of the search and the first of its filters; "" for all datasets."""
    chips = [chip["value"] for chip in filters.chips(query)[:NAMED]]
    return ", ".join([*([query.text] if query.text else []), *chips])[:200]


def of_disease(iri: str) -> Query:
    """All datasets of a disease or of one of its kinds."""
    return Query(filters={DISEASE: (iri,)})
