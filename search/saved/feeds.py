"""Private Atom feeds: what changed last in a saved search, or in all that a person keeps an eye on (RFC 4287)."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from hashlib import blake2b
from itertools import islice

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import translation
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from catalog import browse, policy
from catalog.models import Feed, Kind, Resource, Saved, What
from catalog.people.mails import language_of
from catalog.policy import Viewer
from catalog.saved import feeds, naming
from search.engines import Hit, Unavailable
from search.pages.asked import unavailable
from search.pages.exports import FEED, atom
from search.saved.members import ASKED, hits, search_of

HEADERS = {
    "Cache-Control": "private, no-cache",
    "Referrer-Policy": "no-referrer",  # the address is a secret
    "X-Robots-Tag": "noindex",
}


@require_safe
def feed(request: HttpRequest, secret: str) -> HttpResponseBase:
    """What its person may see now; who else asks, and by which session or token, makes no difference."""
    found = feeds.of_secret(secret)
    if found is None:
        raise Http404
    try:
        body = _written(found, feeds.address(secret))
    except Unavailable:
        return unavailable(request)
    tag = f'"{blake2b(body, digest_size=16).hexdigest()}"'
    answer = HttpResponse(body, content_type="application/atom+xml; charset=utf-8")
    response: HttpResponseBase = get_conditional_response(request, etag=tag, response=answer) or answer
    for name, value in (HEADERS | {"ETag": tag}).items():
        response[name] = value
    return response


def _written(found: Feed, me: str) -> bytes:
    viewer, saved = policy.viewer_of(found.person), found.saved
    with translation.override(language_of(found.person)):
        title = naming.called(saved, viewer) if saved else _("Saved and followed")
        page = naming.address(saved, viewer) if saved else "/saved"
        name = f"{settings.BASE_URL}/saved/{saved.pk}" if saved else f"{settings.BASE_URL}/saved#{found.person_id}"
        of = [saved] if saved else _all_of(found)
        latest = _latest(of, viewer)
        return b"".join(atom(latest, title=title, name=name, me=me, page=settings.BASE_URL + page))


def _all_of(found: Feed) -> Iterable[Saved]:
    return Saved.objects.filter(person=found.person_id).select_related("resource", "organisation")


def _latest(of: Iterable[Saved], viewer: Viewer) -> list[Hit]:
    """The last changed of all of them, each once."""
    known = {hit.iri: hit for saved in of for hit in _hits(saved, viewer)}
    changed = sorted(known.values(), key=lambda hit: (str(hit.shown.get("changed", "")), hit.iri), reverse=True)
    return changed[:FEED]


def _hits(saved: Saved, viewer: Viewer) -> Iterator[Hit]:
    if saved.what in ASKED:
        return islice(hits(replace(search_of(saved), sort="changed", page=1), viewer), FEED)
    return iter(_of_rows(saved, viewer))


def _of_rows(saved: Saved, viewer: Viewer) -> list[Hit]:
    """From the columns: the index knows nothing of some kinds that one may follow."""
    rows = Resource.objects.filter(policy.listed(viewer)).order_by("-modified_at")
    if saved.what == What.DATASET:
        rows = rows.filter(pk=saved.resource_id)
    else:
        rows = rows.filter(organisation=saved.organisation_id, kind=Kind.DATASET)
    return [_hit(row) for row in rows[:FEED]]


def _hit(row: Resource) -> Hit:
    changed = {"changed": row.modified_at.isoformat(timespec="seconds")}
    return Hit(row.iri, browse.address(row), row.card, changed)
