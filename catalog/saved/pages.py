"""The list of what one keeps an eye on, its private feeds, what a digest said, and the switch that a mail carries."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from catalog.language import current_language
from catalog.models import Digest, Feed, Quiet, Saved, Told
from catalog.pages import asking
from catalog.people.asking import signed_in, user_of
from catalog.saved import feeds, keeping, naming, telling


@require_safe
@signed_in
def mine(request: HttpRequest) -> HttpResponse:
    """Saved searches and what is followed, in one list."""
    return _list(request)


def _list(request: HttpRequest, *, secret: str = "", of: Saved | None = None) -> HttpResponse:
    person, viewer = user_of(request), asking.viewer(request)
    rows = Saved.objects.filter(person=person).select_related("resource", "organisation")
    has_feed = set(Feed.objects.filter(person=person).values_list("saved", flat=True))
    context = {
        "lines": [(*naming.line(saved, viewer), saved.pk in has_feed) for saved in rows],
        "is_quiet": Quiet.objects.filter(person=person, kind=Told.FOLLOWED).exists(),
        "has_feed_of_all": None in has_feed,
        "secret": secret,
        "secret_of": naming.called(of, viewer) if of else "",
    }
    return render(request, "saved/list.html", context)


@require_POST
@signed_in
def delete(request: HttpRequest, number: int) -> HttpResponse:
    saved = _own(request, number)
    name = naming.called(saved, asking.viewer(request))
    saved.delete()
    messages.success(request, _("“%(name)s” is deleted.") % {"name": name})
    return redirect("saved:mine")


@require_POST
@signed_in
def renew_feed(request: HttpRequest, number: int | None = None) -> HttpResponse:
    """A new private address, in the answer itself: to lead to another page it would have to be kept in clear."""
    saved = None if number is None else _own(request, number)
    return _list(request, secret=feeds.renew(user_of(request), saved), of=saved)


@require_POST
@signed_in
def end_feed(request: HttpRequest, number: int | None = None) -> HttpResponse:
    feeds.end(user_of(request), None if number is None else _own(request, number))
    messages.success(request, _("The address of the feed opens nothing any more."))
    return redirect("saved:mine")


@require_safe
@signed_in
def digest(request: HttpRequest, number: int) -> HttpResponse:
    """What a digest said, as far as it may be seen now."""
    rows = Digest.objects.filter(saved__person=user_of(request), pk=min(number, 2**62))
    found = rows.select_related("saved", "saved__resource", "saved__organisation").first()
    if found is None:
        raise Http404
    said = telling.section(found, asking.viewer(request), current_language())
    return render(request, "saved/digest.html", {"digest": found, "said": said})


# The token says who asks, also where nobody is signed in; a mail program sends no cookie (RFC 8058, section 3.1).
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def off(request: HttpRequest, token: str) -> HttpResponseBase:
    """No more digests about one thing. A GET only asks: programs that look at links in mails must change nothing."""
    saved = keeping.of_token(token)
    if saved is None:
        raise Http404
    if request.method == "POST":
        keeping.silence(saved)
    response = render(request, "saved/off.html", {"is_done": request.method == "POST"})
    response["Cache-Control"] = "private, no-store"
    response["Referrer-Policy"] = "no-referrer"  # the address is a secret
    response["X-Robots-Tag"] = "noindex"
    return response


def _own(request: HttpRequest, number: int) -> Saved:
    saved = keeping.found(user_of(request), number)
    if saved is None:
        raise Http404
    return saved
