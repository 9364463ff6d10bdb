"""`/changes.atom`: what changed, for feed readers (RFC 4287), with archives (RFC 5005) and what is gone (RFC 6721)."""

from collections.abc import Iterator
from datetime import datetime
from xml.sax.saxutils import escape, quoteattr

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

from catalog import browse, policy
from catalog.models import State
from catalog.pages.asking import read_only
from catalog.protocols.feed import answering, changes
from catalog.protocols.feed.about import absolute
from catalog.protocols.feed.changes import SETTLED, Change, Fragment
from catalog.protocols.feed.event_stream import nothing_there
from fair_metadata.formats.xml import printable

MEDIA_TYPE = "application/atom+xml"
_OWN = ~policy.REFERENCES  # only these have pages
_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom" '
    'xmlns:fh="http://purl.org/syndication/history/1.0" xmlns:at="http://purl.org/atompub/tombstones/1.0">\n'
)


@read_only
def subscription(request: HttpRequest) -> HttpResponseBase:
    """The newest changes; `prev-archive` leads to those before (RFC 5005, section 4)."""
    return _answer(request, changes.newest(_OWN), is_archive=False)


@read_only
def archive(request: HttpRequest, place: int) -> HttpResponseBase:
    """One span of changes that is closed; of one that is still open the subscription is the document."""
    found = changes.fragment(place, _OWN)
    if found is None or found.is_open:
        return nothing_there(request, "/changes.atom")
    return _answer(request, found, is_archive=True)


def _answer(request: HttpRequest, found: Fragment | None, *, is_archive: bool) -> HttpResponseBase:
    newest = answering.newest_change()
    return answering.answered(
        request,
        lambda: answering.encoded(_feed(found, is_archive=is_archive)),
        kind=f"{MEDIA_TYPE}; charset=utf-8",
        made_of=(found and found.place, is_archive, newest.number),
        at=newest.at,
        kept=SETTLED if is_archive else answering.CHECKED_EACH_TIME,
    )


def _feed(found: Fragment | None, *, is_archive: bool) -> Iterator[str]:
    """Newest first. An archive says that it is one, and where the others and the subscription are."""
    name, updated = escape(settings.CATALOGUE_NAME), found.last_at if found else None
    links = {"self": absolute("/changes.atom"), "alternate": absolute("/datasets?sort=changed")}
    yield f"{_HEAD}<id>{escape(absolute('/changes.atom'))}</id>\n<title>{name}: what changed</title>\n"
    yield f"<updated>{_time(updated)}</updated>\n<author><name>{escape(settings.CATALOGUE_PUBLISHER)}</name></author>\n"
    if is_archive and found:
        links = {"self": _archive(found), "current": absolute("/changes.atom")}
        yield "<fh:archive/>\n"
    if found:
        links |= _neighbours(found)
    for relation, address in links.items():
        kind = "text/html" if relation == "alternate" else MEDIA_TYPE
        yield f'<link rel="{relation}" type="{kind}" href={quoteattr(address)}/>\n'
    for change in reversed(list(changes.changes(found.place, _OWN))) if found else ():
        yield _deleted(change) if change.is_gone else _entry(change)
    yield "</feed>\n"


def _neighbours(found: Fragment) -> dict[str, str]:
    before, after = changes.before(found, _OWN), changes.after(found, _OWN)
    links = {"prev-archive": _archive(before)} if before else {}
    if after and not after.is_open:
        links["next-archive"] = _archive(after)
    return links


def _archive(one: Fragment) -> str:
    return absolute(f"/changes/{one.place}.atom")


def _entry(change: Change) -> str:
    row = change.resource
    page, language = absolute(browse.address(row)), settings.LANGUAGE_CODE
    title, summary = (printable(row.words(name, language)) for name in ("title", "description"))
    return (
        f"<entry><id>{escape(row.iri)}</id><title>{escape(title or row.iri)}</title>"
        f"<updated>{_time(change.at)}</updated><category term={quoteattr(row.kind)}/>"
        f'<link rel="alternate" type="text/html" href={quoteattr(page)}/>'
        f'<link rel="alternate" type="text/turtle" href={quoteattr(page + ".ttl")}/>'
        f"<summary>{escape(summary or title or row.iri)}</summary></entry>\n"
    )


def _deleted(change: Change) -> str:
    """What is gone, when, and why where that is public: of what was hidden nothing but its IRI is told."""
    row = change.resource
    is_withdrawn = row.state == State.WITHDRAWN and policy.is_public(row)
    why = f"<at:comment>{escape(printable(row.withdrawn_because))}</at:comment>" if is_withdrawn else ""
    return f"<at:deleted-entry ref={quoteattr(row.iri)} when={quoteattr(_time(change.at))}>{why}</at:deleted-entry>\n"


def _time(at: datetime | None) -> str:
    return at.strftime("%Y-%m-%dT%H:%M:%S.%fZ") if at else "1970-01-01T00:00:00Z"
