"""What goes over the wire, with its types."""

from dataclasses import dataclass
from typing import Any, Literal, NotRequired, TypedDict

Kind = Literal["catalog", "series", "dataset", "distribution", "service", "record"]
State = Literal["draft", "in-review", "published", "withdrawn"]
Visibility = Literal["everybody", "network", "organisation"]
Description = dict[str, Any]  # the flat form; its names are those of the profile


@dataclass(frozen=True, slots=True)
class Resource:
    """A description as it was read. `etag` names this very version: changes are made from it."""

    slug: str
    description: Description
    etag: str

    @property
    def iri(self) -> str:
        return str(self.description["@id"])

    def text(self, name: str, language: str = "en") -> str:
        """A text in a language, or the nearest there is; "" when there is none."""
        texts: dict[str, Any] = self.description.get(name) or {}
        found = texts.get(language) or texts.get("en") or texts.get("@none") or next(iter(texts.values()), "")
        return str(found[0] if isinstance(found, list) else found)


class Finding(TypedDict):
    severity: Literal["violation", "warning", "info"]
    message: str
    node: str
    path: str
    component: str
    value: str | None


class Standing(TypedDict):
    iri: str
    slug: str
    kind: Kind
    page: str
    organisation: str | None
    state: State
    visibility: Visibility
    withdrawn_because: str
    digest: str
    revision: int
    violations: int
    warnings: int
    created_at: str
    modified_at: str


class Entry(Standing):
    title: dict[str, str]
    api: str


class Receipt(Standing):
    outcome: Literal["created", "updated", "unchanged", "refused"]
    dry_run: bool
    suppressed: NotRequired[int]
    findings: NotRequired[list[Finding]]


class Revision(TypedDict):
    number: int
    change: str
    digest: str
    author: str | None
    reason: str
    made_at: str


class BulkLine(Standing):
    cursor: int
    description: Description


class BulkResult(TypedDict):
    line: int
    outcome: Literal["created", "updated", "unchanged", "refused"]
    iri: NotRequired[str]
    slug: NotRequired[str]
    state: NotRequired[State]
    digest: NotRequired[str]
    detail: NotRequired[str]
    errors: NotRequired[list[dict[str, str]]]


class Concept(TypedDict):
    iri: str
    notation: str
    label: str
    broader: list[str]


class Token(TypedDict):
    id: int
    name: str
    beginning: str
    scope: Literal["read", "write"]
    made_at: str
    expires_at: str
    used_at: str | None
    revoked_at: str | None
    token: NotRequired[str]
