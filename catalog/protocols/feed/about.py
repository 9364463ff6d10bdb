"""What the catalogue says of itself: one dcat:Catalog, made of settings (DCAT-AP 3.0.1, Catalogue)."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from django.conf import settings

from fair_metadata.namespaces import DCAT, DCATAP, DCT, FOAF, RDF, VCARD, XSD
from fair_metadata.record import Record
from fair_metadata.terms import Term, Triple, literal, named
from fair_metadata.vocabularies import EHDS

_HEALTH = named("http://publications.europa.eu/resource/authority/data-theme/HEAL")
_THEMES = named("http://publications.europa.eu/resource/authority/data-theme")
_LANGUAGES = {"en": "ENG", "es": "SPA"}


def absolute(path: str) -> str:
    return settings.BASE_URL + path


def node() -> Term:
    """The catalogue as a thing: `BASE_URL/catalog`, which answers with the feed."""
    return named(absolute("/catalog"))


def publisher() -> Term:
    return named(absolute("/catalog#publisher"))


def moment(at: datetime) -> Term:
    """xsd:dateTime in UTC, to the microsecond: as exact as it is kept."""
    return literal(at.strftime("%Y-%m-%dT%H:%M:%S.%fZ"), datatype=XSD.dateTime[1:-1])


def number(value: int) -> Term:
    return literal(str(value), datatype=XSD.integer[1:-1])


def record(subject: Term, triples: Iterable[Triple]) -> Record:
    """Statements of our own as a record, so that every format writes them; they have no blank nodes to be named."""
    return Record(subject, tuple(sorted(set(triples))))


def catalogue(changed_at: datetime | None) -> Iterator[Triple]:
    """All that DCAT-AP asks of a catalogue, and what it recommends as far as it is known."""
    me = node()
    yield me, RDF.type, DCAT.Catalog
    yield me, DCT.title, literal(settings.CATALOGUE_NAME, language=settings.LANGUAGE_CODE)
    yield me, DCT.description, literal(settings.CATALOGUE_DESCRIPTION, language=settings.LANGUAGE_CODE)
    yield me, DCT.publisher, publisher()
    yield me, FOAF.homepage, named(absolute("/"))
    yield me, DCT.license, named(settings.CATALOGUE_LICENCE)
    yield me, DCATAP.applicableLegislation, EHDS
    yield me, DCAT.theme, _HEALTH
    yield me, DCAT.themeTaxonomy, _THEMES
    for code, _ in settings.LANGUAGES:
        yield me, DCT.language, named(f"http://publications.europa.eu/resource/authority/language/{_LANGUAGES[code]}")
    if changed_at:
        yield me, DCT.modified, moment(changed_at)
    yield from _publisher()


def _publisher() -> Iterator[Triple]:
    me = publisher()
    yield me, RDF.type, FOAF.Agent
    yield me, FOAF.name, literal(settings.CATALOGUE_PUBLISHER, language=settings.LANGUAGE_CODE)
    yield me, FOAF.homepage, named(settings.CATALOGUE_PUBLISHER_HOMEPAGE)
    if settings.CONTACT_EMAIL and not settings.CONTACT_EMAIL.endswith(".invalid"):
        office = named(absolute("/catalog#contact"))
        yield node(), DCAT.contactPoint, office
        yield office, RDF.type, VCARD.Kind
        yield office, VCARD.fn, literal(settings.CATALOGUE_PUBLISHER, language=settings.LANGUAGE_CODE)
        yield office, VCARD.hasEmail, named(f"mailto:{settings.CONTACT_EMAIL}")
