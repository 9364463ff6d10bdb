"""Pages of the feed: what an address asks for, where the others are, and how Hydra says so, in new names and old."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time
from functools import cached_property
from urllib.parse import urlencode

from django.core.cache import cache
from django.utils.dateparse import parse_date, parse_datetime

from catalog.protocols.feed.about import absolute, node, number
from catalog.protocols.feed.items import Item, items, place
from fair_metadata.namespaces import HYDRA, RDF
from fair_metadata.terms import Term, Triple, named

SIZE, LARGEST = 100, 1000  # items on a page
COUNTED_EVERY = 30  # seconds: a total need not be newer
_MOST = 2**53  # of a number in an address

# Relation of the Link header → its names in Hydra; harvesters read one or the other.
RELATIONS: Mapping[str, tuple[Term, Term]] = {
    "first": (HYDRA.first, HYDRA.firstPage),
    "prev": (HYDRA.previous, HYDRA.previousPage),
    "next": (HYDRA.next, HYDRA.nextPage),
    "last": (HYDRA.last, HYDRA.lastPage),
}


@dataclass(frozen=True, slots=True)
class Asked:
    """One page. `after` is the id of the last item that was seen; it goes before the number, which then only counts."""

    number: int = 1
    after: int | None = None
    size: int = SIZE
    since: datetime | None = None

    @classmethod
    def of(cls, parameters: Mapping[str, str]) -> "Asked":
        """ValueError, with a sentence, for what cannot be understood."""
        return cls(
            number=_whole(parameters, "page", least=1) or 1,
            after=_whole(parameters, "after", least=0),
            size=min(_whole(parameters, "size", least=1) or SIZE, LARGEST),
            since=_moment(parameters.get("modified_since")),
        )

    def address(self, suffix: str) -> str:
        """The whole address; what is as usual is left out, so that equal pages have equal addresses."""
        said = {
            "page": self.number,
            "after": self.after,
            "size": self.size if self.size != SIZE else None,
            "modified_since": self.since and self.since.isoformat().replace("+00:00", "Z"),
        }
        query = urlencode({name: value for name, value in said.items() if value is not None}, safe=":")
        return absolute(f"/catalog.{suffix}?{query}")


def _whole(parameters: Mapping[str, str], name: str, *, least: int) -> int | None:
    said = parameters.get(name)
    if said is None:
        return None
    if not (said.isascii() and said.isdigit() and len(said) < 17 and least <= int(said) < _MOST):
        raise ValueError(f"“{name}” has to be a whole number from {least} on, not “{said[:50]}”.")
    return int(said)


def _moment(said: str | None) -> datetime | None:
    """An ISO 8601 day, from its beginning, or a time; in UTC unless it says otherwise. A plus in a query is a space."""
    if said is None:
        return None
    try:
        day = parse_date(said)
        found = datetime.combine(day, time()) if day else parse_datetime(said.strip().replace(" ", "+"))
        if found is not None:
            return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        pass  # the right shape, and no such day
    raise ValueError(
        f"“modified_since” has to be a day (2026-01-31) or a time (2026-01-31T12:00:00Z), not “{said[:50]}”."
    )


@dataclass(frozen=True)
class Page:
    """A page with the items that are on it now."""

    asked: Asked
    total: int

    @cached_property
    def found(self) -> list[Item]:
        """The items, and one more when another page comes."""
        asked, rows = self.asked, items(self.asked.since).order_by("pk")
        if asked.after is not None:
            return place(rows.filter(pk__gt=asked.after)[: asked.size + 1])
        start = (asked.number - 1) * asked.size
        return place(rows[start : start + asked.size + 1])

    @property
    def items(self) -> list[Item]:
        return self.found[: self.asked.size]

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // self.asked.size))

    @property
    def is_beyond(self) -> bool:
        """There never is an empty page to be found by counting, save the first; going on from an item may find none."""
        return not self.found and self.asked.after is None and self.asked.number > 1

    def links(self, suffix: str) -> dict[str, str]:
        """Relation → address. The next page goes on from the last item; the others are for people, and count."""
        asked = self.asked
        plain = replace(asked, after=None)
        found = {"first": replace(plain, number=1), "last": replace(plain, number=max(self.pages, asked.number))}
        if asked.number > 1:
            found["prev"] = replace(plain, number=asked.number - 1)
        if len(self.found) > asked.size:
            found["next"] = replace(asked, number=asked.number + 1, after=self.items[-1].id)
            found["last"] = replace(plain, number=max(self.pages, asked.number + 1))
        return {relation: page.address(suffix) for relation, page in found.items()}

    def hydra(self, suffix: str) -> Iterator[Triple]:
        """The page as hydra:PartialCollectionView of the catalogue, and by the names of hydra:PagedCollection."""
        me = named(self.asked.address(suffix))
        yield node(), RDF.type, HYDRA.Collection
        yield node(), HYDRA.totalItems, number(self.total)
        yield node(), HYDRA.view, me
        yield me, RDF.type, HYDRA.PartialCollectionView
        yield me, RDF.type, HYDRA.PagedCollection
        yield me, HYDRA.totalItems, number(self.total)
        yield me, HYDRA.itemsPerPage, number(self.asked.size)
        for relation, address in self.links(suffix).items():
            yield from ((me, path, named(address)) for path in RELATIONS[relation])


def page(asked: Asked) -> Page:
    return Page(
        asked,
        cache.get_or_set(
            f"feed-total-{asked.since and asked.since.isoformat()}", items(asked.since).count, COUNTED_EVERY
        ),
    )
