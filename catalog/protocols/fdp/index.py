"""The index: FAIR Data Points tell that they are there, and operators say which of them are listed.

A ping is noted and nothing is fetched for it: who pings could otherwise send us wherever they like. An address that a
person accepts is read like every other source, by `manage.py load` or a harvest, which is when it is looked up.
"""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.utils import timezone

from catalog import outward, policy
from catalog.clients import address
from catalog.models import IndexEntry, Permit, Resource, Revision
from catalog.protocols.fdp import bodies, limits, writing
from catalog.protocols.fdp.answering import Refused, rdf, viewer, writer
from fair_metadata.terms import Triple, named

HOUR = 3600
FROM_ONE, OF_ONE = 10, 2  # pings in an hour: from one address, and for one FAIR Data Point
MOST_PENDING = 1_000  # that wait for an operator; a stranger cannot fill the database
MOST_GIVEN = 1_000  # descriptions of one FAIR Data Point that are given at once
_INACTIVE = timedelta(days=7)  # a FAIR Data Point says weekly that it is there
_ALL_STATES = ("ACTIVE", "INACTIVE", "UNREACHABLE", "INVALID", "UNKNOWN")
_STATES = {Permit.ACCEPTED: "ACCEPTED", Permit.PENDING: "PENDING", Permit.REJECTED: "REJECTED"}
_IS_ADDRESS = URLValidator(schemes=["http", "https"])


def post(request: HttpRequest) -> HttpResponseBase:
    """One address for two: JSON is a ping, RDF is a document of which all is created."""
    return ping(request) if bodies.is_json(request) else writing.create_many(request)


def ping(request: HttpRequest) -> HttpResponseBase:
    """`{"clientUrl": …}`: 204 when it is noted, 400 when it is no open address, 429 when too often."""
    limits.refuse_after(FROM_ONE, what="ping-from", whom=address(request), seconds=HOUR)
    url = _client_url(bodies.json_object(request).get("clientUrl"))
    limits.refuse_after(OF_ONE, what="ping", whom=url, seconds=HOUR)
    now = timezone.now()
    if not IndexEntry.objects.filter(client_url=url).update(pinged_at=now):
        if IndexEntry.objects.filter(permit=Permit.PENDING).count() >= MOST_PENDING:
            raise Refused(429, "Too many FAIR Data Points wait to be looked at. Try again next week.")
        IndexEntry.objects.get_or_create(client_url=url, defaults={"registered_at": now, "pinged_at": now})
    return HttpResponse(status=204)


def _client_url(said: Any) -> str:
    """The address, when it can be one of a public server: no names or numbers of this machine and its network."""
    if not isinstance(said, str) or len(said) > 500:
        raise Refused(400, "Send “clientUrl”: the address of your FAIR Data Point, at most 500 characters.")
    try:
        _IS_ADDRESS(said)
    except ValidationError:
        raise Refused(400, "“clientUrl” is no address that begins with http:// or https://.") from None
    parts = urlsplit(said)
    if parts.username is not None or parts.fragment or not outward.looks_open(parts.hostname or ""):
        raise Refused(400, "“clientUrl” should be an address that everybody can open, without a name and a password.")
    return said.rstrip("/")


