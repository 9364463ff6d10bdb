"""A question to the catalogue: a value that goes to the address and comes back the same."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from math import ceil, floor
from urllib.parse import urlencode

from search.fields import FACETS, KEYS, RANGE, RANGES, UNBOUNDED, Range

LONGEST_TEXT = 500  # characters of a question that are read
MOST_VALUES = 50  # values of one filter
MOST_FILTERS, MOST_ASKED = 12, 100  # filters, and values of all of them: each filter is counted without itself
LAST_PAGE = 500  # deeper pages are left to exports
SIZE = 20
SORTS = ("relevance", "newest", "changed", "patients", "fair", "title")
VIEWS = ("list", "table")
CHANGED = ("changed_since", "changed_until")  # days: the first and the last of the latest change

Values = Mapping[str, tuple[str, ...]]  # facet → values, sorted
Span = tuple[str, str]  # least and most as they are written, "" for an open end


@dataclass(frozen=True, slots=True)
class Query:
    """What is asked for. Equal questions have equal addresses; what is not understood is left out.

    A filter asks for one of its values, or for all of them when its key is in `every`. `excluded` asks for what is
    known not to have a value, `missing` for what does not state a filter or a range at all. `maybe` asks for what
    may match because something is not stated, instead of what matches. `off` are phrases of the text that are
    searched as plain words, whatever else they might mean. `like` is the slug of a dataset whose like is wanted.
    """

    text: str = ""
    filters: Values = field(default_factory=dict)
    excluded: Values = field(default_factory=dict)
    every: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    ranges: Mapping[str, Span] = field(default_factory=dict)
    changed_since: str = ""
    changed_until: str = ""
    maybe: bool = False
    off: tuple[str, ...] = ()
    like: str = ""
    sort: str = "relevance"
    page: int = 1
    view: str = "list"
    kind: str = "dataset"

    @classmethod
    def from_params(cls, params: Mapping[str, Iterable[str]]) -> "Query":
        """The question in an address's parameters (name → values); unknown or absurd ones are left out."""
        one = {name: next(iter(values), "") for name, values in params.items()}
        filters = _chosen(params, "")
        spans = {known.key: _span(known, one) for known in RANGES}
        return cls(
            text=_clean(one.get("q", "")),
            filters=filters,
            excluded=_chosen(params, "not_"),
            every=tuple(key for key in _known(params, "every") if len(filters.get(key, ())) > 1),
            missing=_known(params, "missing"),
            ranges={key: span for key, span in spans.items() if any(span)},
            **{name: one[name] for name in CHANGED if _day(one.get(name, ""))},
            maybe=one.get("match") == "maybe",
            off=_values(params.get("off", ())),
            like=one.get("like", "") if re.fullmatch(r"[a-z0-9-]{1,120}", one.get("like", "")) else "",
            sort=one["sort"] if one.get("sort") in SORTS else "relevance",
            page=_page(one.get("page", "1")),
            view=one["view"] if one.get("view") in VIEWS else "list",
        )

    def to_params(self) -> list[tuple[str, str]]:
        """The parameters in one order, without those that say nothing."""
        params = [("q", self.text)] if self.text else []
        params += [(key, value) for key in sorted(self.filters) for value in self.filters[key]]
        params += [(f"not_{key}", value) for key in sorted(self.excluded) for value in self.excluded[key]]
        params += [("every", key) for key in self.every] + [("missing", key) for key in self.missing]
        for key in sorted(self.ranges):
            params += [
                (f"{key}_{end}", said) for end, said in zip(("min", "max"), self.ranges[key], strict=True) if said
            ]
        params += [("off", phrase) for phrase in self.off]
        single = {
            "like": self.like,
            **{name: getattr(self, name) for name in CHANGED},
            "match": "maybe" if self.maybe else "",
        }
        single |= {"sort": self.sort.replace("relevance", ""), "view": self.view.replace("list", "")}
        single |= {"page": str(self.page) if self.page > 1 else ""}
        return params + [(name, value) for name, value in single.items() if value]

    def address(self, suffix: str = "") -> str:
        """The address of the question; with a suffix, that of its results in another form."""
        params = self.to_params()
        return f"/datasets{suffix}" + (f"?{urlencode(params)}" if params else "")

    @property
    def is_filtered(self) -> bool:
        return bool(self.filters or self.excluded or self.missing or self.ranges or self.is_dated)

    @property
    def is_dated(self) -> bool:
        return any(getattr(self, name) for name in CHANGED)

    @property
    def asks_too_much(self) -> bool:
        """More filters at once than a person means, and than can be answered in time."""
        values = [*self.filters.values(), *self.excluded.values()]
        keys = {*self.filters, *self.excluded, *self.missing, *self.ranges}
        return len(keys) > MOST_FILTERS or sum(map(len, values)) > MOST_ASKED

    def bounds(self, key: str) -> tuple[int, int]:
        """Least and most of a range as numbers: days as YYYYMMDD, a year from its first day to its last."""
        least, most = self.ranges.get(key, ("", ""))
        number = _numbered(RANGE[key])
        return number(least, 0), number(most, UNBOUNDED, last=True)

    def without(self, key: str, value: str) -> "Query":
        """The question with one filter value less, from its first page."""
        return replace(self, filters=_less(self.filters, key, value), page=1)._tidy()

    def excluding(self, key: str, value: str) -> "Query":
        """The question for what is known not to have a value."""
        values = tuple(sorted({*self.excluded.get(key, ()), value}))
        asked = replace(self, filters=_less(self.filters, key, value), excluded={**self.excluded, key: values}, page=1)
        return asked._tidy()

    def not_excluding(self, key: str, value: str) -> "Query":
        return replace(self, excluded=_less(self.excluded, key, value), page=1)

    def unfiltered(self, key: str) -> "Query":
        """The question without anything that is asked of one facet or range."""
        dropped = replace(
            self,
            filters={k: v for k, v in self.filters.items() if k != key},
            excluded={k: v for k, v in self.excluded.items() if k != key},
            ranges={k: v for k, v in self.ranges.items() if k != key},
            missing=tuple(k for k in self.missing if k != key),
            page=1,
            **({key: ""} if key in CHANGED else {}),
        )
        return dropped._tidy()

    def _tidy(self) -> "Query":
        """`every` says something only of a filter with several values."""
        return replace(self, every=tuple(key for key in self.every if len(self.filters.get(key, ())) > 1))


