"""One question to one address: is something there? HEAD, and GET of one byte where HEAD is not understood.

Every hop of a redirection goes through the same guard as all that the catalogue fetches (`intake.fetching`).
"""

import asyncio
from collections.abc import Coroutine, Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import Any

import httpx
from django.conf import settings
from django.utils import timezone

from catalog.intake.fetching import Unknown, Unreachable, pinned
from catalog.models import Trouble

SECONDS = 30.0  # that one address may take, redirections included
TIMEOUT = httpx.Timeout(10.0)
REDIRECTIONS = 8
LASTING = {301, 308}  # RFC 9110, sections 15.4.2 and 15.4.9
# It answers, but asks for a login, another method or a question: something is there.
THERE = {400, 401, 402, 403, 405, 406, 407, 416, 451}
GONE = {404, 410}
BUSY = {408, 425, 429, 502, 503, 504}  # such a server is not asked again at once
PASSING = frozenset({Trouble.FAILING, Trouble.SILENT, Trouble.UNREACHED, Trouble.UNKNOWN})
MOST_WAITED = 86_400 * 30  # seconds of a Retry-After that are believed


@dataclass(frozen=True, slots=True)
class Answer:
    """How an address answered. `problem` is empty when something is there.

    `leads_to` is where it has moved for good; `wait` are the seconds after which it wants to be asked again.
    """

    status: int | None = None
    problem: Trouble | None = None
    leads_to: str = ""
    wait: int = 0

    @property
    def is_passing(self) -> bool:
        """May it be otherwise soon?"""
        return self.problem in PASSING


def ask(url: str) -> Answer:
    """Never an exception: what went wrong is the answer. Ends within SECONDS, however slowly the server speaks."""
    return _within_time(_walked(url))[0]


def read(url: str, *, most: int) -> tuple[Answer, bytes]:
    """The same with GET, and the first bytes of what is there."""
    return _within_time(_walked(url, most))


def _within_time(walk: Coroutine[Any, Any, tuple[Answer, bytes]]) -> tuple[Answer, bytes]:
    try:
        return asyncio.run(asyncio.wait_for(walk, SECONDS))
    except _WRONG as error:
        return Answer(problem=next(trouble for kind, trouble in _TROUBLES.items() if isinstance(error, kind))), b""


# The first that fits, so what is more special stands before what is more general.
_TROUBLES: Mapping[type[Exception], Trouble] = {
    TimeoutError: Trouble.SILENT,
    httpx.TimeoutException: Trouble.SILENT,
    Unknown: Trouble.UNKNOWN,
    Unreachable: Trouble.INNER,
    httpx.InvalidURL: Trouble.INVALID,
    UnicodeError: Trouble.INVALID,
    httpx.HTTPError: Trouble.UNREACHED,
    OSError: Trouble.UNREACHED,
}
_WRONG = tuple(_TROUBLES)


def agent() -> str:
    """Who asks, and whom to write to about it (RFC 9110, sections 10.1.2 and 10.1.5)."""
    return f"Marrow link check (+{settings.BASE_URL}; {settings.CONTACT_EMAIL})"


async def _walked(url: str, most: int = 0) -> tuple[Answer, bytes]:
    """`most`: bytes of the body that are read, where that is what is wanted."""
    at, seen, has_moved = httpx.URL(url), {url}, True
    async with httpx.AsyncClient(timeout=TIMEOUT, trust_env=False) as client:
        for _ in range(REDIRECTIONS):
            answer, body = await _read(client, at, most) if most else (await _asked(client, at), b"")
            location = answer.headers.get("location", "")
            if not answer.is_redirect or not location:
                return _judged(answer, str(at) if has_moved and len(seen) > 1 else ""), body
            has_moved = has_moved and answer.status_code in LASTING
            at = at.join(location)
            if str(at) in seen:
                break
            seen.add(str(at))
    return Answer(answer.status_code, Trouble.CIRCLE), b""


async def _asked(client: httpx.AsyncClient, at: httpx.URL) -> httpx.Response:
    answer = await _sent(client, at, "HEAD")
    if answer.status_code < 400 or answer.status_code in BUSY:
        return answer
    return await _sent(client, at, "GET")


async def _read(client: httpx.AsyncClient, at: httpx.URL, most: int) -> tuple[httpx.Response, bytes]:
    headers = {"User-Agent": agent(), "Accept": "text/plain, */*;q=0.1", "From": settings.CONTACT_EMAIL}
    request = await asyncio.to_thread(pinned, client, at, headers, "GET")
    answer = await client.send(request, stream=True, follow_redirects=False)
    body = b""
    try:
        async for chunk in answer.aiter_bytes():
            body += chunk
            if len(body) >= most:
                break
    finally:
        await answer.aclose()
    return answer, body[:most]


async def _sent(client: httpx.AsyncClient, at: httpx.URL, method: str) -> httpx.Response:
    """The status and the headers; of a body not more is read than what came with them."""
    headers = {"User-Agent": agent(), "Accept": "*/*", "From": settings.CONTACT_EMAIL}
    if method == "GET":
        headers["Range"] = "bytes=0-0"
    request = await asyncio.to_thread(pinned, client, at, headers, method)
    answer = await client.send(request, stream=True, follow_redirects=False)
    await answer.aclose()
    return answer


def _judged(answer: httpx.Response, leads_to: str) -> Answer:
    status = answer.status_code
    if status < 400 or status in THERE:
        return Answer(status, leads_to=leads_to)
    if status in GONE:
        return Answer(status, Trouble.GONE)
    return Answer(status, Trouble.FAILING if status >= 500 or status in BUSY else Trouble.REFUSED, wait=_wait(answer))


def _wait(answer: httpx.Response) -> int:
    """Seconds, or a date (RFC 9110, section 10.2.3); 0 for what is neither, or over."""
    said = answer.headers.get("retry-after", "").strip()
    if said.isascii() and said.isdigit():
        return min(int(said), MOST_WAITED)
    try:
        left = parsedate_to_datetime(said) - timezone.now()
    except (ValueError, TypeError):  # no date, or one that does not say where its clock is
        return 0
    return max(0, min(int(left.total_seconds()) + 1, MOST_WAITED))
