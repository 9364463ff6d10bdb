"""The page of one's notices, which mails one wants, and the switch that a mail carries."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from catalog.models import Quiet, Told
from catalog.notices import mails, telling, wording
from catalog.pages import asking
from catalog.people.asking import signed_in, user_of

SHOWN = 100


@require_safe
@signed_in
def mine(request: HttpRequest) -> HttpResponse:
    """The newest notices, and the kinds of which mails come."""
    viewer = asking.viewer(request)
    found = telling.of(viewer)[:SHOWN]
    quiet = set(Quiet.objects.filter(person=viewer.user_id).values_list("kind", flat=True))
    context = {
        "lines": [(notice, wording.told(notice, viewer)) for notice in found],
        "kinds": [(value, label, value not in quiet) for value, label in Told.choices],
    }
    return render(request, "notices/mine.html", context)


@require_POST
@signed_in
def read(request: HttpRequest) -> HttpResponse:
    """All that the page showed is read: what came since is not."""
    newest, viewer = asking.whole_number(request.POST.get("newest", "")), asking.viewer(request)
    numbers = telling.of(viewer).filter(pk__lte=newest).values_list("pk", flat=True)
    telling.mark_read(viewer, numbers)
    return HttpResponseRedirect("/notices", status=303)


@require_POST
@signed_in
def choose(request: HttpRequest) -> HttpResponse:
    """Mails of the kinds that are ticked."""
    mails.choose(user_of(request), request.POST.getlist("kind"))
    return HttpResponseRedirect("/notices", status=303)


# The token says who asks, also where nobody is signed in; a mail program sends no cookie (RFC 8058, section 3.1).
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def off(request: HttpRequest, token: str) -> HttpResponseBase:
    """No more mails of one kind. A GET only asks: programs that look at links in mails must change nothing."""
    kind = mails.switch_off(token) if request.method == "POST" else mails.kind_of(token)
    if kind is None:
        raise Http404
    context = {"kind": Told(kind).label, "is_done": request.method == "POST"}
    return render(request, "notices/off.html", context)
