"""What a page of results offers to keep an eye on: the search itself, and the diseases that it is about."""

from urllib.parse import urlencode

from catalog.language import current_language
from fair_metadata.vocabularies import vocabulary
from search.explaining import called
from search.fields import DISEASE
from search.query import Query
from search.understanding import Reading

MOST = 3  # diseases of one question


def to_save(query: Query) -> str:
    """Where this search is saved."""
    return "/saved/new?" + urlencode({"search": query.address().partition("?")[2]})


def to_follow(reading: Reading) -> list[tuple[str, str]]:
    """The diseases that are asked for, chosen or in words: what each is called, and where it is followed."""
    said = [item.values[0] for item in reading.items if item.key == DISEASE and item.values and not item.is_excluded]
    asked, known = dict.fromkeys([*reading.query.filters.get(DISEASE, ()), *said]), vocabulary("mondo")
    found = [iri for iri in asked if known.get(iri)][:MOST]
    return [(called(iri, current_language()), "/saved/new?" + urlencode({"disease": iri})) for iri in found]
