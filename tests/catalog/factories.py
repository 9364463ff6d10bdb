"""Rows for tests: resources with a real revision, organisations, and viewers by what they are. All data are synthetic."""

from itertools import count

from django.contrib.auth import get_user_model
from django.db.models import Max
from django.utils import timezone

from catalog import policy
from catalog.columns import USES
from catalog.models import Change, Kind, Link, Membership, Network, Organisation, Resource, Revision, State, Visibility
from fair_metadata.card import card
from fair_metadata.namespaces import DCAT, DCT, FOAF, RDF
from fair_metadata.record import Record
from fair_metadata.terms import Term, Triple, literal, named

_CLASSES = {
    Kind.CATALOG: DCAT.Catalog,
    Kind.SERIES: DCAT.DatasetSeries,
    Kind.DATASET: DCAT.Dataset,
    Kind.DISTRIBUTION: DCAT.Distribution,
    Kind.SERVICE: DCAT.DataService,
    Kind.CATALOG_RECORD: DCAT.CatalogRecord,
}
KINDS = tuple(_CLASSES)
_number = count(1)


def described(
    iri: str, kind: str = Kind.DATASET, *said: tuple[Term, Term], title: str = "A registry", nested=()
) -> Record:
    """A record that says its class, a title, and what is given; `nested` are whole triples."""
    subject = named(iri)
    own: list[Triple] = [(subject, DCT.title, literal(title, language="en"))]
    own += [(subject, RDF.type, _CLASSES[kind])] if kind in _CLASSES else []
    return Record.of(iri, [*own, *((subject, path, value) for path, value in said), *nested])


def resource(
    kind: str = Kind.DATASET,
    *said: tuple[Term, Term],
    slug: str = "",
    iri: str = "",
    title: str = "A registry",
    state: str = State.PUBLISHED,
    visibility: str = Visibility.EVERYBODY,
    organisation: Organisation | None = None,
    links: dict[Term, list[str]] | None = None,
    uses: tuple[str, ...] = (),
    nested=(),
) -> Resource:
    """A resource with one revision. `links` are stated and linked: property → IRIs; `uses` are shared descriptions."""
    slug = slug or f"{kind}-{next(_number)}"
    iri = iri or f"https://data.example.org/{slug}"
    stated = [(path, named(target)) for path, targets in (links or {}).items() for target in targets]
    record = described(iri, kind, *said, *stated, title=title, nested=nested)
    now = timezone.now()
    row = Resource.objects.create(
        id=_next_number(),
        iri=iri,
        kind=kind,
        slug=slug,
        state=state,
        visibility=visibility,
        organisation=organisation,
        digest=record.digest,
        created_at=now,
        modified_at=now,
    )
    pairs = [(path[1:-1], target[1:-1]) for path, target in stated] + [(USES, name) for name in uses]
    Link.objects.bulk_create(Link(source=row, path=path, target=target) for path, target in pairs)
    return revised(row, record)


def revised(row: Resource, record: Record | None = None, **standing: object) -> Resource:
    """The resource after one more revision: another description, another standing, or both."""
    record = record or Record.from_ntriples(row.iri, row.revision.ntriples)
    number, was_public = _next_number(), row.public_number is not None and policy.is_public(row)
    now = timezone.now()
    revision = Revision.objects.create(
        number=number,
        resource=row,
        change=Change.STANDING if standing else Change.UPDATED,
        digest=record.digest,
        packed=Revision.pack(record.ntriples),
        made_at=now,
    )
    row.revision, row.digest, row.card, row.modified_at = revision, record.digest, card(record), now
    for name, value in standing.items():
        setattr(row, name, value)
    revision.audience = policy.audience(row)
    revision.save(update_fields=["audience"])
    if was_public or policy.is_public(row):
        row.public_number, row.public_at = number, now
    row.save()
    return row


def _next_number() -> int:
    return (Revision.objects.aggregate(n=Max("number"))["n"] or 0) + 1


def shared(iri: str, name: str) -> Resource:
    """A shared description: something that other records mention and that has no page of its own."""
    row = resource(Kind.REFERENCE, iri=iri, title=name)
    return revised(row, Record.of(iri, [(named(iri), FOAF.name, literal(name))]))


def organisation(slug: str, *, network: Network | None = None) -> Organisation:
    made = Organisation.objects.create(slug=slug, name=f"Organisation {slug}")
    if network:
        network.organisations.add(made)
    return made


def network(slug: str) -> Network:
    return Network.objects.create(slug=slug, name=f"Network {slug}")


def person(name: str, *, of: Organisation | None = None, role: str = "curator", is_operator: bool = False):
    """A user with a role in an organisation; an operator sees everything."""
    user = get_user_model().objects.create_user(name, is_superuser=is_operator)
    if of:
        Membership.objects.create(user=user, organisation=of, role=role)
    return user


def page(row: Resource, suffix: str = "") -> str:
    """The address of its landing page, or of one of its documents."""
    from catalog.browse import address

    return address(row) + (f".{suffix}" if suffix else "")
