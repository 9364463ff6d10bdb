"""The files of a dataset that can be fetched: address, media type, size, checksums, as its distributions state them."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from fair_metadata.formats.description import Description
from fair_metadata.formats.words import in_words
from fair_metadata.namespaces import DCAT, DCT, SPDX
from fair_metadata.record import Record
from fair_metadata.terms import iri, is_iri, text

_MEDIA_TYPE = re.compile(r"[a-z0-9][a-z0-9.+-]*/[a-z0-9][a-z0-9.+-]*")
_DIGITS = {"md5": 32, "sha1": 40, "sha256": 64, "sha512": 128}


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """One download; `checksums` are by algorithm (`sha256`), in lower case; what is not stated is empty."""

    iri: str
    address: str
    title: str
    description: str
    media_type: str
    size: str
    checksums: Mapping[str, str]


def files(description: Description) -> list[File]:
    """What has an address to download from; access addresses lead to forms and pages, and are no files."""
    found: dict[str, File] = {}
    for part in (*description.parts, *_nested(description.record)):
        for value in part.values(DCAT.downloadURL):
            if is_iri(value) and iri(value).startswith(("http://", "https://")):
                found.setdefault(iri(value), _file(part, iri(value), description))
    return list(found.values())


def _nested(record: Record) -> Iterator[Record]:
    """The record itself, when it is a distribution, and those that are nodes inside it."""
    inside = [node for node in record.values(DCAT.distribution) if node in record.nodes]
    yield record
    yield from (Record(node, record.triples) for node in inside)


def _file(part: Record, address: str, description: Description) -> File:
    size = part.value(DCAT.byteSize)
    return File(
        iri=part.iri,
        address=address,
        title=in_words(part, DCT.title, None, description.tongues),
        description=in_words(part, DCT.description, None, description.tongues),
        media_type=_media_type(part),
        size=text(size) if size and text(size).isascii() and text(size).isdigit() else "",
        checksums=_checksums(part),
    )


def _media_type(part: Record) -> str:
    """`text/csv`, from the IANA address that DCAT asks for or from a text; "" when none is stated."""
    stated = ["/".join(text(value).lower().rsplit("/", 2)[-2:]) for value in part.values(DCAT.mediaType)]
    return next((found for found in stated if _MEDIA_TYPE.fullmatch(found)), "")


def _checksums(part: Record) -> dict[str, str]:
    """As far as they have the length that their algorithm gives."""
    found = {}
    for node in part.values(SPDX.checksum):
        algorithm, value = part.value(SPDX.algorithm, node), part.value(SPDX.checksumValue, node)
        name = re.sub(r".*algorithm_|[^a-z0-9]", "", text(algorithm).lower().rsplit("#", 1)[-1]) if algorithm else ""
        digits = text(value).strip().lower() if value else ""
        if re.fullmatch(r"[0-9a-f]+", digits) and len(digits) == _DIGITS.get(name):
            found[name] = digits
    return found
