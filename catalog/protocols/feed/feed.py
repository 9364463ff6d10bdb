"""`/catalog`: the public catalogue as DCAT-AP, page by page, in every RDF syntax, for harvesters.

`modified_since` gives what changed from then on; the catalogue's dct:modified on the first page of a harvest is what to
ask with the next time, since nothing that is stored later has an earlier time. What is gone since then has no
description any more: it is a dcat:CatalogRecord whose foaf:primaryTopic is gone, with adms:status WITHDRAWN. It is no
dcat:Dataset, so harvesters that know nothing of it import nothing.
"""

from collections.abc import Iterable, Iterator, Mapping

from django.http import HttpRequest, HttpResponseBase

from catalog.models import Kind
from catalog.protocols.feed import answering, nightly
from catalog.protocols.feed.about import absolute, catalogue, moment, node, record
from catalog.protocols.feed.answering import Newest
from catalog.protocols.feed.items import Item, descriptions
from catalog.protocols.feed.paging import Asked, Page, page
from fair_metadata.formats import Description, Format
from fair_metadata.namespaces import ADMS, DCAT, DCT, FOAF, RDF
from fair_metadata.terms import Term, Triple, named

WITHDRAWN = named("http://publications.europa.eu/resource/authority/distribution-status/WITHDRAWN")
# How the catalogue names each kind of item (DCAT 3, section 6.3); a series is no dcat:Dataset in what is stated.
_MEMBER: Mapping[str, Term] = {
    Kind.CATALOG: DCAT.catalog,
    Kind.SERIES: DCAT.resource,
    Kind.DATASET: DCAT.dataset,
    Kind.SERVICE: DCAT.service,
    Kind.CATALOG_RECORD: DCAT.record,
}


@answering.in_syntax("/catalog", explained="/about/machines#feed")
def feed(request: HttpRequest, row: Format) -> HttpResponseBase:
    """One page. What cannot be understood is 400, a page that is not there 404."""
    try:
        asked = Asked.of(request.GET.dict())
    except ValueError as refusal:
        return answering.refused(request, 400, "This page cannot be found by its address", str(refusal))
    found = page(asked)
    if found.is_beyond:
        return answering.refused(request, 404, "There is no such page", f"The last page is {found.pages}.")
    nightly.look_after()
    newest = answering.newest_change()
    return answering.answered(
        request,
        lambda: row.stream(_written(row, found, newest)),
        kind=answering.content_type(row),
        made_of=(newest.number, found.total, found.asked),
        at=newest.at,
        headers={
            "Link": answering.link_header(found.links(row.suffix)),
            "Content-Location": found.asked.address(row.suffix),
        },
    )


def _written(row: Format, found: Page, newest: Newest) -> Iterator[Description]:
    """The catalogue and where the other pages are, then each item with what belongs to it."""
    shown = [item.id for item in found.items if item.is_shown]
    head = [*catalogue(newest.at), *found.hydra(row.suffix), *_members(found.items)]
    yield Description(record(node(), head))
    yield from descriptions(shown)


def _members(items: Iterable[Item]) -> Iterator[Triple]:
    for item in items:
        if item.is_shown and item.kind in _MEMBER:
            yield node(), _MEMBER[item.kind], named(item.iri)
        if item.kind in _MEMBER or not item.is_shown:
            yield from _registered(item)


def _registered(item: Item) -> Iterator[Triple]:
    """The catalogue's own entry for it: when what everybody sees of it changed last, and whether it is gone."""
    me = named(absolute(f"/catalog#{item.id}"))
    yield node(), DCAT.record, me
    yield me, RDF.type, DCAT.CatalogRecord
    yield me, FOAF.primaryTopic, named(item.iri)
    if item.public_at:
        yield me, DCT.modified, moment(item.public_at)
    if not item.is_shown:
        yield me, ADMS.status, WITHDRAWN
