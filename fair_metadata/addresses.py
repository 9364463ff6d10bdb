"""The web addresses by which a description says where its data and its documentation are."""

from collections.abc import Iterator
from typing import NamedTuple

from fair_metadata.namespaces import CV, DCAT, FOAF
from fair_metadata.record import Record
from fair_metadata.terms import Term, is_blank, text

_OF_DATA = ("accessURL", "downloadURL", "landingPage", "endpointURL", "endpointDescription")
LEADING: frozenset[Term] = frozenset([*(DCAT[name] for name in _OF_DATA), FOAF.page, FOAF.homepage, CV.contactPage])
LONGEST = 2000


class Lead(NamedTuple):
    """A property that leads to a web address, on the resource itself or on what is nested in it."""

    path: Term
    url: str


def leads(record: Record) -> Iterator[Lead]:
    """Each address once for each property, without the part after `#`, which no server is told."""
    found = dict.fromkeys(
        Lead(path, url.partition("#")[0])
        for _, path, value in record.triples
        if path in LEADING and not is_blank(value) and _is_web_address(url := text(value).strip())
    )
    yield from found


def _is_web_address(url: str) -> bool:
    return url.lower().startswith(("http://", "https://")) and len(url) <= LONGEST and not any(map(str.isspace, url))
