"""Code lists as rules on values: is this IRI an entry of one of the lists, or can nobody here tell?"""

import re
from collections.abc import Callable, Mapping
from functools import cache

from fair_metadata.namespaces import SKOS
from fair_metadata.record import Nodes
from fair_metadata.terms import Term, iri
from fair_metadata.vocabularies import vocabulary

Membership = Callable[[Nodes, Term], bool | None]

# Lists that the official validators recognise by the look of the IRI.
PATTERNS: Mapping[str, str] = {
    "media-type": r"^https?://www\.iana\.org/assignments/media-types/",
    "personal-data": r"^https://w3id\.org/dpv/dpv-pd#.+",
    "geonames": r"^https?://sws\.geonames\.org",
}
# Lists of tens of thousands of entries that are not shipped: an IRI of theirs is taken at its word.
UNSHIPPED: Mapping[str, str] = {
    "corporate-body": "http://publications.europa.eu/resource/authority/corporate-body",
    "place": "http://publications.europa.eu/resource/authority/place",
}
# Lists of which a part is shipped: an IRI of theirs that is not in our part is taken at its word too.
PARTLY_SHIPPED = frozenset({"coding-system", "file-type", "health-activity", "language", "standard"})


@cache
def scheme(name: str) -> str:
    """The IRI of a list's concept scheme. KeyError for a list that nobody knows."""
    return UNSHIPPED.get(name) or vocabulary(name).scheme


def is_judged(names: tuple[str, ...]) -> bool:
    """Can anything be said of values of these lists? Not when none of them is shipped."""
    return any(name not in UNSHIPPED for name in names)


@cache
def membership(names: tuple[str, ...]) -> Membership:
    """Is a value in one of the lists, by our copy or by what the record says (skos:inScheme)? None: nobody can tell."""
    patterns = [re.compile(PATTERNS[name]) for name in names if name in PATTERNS]
    listed = [name for name in names if name not in PATTERNS]
    schemes = frozenset(f"<{scheme(name)}>" for name in listed)
    known = frozenset(f"<{c}>" for name in listed if name not in UNSHIPPED for c in vocabulary(name).concepts)
    open_ended = tuple(f"<{scheme(n)}/" for n in listed if n in UNSHIPPED or n in PARTLY_SHIPPED)

    def test(nodes: Nodes, value: Term) -> bool | None:
        if value in known or any(pattern.search(iri(value)) for pattern in patterns):
            return True
        if not schemes.isdisjoint(nodes.get(value, {}).get(SKOS.inScheme, ())):
            return True
        return None if value.startswith(open_ended) else False

    return test
