"""What each verb answers, piece by piece (OAI-PMH 2.0, section 4). What is wrong shows before the first piece."""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from itertools import chain

from django.conf import settings

from catalog.protocols.oai import identifiers, items, sets
from catalog.protocols.oai.arguments import Asked, Problem, Refused, Wanted, prefix_of, token, wanted
from catalog.protocols.oai.items import Item
from catalog.protocols.oai.prefixes import PREFIXES, written
from fair_metadata.formats.xml import attributes_of, element

ROWS = 500  # changes that are looked at first: a dataset and its distribution are two
ENOUGH = 200  # records of a page; those of a window stay together, so that there may be more
AHEAD = 40  # changes that are looked at first for whether anything follows
_DC = (
    'xmlns:oai_dc="http://www.openarchives.org/OAI/2.0/oai_dc/" xmlns:dc="http://purl.org/dc/elements/1.1/" '
    'xsi:schemaLocation="http://www.openarchives.org/OAI/2.0/oai_dc/ http://www.openarchives.org/OAI/2.0/oai_dc.xsd"'
)

Pieces = Iterator[str]


def answer(request: Asked) -> Pieces:
    """The element that answers a legal request. `Refused` at once when the answer is an error."""
    return _VERBS[request.verb](request)


def moment(when: datetime) -> str:
    """In UTC, to the second (section 3.3)."""
    return f"{when:%Y-%m-%dT%H:%M:%SZ}"


def address() -> str:
    return f"{settings.BASE_URL}/oai"


def _identify(request: Asked) -> Pieces:
    said = {
        "repositoryName": settings.CATALOGUE_NAME,
        "baseURL": address(),
        "protocolVersion": "2.0",
        "adminEmail": settings.CONTACT_EMAIL,
        "earliestDatestamp": moment(items.earliest()),
        "deletedRecord": "persistent",
        "granularity": "YYYY-MM-DDThh:mm:ssZ",
        "compression": "gzip",
    }
    return _inside("Identify", [*(element(*pair) + "\n" for pair in said.items()), identifiers.description()])


def _list_metadata_formats(request: Asked) -> Pieces:
    """All, or those of one item: what is gone once had any of them."""
    item = _item(request) if "identifier" in request.arguments else None
    rows = [
        row
        for row in PREFIXES.values()
        if item is None or item.is_deleted or written(item.describe(), row.name) is not None
    ]
    said = ({"metadataPrefix": row.name, "schema": row.schema, "metadataNamespace": row.namespace} for row in rows)
    formats = (f"<metadataFormat>{''.join(map(element, each, each.values()))}</metadataFormat>\n" for each in said)
    return _inside("ListMetadataFormats", formats)


def _list_sets(request: Asked) -> Pieces:
    """In one answer: a token was never given out."""
    if "resumptionToken" in request.arguments:
        raise Refused(Problem("badResumptionToken", "Sets are listed whole. Ask for ListSets without a token."))
    return _inside("ListSets", (_set(*each) for each in sets.all_sets()))


def _set(spec: str, name: str, about: str) -> str:
    described = f"<setDescription><oai_dc:dc {_DC}>{element('dc:description', about)}</oai_dc:dc></setDescription>"
    return f"<set>{element('setSpec', spec)}{element('setName', name)}{described}</set>\n"


def _get_record(request: Asked) -> Pieces:
    prefix, item = prefix_of(request), _item(request)
    record = _record(item, prefix)
    if record is None:
        said = f"{request.get('identifier')} does not state what “{prefix}” asks for."
        raise Refused(Problem("cannotDisseminateFormat", f"{said} ListMetadataFormats tells what it has."))
    return _inside("GetRecord", [record])


def _item(request: Asked) -> Item:
    """The item that is named. `Refused` for what everybody never saw: as for what was never here."""
    slug = identifiers.slug_of(request.get("identifier"))
    item = items.named(slug) if slug else None
    if item is None:
        said = f"There is no item “{request.get('identifier')}” here."
        raise Refused(Problem("idDoesNotExist", f"{said} Identifiers begin with {identifiers.identifier('')}"))
    return item


# Lists, a window at a time.


def _list(request: Asked) -> Pieces:
    """From the first window that holds something. `Refused` with noRecordsMatch when none does, now or any more."""
    asked = wanted(request)
    found = _windows(asked, asked.after, ROWS)
    for last, entries in found:
        if first := next(entries, None):
            return _inside(request.verb, _page(asked, chain([(last, chain([first], entries))], found)))
    raise Refused(Problem("noRecordsMatch", "Nothing here is in this span of time and in this set."))


def _windows(asked: Wanted, after: int, rows: int) -> Iterator[tuple[int, Pieces]]:
    if sets.is_there(asked.spec):
        yield from ((last, _entries(asked, found)) for last, found in items.windows(asked, after, rows))


def _entries(asked: Wanted, found: Iterator[Item]) -> Pieces:
    """Headers need no writing: what cannot be said in a format is refused before it is kept, or nearly all of it."""
    if asked.verb == "ListIdentifiers":
        return map(_header, found)
    return filter(None, (_record(item, asked.prefix) for item in found))


def _page(asked: Wanted, windows: Iterator[tuple[int, Pieces]]) -> Pieces:
    """Whole windows until there is enough of it, then the token."""
    given, last = 0, asked.after
    for end, entries in windows:
        last = end
        for entry in entries:
            given += 1
            yield entry
        if given >= ENOUGH:
            break
    yield _token(asked, last, given, follows=given >= ENOUGH and _follows(asked, last))


def _follows(asked: Wanted, last: int) -> bool:
    """Is there any more to give? The first few changes mostly tell."""
    return any(next(entries, None) for _, entries in _windows(asked, last, AHEAD))


def _token(asked: Wanted, last: int, given: int, *, follows: bool) -> str:
    """A token while anything follows, an empty one after the last page, none for a list of one page (section 3.5)."""
    is_first = asked.after == 0
    if is_first and not follows:
        return ""
    size = items.count(asked) if is_first else asked.size
    size = None if size is None else max(size, asked.cursor + given)
    said = {"completeListSize": None if size is None else str(size), "cursor": str(asked.cursor)}
    words = token(asked, after=last, cursor=asked.cursor + given, size=size) if follows else ""
    return element("resumptionToken", words, said) + "\n"


# Records.


def _record(item: Item, prefix: str) -> str | None:
    """None for an item that cannot be said in this format; what is gone is a header in each."""
    if item.is_deleted:
        return f"<record>{_header(item)}</record>\n"
    metadata = written(item.describe(), prefix)
    return metadata and f"<record>{_header(item)}<metadata>{metadata}</metadata></record>\n"


def _header(item: Item) -> str:
    said = [("identifier", identifiers.identifier(item.name)), ("datestamp", moment(item.at))]
    said += [("setSpec", spec) for spec in item.specs]
    status = attributes_of({"status": "deleted" if item.is_deleted else None})
    return f"<header{status}>{''.join(element(*pair) for pair in said)}</header>\n"


def _inside(name: str, pieces: "Iterator[str] | list[str]") -> Pieces:
    return chain([f"<{name}>\n"], pieces, [f"</{name}>\n"])


_VERBS: Mapping[str, Callable[[Asked], Pieces]] = {
    "GetRecord": _get_record,
    "Identify": _identify,
    "ListIdentifiers": _list,
    "ListMetadataFormats": _list_metadata_formats,
    "ListRecords": _list,
    "ListSets": _list_sets,
}
