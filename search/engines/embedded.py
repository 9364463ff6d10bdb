"""The embedded engine: a Tantivy index in a folder. One process at a time writes; readers see each commit."""

import json
import shutil
import threading
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import tantivy
from tantivy import Occur

from fair_metadata.vocabularies import folded
from search.documents import Document
from search.engines.highlighting import highlighted
from search.engines.protocol import Hit, Results
from search.fields import FACETS, SHOWN, WEIGHTS
from search.query import LAST_PAGE, Query
from search.words import ANALYZER, stems, words

VERSION = 2  # of the schema; an index of another version is made anew
HEAP = 96_000_000  # bytes that the writer may hold before it writes a segment
MOST_WAITING = 20_000  # documents not committed: beyond, what the writer remembers of them grows with every one
_POSITION = "position"
_TEXT = tuple(WEIGHTS)


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("iri", stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("shown", stored=True, tokenizer_name="raw", index_option="basic")
    for name in ("kind", "audience", "exact"):
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic", fast=name == "kind")
    for name in _TEXT:
        builder.add_text_field(name, tokenizer_name="marrow", index_option="freq")
    builder.add_text_field("prefix", tokenizer_name="default", index_option="position")
    for facet in FACETS:
        builder.add_text_field(f"f_{facet.key}", tokenizer_name="raw", index_option="basic", fast=True)
    for name in ("patients", "newest", "title_key", "number"):
        builder.add_unsigned_field(name, stored=name == "number", indexed=True, fast=True)
    return builder.build()


class Embedded:
    """Documents by IRI. Cost of a search grows with the hits that are counted, not with the catalogue."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = threading.Lock()
        self._writer: tantivy.IndexWriter | None = None
        self._taken: int | None = None  # the last revision taken in and not committed
        self._waiting = 0  # documents taken in and not committed
        self._open()

    def _open(self) -> None:
        mark = self._folder / "version"
        if mark.exists() and mark.read_text() != str(VERSION):
            shutil.rmtree(self._folder)
        self._folder.mkdir(parents=True, exist_ok=True)
        mark.write_text(str(VERSION))
        self._index = tantivy.Index(_schema(), path=str(self._folder))
        self._index.register_tokenizer("marrow", ANALYZER)

    # Writing

    def _writing(self) -> tantivy.IndexWriter:
        """The one writer. OSError when another process holds it: that one will catch up."""
        if self._writer is None:
            try:
                self._writer = self._index.writer(HEAP, 1)
            except ValueError as error:
                raise OSError(str(error)) from error
        return self._writer

    def take_in(self, documents: Iterable[Document], gone: Iterable[str], position: int) -> None:
        with self._lock:
            writer = self._writing()
            for iri in gone:
                writer.delete_documents_by_term("iri", iri)
            for document in documents:
                writer.delete_documents_by_term("iri", document.iri)
                writer.add_document(tantivy.Document.from_dict(_fields(document), self._index.schema))
                self._waiting += 1
            self._taken = position
            if self._waiting >= MOST_WAITING:
                self._commit()

    def commit(self) -> None:
        with self._lock:
            self._commit()

    def _commit(self) -> None:
        """The position is a document among the others, so they cannot disagree."""
        if self._taken is None:
            return
        writer = self._writing()
        writer.delete_documents_by_term("kind", _POSITION)
        mark = {"kind": [_POSITION], "number": [self._taken]}
        writer.add_document(tantivy.Document.from_dict(mark, self._index.schema))
        writer.commit()
        self._index.reload()
        self._taken, self._waiting = None, 0

    def release(self) -> None:
        """Let another process write; what was taken in and not committed is forgotten."""
        with self._lock:
            if self._writer is not None:
                self._writer.rollback()
                self._writer.wait_merging_threads()
                self._writer, self._taken, self._waiting = None, None, 0

    def clear(self) -> None:
        with self._lock:
            self._writing().delete_all_documents()
            self._taken, self._waiting = 0, 0

    def position(self) -> int:
        if self._taken is not None:
            return self._taken
        self._index.reload()
        searcher = self._index.searcher()
        query = tantivy.Query.term_query(self._index.schema, "kind", _POSITION)
        found = searcher.search(query, 1).hits
        return int(searcher.doc(found[0][1])["number"][0]) if found else 0

    # Asking

    def search(self, query: Query, audiences: Iterable[str], *, size: int) -> Results:
        """One page of hits with the counts of every filter; the counts of a filter leave out its own choice."""
        searcher = self._index.searcher()
        allowed = list(audiences)
        asked = self._asked(query, allowed)
        page = min(query.page, LAST_PAGE)
        found = searcher.search(asked, size, offset=(page - 1) * size, **_order(query))
        marked = stems(query.text)
        hits = tuple(_hit(searcher.doc(place), marked) for _, place in found.hits)
        return Results(hits, found.count or 0, self._counted(searcher, query, asked, allowed))

    def _counted(
        self, searcher: tantivy.Searcher, query: Query, asked: tantivy.Query, allowed: list[str]
    ) -> dict[str, tuple[tuple[str, int], ...]]:
        shared = [facet.key for facet in FACETS if facet.key not in query.filters]
        counts = _terms(searcher, asked, shared)
        for key in query.filters:
            counts |= _terms(searcher, self._asked(query.unfiltered(key), allowed), [key])
        return counts

    def _asked(self, query: Query, allowed: list[str]) -> tantivy.Query:
        schema = self._index.schema
        parts = [
            (Occur.Must, _none(tantivy.Query.term_query(schema, "kind", query.kind))),
            (Occur.Must, _none(tantivy.Query.term_set_query(schema, "audience", allowed))),
        ]
        for key, values in query.filters.items():
            parts.append((Occur.Must, _none(tantivy.Query.term_set_query(schema, f"f_{key}", list(values)))))
        if query.text:
            parts.append((Occur.Must, self._text(query.text)))
        return tantivy.Query.boolean_query(parts)

    def _text(self, text: str) -> tantivy.Query:
        """Every word somewhere, the last one perhaps unfinished; or the whole as an identifier, which comes first."""
        schema = self._index.schema
        asked = words(text)
        exact = tantivy.Query.boost_query(tantivy.Query.term_query(schema, "exact", text.lower()), 100.0)
        if not asked:
            return exact
        each = [(Occur.Must, self._word(word, is_last=place == len(asked) - 1)) for place, word in enumerate(asked)]
        return tantivy.Query.boolean_query([(Occur.Should, exact), (Occur.Should, tantivy.Query.boolean_query(each))])

    def _word(self, word: str, *, is_last: bool) -> tantivy.Query:
        schema = self._index.schema
        ways = [
            tantivy.Query.boost_query(tantivy.Query.term_query(schema, name, stem, index_option="freq"), WEIGHTS[name])
            for name in _TEXT
            for stem in ANALYZER.analyze(word) or [word]
        ]
        if is_last and len(word) > 2:
            ways.append(tantivy.Query.boost_query(tantivy.Query.phrase_prefix_query(schema, "prefix", [word]), 0.5))
        return tantivy.Query.disjunction_max_query(ways, 0.1)


def _none(query: tantivy.Query) -> tantivy.Query:
    """A condition that does not add to the score."""
    return tantivy.Query.const_score_query(query, 0.0)


def _order(query: Query) -> dict[str, Any]:
    sort = query.sort if query.sort != "relevance" or query.text else "newest"
    fields = {"newest": "newest", "patients": "patients", "title": "title_key"}
    if sort not in fields:
        return {}
    return {"order_by_field": fields[sort], "order": tantivy.Order.Asc if sort == "title" else tantivy.Order.Desc}


def _terms(
    searcher: tantivy.Searcher, query: tantivy.Query, keys: Sequence[str]
) -> dict[str, tuple[tuple[str, int], ...]]:
    asked = {key: {"terms": {"field": f"f_{key}", "size": SHOWN}} for key in keys}
    answered = searcher.aggregate(query, asked) if keys else {}
    return {key: tuple((b["key"], int(b["doc_count"])) for b in answered[key]["buckets"]) for key in keys}


def _hit(found: tantivy.Document, marked: frozenset[str]) -> Hit:
    shown = json.loads(found["shown"][0])
    return Hit(shown["iri"], shown["address"], shown["card"], highlighted(shown["card"], marked, ANALYZER.analyze))


def _fields(document: Document) -> dict[str, list[Any]]:
    return {
        **{name: [words] for name, words in document.words.items()},
        "iri": [document.iri],
        "shown": [json.dumps(document.shown, ensure_ascii=False)],
        "kind": [document.kind],
        "audience": [document.audience],
        "exact": list(document.exact),
        "prefix": [" ".join(document.words.get(name, "") for name in ("high", "middle", "concepts"))],
        "patients": [document.patients],
        "newest": [document.newest],
        "title_key": [int.from_bytes(folded(document.title).encode()[:7].ljust(7, b"\0"), "big")],
        **{f"f_{key}": list(values) for key, values in document.facets.items() if values},
    }
