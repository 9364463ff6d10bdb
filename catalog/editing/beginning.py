"""A new description: what it is, whose it is, what it is called. The rest is asked by the form."""

from collections.abc import Callable, Iterator
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from catalog import policy
from catalog.api.writing import with_identifier
from catalog.editing import agents, drafts
from catalog.editing.who import person, refused
from catalog.language import current_language
from catalog.minting import minted
from catalog.models import Kind, Organisation, Resource
from catalog.people.asking import signed_in
from catalog.register import Terms, register_many
from catalog.shared import columns
from fair_metadata.holding import CATALOGUED
from fair_metadata.namespaces import DCAT, DCT, GEODCATAP, RDF
from fair_metadata.profile import Level
from fair_metadata.profiles import AIMS, DEFAULT
from fair_metadata.record import Record
from fair_metadata.terms import Term, Triple, literal, named

KINDS = (Kind.DATASET, Kind.SERIES, Kind.CATALOG, Kind.SERVICE, Kind.DISTRIBUTION)
LONGEST = 1000  # characters of a title


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def begin(request: HttpRequest) -> HttpResponse:
    """Kind, organisation and title; then the form of a resource that is a draft and has its PID."""
    viewer = policy.viewer_of(request.user)
    mine = (
        Organisation.objects.all() if viewer.is_operator else Organisation.objects.filter(id__in=viewer.organisations)
    )
    if not mine.exists():
        return refused(request)
    asked = {name: request.POST.get(name, "").strip() for name in ("kind", "organisation", "title")}
    troubles = _troubles(asked, mine) if request.method == "POST" else {}
    if request.method == "POST" and not troubles:
        resource = _made(asked, mine.get(slug=asked["organisation"]), request)
        return HttpResponseRedirect(f"/edit/{resource.slug}", status=303)
    shown: dict[str, Any] = {"kinds": KINDS, "organisations": mine, "asked": asked, "troubles": troubles}
    return render(request, "editing/new.html", shown, status=422 if troubles else 200)


def _troubles(asked: dict[str, str], mine: Any) -> dict[str, str]:
    found = {}
    if asked["kind"] not in KINDS:
        found["kind"] = _("Say what it is.")
    if not mine.filter(slug=asked["organisation"]).exists():
        found["organisation"] = _("Say for which of your organisations.")
    if not 0 < len(asked["title"]) <= LONGEST:
        found["title"] = _("Give it a title of at most %(n)s characters.") % {"n": LONGEST}
    return found


def _made(asked: dict[str, str], organisation: Organisation, request: HttpRequest) -> Resource:
    """Registered by the one door, as a draft of its organisation."""
    name = minted(asked["kind"], organisation, asked["title"])
    record = begun(name, asked["kind"], asked["title"], organisation)
    with transaction.atomic():
        terms = Terms(author=person(request), reason=_("Begun in the editor"), organisation=organisation)
        register_many([columns(record, asked["kind"])], terms)
        resource = Resource.objects.get(iri=name)
        drafts.begin(resource, person(request))
    return resource


def begun(name: str, kind: str, title: str, organisation: Organisation) -> Record:
    """What is known already: class, title, holder, and the values that the table begins with."""
    subject = named(name)
    kind_class = next(known for known, each in CATALOGUED.items() if each == kind)
    shape = DEFAULT.by_class[kind_class]
    said: list[Triple] = [
        (subject, RDF.type, kind_class),
        (subject, DCT.title, literal(title, language=current_language())),
        *((subject, row.path, value) for row in shape.properties for value in row.default),
    ]
    for place, (path, made) in enumerate(_agents(organisation).items()):
        if path in shape.by_path:
            node = f"_:agent{place}"
            said += [(subject, path, node), *made(organisation, node)]
    if DCAT.contactPoint in shape.by_path:
        said += agents.contact(organisation, subject)
    return with_identifier(Record.of(name, said))


def _agents(organisation: Organisation) -> dict[Term, Callable[[Organisation, Term], Iterator[Triple]]]:
    """As what the organisation is named; as who made the data where the standards that it aims at ask who did."""
    found = {DCT.publisher: agents.described, GEODCATAP.custodian: agents.agent}
    rows = [AIMS[aim].shapes["dataset"].by_path.get(DCT.creator) for aim in organisation.aims if aim in AIMS]
    is_asked = any(row is not None and row.level is Level.MANDATORY for row in rows)
    return found | ({DCT.creator: agents.agent} if is_asked else {})
