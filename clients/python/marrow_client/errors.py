"""What a catalogue says no to, as exceptions; each has the problem details that were sent (RFC 9457)."""

from dataclasses import dataclass
from typing import Any

import httpx


@dataclass(frozen=True, slots=True)
class WrongField:
    """What is wrong in one place of a description: a JSON Pointer to it, and a sentence."""

    pointer: str
    detail: str


class Problem(Exception):
    """An answer that says no. `detail` says why, `errors` what is wrong where, `findings` what to mend."""

    def __init__(self, response: httpx.Response) -> None:
        about = _about(response)
        self.status = response.status_code
        self.title = str(about.get("title", response.reason_phrase))
        self.detail = str(about.get("detail", ""))
        self.errors = [WrongField(str(e["pointer"]), str(e["detail"])) for e in about.get("errors", ())]
        self.findings: list[dict[str, Any]] = list(about.get("findings", ()))
        super().__init__(f"{self.status} {self.title}: {self.detail}")


class Missing(Problem):
    """There is no such thing, or it is not for you to see."""


class NotAllowed(Problem):
    """Nobody is signed in (401), or this is for others to do (403)."""


class Changed(Problem):
    """Somebody else changed it since it was read: read it again (412)."""


class Withdrawn(Problem):
    """It was withdrawn (410)."""


_KINDS: dict[int, type[Problem]] = {401: NotAllowed, 403: NotAllowed, 404: Missing, 410: Withdrawn, 412: Changed}


def raised(response: httpx.Response) -> httpx.Response:
    """The response, unless it says no."""
    if response.is_success or response.status_code == 304:
        return response
    raise _KINDS.get(response.status_code, Problem)(response)


def _about(response: httpx.Response) -> dict[str, Any]:
    try:
        about = response.json()
    except ValueError:
        return {}
    return about if isinstance(about, dict) else {}
