"""The pages that harvesters and clients read: the FAIR Data Point, its records, their containers."""

import re
from collections.abc import Iterable

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponseBase

from catalog import browse
from catalog.models import Resource, State
from catalog.policy import Viewer
from catalog.protocols.fdp import describing, places, site
from catalog.protocols.fdp.answering import Refused, page, rdf, viewer, wants_page
from catalog.protocols.fdp.definitions import DEFINITIONS, Child
from catalog.protocols.fdp.places import Place, found, of, part
from fair_metadata.terms import Triple

SIZE, MOST = 10, 100  # descriptions on one page of `/page/{child}`; the reference's ten, and the most
EXPANDED = 200  # members of each container that `/expanded` describes


def place_of(request: HttpRequest, prefix: str, tail: str) -> Place:
    place = found(prefix, tail, viewer(request))
    if place is None:
        raise Http404("There is no such record here, or it is not for you to see.")
    return place


def record(request: HttpRequest, prefix: str = "", tail: str = "") -> HttpResponseBase:
    """One record with the first page of each of its containers; what is withdrawn is 410 with its description."""
    place = place_of(request, prefix, tail)
    if wants_page(request):
        return page(page_for_people(place))
    is_gone = place.resource is not None and place.resource.state == State.WITHDRAWN
    whom = viewer(request)
    triples = describing.own(place) if is_gone else described(place, whom)
    return rdf(request, place.subject, triples, status=410 if is_gone else 200, mark=mark_of(place))


def described(place: Place, whom: Viewer) -> list[Triple]:
    return site.described(place, whom) if place.resource is None else describing.described(place, whom)


def mark_of(place: Place) -> str:
    """What begins the ETag of a record and changes with its description alone."""
    return f"{place.resource.digest[:20]}-" if place.resource is not None else ""


def page_for_people(place: Place) -> str:
    if place.resource is not None:
        return browse.address(place.resource)
    return "/about/machines" if place == places.root() else "/datasets"


def expanded(request: HttpRequest, prefix: str = "", tail: str = "") -> HttpResponseBase:
    """A record with the descriptions of what is above and of what is below; long containers lead on as ever."""
    place, whom = place_of(request, prefix, tail), viewer(request)
    triples = described(place, whom)
    above = [parent.id for parent in places.parents(place, whom)]
    near = [places.members(place, child, whom) for child in place.definition.children]
    for rows in (*near, Resource.objects.filter(id__in=above)):
        triples += _descriptions(_with_graphs(rows.order_by("id"))[:EXPANDED])
    return rdf(request, place.subject, triples)


def _with_graphs(rows: QuerySet[Resource]) -> QuerySet[Resource]:
    return rows.select_related("revision").defer("card")


def _descriptions(rows: Iterable[Resource]) -> list[Triple]:
    return [triple for resource in rows for triple in describing.own(of(resource))]


def children(request: HttpRequest, child: str, prefix: str = "", tail: str = "") -> HttpResponseBase:
    """`?page=&size=`: descriptions by title, as people leaf through them. `?after=`: addresses, for harvesters."""
    place, whom = place_of(request, prefix, tail), viewer(request)
    below = place.child(child)
    if below is None:
        raise Http404(f"There are no pages of “{child}” here.")
    if "after" in request.GET:
        here = part(place, below, whom, after=_number(request, "after", 0), size=_size(request, places.CONTAINED))
        return rdf(request, place.subject, describing.container(place, below, here))
    return _by_title(request, place, below, whom)


def _by_title(request: HttpRequest, place: Place, below: Child, whom: Viewer) -> HttpResponseBase:
    number, size = _number(request, "page", 0), _size(request, SIZE, MOST)
    rows = places.members(place, below, whom)
    ids = list(rows.order_by("title", "id").values_list("id", flat=True))  # without graphs, which cost to be sorted
    found = _with_graphs(Resource.objects.all()).in_bulk(ids[number * size : (number + 1) * size])
    shown = list(found.values())
    triples = [(place.subject, below.relation, of(resource).subject) for resource in shown] + _descriptions(shown)
    link = _links(f"{place.address}/page/{below.prefix}", number, size, len(ids))
    return rdf(request, place.subject, triples, link=link)


def _links(address: str, number: int, size: int, total: int) -> str:
    """first, last, prev, next (RFC 8288), counted from 0 as the reference counts."""
    last = max(0, -(-total // size) - 1)
    pages = {"first": 0, "last": last}
    pages |= {"prev": number - 1} if 0 < number <= last + 1 else {}
    pages |= {"next": number + 1} if number < last else {}
    return ", ".join(f'<{address}?page={n}&size={size}>; rel="{rel}"' for rel, n in pages.items())


def container(request: HttpRequest, child: str, prefix: str = "", tail: str = "") -> HttpResponseBase:
    """The container at its own address: its first page."""
    place = place_of(request, prefix, tail)
    below = place.child(child)
    if below is None:
        raise Http404(f"There is no container of “{child}” here.")
    if wants_page(request):
        return page(page_for_people(place))
    return rdf(request, place.subject, describing.container(place, below, part(place, below, viewer(request))))


def collection(request: HttpRequest, prefix: str) -> HttpResponseBase:
    """All of a prefix: of catalogues the FAIR Data Point's container, of everything else the site's."""
    place = places.root() if places.root().child(prefix) else places.site()
    if wants_page(request):
        return page(f"/{browse.SECTION_OF[DEFINITIONS[prefix].kind]}")
    if place == places.root():
        return rdf(request, place.subject, site.catalogues(place, viewer(request)))
    below = place.child(prefix)
    if below is None:
        raise Http404(f"There is no container of “{prefix}” here.")
    return rdf(request, place.subject, describing.container(place, below, part(place, below, viewer(request))))


def _number(request: HttpRequest, name: str, otherwise: int) -> int:
    asked = request.GET.get(name, str(otherwise))
    if not re.fullmatch(r"[0-9]{1,15}", asked):
        raise Refused(400, f"“{name}” is a whole number, from 0: not “{asked[:20]}”.")
    return int(asked)


def _size(request: HttpRequest, otherwise: int, most: int = places.CONTAINED) -> int:
    return min(max(1, _number(request, "size", otherwise)), most)
