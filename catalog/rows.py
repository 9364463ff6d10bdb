"""Many rows in few statements. An instance of a model for each row costs five times as much as the statement itself."""

from collections.abc import Sequence
from datetime import datetime
from itertools import chain
from typing import Any

from django.db import connection
from django.db.models import Model

from catalog.batching import batched

MOST_PARAMETERS = 30_000  # SQLite takes 32,766 in one statement

Row = Sequence[Any]


def insert(model: type[Model], columns: Sequence[str], rows: Sequence[Row], *, update: Sequence[str] = ()) -> None:
    """Write rows whose values are ready for the database; with `update`, rows whose id is there get these columns."""
    quote = connection.ops.quote_name
    head = f"INSERT INTO {quote(model._meta.db_table)} ({', '.join(map(quote, columns))}) VALUES "  # noqa: S608 - our own names
    one = f"({', '.join(['%s'] * len(columns))})"
    tail = _instead(update) if update else ""
    with connection.cursor() as cursor:
        step = MOST_PARAMETERS // len(columns)
        for chunk in batched(rows, step):
            cursor.execute(head + ", ".join([one] * len(chunk)) + tail, list(chain.from_iterable(chunk)))


def _instead(update: Sequence[str]) -> str:
    names = map(connection.ops.quote_name, update)
    return f" ON CONFLICT ({connection.ops.quote_name('id')}) DO UPDATE SET " + ", ".join(
        f"{name} = EXCLUDED.{name}" for name in names
    )


def moment(when: datetime) -> Any:
    """A time as this database keeps it."""
    return connection.ops.adapt_datetimefield_value(when)