def entries(request: HttpRequest) -> HttpResponseBase:
    """A page of those that are listed (`?page=&size=`), as the reference pages; operators may ask for other permits."""
    rows, size = _listed(request), _number(request, "size", 50, 200) or 1
    number, total = _number(request, "page", 0, 10**6), rows.count()
    found = [_as_json(row) for row in rows[number * size : (number + 1) * size]]
    pages = -(-total // size)
    place = {"number": number, "size": size, "totalElements": total, "totalPages": pages}
    ends = {"first": number == 0, "last": number + 1 >= pages, "numberOfElements": len(found), "empty": not found}
    return JsonResponse({"content": found} | place | ends)


def every(request: HttpRequest) -> HttpResponseBase:
    return JsonResponse([_as_json(row) for row in _listed(request)[:10_000]], safe=False)


def info(request: HttpRequest) -> HttpResponseBase:
    """How many there are in each state that the reference knows; nothing is fetched, so none is found out of reach."""
    states = [_state(row) for row in _listed(request)]
    return JsonResponse({"entriesCount": {"ALL": len(states)} | {state: states.count(state) for state in _ALL_STATES}})


def entry(request: HttpRequest, uuid: str) -> HttpResponseBase:
    """One, with what the index knows of it: nothing, before it is read as a source."""
    row = _found(request, uuid)
    known = {"currentMetadata": {"repositoryUri": row.client_url, "metadata": {}}, "events": []}
    return JsonResponse(_as_json(row) | known)


def data(request: HttpRequest, uuid: str) -> HttpResponseBase:
    """The descriptions that came from it and that the asker may see, as RDF."""
    row = _found(request, uuid)
    return rdf(request, named(row.client_url), _came_from(row, viewer(request)))


def _came_from(row: IndexEntry, whom: policy.Viewer) -> Iterator[Triple]:
    """At most MOST_GIVEN resources: a catalogue of more is read at its own address."""
    came = Revision.objects.filter(arrival__source=row.client_url).values("resource")
    found = Resource.objects.filter(policy.visible(whom) & policy.PUBLISHED, pk__in=came).select_related("revision")
    return (triple for resource in found.order_by("id")[:MOST_GIVEN] for triple in resource.record.triples)


def permit(request: HttpRequest, uuid: str) -> HttpResponseBase:
    """`{"permit": "ACCEPTED"}` or `"REJECTED"`: for operators."""
    row, wanted = _found_by_operator(request, uuid), bodies.json_object(request).get("permit")
    chosen = next((kept for kept, said in _STATES.items() if said == wanted), None)
    if chosen is None:
        raise Refused(400, f"“permit” is one of {', '.join(_STATES.values())}.")
    if chosen == Permit.ACCEPTED and not outward.leads_out(row.client_url):
        raise Refused(400, "Its name leads to no address that everybody can open, so it cannot be read from here.")
    row.permit = chosen
    row.save(update_fields=["permit"])
    return JsonResponse(_as_json(row))


def forget(request: HttpRequest, uuid: str) -> HttpResponseBase:
    _found_by_operator(request, uuid).delete()
    return HttpResponse(status=204)


def _listed(request: HttpRequest) -> Any:
    """What is accepted, by state where one is asked for; operators may ask for the others."""
    wanted = request.GET.get("permit", "accepted").lower()
    if not viewer(request).is_operator or wanted not in Permit.values:
        wanted = Permit.ACCEPTED
    return IndexEntry.objects.filter(_in_state(request.GET.get("state", "")), permit=wanted)


def _in_state(wanted: str) -> Q:
    """All, for a word that is no state."""
    heard = Q(pinged_at__gte=timezone.now() - _INACTIVE)
    return {"ACTIVE": heard, "INACTIVE": ~heard}.get(wanted.upper(), Q())


def _state(row: IndexEntry) -> str:
    return "ACTIVE" if timezone.now() - row.pinged_at <= _INACTIVE else "INACTIVE"


def _found(request: HttpRequest, uuid: str) -> IndexEntry:
    row = IndexEntry.objects.filter(uuid=uuid).first()
    if row is None or (row.permit != Permit.ACCEPTED and not viewer(request).is_operator):
        raise Http404("There is no such FAIR Data Point in the index.")
    return row


def _found_by_operator(request: HttpRequest, uuid: str) -> IndexEntry:
    if not writer(request).viewer.is_operator:
        raise Refused(403, "The index is kept by the operators of this catalogue.")
    return _found(request, uuid)


def _as_json(row: IndexEntry) -> dict[str, Any]:
    """Times by the names that the reference gives them now, and by those that it gave them before."""
    registered, pinged = row.registered_at.isoformat(), row.pinged_at.isoformat()
    return {
        "uuid": str(row.uuid),
        "clientUrl": row.client_url,
        "state": _state(row),
        "permit": _STATES[Permit(row.permit)],
        "createdAt": registered,
        "registrationTime": registered,
        "updatedAt": pinged,
        "modificationTime": pinged,
    }


def _number(request: HttpRequest, name: str, otherwise: int, most: int) -> int:
    asked = request.GET.get(name, "")
    return min(int(asked), most) if asked.isascii() and asked.isdigit() and len(asked) < 8 else otherwise
