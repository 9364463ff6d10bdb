"""The draft as its page and as RDF, before anybody else sees it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from catalog.browse import Related, address
from catalog.editing import context
from catalog.editing.reading import record_of, standing_draft
from catalog.editing.who import for_editors
from catalog.language import current_language
from catalog.models import Resource
from catalog.pages.presentation import page_of
from fair_metadata.formats import FORMATS, Description
from fair_metadata.profiles import DEFAULT


@require_safe
@for_editors
def preview(request: HttpRequest, resource: Resource) -> HttpResponse:
    """The description as readers will find it, with its Turtle below; as a part of the editor or as a page."""
    draft = standing_draft(resource)
    record = record_of(draft)
    known = {
        iri: Related(iri, row.kind, address(row), row.card) for iri, row in context.related(resource, record).items()
    }
    shown = context.heading(draft) | {
        "page": page_of(record, DEFAULT, language=current_language(), related=known),
        "turtle": FORMATS["turtle"].write(Description(record)).decode(),
        "base": "editing/bare.html" if request.htmx else "base.html",  # type: ignore[attr-defined]
    }
    return render(request, "editing/preview.html", shown)
