"""Telling indexes that this FAIR Data Point is there: only those that FDP_INDEX_URLS names, only when asked."""

from dataclasses import dataclass

import httpx
from django.conf import settings

from catalog.protocols.fdp import places

TIMEOUT = 20.0


@dataclass(frozen=True, slots=True)
class Told:
    """What became of one ping."""

    index: str
    is_accepted: bool
    said: str


def ping() -> list[Told]:
    """Tell each index once; at least weekly is what they ask. Without FDP_INDEX_URLS nobody is told anything."""
    return [_told(index) for index in settings.FDP_INDEX_URLS]


def _told(index: str) -> Told:
    try:
        answer = httpx.post(index, json={"clientUrl": places.root().address}, timeout=TIMEOUT)
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        return Told(index, False, f"does not answer: {error}")
    return Told(index, answer.is_success, f"answers {answer.status_code} {answer.reason_phrase}")
