"""Descriptions as a table to edit: datasets a row each, and their distributions, with the version of each."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from tempfile import TemporaryFile

from catalog import policy
from catalog.batching import batched
from catalog.intake.arriving import CHUNK
from catalog.models import Kind, Resource
from fair_metadata import tables
from fair_metadata.namespaces import DCAT
from fair_metadata.record import Record
from fair_metadata.tables import SHEETS
from fair_metadata.tables.columns import Column
from fair_metadata.tables.layout import DATASET, DIGEST, ID
from fair_metadata.terms import Term, iri, is_blank, is_iri

MOST = 5_000  # datasets of one table
AT_ONCE = 200

Rows = Iterator[tuple[Record, Term, str]]  # a description, the node of it that a row is about, the dataset it is in


def tables_of(iris: Sequence[str], viewer: policy.Viewer, *, form: str, tongue: str) -> Iterator[bytes]:
    """A workbook, or CSV of the datasets alone, of those that the viewer may see listed; a piece at a time.

    Descriptions are read once for the columns that they need and once for their cells, so that few are in memory.
    """
    with TemporaryFile() as out:
        blocks = []
        for kind, rows in (("dataset", _datasets), ("distribution", _distributions)):
            sheet = SHEETS[kind]
            needed = ((record, node) for record, node, _ in rows(iris, viewer))
            columns = tables.columns_for(sheet.shape(), needed)
            blocks.append((sheet, columns, _lines(rows(iris, viewer), columns, sheet.lead)))
        tables.write(blocks, out, form=form, tongue=tongue)
        out.seek(0)
        while chunk := out.read(CHUNK):
            yield chunk


def _lines(rows: Rows, columns: list[Column], lead: Iterable[str]) -> Iterator[dict[str, str]]:
    for record, node, dataset in rows:
        own = {ID: iri(node), DIGEST: record.digest, DATASET: dataset}
        yield {name: own[name] for name in lead} | tables.line_of(record, columns, node)


def _datasets(iris: Sequence[str], viewer: policy.Viewer) -> Rows:
    for part in _parts(iris, viewer, Kind.DATASET):
        yield from ((record, record.subject, "") for record in part)


def _distributions(iris: Sequence[str], viewer: policy.Viewer) -> Rows:
    """Those inside a dataset's description, and those that have one of their own."""
    for part in _parts(iris, viewer, Kind.DATASET):
        linked = {o: record.iri for record in part for o in record.values(DCAT.distribution) if is_iri(o)}
        names = [iri(term) for term in linked]
        own = {record.subject: record for record in chain.from_iterable(_parts(names, viewer, Kind.DISTRIBUTION))}
        for record in part:
            for node in record.values(DCAT.distribution):
                if is_blank(node) and node in record.nodes:
                    yield record, node, record.iri
                elif node in own:
                    yield own.pop(node), node, record.iri


def _parts(iris: Sequence[str], viewer: policy.Viewer, kind: Kind) -> Iterator[list[Record]]:
    for part in batched(iris, AT_ONCE):
        rows = Resource.objects.filter(policy.listed(viewer), kind=kind, iri__in=part)
        found = {row.iri: row.record for row in rows.select_related("revision").defer("card")}
        yield [found[name] for name in part if name in found]
