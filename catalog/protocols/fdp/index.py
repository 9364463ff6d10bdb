"""The index: FAIR Data Points tell that they are there, and operators say which of them are listed.

A ping is noted and nothing is fetched for it: who pings could otherwise send us wherever they like. An address that a
person accepts is read like every other source, by `manage.py load` or a harvest, which is when it is looked up.
"""

import ipaddress
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.utils import timezone

from catalog.clients import address
from catalog.models import IndexEntry, Permit
from catalog.protocols.fdp import bodies, limits, writing
from catalog.protocols.fdp.answering import Refused, viewer, writer

HOUR = 3600
FROM_ONE, OF_ONE = 10, 2  # pings in an hour: from one address, and for one FAIR Data Point
MOST_PENDING = 1_000  # that wait for an operator; a stranger cannot fill the database
_INACTIVE = 7 * 24 * HOUR  # a FAIR Data Point says weekly that it is there
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
    if parts.username is not None or parts.fragment or not _is_open(parts.hostname or ""):
        raise Refused(400, "“clientUrl” should be an address that everybody can open, without a name and a password.")
    return said.rstrip("/")


def _is_open(host: str) -> bool:
    """Could this host be in the open web? Who fetches it has to ask again, of the addresses that its name leads to."""
    try:
        return ipaddress.ip_address(host).is_global
    except ValueError:
        return "." in host and not host.lower().endswith((".localhost", ".local", ".internal", ".home.arpa"))


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
    states = [_as_json(row)["state"] for row in _listed(request)]
    counted = {state: states.count(state) for state in ("ACTIVE", "INACTIVE")}
    return JsonResponse({"entriesCount": {"ALL": len(states)} | counted})


def entry(request: HttpRequest, uuid: str) -> HttpResponseBase:
    return JsonResponse(_as_json(_found(request, uuid)))


def permit(request: HttpRequest, uuid: str) -> HttpResponseBase:
    """`{"permit": "ACCEPTED"}` or `"REJECTED"`: for operators."""
    row, wanted = _found_by_operator(request, uuid), bodies.json_object(request).get("permit")
    chosen = next((kept for kept, said in _STATES.items() if said == wanted), None)
    if chosen is None:
        raise Refused(400, f"“permit” is one of {', '.join(_STATES.values())}.")
    row.permit = chosen
    row.save(update_fields=["permit"])
    return JsonResponse(_as_json(row))


def forget(request: HttpRequest, uuid: str) -> HttpResponseBase:
    _found_by_operator(request, uuid).delete()
    return HttpResponse(status=204)


def _listed(request: HttpRequest) -> Any:
    """What is accepted; operators may ask for the others."""
    wanted = request.GET.get("permit", "accepted").lower()
    if not viewer(request).is_operator or wanted not in Permit.values:
        wanted = Permit.ACCEPTED
    return IndexEntry.objects.filter(permit=wanted)


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
    is_active = (timezone.now() - row.pinged_at).total_seconds() <= _INACTIVE
    return {
        "uuid": str(row.uuid),
        "clientUrl": row.client_url,
        "state": "ACTIVE" if is_active else "INACTIVE",
        "permit": _STATES[Permit(row.permit)],
        "registrationTime": row.registered_at.isoformat(),
        "modificationTime": row.pinged_at.isoformat(),
    }


def _number(request: HttpRequest, name: str, otherwise: int, most: int) -> int:
    asked = request.GET.get(name, "")
    return min(int(asked), most) if asked.isascii() and asked.isdigit() and len(asked) < 8 else otherwise
