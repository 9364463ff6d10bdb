"""What was seen of a page as it is served: answers, and what machines read in them. Somebody else asked for them."""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple
from urllib.parse import urljoin

from lxml.html import HTMLParser, document_fromstring

LINKSET, LINKSET_JSON = "application/linkset", "application/linkset+json"
_MEMBER = re.compile(r"<([^>]*)>((?:\s*;\s*[A-Za-z-]+\s*=\s*\"[^\"]*\")*)")
_PARAMETER = re.compile(r"([A-Za-z-]+)\s*=\s*\"([^\"]*)\"")


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer; the names of its headers are in lower case."""

    address: str
    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""

    @property
    def media_type(self) -> str:
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()

    @property
    def is_there(self) -> bool:
        """It was found, or is gone with its description still served (410)."""
        return self.status in (200, 410)

    @property
    def leads_to(self) -> str:
        return urljoin(self.address, self.headers["location"]) if "location" in self.headers else ""


class TypedLink(NamedTuple):
    """A link of a header, a page or a link set (RFC 8288); `anchor` is empty where it is the page itself."""

    rel: str
    href: str
    type: str = ""
    profile: str = ""
    anchor: str = ""

    def __str__(self) -> str:
        named = (("rel", self.rel), ("type", self.type), ("profile", self.profile), ("anchor", self.anchor))
        return "; ".join([f"<{self.href}>", *(f'{name}="{value}"' for name, value in named if value)])


@dataclass(frozen=True)
class Observation:
    """The page, its PID, both link sets, each document that a link of the page leads to, what was negotiated at the
    page's address, and the policy of persistence. `broken` are addresses of files that are known not to answer.
    """

    page: Answer
    pid: Answer
    sets: Mapping[str, Answer] = field(default_factory=dict)  # media type → answer
    documents: Mapping[str, Answer] = field(default_factory=dict)  # address → answer
    negotiated: Mapping[str, Answer] = field(default_factory=dict)  # media type asked for → answer
    policy: Answer | None = None
    broken: frozenset[str] = frozenset()

    @cached_property
    def links(self) -> tuple[TypedLink, ...]:
        """Those of the page's Link header."""
        return tuple(links(self.page.headers.get("link", "")))

    def of(self, rel: str) -> tuple[TypedLink, ...]:
        return tuple(link for link in self.links if link.rel == rel)

    @cached_property
    def _head(self) -> "_Head":
        return _Head(self.page.body)

    @property
    def elements(self) -> tuple[TypedLink, ...]:
        """The page's own link elements, as far as Signposting has such a relation."""
        return tuple(self._head.links)

    @cached_property
    def blocks(self) -> tuple[dict[str, Any], ...]:
        """The JSON-LD inside the page."""
        return tuple(found for found in map(_object, self._head.scripts) if found)

    @property
    def robots(self) -> str:
        """What robots are told not to do."""
        return f"{self.page.headers.get('x-robots-tag', '')} {self._head.robots}".lower()

    def linkset(self, media_type: str) -> frozenset[TypedLink]:
        """The links of one link set; none where it cannot be read."""
        return self._linksets.get(media_type, frozenset())

    @cached_property
    def _linksets(self) -> Mapping[str, frozenset[TypedLink]]:
        return {media_type: _read(media_type, answer) for media_type, answer in self.sets.items() if answer.is_there}


def _read(media_type: str, answer: Answer) -> frozenset[TypedLink]:
    text = answer.body.decode("utf-8", "replace")
    return frozenset(links(text) if media_type == LINKSET else _of_json(text))


def links(text: str) -> Iterable[TypedLink]:
    """The members of a Link header, or of a link set as text (RFC 9264, section 4.1)."""
    for href, parameters in _MEMBER.findall(text):
        said = {name.lower(): value for name, value in _PARAMETER.findall(parameters)}
        rest = said.get("type", ""), said.get("profile", ""), said.get("anchor", "")
        yield from (TypedLink(rel, href, *rest) for rel in said.get("rel", "").split())


def _of_json(text: str) -> Iterable[TypedLink]:
    """A link set as JSON (RFC 9264, section 4.2)."""
    document = _object(text)
    for context in document.get("linkset", []) if document else []:
        for rel in set(context) - {"anchor"}:
            for target in context[rel]:
                profile = target.get("profile", [""])[0]
                yield TypedLink(rel, target.get("href", ""), target.get("type", ""), profile, context.get("anchor", ""))


def _object(text: str) -> dict[str, Any]:
    try:
        found = json.loads(text)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


class _Head:
    """Link elements, JSON-LD and what robots are told: all of it stands in a page's head."""

    def __init__(self, body: bytes) -> None:
        # Never empty, which lxml would refuse to read.
        page = document_fromstring(b"<html>" + body.partition(b"</head>")[0], parser=HTMLParser(encoding="utf-8"))
        rels = [(rel, link) for link in page.iter("link") for rel in link.get("rel", "").split()]
        self.links = [TypedLink(r, link.get("href", ""), link.get("type", "")) for r, link in rels if r not in _OTHER]
        self.scripts = [each.text or "" for each in page.iter("script") if each.get("type") == "application/ld+json"]
        robots = [each.get("content", "") for each in page.iter("meta") if each.get("name", "").lower() == "robots"]
        self.robots = robots[-1] if robots else ""


_OTHER = frozenset({"icon", "stylesheet", "modulepreload", "canonical", "alternate", "search", "manifest"})
