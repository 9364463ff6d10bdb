"""How the addresses of one description answer, for who may edit it, and the click that follows one that has moved."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from catalog import browse, policy
from catalog.curating import showing
from catalog.editing.drafts import Conflict, NotOpen
from catalog.language import current_language
from catalog.links import moving
from catalog.links.health import health
from catalog.models import Address
from catalog.notices.wording import title_of
from catalog.pages import asking
from catalog.people.asking import found, signed_in, user_of


@require_safe
@signed_in
def links(request: HttpRequest, slug: str) -> HttpResponse:
    """Every address with its history, the broken ones first."""
    resource, _viewer = found(request, slug, policy.may_edit)
    rows = [(each, showing.property_named(each.path, current_language())) for each in health(resource)]
    context = {"resource": resource, "title": title_of(resource), "address": browse.address(resource), "rows": rows}
    return render(request, "curator/links.html", context)


@require_POST
@signed_in
def moved(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Write where an address has moved to into the draft."""
    resource, _viewer = found(request, slug, policy.may_edit)
    number = asking.whole_number(request.POST.get("address", ""))
    address = Address.objects.filter(pk=number, uses__resource=resource).first()
    if address is None:
        raise Http404
    try:
        moving.follow(resource, address, user_of(request))
    except moving.NotThere:
        messages.warning(request, _("The draft does not name that address any more."))
    except (NotOpen, Conflict) as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, _("The new address is in the draft. Submit it when you are done."))
    return redirect(f"/curator/links/{resource.slug}")
