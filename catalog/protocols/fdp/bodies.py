"""Reading what somebody sends: JSON that is an object, or RDF on its way past the door for small counts."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from tempfile import TemporaryFile
from typing import IO, Any

from django.http import HttpRequest

from catalog.protocols.fdp.answering import Refused
from fair_metadata.reading import Limits, Unreadable, read
from fair_metadata.terms import Triple

JSON_BYTES = 10_000
RDF_BYTES = 32 * 1024**2
TRIPLES = 200_000
_CHUNK = 1 << 20


def is_json(request: HttpRequest) -> bool:
    return request.content_type == "application/json"


def json_object(request: HttpRequest) -> dict[str, Any]:
    """The JSON object of a short body. 400 for everything else."""
    try:
        found = json.loads(request.read(JSON_BYTES + 1)[: JSON_BYTES + 1])
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        raise Refused(400, "Send a JSON object, as “application/json”.")
    return found


@contextmanager
def spooled(request: HttpRequest) -> Iterator[IO[bytes]]:
    """The body as a file. 413 for more than the limit."""
    with TemporaryFile() as body:
        while chunk := request.read(_CHUNK):
            body.write(chunk)
            if body.tell() > RDF_BYTES:
                raise Refused(
                    413, f"More than {RDF_BYTES // 1024**2} MiB are not taken at once. Send several documents."
                )
        body.seek(0)
        yield body


def triples(body: IO[bytes], *, media_type: str, base: str) -> list[Triple]:
    """What the body says. 400 with the line of what cannot be read."""
    limits = Limits(bytes=RDF_BYTES, whole=RDF_BYTES, triples=TRIPLES)
    try:
        return [t for batch in read(body, media_type=media_type, base=base, limits=limits) for t in batch.flat]
    except Unreadable as refusal:
        raise Refused(400, f"The description cannot be read: {refusal}") from refusal
