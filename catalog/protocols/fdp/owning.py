"""Under whom a new description is kept, and below what it may be put."""

from collections.abc import Sequence

from django.conf import settings
from django.http import HttpRequest

from catalog import pids, policy
from catalog.models import Organisation, Resource
from catalog.policy import Viewer
from catalog.protocols.fdp.answering import Refused
from catalog.protocols.fdp.places import referred
from catalog.tokens import Bearer
from fair_metadata.namespaces import DCAT, DCT
from fair_metadata.terms import Term, Triple, iri, is_iri, named

_UP = frozenset({DCT.isPartOf, DCAT.inSeries})


def parents_named(triples: list[Triple], subjects: set[Term], viewer: Viewer) -> tuple[list[Triple], list[Resource]]:
    """The triples with each parent by its own IRI, and the parents that are catalogued here.

    400 for a parent that should be here and is not, 403 for one that another organisation keeps. What is elsewhere,
    a network for instance, may be named freely.
    """
    found: list[Triple] = []
    above: dict[Term, Resource] = {}
    for s, p, o in triples:
        if s in subjects and p in _UP and is_iri(o) and o not in subjects:
            parent = above.get(o) or _parent(o, viewer)
            if parent is not None:
                above[o] = parent
                o = named(parent.iri)
        found.append((s, p, o))
    return found, list(above.values())


def _parent(name: Term, viewer: Viewer) -> Resource | None:
    parent = referred(name, viewer)
    if parent is None:
        if iri(name).startswith((f"{settings.BASE_URL}/", *pids.bases())):
            raise Refused(400, f"There is no {name} here that it could be part of.")
        return None
    if not policy.may_edit(viewer, parent):
        raise Refused(403, f"Another organisation keeps {name}: ask it to name yours as a part.")
    return parent


def owner_of(request: HttpRequest, bearer: Bearer, above: Sequence[Resource]) -> Organisation | None:
    """The organisation that `?organisation=` names, else the parent's, else the person's only one."""
    mine = Organisation.objects.order_by("slug")
    if not bearer.viewer.is_operator:
        mine = mine.filter(id__in=bearer.viewer.organisations)
    if asked := request.GET.get("organisation"):
        chosen = next((organisation for organisation in mine if organisation.slug == asked), None)
        if chosen is None:
            raise Refused(403, f"You are in no organisation “{asked[:80]}”.")
        return chosen
    theirs = {parent.organisation_id for parent in above} - {None}
    found = list(mine.filter(id__in=theirs)) if len(theirs) == 1 else list(mine[:20])
    if len(found) == 1:
        return found[0]
    if not found and not bearer.viewer.is_operator:
        raise Refused(403, "You are in no organisation. Only organisations keep descriptions.")
    if bearer.viewer.is_operator:
        return None
    slugs = ", ".join(organisation.slug for organisation in found)
    raise Refused(400, f"You are in several organisations. Say which one keeps it: ?organisation=… ({slugs}).")
