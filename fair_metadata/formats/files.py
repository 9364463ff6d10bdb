"""The files of a dataset that can be fetched: address, media type, size, checksums, as its distributions state them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from fair_metadata.formats.description import Description
from fair_metadata.formats.words import in_words
from fair_metadata.namespaces import DCAT, DCT, SPDX
from fair_metadata.record import Record
from fair_metadata.terms import Term, iri, is_iri, text

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
    for part in (*description.distributions, description.record):
        for value in part.values(DCAT.downloadURL):
            if is_iri(value) and iri(value).startswith(("http://", "https://")):
                found.setdefault(iri(value), _file(part, iri(value), description))
    return list(found.values())


def _file(part: Record, address: str, description: Description) -> File:
    size = part.value(DCAT.byteSize)
    return File(
        iri=part.iri,
        address=address,
        title=in_words(part, DCT.title, None, description.tongues),
        description=in_words(part, DCT.description, None, description.tongues),
        media_type=next(filter(None, map(media_type, part.values(DCAT.mediaType))), ""),
        size=text(size) if size and text(size).isascii() and text(size).isdigit() else "",
        checksums=_checksums(part),
    )


def media_type(value: Term) -> str:
    """`text/csv`, from the IANA address that DCAT asks for or from a text; "" for what is none."""
    found = "/".join(text(value).lower().rsplit("/", 2)[-2:])
    return found if _MEDIA_TYPE.fullmatch(found) else ""


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
