"""The results of a search in every list format: `/datasets.<suffix>` with the question of the page."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import chain, islice
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from django.conf import settings
from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse, StreamingHttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from catalog import browse, policy
from catalog.batching import batched
from catalog.intake import tabulating
from catalog.language import current_language
from catalog.models import Resource
from catalog.pages import asking, signposting
from fair_metadata.formats import FORMATS, LISTED, Description, by_suffix
from fair_metadata.formats.xml import printable
from search import keeping_up
from search.answering import Answer, answer, whole
from search.engines import Hit, Unavailable, engine
from search.explaining import called, describes, reasons, unknown
from search.fields import FACETS, UNBOUNDED
from search.pages.asked import at_least, query_of, unavailable
from search.pages.keeping import for_its_reader
from search.pages.spreadsheet import MARK, line
from search.query import LAST_PAGE, SIZE, Query

CHUNK = 500  # descriptions fetched at once
FEED = 100  # entries of a feed
MOST = 1_000  # datasets in one page of JSON
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PATIENTS_BY = ("disease", "outcome", "country")  # filters that JSON also counts in patients

Write = Callable[[Query, policy.Viewer], Iterator[bytes]]


@dataclass(frozen=True, slots=True)
class ListFormat:
    """One row: a way to write results that is no way to write one description."""

    suffix: str
    label: str
    media_type: str
    write: Write


def links(query: Query) -> list[tuple[str, str]]:
    """Label and address of each form of these results."""
    rows = [(row.label, row.suffix) for row in (*LIST_FORMATS, *(FORMATS[name] for name in LISTED))]
    return [(label, replace(query, page=1).address(f".{suffix}")) for label, suffix in (*rows, ("JSON", "json"))]


@require_safe
@for_its_reader
def datasets_as(request: HttpRequest, suffix: str) -> HttpResponseBase:
    """All results in one format, streamed; JSON a page at a time, with counts."""
    keeping_up.start()
    viewer = asking.viewer(request)
    try:
        if suffix == "json":
            return _json(request, query_of(request), viewer)
        return _streamed(query_of(request), viewer, suffix, asking.tongues(request))
    except Unavailable:
        return unavailable(request)


def _streamed(query: Query, viewer: policy.Viewer, suffix: str, tongues: tuple[str, ...]) -> HttpResponseBase:
    own = next((row for row in LIST_FORMATS if row.suffix == suffix), None)
    row = by_suffix(suffix)
    if own is None and (row is None or row.name not in LISTED):
        raise Http404(_("Results are not written as “%(suffix)s”.") % {"suffix": suffix})
    if own is not None:
        chunks, media_type = own.write(query, viewer), own.media_type
    else:
        assert row is not None
        chunks, media_type = LISTED[row.name](_descriptions(query, viewer, tongues)), row.media_type
    start = list(islice(chunks, 1))  # what is wrong shows before the answer begins
    charset = "" if media_type == XLSX else "; charset=utf-8"
    answered = StreamingHttpResponse(chain(start, chunks), content_type=f"{media_type}{charset}")
    if suffix != "atom":
        answered["Content-Disposition"] = f'attachment; filename="datasets.{suffix}"'
    return answered


def _hits(query: Query, viewer: policy.Viewer) -> Iterator[Hit]:
    return engine().scan(whole(query, engine(), viewer.audiences), viewer.audiences)


def _descriptions(query: Query, viewer: policy.Viewer, tongues: tuple[str, ...]) -> Iterator[Description]:
    """The descriptions as they stand now, of those results that the viewer may still see listed."""
    for chunk in batched((hit.iri for hit in _hits(query, viewer)), CHUNK):
        rows = Resource.objects.filter(policy.listed(viewer), iri__in=chunk).select_related("revision").defer("card")
        found = {row.iri: row for row in rows}
        for row in (found[iri] for iri in chunk if iri in found):
            page, cite_as = settings.BASE_URL + browse.address(row), signposting.cite_as(row)
            yield Description(row.record, page, tongues=tongues, cite_as=cite_as)


# CSV.

_NAMED = (
    "disease",
    "outcome",
    "data_kind",
    "source",
    "country",
    "access",
    "data_model",
    "data_use",
    "format",
    "licence",
)
_SPANS = ("patients", "samples", "age", "followup", "lead")


def _csv(query: Query, viewer: policy.Viewer) -> Iterator[bytes]:
    spans = [f"{key}_{end}" for key in _SPANS for end in ("least", "most")]
    head = ["slug", "iri", "title", "publisher", "matches", "period_start", "period_end", *spans, *_NAMED]
    yield (MARK + line([*head, "changed", "fair", "page"])).encode()
    for hit in _hits(query, viewer):
        yield line(_row(hit, query)).encode()


def _row(hit: Hit, query: Query) -> list[object]:
    shown, card = hit.shown, hit.card
    spans = shown.get("spans", {})
    numbers = [_end(spans, key, place) for key in _SPANS for place in (0, 1)]
    own = shown.get("own", {})
    named = [" | ".join(called(value, "en") for value in own.get(key, ())) for key in _NAMED]
    about = [hit.address.rsplit("/", 1)[-1], hit.iri, _text(card, "title"), _text(card, "publisher")]
    about += ["maybe" if query.maybe else "yes", *(card.get("period") or ["", ""])]
    return [*about, *numbers, *named, shown.get("changed", ""), shown.get("fair", ""), settings.BASE_URL + hit.address]


def _end(spans: Mapping[str, list[int]], key: str, place: int) -> object:
    number = spans.get(key, ["", ""])[place]
    return "" if number == UNBOUNDED else number


def _text(card: Mapping[str, Any], name: str) -> str:
    texts = card.get(name) or {}
    return str(texts.get("en") or next(iter(texts.values()), ""))


# Tables to edit and to send back.


def _table(form: str) -> Write:
    def write(query: Query, viewer: policy.Viewer) -> Iterator[bytes]:
        iris = [hit.iri for hit in islice(_hits(query, viewer), tabulating.MOST + 1)]
        if len(iris) > tabulating.MOST:
            said = _("A spreadsheet has at most %(n)s datasets. Narrow the search.")
            raise BadRequest(said % {"n": tabulating.MOST})
        return tabulating.tables_of(iris, viewer, form=form, tongue=current_language())

    return write


# Atom (RFC 4287).


def _atom(query: Query, viewer: policy.Viewer) -> Iterator[bytes]:
    """What changed last among the results."""
    latest = replace(query, sort="changed", page=1)
    title = _("Datasets") + (f": {query.text}" if query.text else "")
    me, page = (settings.BASE_URL + query.address(suffix) for suffix in (".atom", ""))
    yield from atom(islice(_hits(latest, viewer), FEED), title=title, name=me, me=me, page=page)


def atom(found: Iterable[Hit], *, title: str, name: str, me: str, page: str) -> Iterator[bytes]:
    """A feed of these, the last changed first: its name for good, its address, and the page that it is of."""
    hits = list(found)
    updated = max((str(hit.shown.get("changed", "")) for hit in hits), default="1970-01-01T00:00:00+00:00")
    yield (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom">\n'
        f"<id>{escape(name)}</id>\n<title>{escape(printable(title))} – {escape(settings.CATALOGUE_NAME)}</title>\n"
        f'<updated>{updated}</updated>\n<link rel="self" type="application/atom+xml" href={quoteattr(me)}/>\n'
        f'<link rel="alternate" type="text/html" href={quoteattr(page)}/>\n'
        f"<author><name>{escape(settings.CATALOGUE_NAME)}</name></author>\n"
    ).encode()
    for hit in hits:
        yield _entry(hit).encode()
    yield b"</feed>\n"


def _entry(hit: Hit) -> str:
    page = quoteattr(settings.BASE_URL + hit.address)
    publisher = _text(hit.card, "publisher")
    author = f"<author><name>{escape(printable(publisher))}</name></author>" if publisher else ""
    return (
        f"<entry><id>{escape(hit.iri)}</id><title>{escape(printable(_text(hit.card, 'title') or hit.iri))}</title>"
        f'<link rel="alternate" type="text/html" href={page}/><updated>{hit.shown.get("changed", "")}</updated>{author}'
        f"<summary>{escape(printable(_text(hit.card, 'description')))}</summary></entry>\n"
    )


# JSON.


def _json(request: HttpRequest, query: Query, viewer: policy.Viewer) -> HttpResponse:
    """One page of the answer with its counts, what was understood, and what may match."""
    size = request.GET.get("size", "")
    size_asked = min(MOST, max(1, int(size))) if size.isascii() and size.isdigit() and len(size) < 6 else SIZE
    found = answer(query, engine(), viewer.audiences, size=size_asked, patients_by=PATIENTS_BY)
    return JsonResponse(as_json(found, query, size_asked), json_dumps_params={"ensure_ascii": False})


def as_json(found: Answer, query: Query, size: int) -> dict[str, Any]:
    results, reading = found.results, found.reading
    more = query.page * size < results.total and query.page < LAST_PAGE
    following = replace(query, page=query.page + 1).address(".json")
    if size != SIZE:
        following += ("&" if "?" in following else "?") + f"size={size}"
    return {
        "total": results.total,
        "patients_at_least": at_least(results.patients),
        "page": query.page,
        "next": settings.BASE_URL + following if more else None,
        "matches": "maybe" if query.maybe else "yes",
        "understood": [
            {"phrase": item.phrase, "as": describes(item, "en"), "key": item.key, "values": item.values}
            | {"is_filter": item.is_filter, "is_excluded": item.is_excluded}
            for item in reading.items
        ],
        "items": [_item(hit, found, is_certain=not query.maybe) for hit in results.hits],
        "may_match": {
            "total": found.maybe.total if found.maybe else 0,
            "items": [_item(hit, found, is_certain=False) for hit in found.maybe.hits] if found.maybe else [],
        },
        "facets": {
            facet.key: {
                "label": facet.label["en"],
                "values": [
                    _value(facet.key, value, count, found) for value, count in results.facets.get(facet.key, ())
                ],
                "not_stated": results.all_but.get(facet.key, 0) - results.stated.get(facet.key, 0),
            }
            for facet in FACETS
        },
        "did_you_mean": found.did_you_mean or None,
    }


def _value(key: str, value: str, count: int, found: Answer) -> dict[str, Any]:
    """One value of a filter; of some filters with how many patients there certainly are."""
    patients = found.results.patients_of.get(key, {}).get(value, 0)
    certain = {"patients_at_least": at_least(patients)} if patients else {}
    return {"value": value, "label": called(value, "en"), "count": count} | certain


def _item(hit: Hit, found: Answer, *, is_certain: bool) -> dict[str, Any]:
    return {
        "iri": hit.iri,
        "slug": hit.address.rsplit("/", 1)[-1],
        "page": settings.BASE_URL + hit.address,
        **hit.card,
        "matched_in": reasons(hit, found.reading, "en"),
        "not_stated": [] if is_certain else unknown(hit, found.reading, "en"),
    }


LIST_FORMATS = (
    ListFormat("csv", "CSV", "text/csv", _csv),
    ListFormat("xlsx", "Excel, to edit", XLSX, _table("xlsx")),
    ListFormat("table.csv", "CSV, to edit", "text/csv", _table("csv")),
    ListFormat("atom", "Atom", "application/atom+xml", _atom),
)
