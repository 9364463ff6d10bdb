"""All triples of one document while it is being split: in memory while they are few, in a file when they are many."""

import sqlite3
import tempfile
from collections.abc import Container, Iterable, Iterator
from functools import lru_cache
from typing import Protocol

from fair_metadata.namespaces import DCAT, RDF
from fair_metadata.terms import Term, Triple

Mentions = list[tuple[Term, Term]]  # (predicate, subject) of what mentions a node

# Class → kind; a resource of several classes is the first of them.
CATALOGUED: dict[Term, str] = {
    DCAT.Catalog: "catalog",
    DCAT.DatasetSeries: "series",
    DCAT.Dataset: "dataset",
    DCAT.DataService: "service",
    DCAT.Distribution: "distribution",
    DCAT.CatalogRecord: "record",
}
_PRECEDENCE = list(CATALOGUED)


class Holding(Protocol):
    """What splitting asks of the triples. `settle` is called once, after the last `add`."""

    @property
    def described(self) -> Container[Term]:
        """Nodes that something is said about and that travel with others: all but catalogued resources."""

    def add(self, triples: Iterable[Triple]) -> None: ...
    def settle(self) -> None: ...
    def resources(self) -> Iterator[tuple[Term, str]]: ...
    def about(self, node: Term) -> list[Triple]: ...
    def change(self, was: Triple, now: Triple) -> None: ...
    def mentions(self, node: Term) -> Mentions: ...
    def blanks_mentioned_twice(self) -> list[Term]: ...
    def reach(self, nodes: Iterable[Term]) -> None: ...
    def is_reached(self, node: Term) -> bool: ...
    def unreached(self) -> Iterator[Term]: ...
    def close(self) -> None: ...


class InMemory:
    """Dictionaries: fast, and as large as the document (about 350 bytes a triple)."""

    def __init__(self) -> None:
        self._about: dict[Term, list[Triple]] = {}
        self._types: dict[Term, list[Term]] = {}
        self._kinds: dict[Term, str] = {}
        self._mentions: dict[Term, Mentions] = {}
        self._reached: set[Term] = set()

    @property
    def described(self) -> Container[Term]:
        return self._mentions

    def add(self, triples: Iterable[Triple]) -> None:
        about = self._about
        for triple in triples:
            s, p, o = triple
            if p == RDF_TYPE and o in CATALOGUED:
                self._types.setdefault(s, []).append(o)
            said = about.get(s)
            if said is None:
                about[s] = [triple]
            else:
                said.append(triple)

    def settle(self) -> None:
        for subject, types in self._types.items():
            if kind := _kind(subject, types):
                self._kinds[subject] = kind
        mentions: dict[Term, Mentions] = {node: [] for node in self._about if node not in self._kinds}
        for said in self._about.values():
            for s, p, o in said:
                if o[0] == "_" and o not in self._kinds and o != s:
                    mentions.setdefault(o, []).append((p, s))
                elif o[0] != '"' and o in mentions and o != s:
                    mentions[o].append((p, s))
        self._mentions = mentions

    def resources(self) -> Iterator[tuple[Term, str]]:
        yield from self._kinds.items()

    def about(self, node: Term) -> list[Triple]:
        return self._about.get(node, [])

    def change(self, was: Triple, now: Triple) -> None:
        self._about[was[0]] = [now if triple == was else triple for triple in self.about(was[0])]

    def mentions(self, node: Term) -> Mentions:
        return self._mentions.get(node, [])

    def blanks_mentioned_twice(self) -> list[Term]:
        return [node for node, said in self._mentions.items() if node[0] == "_" and len(said) > 1]

    def reach(self, nodes: Iterable[Term]) -> None:
        self._reached.update(nodes)

    def is_reached(self, node: Term) -> bool:
        return node in self._reached

    def unreached(self) -> Iterator[Term]:
        return (node for node in self._about if node not in self._reached)

    def close(self) -> None:
        self._about.clear()

    def move_to(self, other: "OnDisk") -> None:
        """Hand everything over; this one is empty afterwards."""
        while self._about:
            other.add(self._about.popitem()[1])


