"""Filters that read cards in the reader's language."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import template
from django.core.paginator import Paginator
from django.utils.translation import get_language

from catalog.pages import persons
from fair_metadata.vocabularies import label

register = template.Library()


@register.filter
def words(texts: Mapping[str, str] | None) -> str:
    """The text in the reader's language, else in English, else in any."""
    if not texts:
        return ""
    return texts.get(_language()) or texts.get("en") or texts.get("") or next(iter(texts.values()))


register.filter("persons_shown", persons.shown)
register.filter("persons_spoken", persons.spoken)


@register.filter
def concept(iri: str) -> str:
    """What a concept is called; the last part of its address when no list of ours has it."""
    return label(iri, _language()) or iri.rstrip("/#").rsplit("/", 1)[-1].rsplit("#", 1)[-1]


@register.filter
def elided(paginator: Paginator, number: int) -> Iterable[int | str]:
    """Page numbers around the current one and at both ends."""
    return paginator.get_elided_page_range(number, on_each_side=2, on_ends=1)


@register.simple_tag(takes_context=True)
def page_link(context: Mapping[str, Any], number: int) -> str:
    """This address with another page number."""
    query = context["request"].GET.copy()
    query["page"] = str(number)
    return "?" + str(query.urlencode())


def _language() -> str:
    return (get_language() or "en")[:2]
