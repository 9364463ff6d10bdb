"""What comes in: bytes of a bounded size, read as flat JSON, as JSON-LD or as a JSON Merge Patch."""

import json
from collections.abc import Mapping
from typing import IO, Any

from rest_framework.parsers import BaseParser
from rest_framework.request import Request

from catalog.api.problems import Problem
from fair_metadata import naming
from fair_metadata.document import REFERENCE
from fair_metadata.flat import NotFlat, Wrong, flat, merged, triples_of, with_what_is_unknown
from fair_metadata.holding import CATALOGUED
from fair_metadata.reading import NothingFound, read_all
from fair_metadata.record import Record, reached
from fair_metadata.terms import Term, Triple, iri, is_blank, named, ntriples

MOST = 16 * 1024**2  # bytes of one description
JSON, JSON_LD, MERGE_PATCH = "application/json", "application/ld+json", "application/merge-patch+json"


class _Bytes(BaseParser):
    """The body as it is. 413 when it is larger than a description can be."""

    def parse(self, stream: IO[bytes], media_type: str | None = None, context: Any = None) -> bytes:
        body = stream.read(MOST + 1)
        if len(body) > MOST:
            raise Problem(413, f"A description has at most {MOST // 1024**2} MiB. Use /api/bulk for many.")
        return body


class FlatBody(_Bytes):
    media_type = JSON


class JsonLdBody(_Bytes):
    media_type = JSON_LD


class PatchBody(_Bytes):
    media_type = MERGE_PATCH


def media_type(request: Request) -> str:
    return str(request.content_type).partition(";")[0].strip().lower()


def body_of(request: Request) -> bytes:
    """The bytes that were sent. 400 when there are none."""
    body = request.data
    if not isinstance(body, bytes) or not body.strip():
        raise Problem(400, "The body is empty. Send a description, with its Content-Type.")
    return body


def as_json(body: bytes) -> Any:
    """The JSON value. 400 with the line for what is none."""
    try:
        value = json.loads(body, parse_constant=_refused, object_pairs_hook=_once)
        if b"\\u" in body:
            json.dumps(value, ensure_ascii=False).encode()  # half a character (RFC 8259, section 8.2) can go nowhere
        return value
    except json.JSONDecodeError as error:
        raise Problem(400, f"This is not JSON: line {error.lineno}: {error.msg}.") from None
    except (RecursionError, UnicodeDecodeError, ValueError) as error:
        raise Problem(400, f"This is not JSON that can be read: {error}.") from None


def _refused(constant: str) -> None:
    raise ValueError(f"{constant} is not JSON")


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """A name twice in one object: which is meant, nobody knows (RFC 8259, section 4)."""
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a name stands twice in one object")
    return found


def record_of(body: bytes, media: str, name: str, was: Record | None = None) -> Record:
    """The description of `name` that a body states in place of `was`, as flat JSON or as JSON-LD.

    JSON-LD says all; of a flat one, what the profile does not know stays as it was unless it is written.
    """
    if media == JSON_LD:
        return record_from(read_all(body, media_type=JSON_LD, base=name), name)
    document = as_json(body)
    return _from_flat(with_what_is_unknown(document, flat(was)) if was else document, name, was)


def _from_flat(document: Any, name: str, was: Record | None) -> Record:
    """The description that a flat document states; labels of blank nodes that `was` has mean those."""
    kept = frozenset(term for triple in was.triples for term in triple[::2] if is_blank(term)) if was else frozenset()
    triples = triples_of(document, name, kept=kept)
    # The reader of RDF has the last word: characters that no format can write, terms in their canonical form.
    return record_from(read_all(ntriples(triples).encode(), media_type="application/n-triples"), name)


def patched(was: Record, patch: Any) -> Record:
    """The description after a JSON Merge Patch on its flat form (RFC 7396): what is not named stays as it is."""
    if not isinstance(patch, dict):
        raise NotFlat([Wrong("", "A patch is an object that names what changes: {…}.")])
    return _from_flat(merged(flat(was), patch), was.iri, was)


def record_from(triples: list[Triple], name: str) -> Record:
    """One description of these triples. 422 when they describe something else besides, or hang off nothing."""
    subject = named(name)
    others = sorted({s for s, _, o in triples if o in CATALOGUED and s != subject and not is_blank(s)})
    if others:
        raise Problem(422, f"It also describes {iri(others[0])}. Send each on its own, or all to /api/bulk.")
    loose = sorted({s for s, _, _ in triples} - reached(subject, triples))
    if loose:
        raise Problem(422, f"What is said of {iri(loose[0])} hangs off nothing: {name} does not lead there.")
    try:
        return Record(subject, tuple(sorted(set(naming.name(triples, keep_shared=True)))))
    except ValueError as refusal:
        raise Problem(422, f"The description cannot be kept: {refusal}") from None


def kind_of(record: Record) -> str:
    """The kind of resource, by its classes. 422 for a description of nothing that is catalogued."""
    types: Mapping[Term, None] = dict.fromkeys(record.types())
    kind = next((kind for known, kind in CATALOGUED.items() if known in types), REFERENCE)
    if kind == REFERENCE:
        raise NotFlat([Wrong("/@type", "Say what it is: “dcat:Dataset”, “dcat:Catalog”, “dcat:DatasetSeries” …")])
    return str(kind)


def subject_in(body: bytes, media: str) -> str:
    """The IRI that a new description states for itself; "" when one is to be made."""
    if media != JSON_LD:
        document = as_json(body)
        own = document.get("@id", "") if isinstance(document, dict) else ""
        return own if isinstance(own, str) else ""
    try:
        triples = read_all(body, media_type=JSON_LD, base=NAMELESS)
    except NothingFound:
        return ""
    subjects = sorted({s for s, _, o in triples if o in CATALOGUED and s[0] == "<" and s != f"<{NAMELESS}>"})
    return iri(subjects[0]) if subjects else ""


NAMELESS = "urn:fdc:marrow:nameless"  # what `"@id": ""` means until an IRI is made
