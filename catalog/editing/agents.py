"""An organisation as the descriptions that it begins name it: agent, place to ask, contact."""

from collections.abc import Iterator
from urllib.parse import quote

from catalog.models import Organisation
from fair_metadata.namespaces import CV, DCAT, DCT, FOAF, RDF, VCARD
from fair_metadata.terms import Term, Triple, literal, named


def names(organisation: Organisation) -> Iterator[Term]:
    """Its names in languages; the one of no language only where it says something else."""
    yield from (literal(text, language=tag) for tag, text in organisation.names.items())
    if organisation.name not in organisation.names.values():
        yield literal(organisation.name)


def agent(organisation: Organisation, node: Term) -> Iterator[Triple]:
    """A `foaf:Agent`, and where it is asked (`cv:ContactPoint`, HealthDCAT-AP release 8)."""
    yield node, RDF.type, FOAF.Agent
    yield from ((node, FOAF.name, name) for name in names(organisation))
    if organisation.identifier:
        yield node, DCT.identifier, literal(organisation.identifier)
    if organisation.homepage:
        yield node, FOAF.homepage, named(organisation.homepage)
    if organisation.email:
        yield node, FOAF.mbox, _mail(organisation.email)
    if organisation.homepage or organisation.email:
        contact = f"{node}contact"
        yield node, CV.contactPoint, contact
        yield contact, RDF.type, CV.ContactPoint
        if organisation.homepage:
            yield contact, CV.contactPage, named(organisation.homepage)
        if organisation.email:
            yield contact, CV.email, literal(organisation.email)


def described(organisation: Organisation, node: Term) -> Iterator[Triple]:
    """As a publisher also what it is (the "publisher note" of HealthDCAT-AP, of which there is one at most)."""
    yield from agent(organisation, node)
    if note := next(iter(organisation.descriptions.items()), None):
        yield node, DCT.description, literal(note[1], language=note[0])


def contact(organisation: Organisation, subject: Term) -> Iterator[Triple]:
    """The mailbox as the contact of a dataset (`vcard:Kind`); nothing without one."""
    if organisation.email:
        node = "_:asked"
        yield subject, DCAT.contactPoint, node
        yield node, RDF.type, VCARD.Kind
        yield node, VCARD.fn, literal(organisation.name)
        yield node, VCARD.hasEmail, _mail(organisation.email)


def _mail(address: str) -> Term:
    """An address as `mailto:` (RFC 6068, section 2)."""
    return named(f"mailto:{quote(address, safe='@!$*+=~')}")
