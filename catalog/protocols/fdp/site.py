"""What the FAIR Data Point says of itself, and of the catalogue of all that there is."""

import tomllib
from collections.abc import Iterator
from functools import cache

from django.conf import settings

from catalog.models import Resource
from catalog.policy import Viewer
from catalog.protocols.fdp import places
from catalog.protocols.fdp.describing import container, containers, identified, moment, profile_of
from catalog.protocols.fdp.places import Member, Part, Place
from fair_metadata.namespaces import DCAT, DCT, FDP, FOAF, R3D, RDF, RDFS, VCARD
from fair_metadata.terms import Term, Triple, literal, named

SPECIFICATION = "https://specs.fairdatapoint.org/fdp-specs-v1.2.html"
_LANGUAGES = {"en": "ENG", "es": "SPA"}


@cache
def software() -> str:
    """The version of Marrow."""
    return str(tomllib.loads((settings.ROOT / "pyproject.toml").read_text())["project"]["version"])


def described(place: Place, viewer: Viewer) -> list[Triple]:
    """All that its page says: the FAIR Data Point's, or the site's catalogue's."""
    is_root = place == places.root()
    triples = [*_common(place), *identified(place), *(_of_root(place) if is_root else _of_catalogue(place))]
    return triples + (catalogues(place, viewer) if is_root else containers(place, viewer))


def _common(place: Place) -> Iterator[Triple]:
    me, publisher = place.subject, named(f"{places.root().address}#publisher")
    title = literal(settings.CATALOGUE_NAME, language=settings.LANGUAGE_CODE)
    yield from ((me, RDF.type, each) for each in place.definition.classes)
    yield me, DCT.title, title
    yield me, RDFS.label, title
    yield me, DCT.description, literal(_stated("DESCRIPTION", settings.CATALOGUE_NAME), language=settings.LANGUAGE_CODE)
    yield me, DCT.publisher, publisher
    yield publisher, RDF.type, FOAF.Agent
    yield publisher, FOAF.name, literal(_stated("PUBLISHER", settings.CATALOGUE_NAME))
    yield me, DCT.language, _language(settings.LANGUAGE_CODE)  # one: the shapes of the reference allow no more
    yield me, DCT.conformsTo, profile_of(place.definition)
    yield profile_of(place.definition), RDFS.label, literal(f"{place.definition.name} Profile")
    if licence := _stated("LICENCE"):
        yield me, DCT.license, named(licence)
    if contact := _stated("CONTACT"):
        office = named(f"{places.root().address}#contact")
        yield me, DCAT.contactPoint, office
        yield office, RDF.type, VCARD.Kind
        yield office, VCARD.hasEmail, named(f"mailto:{contact}")
    yield from _dates(me)


def _stated(name: str, otherwise: str = "") -> str:
    """What the settings of the catalogue say; nothing is made up for what they do not."""
    return str(getattr(settings, f"CATALOGUE_{name}", "") or otherwise)


def _dates(me: Term) -> Iterator[Triple]:
    """Since when there is something that everybody may see, and when that changed last; two queries."""
    seen = Resource.objects.filter(public_number__isnull=False)
    first = seen.order_by("id").values_list("created_at", flat=True).first()
    last = seen.order_by("-public_number").values_list("public_at", flat=True).first()
    if first and last:
        yield me, DCT.issued, moment(first)
        yield me, DCT.modified, moment(last)
        yield me, FDP.metadataIssued, moment(first)
        yield me, FDP.metadataModified, moment(last)


def _of_root(place: Place) -> Iterator[Triple]:
    me = place.subject
    yield from ((me, path, literal(software())) for path in (DCAT.version, DCT.hasVersion))
    yield me, FDP.fdpSoftwareVersion, literal(f"Marrow {software()}")
    yield me, FDP.conformsToFdpSpec, named(SPECIFICATION)
    yield me, DCAT.endpointURL, me
    yield me, RDFS.seeAlso, named(f"{settings.BASE_URL}/about/machines")
    yield me, R3D.repositoryIdentifier, named(f"{place.address}#identifier")
    yield from ((me, FDP.fdpUILanguage, _language(code)) for code, _ in settings.LANGUAGES)


def _language(code: str) -> Term:
    return named(f"http://publications.europa.eu/resource/authority/language/{_LANGUAGES[code]}")


def _of_catalogue(place: Place) -> Iterator[Triple]:
    """Its version is the number of the last public change."""
    last = Resource.objects.filter(public_number__isnull=False).order_by("-public_number")
    number = last.values_list("public_number", flat=True).first() or 0
    yield from ((place.subject, path, literal(str(number))) for path in (DCAT.version, DCT.hasVersion))
    yield place.subject, DCT.isPartOf, places.root().subject
    yield place.subject, FOAF.homepage, named(f"{settings.BASE_URL}/")


def catalogues(place: Place, viewer: Viewer) -> list[Triple]:
    """The container of catalogues; the site's own comes first."""
    child, own = place.definition.children[0], places.site()
    part = places.part(place, child, viewer)
    first = Member(0, own.iri, own.definition.kind, places.SITE_TAIL)
    triples = container(place, child, Part([first, *part.members], part.next))
    return triples + [(s, R3D.dataCatalog, o) for s, p, o in triples if p == FDP.metadataCatalog]
