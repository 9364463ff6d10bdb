"""The data dictionary of a dataset: its tables and their columns, for the formats that have a place for them."""

from dataclasses import dataclass

from fair_metadata.formats.words import Tongues, in_words
from fair_metadata.namespaces import CSVW, DCT
from fair_metadata.record import Record
from fair_metadata.terms import Term, iri, is_iri, text


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """`datatype` is CSVW's name for it (“integer”), `about` the IRI of what it measures."""

    name: str
    title: str
    description: str
    datatype: str
    about: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """`key` is plain ASCII and no other table's; `url` is where its rows are, for who may have them."""

    key: str
    title: str
    description: str
    url: str
    columns: tuple[Column, ...]


def tables(record: Record, tongues: Tongues) -> list[Table]:
    """The tables that have columns, in a stable order; columns by name, each name once."""
    nodes = [node for node in record.nodes if CSVW.Table in record.types(node)]
    nodes.sort(key=lambda node: (in_words(record, DCT.title, node), node))
    found = [(node, columns) for node in nodes if (columns := _columns(record, node, tongues))]
    return [_table(record, node, f"table-{n}", columns, tongues) for n, (node, columns) in enumerate(found, 1)]


def _table(record: Record, node: Term, key: str, columns: tuple[Column, ...], tongues: Tongues) -> Table:
    return Table(
        key=key,
        title=in_words(record, DCT.title, node, tongues),
        description=in_words(record, DCT.description, node, tongues),
        url=_address(record, CSVW.url, node),
        columns=columns,
    )


def _columns(record: Record, table: Term, tongues: Tongues) -> tuple[Column, ...]:
    found = [_column(record, node, tongues) for node in record.values(CSVW.column, table)]
    return tuple(sorted({column.name: column for column in found if column.name}.values(), key=lambda c: c.name))


def _column(record: Record, node: Term, tongues: Tongues) -> Column:
    titles = (in_words(record, path, node, tongues) for path in (CSVW.title, CSVW.titles))
    datatype = record.value(CSVW.datatype, node)
    return Column(
        name=in_words(record, CSVW["name"], node).strip(),
        title=next(filter(None, titles), ""),
        description=in_words(record, DCT.description, node, tongues),
        datatype=text(datatype).rsplit("#", 1)[-1].rsplit(":", 1)[-1] if datatype else "",
        about=_address(record, CSVW.propertyUrl, node),
    )


def _address(record: Record, path: Term, node: Term) -> str:
    value = record.value(path, node)
    return iri(value) if value and is_iri(value) else ""
