"""Turtle for people to read and compare: sorted, one value a line, blank nodes where they are mentioned."""

import re
from collections.abc import Iterable, Mapping

from fair_metadata.namespaces import RDF, XSD, prefixes, short
from fair_metadata.terms import Term, Triple, is_blank

Said = Mapping[Term, Mapping[Term, list[Term]]]
_LOCAL = re.compile(r"[a-z][\w-]*:[A-Za-z0-9_][\w-]*")
_PREFIX = re.compile(r"(?<![\w:/#<\"-])([a-z][a-z-]*):")


def turtle(triples: Iterable[Triple]) -> str:
    """The same triples give the same text. Each blank node has to be mentioned exactly once."""
    said = _grouped(triples)
    bodies = [f"{_term(s)} {_body(said, s, 1)} .\n" for s in sorted(said) if not is_blank(s)]
    used = {name for body in bodies for line in body.splitlines() for name in _PREFIX.findall(line)}
    head = [f"@prefix {name}: <{base}> .\n" for name, base in sorted(prefixes().items()) if name in used]
    return "".join(head) + "\n" + "\n".join(bodies)


def _grouped(triples: Iterable[Triple]) -> Said:
    said: dict[Term, dict[Term, list[Term]]] = {}
    for s, p, o in sorted(set(triples)):
        said.setdefault(s, {}).setdefault(p, []).append(o)
    return said


def _body(said: Said, subject: Term, depth: int) -> str:
    paths = sorted(said[subject], key=lambda path: (path != RDF.type, short(path)))
    return f" ;\n{'    ' * depth}".join(_statement(said, path, said[subject][path], depth) for path in paths)


def _statement(said: Said, path: Term, values: list[Term], depth: int) -> str:
    verb = "a" if path == RDF.type else _term(path)
    return f"{verb} " + f",\n{'    ' * (depth + 1)}".join(sorted(_value(said, value, depth + 1) for value in values))


def _value(said: Said, value: Term, depth: int) -> str:
    return f"[ {_body(said, value, depth + 1)} ]" if is_blank(value) else _term(value)


def _term(term: Term) -> str:
    """`dct:title` where that needs no escapes, `"1"^^xsd:integer`, else the term as it is."""
    if term[0] == '"':
        return re.sub(f"\\^\\^<{re.escape(XSD.base)}(\\w+)>$", r"^^xsd:\1", term)
    known = short(term)
    return known if _LOCAL.fullmatch(known) else term