class OnDisk:
    """A temporary SQLite file: several times slower, and memory stays at its cache, whatever the document's size."""

    CACHE = 64 * 1024  # KiB

    def __init__(self) -> None:
        self._file = tempfile.NamedTemporaryFile(prefix="marrow-", suffix=".sqlite3")  # noqa: SIM115 - closed by `close`
        self._db = sqlite3.connect(self._file.name, isolation_level=None, check_same_thread=False)
        self._db.executescript(
            f"PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA cache_size=-{self.CACHE};"
            "CREATE TABLE said (s TEXT, p TEXT, o TEXT); BEGIN;"
        )
        self._described = _Described(self._db)

    @property
    def described(self) -> Container[Term]:
        return self._described

    def add(self, triples: Iterable[Triple]) -> None:
        self._db.executemany("INSERT INTO said VALUES (?, ?, ?)", triples)

    def settle(self) -> None:
        self._db.executescript(
            "CREATE INDEX by_subject ON said (s, p, o);"
            "CREATE TABLE resource (node TEXT PRIMARY KEY, kind TEXT);"
            "CREATE TABLE followed (node TEXT PRIMARY KEY) WITHOUT ROWID;"
            "CREATE TABLE reached (node TEXT PRIMARY KEY) WITHOUT ROWID;"
            "CREATE TABLE mention (o TEXT, p TEXT, s TEXT); BEGIN;"
        )
        self._db.executemany("INSERT INTO resource VALUES (?, ?)", self._kinds())
        self._db.executescript(
            "INSERT INTO followed SELECT DISTINCT s FROM said WHERE s NOT IN (SELECT node FROM resource);"
            "INSERT OR IGNORE INTO followed SELECT DISTINCT o FROM said"
            " WHERE o >= '_' AND o < '`' AND o NOT IN (SELECT node FROM resource);"
            "INSERT INTO mention SELECT DISTINCT o, p, s FROM said WHERE o != s AND o IN followed;"
            "CREATE INDEX by_object ON mention (o);"
        )

    def _kinds(self) -> Iterator[tuple[Term, str]]:
        classes = ",".join("?" * len(CATALOGUED))
        query = f"SELECT s, group_concat(o, ' ') FROM said WHERE p = ? AND o IN ({classes}) GROUP BY s"  # noqa: S608
        for subject, types in self._db.execute(query, (RDF_TYPE, *CATALOGUED)):
            if kind := _kind(subject, types.split(" ")):
                yield subject, kind

    def resources(self) -> Iterator[tuple[Term, str]]:
        yield from self._db.execute("SELECT node, kind FROM resource ORDER BY rowid")

    def about(self, node: Term) -> list[Triple]:
        return self._db.execute("SELECT s, p, o FROM said WHERE s = ?", (node,)).fetchall()

    def change(self, was: Triple, now: Triple) -> None:
        self._db.execute("UPDATE said SET s = ?, p = ?, o = ? WHERE s = ? AND p = ? AND o = ?", (*now, *was))

    def mentions(self, node: Term) -> Mentions:
        return self._db.execute("SELECT p, s FROM mention WHERE o = ?", (node,)).fetchall()

    def blanks_mentioned_twice(self) -> list[Term]:
        query = "SELECT o FROM mention WHERE o >= '_' AND o < '`' GROUP BY o HAVING count(*) > 1"
        return [row[0] for row in self._db.execute(query)]

    def reach(self, nodes: Iterable[Term]) -> None:
        self._db.executemany("INSERT OR IGNORE INTO reached VALUES (?)", ((node,) for node in nodes))

    def is_reached(self, node: Term) -> bool:
        return self._db.execute("SELECT 1 FROM reached WHERE node = ?", (node,)).fetchone() is not None

    def unreached(self) -> Iterator[Term]:
        query = "SELECT DISTINCT s FROM said WHERE s NOT IN reached"
        return (row[0] for row in self._db.execute(query))

    def close(self) -> None:
        """Delete the file."""
        self._db.close()
        self._file.close()


class _Described:
    """Membership in the table of followed nodes, with the latest answers kept."""

    def __init__(self, db: sqlite3.Connection) -> None:
        query = "SELECT 1 FROM followed WHERE node = ?"
        self._holds = lru_cache(maxsize=20_000)(lambda node: db.execute(query, (node,)).fetchone() is not None)

    def __contains__(self, node: object) -> bool:
        return isinstance(node, str) and node[0] != '"' and self._holds(node)


RDF_TYPE = RDF.type


def _kind(subject: Term, types: Iterable[Term]) -> str | None:
    """The kind of a resource that has an IRI, by the first of its classes in CATALOGUED."""
    if subject[0] != "<":
        return None
    found = [o for o in types if o in CATALOGUED]
    return CATALOGUED[min(found, key=_PRECEDENCE.index)] if found else None