def _less(values: Values, key: str, value: str) -> Values:
    left = tuple(v for v in values.get(key, ()) if v != value)
    return {k: v for k, v in values.items() if k != key} | ({key: left} if left else {})


def _chosen(params: Mapping[str, Iterable[str]], prefix: str) -> Values:
    chosen = {facet.key: _values(params.get(prefix + facet.key, ())) for facet in FACETS}
    return {key: values for key, values in chosen.items() if values}


def _known(params: Mapping[str, Iterable[str]], name: str) -> tuple[str, ...]:
    return tuple(sorted(KEYS.intersection(params.get(name, ()))))


def _clean(text: str) -> str:
    return " ".join("".join(c if c.isprintable() else " " for c in text[:LONGEST_TEXT]).split())


def _values(values: Iterable[str]) -> tuple[str, ...]:
    kept = dict.fromkeys(value for value in values if value and len(value) < 500 and value.isprintable())
    return tuple(sorted(kept))[:MOST_VALUES]


def _page(number: str) -> int:
    return max(1, int(number)) if _is_number(number) and len(number) < 9 else 1


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit()


def _span(known: Range, one: Mapping[str, str]) -> Span:
    """Both ends in their shortest form; ends that are the wrong way round are turned."""
    read = _date if known.is_date else _tenths if known.kept > 1 else _count
    least, most = read(one.get(f"{known.key}_min", "")), read(one.get(f"{known.key}_max", ""))
    number = _numbered(known)
    if least and most and number(least, 0) > number(most, 0, last=True):
        return most, least
    return least, most


def _count(text: str) -> str:
    bare = text.replace(",", "").replace(" ", "")
    return str(int(bare)) if _is_number(bare) and len(bare) < 16 else ""


_TENTHS = re.compile(r"[0-9]{1,7}(?:\.[0-9])?")


def _tenths(text: str) -> str:
    """`13`, `4.3`; "" for anything else."""
    bare = text.replace(",", ".").strip()
    return f"{float(bare):.10g}" if _TENTHS.fullmatch(bare) else _count(text)


_DATE = re.compile(r"([0-9]{4})(?:-([0-9]{2}))?(?:-([0-9]{2}))?")


def _date(text: str) -> str:
    """`2015`, `2015-06` or `2015-06-30`; "" for anything else."""
    match = _DATE.fullmatch(text.strip())
    if match is None or int(match[1]) < 1:
        return ""
    return text.strip() if _day(f"{match[1]}-{match[2] or '01'}-{match[3] or '01'}") else ""


def _day(text: str) -> bool:
    try:
        return bool(re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text)) and bool(date.fromisoformat(text))
    except ValueError:
        return False


def _numbered(known: Range) -> Callable[..., int]:
    """How an end of the range becomes a number as it is kept."""
    return _days if known.is_date else partial(_number, known.kept)


def _number(kept: int, text: str, otherwise: int, *, last: bool = False) -> int:
    """Of a part of a unit nothing is lost at either end: 4.3 weeks are 30 days at most, and 31 at least."""
    if "." in text:
        return floor(float(text) * kept) if last else ceil(float(text) * kept)
    return int(text) * kept if text else otherwise


def _days(text: str, otherwise: int, *, last: bool = False) -> int:
    """A day as YYYYMMDD; of a year or a month the first day, or its last."""
    if not text:
        return otherwise
    year, month, day = ([*text.split("-"), "", ""])[:3]
    return int(year + (month or ("12" if last else "01")) + (day or ("31" if last else "01")))
