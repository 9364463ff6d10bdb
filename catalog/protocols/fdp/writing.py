"""Writing as clients of a FAIR Data Point do: POST creates a draft, PUT describes anew, DELETE takes away."""

from dataclasses import dataclass
from typing import IO
from uuid import uuid4

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase

from catalog import browse, policy, workflow
from catalog.columns import USES, Columns, columns_of
from catalog.intake import arriving
from catalog.minting import has_own_form, minted
from catalog.models import Link, Organisation, Resource, Revision, State
from catalog.protocols.fdp import bodies, describing, places, plain, reviewing
from catalog.protocols.fdp.answering import Refused, rdf, writer
from catalog.protocols.fdp.definitions import DEFINITIONS, OF_KIND, Definition
from catalog.protocols.fdp.judging import refuse_violations
from catalog.protocols.fdp.owning import owner_of, parents_named
from catalog.protocols.fdp.places import Place
from catalog.protocols.fdp.reading import described, mark_of, place_of
from catalog.register import Outcome, Terms, register_many
from catalog.tokens import Bearer
from fair_metadata.counts import Door, suppressed
from fair_metadata.document import REFERENCE, Document, Part
from fair_metadata.namespaces import DCT, FDP, FOAF, PROV, RDF
from fair_metadata.record import Record
from fair_metadata.terms import Term, Triple, iri, is_iri, named, text

REASON = "Written through the FAIR Data Point"
CHANGED = "The description was changed since you read it. Read it again, and write your change into it."


@dataclass(frozen=True, slots=True)
class Sent:
    """What somebody sent: who, the bytes, and what they say."""

    bearer: Bearer
    body: IO[bytes]
    media_type: str
    source: str
    triples: list[Triple]


def create(request: HttpRequest, prefix: str) -> HttpResponseBase:
    """One draft from a document that describes one resource; 201 with its address. Its IRI is made here."""
    bearer, me = writer(request), _new_name()
    definition = DEFINITIONS[prefix]
    with bodies.spooled(request) as body:
        sent = _sent(request, bearer, body, base=iri(me))
        main = plain.main_of(sent.triples, definition, base=me)
        plain.refuse_others(sent.triples, main, definition)
        triples = plain.renamed(plain.without_server(sent.triples, keep={main}), {main: me})
        triples = [t for t in triples if not _names_member(t, me, definition)]
        names = _registered(request, sent, [*triples, (me, RDF.type, definition.classes[0])], {me})
        me = names.get(me, me)
    place = places.of(Resource.objects.select_related("revision").get(iri=iri(me)))
    return _answered(request, place, status=201)


def create_many(request: HttpRequest) -> HttpResponseBase:
    """A draft for each resource that a document describes, all of them or none; each gets an IRI of its own, and what
    they say of each other goes along. The answer names them: `prov:wasDerivedFrom` is the name that they came with.
    """
    bearer = writer(request)
    with bodies.spooled(request) as body:
        sent = _sent(request, bearer, body, base=iri(_new_name()))
        names = {subject: _new_name() for subject in plain.catalogued(sent.triples)}
        if not names:
            kinds = ", ".join(row.name for row in OF_KIND.values())
            raise Refused(400, f"There is nothing to create in it: no {kinds}.")
        triples = plain.renamed(plain.without_server(sent.triples, keep=names), names)
        own = _registered(request, sent, triples, set(names.values()))
        names = {was: own.get(name, name) for was, name in names.items()}
    return rdf(request, places.root().subject, _created(names), status=201)


def replace(request: HttpRequest, prefix: str = "", tail: str = "") -> HttpResponseBase:
    """The description anew. What the server had added to the one that was read is taken out again, so that writing
    back what was read changes nothing; what is in a container is no client's to write.
    """
    bearer = writer(request)
    place = _place_to_write(request, prefix, tail)
    as_draft = reviewing.goes_beside(request, place.resource)
    _refuse_stale(request, place)
    with bodies.spooled(request) as body:
        sent = _sent(request, bearer, body, base=place.iri)
        main = plain.main_of(sent.triples, place.definition, base=place.subject, address=named(place.address))
        plain.refuse_others(sent.triples, main, place.definition)
        triples = _anew(place, sent, main)
        if as_draft:
            parts, _door = _parts(sent, triples, {place.subject})
            return reviewing.kept_beside(place.resource, parts, bearer)
        _registered(request, sent, triples, {place.subject}, was=place.resource)
    return _answered(request, place_of(request, prefix, tail), status=200)


