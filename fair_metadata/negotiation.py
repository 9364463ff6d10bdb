"""Which representation does a client want? RFC 9110 section 12.5.1 and W3C Content Negotiation by Profile."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Choice:
    """Something that can be sent: its name, media types (the first is its own), profile, and style of citation."""

    name: str
    media_types: tuple[str, ...]
    profile: str = ""
    style: str = ""


@dataclass(frozen=True, slots=True)
class Wish:
    """One member of an Accept header."""

    value: str
    quality: float
    style: str = ""


def wishes(header: str) -> list[Wish]:
    """The members of an Accept-like header; what is malformed counts as not said."""
    found = []
    for member in header.split(",")[:100]:
        value, *parameters = (part.strip() for part in member.split(";"))
        quality = next((p[2:] for p in parameters if p.lower().startswith("q=")), "1")
        style = next((p[6:].strip('"').lower() for p in parameters if p.lower().startswith("style=")), "")
        if value and re.fullmatch(r"[01](\.\d{0,3})?", quality):
            plain = value.strip("<>").lower() if "/" in value else value
            found.append(Wish(plain, min(float(quality), 1.0), style))
    return found


def choose(choices: Sequence[Choice], *, accept: str = "", accept_profile: str = "") -> Choice | None:
    """The choice that the client likes best, the earlier one on a tie; None when it accepts none (406)."""
    media, profiles = wishes(accept) or wishes("*/*"), wishes(accept_profile)
    rated = [(_quality(choice, media) * _profile_quality(choice, profiles), choice) for choice in choices]
    best = max((quality for quality, _ in rated), default=0.0)
    return next((choice for quality, choice in rated if quality == best), None) if best > 0 else None


def _quality(choice: Choice, media: Iterable[Wish]) -> float:
    """The quality of the most specific range that matches; a little less for a type that is not quite its own."""
    best = (0, 0.0)
    for wish in media:
        for place, media_type in enumerate(choice.media_types):
            if _matches(wish.value, media_type) and wish.style in ("", choice.style):
                specific = 1 if wish.value == "*/*" else 2 if wish.value.endswith("/*") else 3
                best = max(best, (specific, wish.quality * (1.0 if place == 0 else 0.999)))
    return best[1]


def _matches(wanted: str, media_type: str) -> bool:
    return wanted in ("*/*", "*", media_type) or (wanted.endswith("/*") and media_type.startswith(wanted[:-1]))


def _profile_quality(choice: Choice, profiles: Sequence[Wish]) -> float:
    """Without a wish every profile is right; with one, what follows another profile is still better than nothing."""
    if not profiles:
        return 1.0
    own = choice.profile.rstrip("/#").lower()
    return max((wish.quality for wish in profiles if wish.value.rstrip("/#").lower() == own), default=0.001)
