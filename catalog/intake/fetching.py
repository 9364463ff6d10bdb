"""Fetching an address that somebody gave: only from hosts on the open internet, bounded in size, time and redirects.

The one place where the catalogue asks other servers because a person named an address. A host is looked up once, each
of its addresses has to be public, and the connection goes to the address that was looked at, so a name that changes
its mind in between leads nowhere else (OWASP, “Server-Side Request Forgery Prevention”).
"""

import ssl
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from tempfile import TemporaryFile
from time import monotonic
from typing import IO

import httpx
from django.conf import settings

from catalog import outward

CHUNK = 1 << 16
REDIRECTS = 5
SECONDS = 60.0  # that one fetch may take, redirects and body included
TIMEOUT = httpx.Timeout(15.0)
AGENT = "Marrow (catalogue of health data)"
TRUSTED: ssl.SSLContext | bool = True  # by whom certificates are signed: by those whom the system trusts
_PORTS = {"http": 80, "https": 443}


class Unreachable(Exception):
    """A source that could not be opened, and why."""


class Unknown(Unreachable):
    """A host that nobody knows; or nobody could be asked."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """What an address sent: its bytes, what it calls them, and the address that they came from in the end."""

    body: IO[bytes]
    media_type: str
    address: str


Lookup = Callable[[str, int], list[str]]


@contextmanager
def fetched(
    address: str,
    *,
    limit: int,
    accept: str = "*/*",
    is_trusted: bool = False,
    seconds: float = SECONDS,
    setting: str = "IMPORT_BYTES_LIMIT",
) -> Iterator[Fetched]:
    """GET an http(s) address. Unreachable, with the reason in plain words, for everything else that may happen.

    `is_trusted`: the address was given by who runs the catalogue, at a terminal, and may lead anywhere.
    """
    ends = monotonic() + seconds
    with TemporaryFile() as body, httpx.Client(timeout=TIMEOUT, trust_env=is_trusted, verify=TRUSTED) as client:
        at = httpx.URL(_absolute(address))
        for _ in range(REDIRECTS + 1):
            with closing(_answer(client, at, address, accept, is_trusted)) as answer:
                if answer.next_request is not None:
                    at = at.join(answer.headers.get("location", ""))
                    continue
                if answer.is_error or answer.is_redirect:
                    raise Unreachable(f"{address} answers {answer.status_code} {answer.reason_phrase}.")
                _receive(
                    answer, body, ends, f"{address} sends more than the limit of {limit} bytes ({setting}).", limit
                )
                yield Fetched(body, answer.headers.get("content-type", ""), str(at))
                return
        raise Unreachable(f"{address} redirects more than {REDIRECTS} times.")


def _absolute(address: str) -> str:
    if not address.startswith(("http://", "https://")):
        raise Unreachable(f"{address[:200]} is no web address. Write it in full, as https://…")
    return address


def _answer(client: httpx.Client, at: httpx.URL, address: str, accept: str, is_trusted: bool) -> httpx.Response:
    try:
        headers = {"Accept": accept, "User-Agent": AGENT}
        request = client.build_request("GET", at, headers=headers)
        if not is_trusted:
            request = pinned(client, at, headers)
        return client.send(request, stream=True, follow_redirects=False)
    except (httpx.HTTPError, httpx.InvalidURL, UnicodeError) as error:
        raise Unreachable(f"{address} does not answer: {error}.") from error


def pinned(
    client: httpx.Client | httpx.AsyncClient,
    at: httpx.URL,
    headers: Mapping[str, str],
    method: str = "GET",
    content: bytes | None = None,
) -> httpx.Request:
    """A request to the very address that the host's name was found to have; certificates are still the name's."""
    if at.scheme not in _PORTS or at.userinfo:
        raise Unreachable(f"{at} is not fetched: only http and https addresses without a password are.")
    port = at.port or _PORTS[at.scheme]
    found = public_address(at.host, port)
    netloc = at.netloc.decode()
    return client.build_request(
        method,
        at.copy_with(host=found),
        content=content,
        headers={**headers, "Host": netloc},
        extensions={"sni_hostname": at.raw_host.decode()},
    )


def public_address(host: str, port: int) -> str:
    """The address of a host, all of whose addresses are on the open internet, unless the host is allowed by name."""
    try:
        found = outward.addresses_of(host, port)
    except LookupError as error:
        raise Unknown(f"{host} is not known: there is no such host.") from error
    is_allowed = host.lower() in settings.FETCH_INNER_HOSTS
    if not (is_allowed or all(map(outward.is_open, found))):
        raise Unreachable(
            f"{host} is not on the open internet, so it is not fetched. "
            "Whoever runs the catalogue may allow it by name (FETCH_INNER_HOSTS)."
        )
    return found[0]


def _receive(answer: httpx.Response, body: IO[bytes], ends: float, too_much: str, limit: int) -> None:
    try:
        for chunk in answer.iter_bytes(CHUNK):
            if body.tell() + len(chunk) > limit:
                raise Unreachable(too_much)
            if monotonic() > ends:
                raise Unreachable(f"{answer.url.host} takes too long to send what it has.")
            body.write(chunk)
    except httpx.HTTPError as error:
        raise Unreachable(f"{answer.url.host} does not send all that it has: {error}.") from error
    body.seek(0)