def remove(request: HttpRequest, prefix: str, tail: str) -> HttpResponseBase:
    """Withdrawn when it was published: its page stays and says so (410). A draft goes without a trace outside."""
    bearer, place = writer(request), _place_to_write(request, prefix, tail)
    resource = place.resource
    assert resource is not None
    terms, is_shown = Terms(author=bearer.user, reason=REASON), resource.state == State.PUBLISHED
    if is_shown and not policy.may_publish(bearer.viewer, resource):
        raise Refused(403, "It is published: a reviewer or an administrator of its organisation may withdraw it.")
    if is_shown:
        workflow.withdraw(resource, terms, because="It was deleted by its organisation.")
    else:
        workflow.discard(resource, terms)
    return HttpResponse(status=204)


def _place_to_write(request: HttpRequest, prefix: str, tail: str) -> Place:
    place = place_of(request, prefix, tail)
    if place.resource is None:
        raise Refused(403, "What the catalogue says of itself is in its settings (CATALOGUE_NAME and others).")
    if not policy.may_edit(writer(request).viewer, place.resource):
        raise Refused(403, "Another organisation keeps this description.")
    if place.resource.state == State.WITHDRAWN:
        raise Refused(409, "It is withdrawn. Publish it again before you change it.")
    return place


def _refuse_stale(request: HttpRequest, place: Place) -> None:
    """If-Match names the description that the client had read; what others put into its containers does not count."""
    tags = request.META.get("HTTP_IF_MATCH", "*")
    if tags.strip() != "*" and f'"{mark_of(place)}' not in tags:
        raise Refused(412, CHANGED)


def _new_name() -> Term:
    return named(f"{settings.PID_BASE}{uuid4()}")


def _sent(request: HttpRequest, bearer: Bearer, body: IO[bytes], *, base: str) -> Sent:
    media_type = request.META.get("CONTENT_TYPE", "")
    return Sent(bearer, body, media_type, request.path, bodies.triples(body, media_type=media_type, base=base))


def _anew(place: Place, sent: Sent, main: Term) -> list[Triple]:
    """What was sent, less what was added for reading, plus what the containers are made of."""
    assert place.resource is not None
    was = place.resource.record
    shared = browse.shared(place.resource, sent.bearer.viewer)
    added = {*described(place, sent.bearer.viewer), *describing.own(place)} - set(was.triples)
    named_elsewhere = {s for s, _, _ in shared if is_iri(s)}
    triples = plain.renamed(plain.without_server(sent.triples, keep={main}), {main: place.subject})
    kept = [t for t in triples if t not in added and t[0] not in named_elsewhere]
    kept = [t for t in kept if not _names_member(t, place.subject, place.definition)]
    kept += [t for t in was.triples if _names_member(t, place.subject, place.definition)]
    is_typed = place.subject in plain.catalogued(kept)
    return kept if is_typed else [*kept, (place.subject, RDF.type, place.definition.classes[0])]


def _names_member(triple: Triple, subject: Term, definition: Definition) -> bool:
    s, p, o = triple
    return s == subject and p in definition.down and is_iri(o)


