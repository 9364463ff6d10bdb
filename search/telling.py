"""The words of a description: their stems by weight, and where each stands, so that a match can be explained."""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from fair_metadata.namespaces import CSVW, DCT, FOAF
from fair_metadata.record import Record
from fair_metadata.terms import Term, is_literal, language, literal, text
from search.fields import BANDS, searched
from search.words import split, stemmed

MOST_VARIABLES = 2_000  # of one data dictionary
MOST_WORDS = 60  # that may be suggested instead of misspelt ones
EXPLAINED = 300  # variables that can be named as the place of a match
LONGEST_SHORT = 6  # letters of an abbreviation
DISTRIBUTION = "distribution"
_WRITTEN = frozenset({"high", "middle"})  # bands whose words may be suggested


class Telling:
    """What a description tells in words, read in one walk over its triples and those of its distributions."""

    def __init__(self, record: Record, kind: str, parts: Sequence[Record]) -> None:
        self._record = record
        self._bands: dict[str, list[str]] = {name: [] for name in (*BANDS, "variables", "rest")}
        self._why: dict[str, list[str]] = {}
        self._plain: dict[str, None] = {}
        self._columns = frozenset(node for node, said in record.nodes.items() if CSVW["name"] in said)
        self.explained: dict[str, str] = {}
        self.variables = self._read_variables()
        self._read(searched(kind))
        for part in parts:
            for _, _, value in part.triples:
                if value[0] == '"':
                    self._tell("rest", DISTRIBUTION, value)

    def stems(self) -> dict[str, str]:
        """Field of the index → stems, as often as they stand there."""
        return {name: " ".join(found) for name, found in self._bands.items() if found}

    def why(self) -> dict[str, str]:
        """Property → the stems that stand there."""
        return {place: " ".join(found) for place, found in self._why.items()}

    def vocabulary(self) -> tuple[str, ...]:
        """Words as they are written, of what weighs most."""
        return tuple(self._plain)

    def _read(self, rows: Mapping[Term, str]) -> None:
        subject, nodes, columns = self._record.subject, self._record.nodes, self._columns
        for s, p, o in self._record.triples:
            if o[0] == '"':
                if s == subject:
                    self._tell(rows.get(p, "rest"), p, o)
                elif s not in columns:
                    self._bands["rest"].append(cut(o))
            elif p in rows and o in nodes and s == subject:
                for name in self._record.values(FOAF.name, o):
                    self._tell(rows[p], p, name)
                    self._tell(rows[p], p, literal(" ".join(short_names(text(name)))))
                    self._plain.update(_written(name))  # names of organisations are misspelt most

    def _tell(self, band: str, place: str, value: Term) -> None:
        stems = cut(value)
        self._bands[band].append(stems)
        self._why.setdefault(place, []).append(stems)
        if band in _WRITTEN and len(self._plain) < MOST_WORDS:
            self._plain.update(_written(value))

    def _read_variables(self) -> tuple[str, ...]:
        names: dict[str, None] = {}
        for node in sorted(self._columns)[:MOST_VARIABLES]:
            stems = " ".join(map(cut, self._said(node)))
            self._bands["variables"].append(stems)
            for value in self._record.values(CSVW["name"], node)[:1]:
                name = text(value).strip()[:200]
                names[name] = None
                if len(self.explained) < EXPLAINED:
                    self.explained[name] = stems
        return tuple(name for name in names if name)

    def _said(self, node: Term) -> Iterator[Term]:
        for path in (CSVW["name"], CSVW.title, CSVW.titles, DCT.description):
            yield from (value for value in self._record.values(path, node) if is_literal(value))


_CAPITAL = re.compile(r"[A-Z](?=[^\WA-Z\d_])")
_INSIDE = re.compile(r"(?<=[a-z]{2})(?=[A-Z][a-z])")


@lru_cache(maxsize=5_000)
def short_names(name: str) -> tuple[str, ...]:
    """What an organisation is called besides: the letters its name begins with, and its words where two are joined.

    Memorial Sloan Kettering Cancer Center is MSKCC, European LeukemiaNet is ELN and European Leukemia Net.
    """
    parts = (part.strip() for part in re.split(r"[/,(]", name))
    initials = ("".join(_CAPITAL.findall(part)) for part in parts)
    apart = (word for part in name.split() if _INSIDE.search(part) for word in _INSIDE.split(part))
    return (*(short for short in initials if 3 <= len(short) <= LONGEST_SHORT), *apart)


@lru_cache(maxsize=20_000)
def cut(value: Term) -> str:
    """The stems of a literal; keywords, names and standing phrases come again and again."""
    return " ".join(stemmed(text(value), language(value)))


@lru_cache(maxsize=5_000)
def _written(value: Term) -> Mapping[str, None]:
    return dict.fromkeys(word for word in split(text(value)) if len(word) > 3 and word.isalpha())
