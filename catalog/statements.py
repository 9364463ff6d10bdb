"""Statements that are written once: writing one in Django takes ten times as long as the answer to a small one."""

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import Any, Generic, TypeVar

from django.db import connection
from django.db.models import Model, QuerySet

KEPT = 500  # statements of one query: each database has its own, and each viewer

M = TypeVar("M", bound=Model)
Value = str | int


@dataclass(frozen=True, slots=True)
class Statement(Generic[M]):
    """SQL as Django writes it for one database, and those of its parameters that never change.

    They have names, which SQLite's adapter puts in faster than it finds places that have none.
    """

    model: type[M]
    sql: str
    constants: Mapping[str, Any]

    @classmethod
    def of(cls, query: Callable[..., QuerySet[M]], kinds: Sequence[type[Value]]) -> "Statement[M]":
        """What `query` asks with values of these kinds. It may do no more with them than put them into conditions."""
        places = [_PLACES[kind](number) for number, kind in enumerate(kinds)]
        rows = query(*places)
        sql, parameters = rows.query.sql_with_params()
        named = [(f"v{places.index(each)}" if each in places else f"p{n}", each) for n, each in enumerate(parameters)]
        constants = {name: each for name, each in named if each not in places}
        return cls(rows.model, sql % tuple(f"%({name})s" for name, _ in named), constants)

    def parameters(self, values: Sequence[Value]) -> dict[str, Any]:
        return {**self.constants, **{f"v{number}": value for number, value in enumerate(values)}}


# What no catalogue has holds the places of values: PostgreSQL keeps no text like these, and its numbers are positive.
_PLACES: Mapping[type[Value], Callable[[int], Value]] = {
    str: "\x00{}".format,
    int: lambda number: -1_000_000_007 - number,
}


def written_once(query: Callable[..., QuerySet[M]]) -> Callable[..., list[M]]:
    """The rows of `query(*values, **given)`. What is given, a viewer for instance, belongs to the statement; asked the
    same again, only the values may be others. The query depends on nothing else.
    """

    @lru_cache(maxsize=KEPT)
    def statement(vendor: str, kinds: tuple[type[Value], ...], **given: Hashable) -> Statement[M]:
        return Statement.of(partial(query, **given), kinds)

    def rows(*values: Value, **given: Hashable) -> list[M]:
        known = statement(connection.vendor, tuple(map(type, values)), **given)
        return list(known.model._default_manager.raw(known.sql, known.parameters(values)))

    return rows
