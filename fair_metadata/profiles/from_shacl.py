"""Profiles read from SHACL at run time, as FAIR Data Points publish them: shapes with names, order and editors."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

import pyoxigraph

from fair_metadata.namespaces import RDF, RDFS, SH
from fair_metadata.profile import Form, Level, OneOf, Profile, Property, Severity, Shape, Words
from fair_metadata.profiles.words import WORDS
from fair_metadata.record import Record
from fair_metadata.terms import Term, iri, is_iri, language, text

_FORMS = {SH.Literal: Form.LITERAL, SH.IRI: Form.IRI, SH.BlankNodeOrIRI: Form.NODE}
_SEVERITIES = {SH.Violation: Severity.VIOLATION, SH.Warning: Severity.WARNING, SH.Info: Severity.INFO}
_LAST = 1e9  # the order of what states none (SHACL, section 2.3.2.3)
_AS_VALUE = "-as-value"  # a shape with a class of its own, where a row names it: sh:node asks no class


def profile_from_shacl(turtle: str, *, name: str, title: str = "", version: str = "") -> Profile:
    """The profile of some shapes. ValueError when they are not Turtle or are for no class.

    What has no row is left to `validation.check_shacl` over the same text: paths of several steps, counts above one,
    constraints between values or shapes (sh:lessThan, sh:xone, sh:sparql …).
    """
    shapes = _Shapes(turtle).all()
    if not any(shape.target for shape in shapes.values()):
        raise ValueError("These shapes are for no class. Give each of them a sh:targetClass.")
    return Profile(name, title or name, version, f"urn:profile:{name}", shapes)


class _Shapes:
    def __init__(self, turtle: str) -> None:
        try:
            quads = list(pyoxigraph.parse(turtle.encode(), pyoxigraph.RdfFormat.TURTLE, base_iri="urn:shapes:"))
        except SyntaxError as error:
            raise ValueError(f"The shapes cannot be read as Turtle: {error}") from error
        self._said = Record("", tuple((str(q.subject), str(q.predicate), str(q.object)) for q in quads))

    def all(self) -> dict[str, Shape]:
        """Shapes by name; those for one class are one shape."""
        found: dict[str, Shape] = {}
        for node in self._said.nodes:
            for target in self._targets(node):
                same = next((s for s in found.values() if s.target == target), None)
                shape = self._shape(node, target)
                if same is not None:
                    shape = same.extended(
                        [_stricter(same.by_path.get(r.path), r) for r in shape.properties], shape.rules
                    )
                found[shape.name] = shape
        named = {node for row in self._rows_of(found) for node in [row.shape] if node}
        return found | {name: self._value_shape(name) for name in self._reached(named)}

    def _rows_of(self, shapes: Mapping[str, Shape]) -> Iterator[Property]:
        return (row for shape in shapes.values() for row in shape.properties)

    def _reached(self, names: set[str]) -> list[str]:
        """The shapes that values are held to, and those that their values are held to."""
        reached, todo = dict.fromkeys(sorted(names)), sorted(names)
        while todo:
            for row in self._value_shape(todo.pop()).properties:
                if row.shape and row.shape not in reached:
                    reached[row.shape] = None
                    todo.append(row.shape)
        return list(reached)

    def _value_shape(self, name: str) -> Shape:
        node = next(n for n in self._said.nodes if _value_name(n) == name)
        return replace(self._shape(node, None), name=name)

    def _targets(self, node: Term) -> tuple[Term, ...]:
        """The classes of a shape; a shape that is a class is for itself (SHACL, section 2.1.3.3)."""
        kinds = self._said.types(node)
        itself = (node,) if SH.NodeShape in kinds and RDFS.Class in kinds else ()
        return self._said.values(SH.targetClass, node) + itself

    def _shape(self, node: Term, target: Term | None) -> Shape:
        rows: dict[Term, Property] = {}
        rules: list[OneOf] = []
        for prop in sorted(self._said.values(SH.property, node), key=self._order):
            path = self._said.value(SH.path, prop)
            if path is None:
                continue
            if is_iri(path):
                rows[path] = _stricter(rows.get(path), self._row(prop, path))
            else:
                rules.extend(self._rule(prop, path))
        label = self._words(node, RDFS.label, otherwise=_in_words(target or node))
        return Shape(_name(target or node), target, label, _with_unique_names(rows.values()), tuple(rules))

    def _order(self, prop: Term) -> float:
        stated = self._text(SH.order, prop)
        return float(stated) if re.fullmatch(r"-?\d+(\.\d+)?", stated) else _LAST

    def _row(self, prop: Term, path: Term) -> Property:
        one = self._said.value
        datatypes = tuple(self._said.values(SH.datatype, prop)) or self._either(prop)
        node = one(SH.node, prop)
        severity = _SEVERITIES.get(one(SH.severity, prop) or "", Severity.VIOLATION)
        words = WORDS.get(path, ("", "", "", ""))
        is_asked = self._number(SH.minCount, prop) > 0
        return Property(
            name=_name(path),
            path=path,
            label=self._words(prop, SH.name, ours=words[:2], otherwise=_in_words(path)),
            help=self._words(prop, SH.description, ours=words[2:]),
            form=Form.TEXT if RDF.langString in datatypes else _FORMS.get(one(SH.nodeKind, prop) or "", Form.ANY),
            level=Level.OPTIONAL if not is_asked else _wanted(severity),
            many=self._number(SH.maxCount, prop) != 1,
            datatypes=datatypes,
            range=one(SH["class"], prop),
            shape=_value_name(node) if node and node in self._said.nodes else "",
            among=self._list(one(SH["in"], prop)),
            pattern=self._text(SH.pattern, prop),
            one_per_language=self._text(SH.uniqueLang, prop) == "true",
            includes=one(SH.hasValue, prop),
            includes_is=severity,
            strict=severity,
            quick=is_asked,
        )

    def _rule(self, prop: Term, path: Term) -> Iterator[OneOf]:
        """At least one of several plain paths; other paths have no rule here."""
        paths = self._list(self._said.value(SH.alternativePath, path))
        if paths and all(map(is_iri, paths)) and self._number(SH.minCount, prop) > 0:
            severity = _SEVERITIES.get(self._said.value(SH.severity, prop) or "", Severity.VIOLATION)
            words = self._words(prop, SH.name, otherwise=" / ".join(map(_in_words, paths)))
            yield OneOf(paths=paths, label=words, severity=severity)

    def _either(self, prop: Term) -> tuple[Term, ...]:
        """The datatypes of an sh:or that is about datatypes alone."""
        choices = self._list(self._said.value(SH["or"], prop))
        datatypes = tuple(d for choice in choices for d in self._said.values(SH.datatype, choice))
        return datatypes if len(datatypes) == len(choices) else ()

    def _list(self, head: Term | None) -> tuple[Term, ...]:
        """The members of an RDF list; of one that bites its own tail, those before it does."""
        members: list[Term] = []
        seen = set[Term]()
        while head and head != RDF.nil and head not in seen:
            seen.add(head)
            members.extend(self._said.values(RDF.first, head))
            head = self._said.value(RDF.rest, head)
        return tuple(members)

    def _number(self, path: Term, prop: Term) -> int:
        stated = self._text(path, prop)
        return int(stated) if stated.isdecimal() else -1

    def _text(self, path: Term, node: Term) -> str:
        stated = self._said.value(path, node)
        return text(stated) if stated else ""

    def _words(self, node: Term, path: Term, *, ours: tuple[str, ...] = ("", ""), otherwise: str = "") -> Words:
        """What the shape says in English or without a language, and in Spanish; else what we say; else the other's."""
        said = {language(value)[:2]: text(value) for value in reversed(self._said.values(path, node))}
        english = said.get("en") or said.get("") or ours[0] or otherwise
        return {"en": english, "es": said.get("es") or ours[1] or english}


