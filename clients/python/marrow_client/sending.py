"""Sending a request again when that is safe: after a broken connection, or when the catalogue says to wait."""

import json
import time
from collections.abc import Iterator
from typing import Any

import httpx

from marrow_client.errors import raised

BUSY = (429, 502, 503, 504)
LONGEST_WAIT = 60.0  # seconds
_SAFE = ("GET", "HEAD", "PUT", "DELETE")


class Sending:
    """Requests of one client, with another try for what may be tried again."""

    def __init__(self, http: httpx.Client, retries: int) -> None:
        self._http, self._retries = http, retries

    def __call__(self, method: str, path: str, **given: Any) -> httpx.Response:
        """The response. A problem is raised when the catalogue says no, httpx's errors when it cannot be reached."""
        for attempt in range(self._retries + 1):
            is_last = attempt == self._retries
            try:
                response = self._http.request(method, path, **given)
            except httpx.TransportError:
                if is_last or not _may_be_again(method, given):
                    raise
                time.sleep(_pause(attempt))
                continue
            if is_last or response.status_code not in BUSY:
                return raised(response)
            time.sleep(_told(response, attempt))
        raise AssertionError("the last try answers or raises")

    def lines(self, path: str, query: dict[str, Any], headers: dict[str, str]) -> Iterator[Any]:
        """The lines of a long answer. After a break it goes on behind the last line's `cursor`."""
        broken = 0
        while True:
            try:
                with self._http.stream("GET", path, params=query, headers=headers) as response:
                    if not response.is_success:
                        response.read()
                    for line in lines_of(raised(response)):
                        entry = json.loads(line)
                        query, broken = query | {"cursor": entry["cursor"]}, 0
                        yield entry
                return
            except httpx.TransportError:
                broken += 1
                if broken > self._retries:
                    raise
                time.sleep(_pause(broken))


def lines_of(response: httpx.Response) -> Iterator[bytes]:
    """The lines of a stream. Only a line feed ends one: texts may hold U+2028, at which others split."""
    rest = b""
    for chunk in response.iter_bytes():
        *whole, rest = (rest + chunk).split(b"\n")
        yield from filter(None, whole)
    if rest:
        yield rest


def _may_be_again(method: str, given: dict[str, Any]) -> bool:
    return method in _SAFE or "Idempotency-Key" in (given.get("headers") or {})


def _pause(attempt: int) -> float:
    return float(min(LONGEST_WAIT, 0.5 * 2**attempt))


def _told(response: httpx.Response, attempt: int) -> float:
    """As long as the catalogue says, at most a minute."""
    said = response.headers.get("Retry-After", "")
    return min(LONGEST_WAIT, float(said)) if said.isdigit() else _pause(attempt)
