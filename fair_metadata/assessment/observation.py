"""What was seen of a page as it is served: answers, and what machines read in them. Somebody else asked for them."""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urljoin

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


@dataclass(frozen=True, slots=True, order=True)
class TypedLink:
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
        return _Head.of(self.page.body)

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
        known = {name: said.get(name, "") for name in ("type", "profile", "anchor")}
        yield from (TypedLink(rel, href, **known) for rel in said.get("rel", "").split())


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


class _Head(HTMLParser):
    """Link elements, JSON-LD and what robots are told: all of it stands in a page's head."""

    _OTHER = frozenset({"icon", "stylesheet", "modulepreload", "canonical", "alternate", "search", "manifest"})

    def __init__(self) -> None:
        super().__init__()
        self.links: list[TypedLink] = []
        self.scripts: list[str] = []
        self.robots = ""
        self._is_json = False

    @classmethod
    def of(cls, body: bytes) -> "_Head":
        parser = cls()
        parser.feed(body.partition(b"</head>")[0].decode("utf-8", "replace"))
        return parser

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        if tag == "link":
            rels = said.get("rel", "").split()
            self.links += [
                TypedLink(r, said.get("href", ""), said.get("type", "")) for r in rels if r not in self._OTHER
            ]
        elif tag == "meta" and said.get("name", "").lower() == "robots":
            self.robots = said.get("content", "")
        self._is_json = tag == "script" and said.get("type") == "application/ld+json"

    def handle_data(self, data: str) -> None:
        if self._is_json:
            self.scripts.append(data)

    def handle_endtag(self, tag: str) -> None:
        self._is_json = False