def _wanted(severity: Severity) -> Level:
    return Level.MANDATORY if severity is Severity.VIOLATION else Level.RECOMMENDED


_UNSET: Mapping[str, Any] = {
    "form": Form.ANY, "level": Level.OPTIONAL, "many": True, "datatypes": (), "range": None, "shape": "",
    "among": (), "pattern": "", "includes": None, "quick": False, "one_per_language": False,
}  # fmt: skip


def _stricter(first: Property | None, second: Property) -> Property:
    """Two property shapes of one path as one row: what either of them asks."""
    if first is None:
        return second
    asked = {name: getattr(second, name) for name, unset in _UNSET.items() if getattr(second, name) != unset}
    return replace(first, **{name: value for name, value in asked.items() if getattr(first, name) == _UNSET[name]})


def _with_unique_names(rows: Iterable[Property]) -> tuple[Property, ...]:
    """Two predicates of one local name (dct:identifier, adms:identifier) are told apart by a number."""
    named: dict[str, Property] = {}
    for row in rows:
        number = sum(re.fullmatch(rf"{re.escape(row.name)}(_\d+)?", name) is not None for name in named)
        name = f"{row.name}_{number + 1}" if number else row.name
        named[name] = replace(row, name=name)
    return tuple(named.values())


def _value_name(node: Term) -> str:
    return _name(node) + _AS_VALUE


def _name(term: Term) -> str:
    """`access_rights` for …accessRights; the label of a blank node."""
    local = re.split(r"[/#:]", iri(term).rstrip("/#"))[-1] or "shape"
    return re.sub(r"\W+", "_", re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", local)).lower()


def _in_words(term: Term) -> str:
    return _name(term).replace("_", " ").capitalize()
