"""What the page of a review says of a description's identifiers."""

from typing import Any

from django import template

from catalog.models import Doi, Resource
from catalog.pages import signposting

register = template.Library()


@register.inclusion_tag("dois/side.html")
def persistent_identifier(resource: Resource) -> dict[str, Any]:
    doi = Doi.objects.filter(resource=resource).first()
    return {"resource": resource, "pid": signposting.cited_as(resource.iri, resource.slug), "doi": doi}
