"""What it takes to cite a resource, whatever the style: read once from its description, written by several formats."""

import re
from dataclasses import dataclass
from hashlib import sha256

from fair_metadata.formats.description import Description
from fair_metadata.formats.words import english, in_english, words
from fair_metadata.namespaces import ADMS, DCAT, DCT, FOAF, OWL, SKOS
from fair_metadata.profiles import DEFAULT
from fair_metadata.record import Record
from fair_metadata.terms import Term, text

_DATE = re.compile(r"[0-9]{4}(?:-[0-9]{2}(?:-[0-9]{2})?)?(?![0-9])")
_DOI = re.compile(r"(?:https?://(?:dx\.|www\.)?doi\.org/|(?:urn:)?doi:\s*)?(10\.[0-9]{4,9}/\S+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """Texts as they are stated, nothing escaped; what is not stated is empty.

    `key` is ASCII and no other resource's. `kind` is what the profile calls it (“Dataset”), `authors` are whole names,
    `date` is as exact as it is stated (2020, 2020-06 or 2020-06-05), `identifier` the holder's own, `url` the page.
    """

    key: str
    kind: str
    title: str
    authors: tuple[str, ...]
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

    @property
    def year(self) -> str:
        return self.date[:4]


def citation(description: Description) -> Citation:
    """The facts of a citation, in English where there is a choice; shared descriptions give their names."""
    record = description.joined
    shape = DEFAULT.shape_for(record.types())
    identifiers = _identifiers(record)
    dois = {name: found[1] for name in (*identifiers, record.iri) if (found := _DOI.fullmatch(name))}
    publishers = _called(record, DCT.publisher)
    return Citation(
        key=_key(description),
        kind=shape.label["en"] if shape else "Dataset",
        title=in_english(record, DCT.title) or in_english(record, FOAF.name),
        authors=_called(record, DCT.creator) or publishers,
        publisher=next(iter(publishers), ""),
        date=_date(record),
        version=in_english(record, DCAT.version) or in_english(record, OWL.versionInfo),
        url=description.page or record.iri,
        doi=next(iter(dois.values()), ""),
        identifier=next((name for name in identifiers if name not in dois), record.iri),
        keywords=english(record.values(DCAT.keyword)),
        abstract=in_english(record, DCT.description),
        languages=_called(record, DCT.language),
        rights=", ".join(_called(record, DCT.accessRights)),
    )


def _called(record: Record, path: Term) -> tuple[str, ...]:
    """What the values are called, without those that have no name."""
    return tuple(name for value in record.values(path) if (name := words(record, value)).strip())


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
