"""What a FAIR Data Point adds to a description while it is read: identifier, dates, label, parents, containers.

Of the defaults of the reference implementation those are left out that would say what nobody said: a licence, a
language, that access is not restricted, a date of publication.
"""

from collections.abc import Collection, Iterable
from datetime import datetime

from django.db.models import Q

from catalog import browse
from catalog.models import Kind, Resource
from catalog.policy import Viewer
from catalog.protocols.fdp import places
from catalog.protocols.fdp.definitions import Child, Definition
from catalog.protocols.fdp.places import Part, Place
from fair_metadata.namespaces import DATACITE, DCAT, DCT, FDP, FOAF, LDP, RDF, RDFS, XSD
from fair_metadata.record import Record
from fair_metadata.terms import Term, Triple, iri, is_literal, literal, named

VERSIONS = (
    (DCAT.version, DCT.hasVersion),
    (DCT.hasVersion, DCAT.version),
)  # FDP 1.2 reads the one, older ones the other


def moment(when: datetime) -> Term:
    return literal(f"{when:%Y-%m-%dT%H:%M:%S.%fZ}", datatype=iri(XSD.dateTime))


def profile_of(definition: Definition) -> Term:
    return named(f"{places.root().address}/profile/{definition.uuid}")


def described(place: Place, viewer: Viewer) -> list[Triple]:
    """All that the page of a resource says: its description, what is shared with others, and what is added."""
    assert place.resource is not None
    record = _without_members(place, viewer)
    triples = [*record.triples, *_shared(place, viewer), *implied(record)]
    triples += about(place, place.resource)
    triples += [(place.subject, DCT.isPartOf, parent) for parent in _parents(place, record, viewer)]
    return triples + containers(place, viewer)


def _shared(place: Place, viewer: Viewer) -> tuple[Triple, ...]:
    assert place.resource is not None
    uses_none = place.near is not None and not place.near.shares
    return () if uses_none else browse.shared(place.resource, viewer)


def own(place: Place) -> list[Triple]:
    """The description of a resource with what is added, and no containers; a long list of members is left to those."""
    assert place.resource is not None
    lines, down = _lines(place)
    record = _record(place, lines, down) if len(down) > places.CONTAINED else place.resource.record
    return [*record.triples, *implied(record), *about(place, place.resource)]


def _without_members(place: Place, viewer: Viewer) -> Record:
    """The description without what its containers say, page by page, or may not say to this viewer."""
    lines, down = _lines(place)
    if down and len(down) <= places.CONTAINED:
        targets = {line: iri(line.removesuffix(" .").split(" ", 2)[2]) for line in down}
        kinds = {kind for child in place.definition.children for kind in child.kinds}
        gone = set(_hidden_or_of(kinds, place, viewer, targets.values()))
        down = [line for line, target in targets.items() if target in gone]
    return _record(place, lines, down)


def _hidden_or_of(kinds: set[str], place: Place, viewer: Viewer, targets: Collection[str]) -> Iterable[str]:
    """Members, and what is not for this viewer; something else than the property is for stays."""
    if place.near is not None:
        return place.near.hidden_or_of(kinds, viewer)
    stays = places.shown(viewer) & ~Q(kind__in=kinds)
    return Resource.objects.filter(iri__in=targets).exclude(stays).values_list("iri", flat=True)


def _lines(place: Place) -> tuple[list[str], list[str]]:
    """The description as lines, and those that name a member: ten thousand go before they are read as triples."""
    assert place.resource is not None
    assert place.resource.revision is not None
    ways = tuple(f"{place.subject} {path} <" for path in place.definition.down)
    lines = place.resource.revision.ntriples.split("\n")  # nothing else ends a line in N-Triples
    return lines, [line for line in lines if ways and line.startswith(ways)]


def _record(place: Place, lines: list[str], down: list[str]) -> Record:
    gone = set(down)
    return Record.from_ntriples(place.iri, "\n".join(line for line in lines if line not in gone))


def implied(record: Record) -> list[Triple]:
    """A label, and each property for a version where only the other one is stated: what is said already."""
    subject = record.subject
    found = [] if record.values(RDFS.label) else [(subject, RDFS.label, title) for title in record.values(DCT.title)]
    for missing, stated in VERSIONS:
        if not record.values(missing):
            found += [(subject, missing, value) for value in record.values(stated) if is_literal(value)]
    return found


def about(place: Place, resource: Resource) -> list[Triple]:
    """What is known of the metadata: identifier, dates, version, and the record that this address is (FDP-O)."""
    metadata, profile = named(place.address), profile_of(place.definition)
    # Of a dataset, dct:conformsTo says which standard the data follow; there, the profile is the metadata's.
    follows = place.subject if resource.kind == Kind.CATALOG else metadata
    return [
        *identified(place),
        (place.subject, FDP.metadataIssued, moment(resource.created_at)),
        (place.subject, FDP.metadataModified, moment(resource.modified_at)),
        (place.subject, FDP.metadataVersion, literal(str(resource.revision_id))),
        (place.subject, FDP.hasMetadata, metadata),
        (metadata, RDF.type, FDP.MetadataRecord),
        (metadata, FDP.isMetadataOf, place.subject),
        (metadata, FOAF.primaryTopic, place.subject),
        (follows, DCT.conformsTo, profile),
        (profile, RDFS.label, literal(f"{place.definition.name} Profile")),
    ]


def identified(place: Place) -> list[Triple]:
    identifier = named(f"{place.address}#identifier")
    return [
        (place.subject, FDP.metadataIdentifier, identifier),
        (identifier, RDF.type, DATACITE.Identifier),
        (identifier, DCT.identifier, literal(place.address)),
    ]


def _parents(place: Place, record: Record, viewer: Viewer) -> Iterable[Term]:
    """Whose it is. A catalogue is the FAIR Data Point's; what is in no catalogue is the site's own."""
    if place.definition.kind == Kind.CATALOG:
        return [places.root().subject]
    found = [named(parent.iri) for parent in places.parents(place, viewer)]
    return found or ([] if record.values(DCT.isPartOf) else [places.site().subject])


def containers(place: Place, viewer: Viewer) -> list[Triple]:
    """The first page of each container, which leads on to the next."""
    found: list[Triple] = []
    for child in place.definition.children:
        found += container(place, child, places.part(place, child, viewer))
    return found


def container(place: Place, child: Child, part: Part) -> list[Triple]:
    """An `ldp:DirectContainer` (LDP 1.0, section 5.4) that contains addresses here; members are named by their IRIs.

    The next page is contained like a member: harvesters of FAIR Data Points follow `ldp:contains` and nothing else.
    """
    node = named(place.container(child))
    found = [
        (node, RDF.type, LDP.DirectContainer),
        (node, DCT.title, literal(child.title, language="en")),
        (node, LDP.membershipResource, place.subject),
        (node, LDP.hasMemberRelation, child.relation),
    ]
    for member in part.members:
        found += [
            (node, LDP.contains, named(member.address)),
            (place.subject, child.relation, named(member.iri)),
        ]
    return found + ([(node, LDP.contains, named(part.next))] if part.next else [])
