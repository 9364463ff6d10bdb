"""Filters that read cards in the reader's language."""

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from django import template
from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.core.paginator import Paginator
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from catalog import policy
from catalog.language import current_language
from catalog.notices import telling
from catalog.pages import persons, values
from catalog.people import names
from fair_metadata.vocabularies import label

register = template.Library()


@register.filter
def words(texts: Mapping[str, str] | None) -> str:
    """The text in the reader's language, else in English, else in any."""
    if not texts:
        return ""
    return texts.get(current_language()) or texts.get("en") or texts.get("") or next(iter(texts.values()))


register.filter("persons_shown", persons.shown)
register.filter("persons_spoken", persons.spoken)


@register.filter
def concept(iri: str) -> str:
    """What a concept is called: a name as it is, the last part of an address that no list of ours has."""
    if "://" not in iri and not iri.startswith("urn:"):
        return iri
    return label(iri, current_language()) or iri.rstrip("/#").rsplit("/", 1)[-1].rsplit("#", 1)[-1].rsplit(":", 1)[-1]


register.filter("said", values.value)
register.filter("told", values.rows)


@register.filter
def facts(card: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    """What people check first: what it is called, what is said, and in words where that would not be read out."""
    written = card.get("patients_text") or ""
    countries, period = card.get("country") or (), card.get("period")
    said = (
        persons.shown(written) if written else _number(card.get("patients")),
        f"{period[0] or '…'}–{period[1] or '…'}" if period else "",
        _ages(card.get("min_age"), card.get("max_age")),
        _named(card.get("model")),
        ", ".join(concept(country) for country in countries),
        _named(card.get("format")),
        _named(card.get("access")),
    )
    spoken = (persons.spoken(written), *[""] * (len(said) - 1))
    return [row for row in zip(_checked_first(current_language()), said, spoken, strict=True) if row[1]]


@cache
def _checked_first(language: str) -> tuple[str, ...]:
    """What the facts are called; looked up once a language, since a list says them twenty times."""
    with override(language):
        return _("Patients"), _("Period"), _("Ages"), _("Data model"), _("Country"), _("Format"), _("Access")


def _number(count: object) -> str:
    return "" if count in (None, "") else number_format(count, use_l10n=True, force_grouping=True)


def _named(iri: str | None) -> str:
    return concept(iri) if iri else ""


def _ages(least: int | None, most: int | None) -> str:
    if least is None and most is None:
        return ""
    if most is None:
        return _("%(age)s and older") % {"age": least}
    return _("up to %(age)s") % {"age": most} if least is None else f"{least}–{most}"


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


@register.filter
def person(user: AbstractBaseUser | None) -> str:
    """What a person is called among those of one organisation."""
    return names.of(user)


@register.filter
def severity(name: str) -> str:
    """How bad a finding is, in the reader's language."""
    return {"violation": _("Violation"), "warning": _("Warning"), "info": _("Hint")}.get(name, name)


@register.simple_tag(takes_context=True)
def unread_notices(context: Mapping[str, Any]) -> int | None:
    """How many notices somebody who is signed in has not read; None for everybody else, who costs nothing."""
    request = context.get("request")
    if request is None or settings.SESSION_COOKIE_NAME not in request.COOKIES or not request.user.is_authenticated:
        return None
    return telling.unread(policy.viewer_of(request.user))
