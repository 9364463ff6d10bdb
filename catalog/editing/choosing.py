"""What a combobox offers while one types: entries of lists, and resources that the reader may see."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.views.decorators.http import require_safe

from catalog import policy
from catalog.browse import address
from catalog.editing.who import refused
from catalog.language import current_language
from catalog.models import Resource
from fair_metadata.forms.concepts import OFFERED, found
from fair_metadata.vocabularies import names

LONGEST = 200  # characters of what is looked for


@require_safe
def concepts(request: HttpRequest) -> HttpResponse:
    """Entries of the lists in `vocabulary` (names with commas) for what is typed in `q`, the likeliest first."""
    lists = [name for name in request.GET.get("vocabulary", "").split(",") if name in names()]
    entries = found(request.GET.get("q", "")[:LONGEST], lists)
    options = [(e.iri, e.label(current_language()), e.notation) for e in entries]
    answer = render(request, "editing/options.html", {"options": options})
    patch_cache_control(answer, public=True, max_age=300)
    patch_vary_headers(answer, ("Accept-Language", "Cookie"))
    return answer


@require_safe
def resources(request: HttpRequest) -> HttpResponse:
    """Resources of the catalogue by a part of their title or name; only what the reader may see."""
    viewer, words = policy.viewer_of(request.user), request.GET.get("q", "")[:LONGEST].replace("\0", " ").strip()
    if viewer.user_id is None:
        return refused(request)
    rows = Resource.objects.filter(policy.visible(viewer)).exclude(kind="reference").only("iri", "slug", "kind", "card")
    chosen = rows.filter(card__title__icontains=words).order_by("slug")[:OFFERED] if len(words) > 1 else []
    options = [(row.iri, _title(row), f"{row.get_kind_display()} {address(row)}") for row in chosen]
    return render(request, "editing/options.html", {"options": options})


def _title(row: Resource) -> str:
    titles = row.card.get("title") or {}
    return str(titles.get(current_language()) or titles.get("en") or next(iter(titles.values()), row.iri))
