"""A question to the catalogue: a value that goes to the address and comes back the same."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from urllib.parse import urlencode

from search.fields import FACETS

LONGEST_TEXT = 500  # characters of a question that are read
MOST_VALUES = 50  # values of one filter
LAST_PAGE = 500  # deeper pages are left to exports
SIZE = 20
SORTS = ("relevance", "newest", "patients", "title")


@dataclass(frozen=True, slots=True)
class Query:
    """What is asked for. Equal questions have equal addresses; what is not understood is left out."""

    text: str = ""
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    sort: str = "relevance"
    page: int = 1
    kind: str = "dataset"

    @classmethod
    def from_params(cls, params: Mapping[str, Iterable[str]]) -> "Query":
        """The question in an address's parameters (name → values); unknown or absurd ones are left out."""
        one = {name: next(iter(values), "") for name, values in params.items()}
        chosen = {facet.key: _values(params.get(facet.key, ())) for facet in FACETS}
        return cls(
            text=_clean(one.get("q", "")),
            filters={key: values for key, values in chosen.items() if values},
            sort=one["sort"] if one.get("sort") in SORTS else "relevance",
            page=_page(one.get("page", "1")),
        )

    def to_params(self) -> list[tuple[str, str]]:
        """The parameters in one order, without those that say nothing."""
        params = [("q", self.text)] if self.text else []
        params += [(key, value) for key in sorted(self.filters) for value in self.filters[key]]
        params += [("sort", self.sort)] if self.sort != "relevance" else []
        return params + ([("page", str(self.page))] if self.page > 1 else [])

    def address(self) -> str:
        params = self.to_params()
        return "/datasets" + (f"?{urlencode(params)}" if params else "")

    def without(self, key: str, value: str) -> "Query":
        """The question with one filter value less, from its first page."""
        left = tuple(v for v in self.filters.get(key, ()) if v != value)
        others = {k: v for k, v in self.filters.items() if k != key}
        return replace(self, filters=others | ({key: left} if left else {}), page=1)

    def unfiltered(self, key: str) -> "Query":
        """The question without one filter: what that filter's own counts are taken from."""
        return replace(self, filters={k: v for k, v in self.filters.items() if k != key}, page=1)


def _clean(text: str) -> str:
    return " ".join("".join(c if c.isprintable() else " " for c in text[:LONGEST_TEXT]).split())


def _values(values: Iterable[str]) -> tuple[str, ...]:
    kept = dict.fromkeys(value for value in values if value and len(value) < 500 and value.isprintable())
    return tuple(sorted(kept))[:MOST_VALUES]


def _page(number: str) -> int:
    is_number = number.isascii() and number.isdigit() and len(number) < 9
    return max(1, int(number)) if is_number else 1
