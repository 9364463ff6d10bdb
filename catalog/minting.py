"""New identifiers: the base and the pattern of who describes. What exists keeps its own for ever.

A PID says nothing of what it names unless an organisation wants it to, so it stays true when that changes.
"""

import re
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import Max, Q
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from catalog import pids
from catalog.models import Kind, Organisation, Pid, Resource
from fair_metadata.namespaces import DCT
from fair_metadata.record import Record
from fair_metadata.terms import language, text

PATTERN = "{kind}-{random}"  # of who has no other
NUMBER = "{number}"
LONGEST_TITLE = 60
_PLACE = re.compile(r"\{([^{}]*)\}")
_PLAIN = re.compile(r"[A-Za-z0-9._~/-]*")  # unreserved (RFC 3986, section 2.3), and what parts paths


@dataclass(frozen=True, slots=True)
class Thing:
    """What is to be named."""

    kind: str
    title: str = ""
    organisation: Organisation | None = None

    @property
    def short(self) -> str:
        return slugify(self.title)[:LONGEST_TITLE].strip("-") or self.kind


# Placeholder → what stands in its place. {number} is counted up to one that is free.
PLACEHOLDERS: Mapping[str, Callable[[Thing], str]] = {
    "kind": lambda thing: thing.kind,
    "slug": lambda thing: thing.short,
    "organisation": lambda thing: thing.organisation.slug if thing.organisation else "",
    "year": lambda thing: str(datetime.now(UTC).year),
    "number": lambda thing: NUMBER,
    "random": lambda thing: secrets.token_hex(6),
}


def minted(kind: str, organisation: Organisation | None = None, title: str = "") -> str:
    """A new PID of this organisation: nobody has it, and nobody else is given it (`Pid`).

    By the pattern of everybody it is so by chance alone: 48 bits, and the register has one description of each name.
    """
    thing = Thing(kind, title, organisation)
    base, pattern = _form(organisation)
    if not has_own_form(organisation):
        return base + _filled(pattern, thing)
    while True:
        stem = base + _filled(pattern, thing)
        if iri := _reserved(stem, organisation):
            return iri


def title_of(record: Record) -> str:
    """The title that a name may be made from: in English where there is one."""
    titles = record.values(DCT.title)
    return text(min(titles, key=lambda title: language(title) != "en")) if titles else ""


def has_own_form(organisation: Organisation | None) -> bool:
    return organisation is not None and bool(organisation.pid_base or organisation.pid_pattern)


def previews(organisation: Organisation) -> list[tuple[str, str]]:
    """(kind, the identifier that the next of the kind would get), for a title that says it is an example."""
    base, pattern = _form(organisation)
    things = [(kind, Thing(kind, _("An example"), organisation)) for kind in (Kind.DATASET, Kind.DISTRIBUTION)]
    found: list[tuple[str, str]] = []
    stems: list[str] = []
    for kind, thing in things:
        stem = base + _filled(pattern, thing)
        found.append((str(kind.label), stem.replace(NUMBER, str(_next(stem) + stems.count(stem)))))
        stems.append(stem)
    return found


def wrong_pattern(pattern: str) -> str:
    """What is wrong with a pattern, and what to write instead; "" when nothing is."""
    unknown = [name for name in _PLACE.findall(pattern) if name not in PLACEHOLDERS]
    rest = _PLACE.sub("", pattern)
    example = _PLACE.sub("x", pattern)
    if unknown:
        known = ", ".join(f"{{{name}}}" for name in PLACEHOLDERS)
        return _("There is no {%(name)s}. Choose from %(known)s.") % {"name": unknown[0], "known": known}
    if "{" in rest or "}" in rest:
        return _("A bracket is open, or too many: write each placeholder as {number}.")
    if not _PLAIN.fullmatch(rest):
        return _("Between placeholders write only letters without accents, digits and - . _ ~ /")
    if not {"number", "random"} & {*_PLACE.findall(pattern)}:
        return _("Two would get the same name: add {number} or {random}.")
    if any(part.strip(".") == "" for part in example.split("/")):
        return _("It may neither begin nor end with “/”, and between two there has to be a name.")
    return ""


def wrong_base(base: str) -> str:
    """What is wrong with a base, and what to write instead; "" when nothing is."""
    try:
        parts = urlsplit(base)
        is_web = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.username is None
        parts.port  # noqa: B018 - raises for what is no port
    except ValueError:
        is_web = False
    if not is_web or not base.isascii() or re.search(r"[\s<>\"{}|\\^`?#]", base):
        return _("Write a whole web address without “?” and “#”, like https://id.example.org/")
    if not base.endswith("/"):
        return _("End it with “/”: what comes after it is the pattern.")
    if parts.hostname in ("doi.org", "dx.doi.org", "hdl.handle.net"):
        return _("DOIs and handles are registered, not made: see “DataCite” for DOIs.")
    if base.startswith(f"{settings.BASE_URL}/") and not pids.is_ours(base):
        said = _("On this catalogue's own address only what begins with %(base)s leads to a description.")
        return said % {"base": settings.PID_BASE}
    return ""


def _form(organisation: Organisation | None) -> tuple[str, str]:
    """(base, pattern)."""
    if organisation is None:
        return settings.PID_BASE, PATTERN
    return organisation.pid_base or settings.PID_BASE, organisation.pid_pattern or PATTERN


def _filled(pattern: str, thing: Thing) -> str:
    return _PLACE.sub(lambda match: PLACEHOLDERS[match[1]](thing), pattern)


def _reserved(stem: str, organisation: Organisation | None) -> str:
    """The first free identifier of the stem, from now on given out; "" when somebody else was faster.

    The constraint of the table decides between two who ask at once: who comes second counts on.
    """
    number = _next(stem)
    iri = stem.replace(NUMBER, str(number))
    if _is_taken(iri) and NUMBER not in stem:
        return ""
    while _is_taken(iri):
        number += 1
        iri = stem.replace(NUMBER, str(number))
    facts = {"stem": stem, "number": number, "organisation": organisation, "made_at": timezone.now()}
    _row, is_mine = Pid.objects.get_or_create(iri=iri, defaults=facts)
    return iri if is_mine else ""


def _next(stem: str) -> int:
    newest = Pid.objects.filter(stem=stem).aggregate(newest=Max("number"))["newest"] if NUMBER in stem else None
    return (newest or 0) + 1


def _is_taken(iri: str) -> bool:
    """Is there something of this name, or something else to which it would lead?"""
    base = next((base for base in pids.bases() if iri.startswith(base)), "")
    same = Q(iri=iri) | Q(slug=iri.removeprefix(base)) if base else Q(iri=iri)
    return Pid.objects.filter(iri=iri).exists() or Resource.objects.filter(same).exists()
