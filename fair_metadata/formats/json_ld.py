"""JSON-LD 1.1, compacted by the profile's own context, with nested nodes nested. Reads back without loss."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain, groupby, islice
from operator import itemgetter
from typing import Any

from fair_metadata.derive.context import context, names_of
from fair_metadata.formats.description import Description
from fair_metadata.namespaces import RDF, XSD, prefixes, short
from fair_metadata.profiles import DEFAULT
from fair_metadata.terms import LANG_STRING, Term, Triple, iri, read_literal

PROFILE = DEFAULT.name
_STRING = XSD.string[1:-1]
_PREFIXES = prefixes()
_FEW = 500  # nodes whose names are known before the first is written
_DEEP = 50  # levels that are nested; what is deeper stands beside

Json = dict[str, Any]


def write(description: Description) -> bytes:
    return json.dumps(document(description), ensure_ascii=False, indent=1).encode()


def document(description: Description) -> Json:
    """The description as a JSON-LD object: the resource itself on top, what is not below it in @included."""
    compacting = _Compacting([*description.record.triples, *description.shared])
    top = compacting.node(description.record.subject, 0)
    beside = compacting.beside()
    if beside:
        top["@included"] = beside
    return {"@context": compacting.context()} | top


def stream(descriptions: Iterable[Description]) -> Iterator[bytes]:
    """One document of many records; the context of all names comes first."""
    return graph(context(names_of(PROFILE), _PREFIXES), map(document, descriptions))


def graph(shared: Json | str | list[Any], entries: Iterable[Json]) -> Iterator[bytes]:
    """One document of many resources under one context, which takes the place of each entry's own."""
    yield f'{{"@context": {json.dumps(shared, ensure_ascii=False)},\n"@graph": ['.encode()
    separator = b"\n"
    for entry in entries:
        del entry["@context"]
        yield separator + json.dumps(entry, ensure_ascii=False).encode()
        separator = b",\n"
    yield b"\n]}\n"


def flat(triples: Iterable[Triple]) -> Iterator[bytes]:
    """Any graph as it comes, flattened and under our context (JSON-LD 1.1 API, 4.2): nothing is nested, and a node that
    comes again is written again, so that memory does not grow. A small one has the names that it uses, a large one all.
    """
    said = groupby(triples, key=itemgetter(0))
    nodes = (_flat(subject, some) for subject, some in said)
    first = list(islice(nodes, _FEW))
    used = {name: means for node in first for name, means in node["@context"].items()}
    shared = dict(sorted(used.items())) if len(first) < _FEW else context(names_of(PROFILE), _PREFIXES)
    return graph(shared, chain(first, nodes))


def _flat(subject: Term, triples: Iterable[Triple]) -> Json:
    compacting = _Compacting(triples)
    node = compacting.node(subject, 0)
    return {"@context": compacting.context()} | node


class _Compacting:
    """One document on its way to JSON: which names it used, which nodes are written already."""

    def __init__(self, triples: Iterable[Triple]) -> None:
        self.said: dict[Term, dict[Term, list[Term]]] = {}
        given = set(triples)
        for s, p, o in sorted(given):
            self.said.setdefault(s, {}).setdefault(p, []).append(o)
        self.mentions = Counter(o for s, _, o in given if o[0] == "_")
        self.names = names_of(PROFILE)
        self.used: dict[str, str] = {}
        self.bases: dict[str, str] = {}
        self.written: set[Term] = set()

    def context(self) -> Json:
        for name in self.used:
            self._prefixed(name)
        return context(self.used, self.bases)

    def beside(self) -> list[Json]:
        # What one of these writes inside itself is written when its turn comes.
        return [self.node(node, 0) for node in self.said if node not in self.written]

    def node(self, subject: Term, depth: int) -> Json:
        """The node with all that is said of it; those mentioned only here are written inside."""
        self.written.add(subject)
        result: Json = {}
        if subject[0] == "<" or self.mentions[subject] != 1 or depth == 0:
            result["@id"] = iri(subject)
        for path, values in self.said.get(subject, {}).items():
            if path == RDF.type and all(value[0] == "<" for value in values):
                result["@type"] = _one_or_many([self._prefixed(iri(value)) for value in values])
            else:
                result[self._key(path)] = _one_or_many([self._value(value, depth) for value in values])
        return result

    def _key(self, path: Term) -> str:
        plain = iri(path)
        if name := self.names.get(plain):
            self.used[plain] = name
            return name
        return self._prefixed(plain)

    def _value(self, value: Term, depth: int) -> Any:
        if value[0] == '"':
            return self._literal(value)
        # A blank node is written where it is mentioned when that is the only place.
        is_inside = value in self.said and value not in self.written and depth < _DEEP
        if is_inside and (value[0] == "<" or self.mentions[value] == 1):
            return self.node(value, depth + 1)
        return {"@id": iri(value)}

    def _literal(self, value: Term) -> Any:
        parts = read_literal(value)
        if parts.datatype == LANG_STRING:
            return {"@value": parts.text, "@language": parts.language}
        if parts.datatype == _STRING:
            return parts.text
        return {"@value": parts.text, "@type": self._prefixed(parts.datatype)}

    def _prefixed(self, plain: str) -> str:
        """`dct:title`, noting the prefix; the whole IRI when no prefix fits or the rest would be misread."""
        compact = short(f"<{plain}>")
        prefix, colon, local = compact.partition(":")
        if not colon or compact == plain or prefix not in _PREFIXES or local.startswith("//"):
            return plain
        self.bases[prefix] = _PREFIXES[prefix]
        return compact


def _one_or_many(values: list[Any]) -> Any:
    return values[0] if len(values) == 1 else values


def script_json(document: Mapping[str, Any]) -> str:
    """JSON that may stand in a script element: nothing in it can end the element (HTML, section 4.12.1.3)."""
    text = json.dumps(document, ensure_ascii=False)
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return text
