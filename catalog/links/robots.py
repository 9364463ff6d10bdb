"""What a host lets programs ask for: its robots.txt (RFC 9309), read once for each origin of a run.

Somebody published these addresses, and each is asked once a week at most; a host that wants no programs all the same
is left alone.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from urllib.parse import urlsplit

NAME = "marrow"  # the product token of our User-Agent (RFC 9309, 2.2.1)
LARGEST = 512 * 1024  # bytes that are read of it (RFC 9309, 2.5)
MOST_PAUSE = 60.0  # seconds of a Crawl-delay that are kept to


@dataclass(frozen=True, slots=True)
class Rules:
    """What may be asked, and how long to wait between two questions. Nothing said: everything, at once."""

    rules: tuple[tuple[bool, str], ...] = ()  # is it allowed, and the pattern
    pause: float = 0.0

    def allow(self, url: str) -> bool:
        """The longest pattern that fits decides, and of two as long the one that allows (RFC 9309, 2.2.2)."""
        parts = urlsplit(url)
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        fits = [(len(pattern), allows) for allows, pattern in self.rules if _fits(pattern, path)]
        return max(fits)[1] if fits else True


def _fits(pattern: str, path: str) -> bool:
    """`*` is anything and `$` the end (RFC 9309, 2.2.3), step by step, so that no pattern takes long."""
    steps = pattern.removesuffix("$").split("*")
    if not path.startswith(steps[0]):
        return False
    at = len(steps[0])
    for step in steps[1:]:
        found = path.find(step, at)
        if found < 0:
            return False
        at = found + len(step)
    return not pattern.endswith("$") or (path.endswith(steps[-1]) and (len(steps) > 1 or at == len(path)))


@dataclass(slots=True)
class _Group:
    agents: list[str] = field(default_factory=list)
    lines: list[tuple[str, str]] = field(default_factory=list)


def rules(text: str) -> Rules:
    """The rules for us: those of the groups that name us, else those for everybody."""
    groups = list(_groups(text))
    mine = [group for group in groups if NAME in group.agents] or [g for g in groups if "*" in g.agents]
    lines = [line for group in mine for line in group.lines]
    said = tuple((name == "allow", value) for name, value in lines if name in ("allow", "disallow") and value)
    return Rules(said, _pause(lines))


def _groups(text: str) -> Iterator[_Group]:
    group = _Group()
    for name, value in _lines(text):
        if name == "user-agent":
            if group.lines:
                yield group
                group = _Group()
            group.agents.append(re.split(r"[^A-Za-z_*-]", value)[0].lower())
        elif group.agents:
            group.lines.append((name, value))
    yield group


def _lines(text: str) -> Iterator[tuple[str, str]]:
    for line in text.removeprefix("\ufeff").splitlines():
        name, colon, value = line.partition("#")[0].partition(":")
        if colon:
            yield name.strip().lower(), value.strip()


def _pause(lines: Iterable[tuple[str, str]]) -> float:
    """Crawl-delay is no part of the RFC, but many say it."""
    said = [float(v) for name, v in lines if name == "crawl-delay" and re.fullmatch(r"\d{1,6}(\.\d{1,3})?", v)]
    return min(max(said, default=0.0), MOST_PAUSE)
