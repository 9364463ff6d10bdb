"""The trail: every decision is noted where it is made, in its transaction, and shown; nothing of ours changes one."""

import csv
import ipaddress
import json
from collections.abc import Iterator
from typing import Any

from allauth.core import context
from django.contrib.auth.models import AbstractBaseUser
from django.db.models import Q, QuerySet
from django.utils import timezone

from catalog import clients, policy
from catalog.models import Decision, Organisation, Resource
from catalog.people import names

_KEPT_BITS = {4: 24, 6: 48}  # of an address: enough to tell places apart, too little to tell households apart


def note(
    verb: str,
    *,
    by: AbstractBaseUser | None,
    organisation: Organisation | None = None,
    resource: Resource | None = None,
    person: AbstractBaseUser | None = None,
    **detail: Any,
) -> None:
    """One more decision. Call it in the transaction of what was decided, so that neither stands without the other.

    `verb` is one of `Verb`; texts that people wrote stay where they are. Without an organisation it is that of the
    resource. Where the request that is being answered comes from is added by itself.
    """
    owner = organisation.pk if organisation else resource.organisation_id if resource else None
    Decision.objects.create(
        made_at=timezone.now(),
        verb=verb,
        actor_id=by.pk if by else None,
        organisation_id=owner,
        resource=resource,
        person_id=person.pk if person else None,
        address=_whence(),
        detail=detail,
    )


def _whence() -> str:
    request = context.request  # the one that is being answered, as allauth's middleware keeps it; None in a command
    return shortened(clients.address(request)) if request else ""


def shortened(address: str) -> str:
    """192.0.2.0/24 for 192.0.2.17: the network that an address is in. "" for what is no address."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return ""
    return str(ipaddress.ip_network(f"{found}/{_KEPT_BITS[found.version]}", strict=False))


def shown_to(viewer: policy.Viewer) -> QuerySet[Decision]:
    """Operators see all; administrators what was decided in their organisations; others nothing."""
    mine = [pk for pk in viewer.organisations if policy.may_see_decisions(viewer, pk)]
    allowed = Q() if viewer.is_operator else Q(organisation__in=mine)
    return Decision.objects.filter(allowed).select_related("actor", "person", "organisation", "resource")


_COLUMNS = ("when", "who", "decision", "organisation", "resource", "person", "detail", "network")


def as_csv(decisions: QuerySet[Decision]) -> Iterator[str]:
    """A line each, newest first, the header before them; read in pieces."""
    line = csv.writer(_Line()).writerow
    yield line(_COLUMNS)
    for row in decisions.iterator(chunk_size=500):
        yield line([_harmless(cell) for cell in _cells(row)])


class _Line:
    """Where the csv writer writes to: what it writes is given back."""

    def write(self, text: str) -> str:
        return text


def _cells(row: Decision) -> list[str]:
    return [
        row.made_at.isoformat(timespec="seconds"),
        names.of(row.actor) if row.actor else "",
        row.verb,
        row.organisation.slug if row.organisation else "",
        row.resource.slug if row.resource else "",
        names.of(row.person) if row.person else "",
        json.dumps(row.detail, ensure_ascii=False) if row.detail else "",
        row.address,
    ]


def _harmless(cell: str) -> str:
    """What a spreadsheet would take for a formula is written as text (OWASP, CSV injection)."""
    return f"'{cell}" if cell.startswith(("=", "+", "-", "@", "\t", "\r")) else cell