def _registered(
    request: HttpRequest, sent: Sent, triples: list[Triple], subjects: set[Term], *, was: Resource | None = None
) -> dict[Term, Term]:
    """Past the door for small counts, held to the profile, kept as it came, registered: all of it or nothing.

    What is new is named as its organisation names things; the answer is those names by the ones that were given.
    """
    triples, above = parents_named(triples, subjects, sent.bearer.viewer)
    organisation = was.organisation if was is not None else owner_of(request, sent.bearer, above)
    names = _own_names(triples, subjects, organisation) if was is None else {}
    triples, subjects = plain.renamed_with_parts(triples, names), {names.get(s, s) for s in subjects}
    parts, door = _parts(sent, triples, subjects)
    reviewing.refuse_past_review(parts, was, sent.bearer.viewer)
    columns = [_columns(part, record, was) for part, record in parts]
    with transaction.atomic():
        arrival = arriving.keep(
            arriving.Incoming(sent.body, sent.source, sent.media_type),
            author=sent.bearer.user,
            with_body=not door.suppressed,
        )
        by = sent.bearer.user
        terms = Terms(author=by, reason=REASON, arrival=arrival, organisation=organisation, written_here=True)
        outcomes = register_many(columns, terms)
        if was is not None:
            _refuse_overtaken(was, outcomes)
        arrival.summary = {outcome.value: outcomes.count(outcome) for outcome in set(outcomes)}
        arrival.save(update_fields=["summary"])
    return names


def _own_names(triples: list[Triple], subjects: set[Term], organisation: Organisation | None) -> dict[Term, Term]:
    """Names by the pattern of the organisation; none where it has no pattern of its own."""
    if not has_own_form(organisation):
        return {}
    kinds = plain.catalogued(triples)
    titles = {s: text(o) for s, p, o in reversed(triples) if p == DCT.title}
    return {s: named(minted(kinds[s], organisation, titles.get(s, ""))) for s in sorted(subjects)}


def _parts(sent: Sent, triples: list[Triple], subjects: set[Term]) -> tuple[list[tuple[Part, Record]], Door]:
    """The descriptions of these subjects and shared ones, past the door for small counts and held to the profile."""
    door = Door(settings.SMALL_CELL_LIMIT)
    document = Document()
    document.add(door.admit(triples))
    door.close(document)
    parts = [part for part in document.parts() if part.kind == REFERENCE or part.subject in subjects]
    described = [(part, _record(part)) for part in parts]
    refuse_violations(record for part, record in described if part.kind != REFERENCE)
    return described, door


def _refuse_overtaken(was: Resource, outcomes: list[Outcome]) -> None:
    """Nobody may have changed it since it was looked at. Asked once the register has let us in, so for good."""
    if Outcome.UPDATED in outcomes:
        before = Revision.objects.filter(resource=was).order_by("-number").values_list("number", flat=True)[1:2]
        if list(before) != [was.revision_id]:
            raise Refused(412, CHANGED)


def _record(part: Part) -> Record:
    try:
        return suppressed(part.record(), settings.SMALL_CELL_LIMIT)
    except ValueError as refusal:  # blank nodes that nobody can tell apart
        raise Refused(400, f"The description cannot be kept: {refusal}") from refusal


def _columns(part: Part, record: Record, was: Resource | None) -> Columns:
    """With the shared descriptions that it uses: those it came with, and those it had and still mentions."""
    uses = set(part.uses)
    if was is not None:
        had = {named(target) for target in Link.objects.filter(source=was, path=USES).values_list("target", flat=True)}
        uses |= had & {o for _, _, o in record.triples}
    return columns_of(record, part.kind, uses=sorted(uses))


def _answered(request: HttpRequest, place: Place, *, status: int) -> HttpResponse:
    triples = described(place, writer(request).viewer)
    response = rdf(request, place.subject, triples, status=status, mark=mark_of(place))
    if status == 201:
        response["Location"] = place.address
    return response


def _created(names: dict[Term, Term]) -> list[Triple]:
    rows = Resource.objects.filter(iri__in=[iri(name) for name in names.values()])
    address = {named(row.iri): named(places.address_of(row.kind, row.slug)) for row in rows.only("iri", "kind", "slug")}
    found: list[Triple] = []
    for was, name in names.items():
        found += [
            (address[name], RDF.type, FDP.MetadataRecord),
            (address[name], FOAF.primaryTopic, name),
            (address[name], FDP.isMetadataOf, name),
        ]
        found += [(name, PROV.wasDerivedFrom, was)] if is_iri(was) else []
    return found
