"""Keeping what came in as it came: bytes, media type, source, time; also when it could not be read."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO
from urllib.parse import quote

from django.contrib.auth.models import AbstractBaseUser
from django.core.files import File
from django.utils import timezone

from catalog.intake.fetching import Unreachable, fetched
from catalog.models import Arrival

__all__ = ["ACCEPT", "CHUNK", "Incoming", "Unreachable", "keep", "opened"]

CHUNK = 1 << 20
SETTING = "READ_BYTES_LIMIT"
HOURS = 6 * 3600.0  # the largest document, over a slow line
ACCEPT = "text/turtle, application/rdf+xml;q=0.9, application/ld+json;q=0.9, application/n-triples;q=0.8, */*;q=0.1"


@dataclass(frozen=True, slots=True)
class Incoming:
    """Bytes at the door: an open stream, what its sender calls it, and where relative addresses start."""

    stream: IO[bytes]
    source: str
    media_type: str = ""
    base: str = ""


@contextmanager
def opened(source: str, *, limit: int) -> Iterator[Incoming]:
    """Open a path or an http(s) address. Unreachable when it is not there, or an address sends more than `limit`."""
    if source.startswith(("http://", "https://")):
        # Only commands come here: who has a terminal on this machine may reach what it reaches.
        with fetched(source, limit=limit, accept=ACCEPT, is_trusted=True, seconds=HOURS, setting=SETTING) as found:
            yield Incoming(found.body, source, found.media_type, found.address)
        return
    path = Path(source)
    try:
        stream = path.open("rb")
    except OSError as error:
        raise Unreachable(f"{source} cannot be opened: {error.strerror or error}.") from error
    with stream:
        # A base that does not depend on the machine: the same file gives the same addresses everywhere.
        yield Incoming(stream, str(source), base=f"file:///{quote(path.name)}")


def keep(incoming: Incoming, *, author: AbstractBaseUser | None, with_body: bool = True) -> Arrival:
    """Note the arrival, and store the bytes under their SHA-256, once for equal bytes. Rewinds the stream.

    Without its body there is no hash either: of a short file with one number unknown, nine guesses find the number.
    """
    sha256, size = _measured(incoming.stream)
    arrival = Arrival(
        source=incoming.source,
        media_type=incoming.media_type[:200],
        sha256=sha256 if with_body else "",
        size=size,
        arrived_at=timezone.now(),
        author=author,
    )
    if with_body:
        _keep_body(arrival, incoming.stream)
    else:
        _forget_bodies(sha256)
        arrival.save()
    return arrival


def _measured(stream: IO[bytes]) -> tuple[str, int]:
    sha256, size = hashlib.sha256(), 0
    stream.seek(0)
    while chunk := stream.read(CHUNK):
        sha256.update(chunk)
        size += len(chunk)
    stream.seek(0)
    return sha256.hexdigest(), size


def _keep_body(arrival: Arrival, stream: IO[bytes]) -> None:
    earlier = Arrival.objects.filter(sha256=arrival.sha256).exclude(body="").first()
    if earlier is not None and earlier.body.storage.exists(earlier.body.name):
        arrival.body.name = earlier.body.name
        arrival.save()
    else:
        arrival.body.save(f"{arrival.sha256[:2]}/{arrival.sha256}", File(stream))
    stream.seek(0)


def _forget_bodies(sha256: str) -> None:
    """The same bytes may have come while the limit was lower; they go now."""
    for earlier in Arrival.objects.filter(sha256=sha256):
        earlier.body.delete(save=False)
        earlier.sha256 = ""
        earlier.save(update_fields=["body", "sha256"])
