"""The demo's descriptions as documents, without a database: the synthetic ones changed today, the others long ago."""

import json
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

from catalog.columns import columns_of
from fair_metadata.document import split
from fair_metadata.namespaces import DCAT, RDF
from fair_metadata.reading import read_all
from fair_metadata.record import Record
from search.answering import answer
from search.documents import Document, document
from search.engines.embedded import Embedded
from search.query import Query
from tests.conftest import ROOT
from tests.search.servers import elastic

FILE = ROOT / "deploy" / "demo_data" / "datasets.ttl"
LONG_AGO = timedelta(days=400)
SIZE = 100  # all of the demo


@dataclass
class Row:
    """A published resource as the follower reads it."""

    id: int
    iri: str
    slug: str
    card: dict[str, Any]
    modified_at: datetime
    kind: str = "dataset"
    organisation_id: int | None = None
    state: str = "published"
    visibility: str = "everybody"
    revision_id: int | None = field(default=None)
    violations: int = 0


@cache
def documents() -> tuple[Document, ...]:
    """All datasets of the demo, as they are searched."""
    records, _, _ = split(read_all(FILE.read_bytes()))
    of = {record.subject: record for record in records}
    datasets = [record for record in records if DCAT.Dataset in record.values(RDF.type)]
    return tuple(
        _document(number, record, [of[part] for part in record.values(DCAT.distribution) if part in of])
        for number, record in enumerate(datasets, 1)
    )


def _document(number: int, record: Record, parts: list[Record]) -> Document:
    columns = columns_of(record, "dataset")
    is_new = columns.slug.startswith("syn-")
    changed = datetime.now(UTC) - (timedelta() if is_new else LONG_AGO)
    row = Row(number, record.iri, columns.slug, json.loads(columns.card), changed, revision_id=number)
    return document(row, record, parts)


def engines(kind, folder):
    """The demo in an engine: embedded in a folder, or in a real cluster."""
    if kind == "embedded":
        index = Embedded(folder)
        yield from _filled(index)
        index.release()
    else:
        for cluster in elastic():
            yield from _filled(cluster)


def _filled(engine):
    engine.take_in(map(engine.say, documents()), [], len(documents()))
    engine.commit()
    yield engine


def asked(engine, text, **question):
    """The answer, with all of the demo on one page."""
    return answer(Query(text=text, **question), engine, {"public"}, size=SIZE)


def named(results):
    return [hit.iri.rsplit(":", 1)[-1] for hit in results.hits] if results else []
