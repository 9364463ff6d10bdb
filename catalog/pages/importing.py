"""Import: a file, an address or a DOI is looked at, and what was chosen becomes drafts. Nothing is published by it."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from functools import wraps
from io import BytesIO
from typing import Any

from django.core.cache import cache
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from catalog.intake import importing
from catalog.intake.arriving import Incoming
from catalog.intake.coming import CannotCome
from catalog.intake.fetching import Unreachable
from catalog.intake.standing_there import Mine, organisations_of
from catalog.language import current_language
from catalog.models import Arrival, Fate, Import, Kind, Organisation
from catalog.pages import asking, previews
from catalog.pages.errors import problem
from catalog.pages.paging import page_number
from catalog.pages.uploads import way_of, with_uploads
from catalog.people.asking import sign_in_first
from catalog.policy import Viewer
from fair_metadata import tables
from fair_metadata.formats.datacite_values import doi_in
from fair_metadata.tables import SHEETS

AT_ONCE = 25  # descriptions of one page of a preview
TOLD_EVERY = 50
LOOKED_AT = "looked_at"  # in the summary of what came in, while it is looked at
WAYS = ("file", "address", "doi")
TYPES = {"xlsx": importing.TABLES[-1], "csv": "text/csv; charset=utf-8"}

View = Callable[..., HttpResponseBase]


def for_members(view: View) -> View:
    """A page for people of an organisation; others sign in first, or are told in plain words why it is not for them."""

    @never_cache
    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        viewer = asking.viewer(request)
        mine = organisations_of(viewer)
        if viewer.user_id is None:
            return sign_in_first(request)
        if not mine and not viewer.is_operator:
            detail = _("You have no role in an organisation yet. Ask an administrator of yours for one.")
            return problem(request, 403, _("This is not for you to do"), detail)
        return view(request, viewer, mine, *args, **kwargs)

    return answer


@with_uploads
@for_members
def start(request: HttpRequest, viewer: Viewer, mine: list[Organisation]) -> HttpResponseBase:
    """The form, and what is done with what it sends: it is looked at, and nothing is changed."""
    if request.method != "POST":
        return _form(request, mine)
    organisation = next((one for one in mine if one.slug == request.POST.get("organisation")), None)
    if organisation is None and (len(mine) == 1 or request.POST.get("organisation")):
        detail = _("You have no role in that organisation.")
        return problem(request, 403, _("This is not for you to do"), detail)
    try:
        with _sent(request) as incoming:
            made = importing.look(incoming, Mine(viewer, organisation), request.user, advance=_telling(viewer))
    except (CannotCome, Unreachable) as refusal:
        return _form(request, mine, str(refusal))
    Arrival.objects.filter(pk=made.arrival_id, summary__has_key=LOOKED_AT).update(summary={})
    return HttpResponseRedirect(f"/import/{made.pk}")


def _telling(viewer: Viewer) -> Callable[[int], None]:
    """What notes how many descriptions were looked at, now and then, for the page that waits.

    In the cache, which only processes of one machine may share, and beside what came in, where every process reads it.
    """
    key, last = f"import-{viewer.user_id}", _newest(viewer)
    cache.delete(key)
    fresh = Arrival.objects.filter(author=viewer.user_id, pk__gt=last.pk if last else 0)

    def advance(done: int) -> None:
        if done % TOLD_EVERY == 0:
            cache.set(key, done, 60)
            fresh.update(summary={LOOKED_AT: done})

    return advance


def _newest(viewer: Viewer) -> Arrival | None:
    """What this person sent last."""
    return Arrival.objects.filter(author=viewer.user_id).order_by("-pk").first()


@for_members
def progress(request: HttpRequest, viewer: Viewer, mine: list[Organisation]) -> JsonResponse:
    """How far the import is that this person has sent."""
    arrival = _newest(viewer)
    done = cache.get(f"import-{viewer.user_id}") or (arrival.summary.get(LOOKED_AT, 0) if arrival else 0)
    words = ngettext("%(n)s description looked at", "%(n)s descriptions looked at", done) % {"n": done}
    return JsonResponse({"done": done, "words": words if done else _("Being looked at …")})


def _form(request: HttpRequest, mine: list[Organisation], trouble: str = "") -> HttpResponse:
    said = {name: request.POST.get(name, "") for name in ("organisation", *WAYS[1:])}
    waiting = Import.objects.filter(author=request.user.pk, taken_at=None).select_related("arrival")
    context = {"organisations": mine, "trouble": trouble, "said": said, "way": way_of(request, WAYS)}
    context["waiting"] = waiting[:10]
    return render(request, "import/start.html", context, status=422 if trouble else 200)


def _sent(request: HttpRequest) -> AbstractContextManager[Incoming]:
    if getattr(request, "is_too_large", False):
        raise CannotCome(_("The file is too large. Split it, or ask the operators to load it."))
    way = way_of(request, WAYS)
    if way == "file":
        file = next(iter(request.FILES.values()))
        # What a browser calls a file's type is often a guess by its name; the name and the bytes say it better.
        return previews.given(Incoming(file.file, str(file.name), base="file:///upload"))
    said = request.POST.get(way, "").strip()
    if way and doi_in(said):
        return importing.opened_doi(doi_in(said))
    if way == "address":
        return importing.opened(said)
    if way == "doi":
        importing.address_of_doi(said)
    raise CannotCome(_("Choose a file, or write an address or a DOI."))


@for_members
def preview(request: HttpRequest, viewer: Viewer, mine: list[Organisation], number: int) -> HttpResponseBase:
    """What would become of each description, with what is different; and, once it was taken in, what became of it."""
    made = _own(viewer, number)
    if request.method == "POST":
        if made.organisation is not None and made.organisation not in mine:
            raise Http404
        is_all = request.POST.get("which") == "all"
        places = {int(place) for place in request.POST.getlist("take") if place.isdigit() and len(place) < 9}
        importing.take(made, Mine(viewer, made.organisation), places=None if is_all else places)
        return HttpResponseRedirect(f"/import/{made.pk}")
    return render(request, "import/preview.html", _context(request, made, Mine(viewer, made.organisation)))


def _context(request: HttpRequest, made: Import, mine: Mine) -> dict[str, Any]:
    counts = dict(made.entries.order_by().values_list("fate").annotate(n=Count("pk")))
    shown = request.GET.get("show", "")
    entries = made.entries.filter(fate=shown) if shown in Fate.values else made.entries.all()
    page = Paginator(entries, AT_ONCE).get_page(page_number(request))
    language = current_language()
    return {
        "made": made,
        "shown": shown,
        "fates": [(fate.value, fate.label, counts.get(fate.value, 0)) for fate in Fate],
        "entry_page": page,
        "entries": previews.shown(list(page), mine, language),
        "open": made.entries.filter(fate__in=(Fate.CREATED, Fate.UPDATED), outcome="").count(),
        "outcomes": previews.outcomes(made),
    }


@require_POST
@for_members
def discard(request: HttpRequest, viewer: Viewer, mine: list[Organisation], number: int) -> HttpResponseBase:
    """Forget what was looked at."""
    importing.throw_away(_own(viewer, number))
    return HttpResponseRedirect("/import")


def _own(viewer: Viewer, number: int) -> Import:
    """An import is for its author alone: what is in it may be about anything."""
    found = Import.objects.filter(pk=number, author=viewer.user_id).select_related("arrival", "organisation", "author")
    made = found.first()
    if made is None:
        raise Http404
    return made


@require_safe
def template(request: HttpRequest, suffix: str) -> HttpResponse:
    """An empty table to fill in, made from the profile."""
    language = current_language()
    is_whole = request.GET.get("columns") == "all"
    kinds = [Kind.DATASET, Kind.DISTRIBUTION]
    if request.GET.get("sheet") in kinds:
        kinds = [Kind(request.GET["sheet"])]
    sheets = [SHEETS[kind] for kind in kinds]
    out = BytesIO()
    blocks = ((sheet, tables.columns_for(sheet.shape(), is_whole=is_whole), ()) for sheet in sheets)
    tables.write(blocks, out, form=suffix, tongue=language)
    name = f"{kinds[0]}s.{suffix}" if suffix == "csv" else f"descriptions.{suffix}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Vary": "Accept-Language, Cookie"}
    return HttpResponse(out.getvalue(), content_type=TYPES[suffix], headers=headers)
