"""What it takes to cite a resource, whatever the style: read once from its description, written by several formats."""

import re
from dataclasses import dataclass
from hashlib import sha256

from fair_metadata.formats.description import Description
from fair_metadata.formats.words import Tongues, in_one_language, in_words, words
from fair_metadata.namespaces import ADMS, DCAT, DCT, FOAF, OWL, SKOS, VCARD
from fair_metadata.profiles import DEFAULT
from fair_metadata.record import Record
from fair_metadata.terms import Term, iri, is_iri, text

ORCID = "https://orcid.org/"
_DATE = re.compile(r"[0-9]{4}(?:-[0-9]{2}(?:-[0-9]{2})?)?(?![0-9])")
_DOI = re.compile(r"(?:https?://(?:dx\.|www\.)?doi\.org/|(?:urn:)?doi:\s*)?(10\.[0-9]{4,9}/\S+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Author:
    """Who made it: the whole name, and of a person the parts where both are stated; `iri` where there is one."""

    name: str
    given: str = ""
    family: str = ""
    is_person: bool = False
    iri: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """Texts as they are stated, nothing escaped; what is not stated is empty.

    Of several languages the one that the description prefers is used. `key` is ASCII and no other resource's. `kind` is
    what the profile calls it (“Dataset”), `date` is as exact as it is stated (2020, 2020-06 or 2020-06-05),
    `identifier` the holder's own, `url` the address to cite, else the page; `licences` are addresses.
    """

    key: str
    kind: str
    title: str
    made_by: tuple[Author, ...]
    publisher: str
    date: str
    version: str
    url: str
    doi: str
    identifier: str
    keywords: tuple[str, ...]
    abstract: str
    languages: tuple[str, ...]
    rights: str
    licences: tuple[str, ...]

    @property
    def authors(self) -> tuple[str, ...]:
        """Their whole names."""
        return tuple(author.name for author in self.made_by)

    @property
    def year(self) -> str:
        return self.date[:4]


def citation(description: Description) -> Citation:
    """The facts of a citation; shared descriptions give their names."""
    record, tongues = description.joined, description.tongues
    shape = DEFAULT.shape_for(record.types())
    identifiers = _identifiers(record)
    dois = {name: found[1] for name in (*identifiers, record.iri) if (found := _DOI.fullmatch(name))}
    publishers = _named(record, DCT.publisher, tongues)

    def one(*paths: Term) -> str:
        return next(filter(None, (in_words(record, path, None, tongues) for path in paths)), "")

    return Citation(
        key=_key(description),
        kind=shape.label["en"] if shape else "Dataset",
        title=one(DCT.title, FOAF.name),
        made_by=_named(record, DCT.creator, tongues) or publishers,
        publisher=publishers[0].name if publishers else "",
        date=_date(record),
        version=one(DCAT.version, OWL.versionInfo),
        url=description.cite_as or description.page or record.iri,
        doi=next(iter(dois.values()), ""),
        identifier=next((name for name in identifiers if name not in dois), record.iri),
        keywords=in_one_language(record.values(DCAT.keyword), tongues),
        abstract=one(DCT.description),
        languages=_called(record, DCT.language, tongues),
        rights=", ".join(_called(record, DCT.accessRights, tongues)),
        licences=licences(description),
    )


def licences(description: Description) -> tuple[str, ...]:
    """The addresses of its licences: its own, else those of its distributions."""
    own = [iri(value) for value in description.record.values(DCT.license) if is_iri(value)]
    files = (value for part in description.distributions for value in part.values(DCT.license))
    return tuple(dict.fromkeys(own or [iri(value) for value in files if is_iri(value)]))


def _called(record: Record, path: Term, tongues: Tongues) -> tuple[str, ...]:
    """What the values are called, without those that have no name."""
    return tuple(name for value in record.values(path) if (name := words(record, value, tongues)).strip())


def _named(record: Record, path: Term, tongues: Tongues) -> tuple[Author, ...]:
    """The agents that have a name, each once."""
    found = (_author(record, node, tongues) for node in record.values(path))
    return tuple({author.name: author for author in found if author.name.strip()}.values())


def _author(record: Record, node: Term, tongues: Tongues) -> Author:
    given, family = (in_words(record, path, node, tongues) for path in (FOAF.givenName, FOAF.familyName))
    address = iri(node) if is_iri(node) else ""
    is_person = any(kind in (FOAF.Person, VCARD.Individual) for kind in record.types(node))
    return Author(
        name=words(record, node, tongues),
        given=given if family else "",
        family=family,
        is_person=is_person or address.startswith(ORCID),
        iri=address,
    )


def _identifiers(record: Record) -> list[str]:
    """What others call it: its dct:identifier, and the notations of its adms:identifier."""
    notations = [name for node in record.values(ADMS.identifier) for name in record.values(SKOS.notation, node)]
    stated = [text(value).strip() for value in (*record.values(DCT.identifier), *notations)]
    return [name for name in stated if name]


def _date(record: Record) -> str:
    """The day, month or year of issue, else of the last change; a text that is no date is not used."""
    stated = (text(value).strip() for path in (DCT.issued, DCT.modified) for value in record.values(path))
    return next((found[0] for found in map(_DATE.match, stated) if found), "")


def _key(description: Description) -> str:
    """The name in the page's address; without a page, the IRI's last part with a hash that no other IRI has."""
    if description.page:
        return _plain(description.page)
    iri = description.record.iri
    return f"{_plain(iri)}-{sha256(iri.encode()).hexdigest()[:16]}".lstrip("-")


def _plain(address: str) -> str:
    tail = re.split(r"[/#:?=]", address.rstrip("/#"))[-1].lower()
    return re.sub(r"[^a-z0-9]+", "-", tail).strip("-")[:120]
