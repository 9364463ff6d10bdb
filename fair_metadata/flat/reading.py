"""Flat JSON → triples, or all that is wrong with it: where, and what to write instead."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from fair_metadata.flat.values import (
    ALSO,
    INCLUDED,
    NONE,
    OTHER,
    Json,
    expanded,
    node_of,
    of_explicit,
    shape_of,
    term_of,
    text_in,
)
from fair_metadata.namespaces import RDF
from fair_metadata.profile import Profile, Property, Shape
from fair_metadata.profiles import DEFAULT
from fair_metadata.terms import Term, Triple, is_blank, named

DEEPEST = 100  # levels of nesting; what `flat` writes is less deep
MOST_TOLD = 50  # things wrong that are told at once


@dataclass(frozen=True, slots=True)
class Wrong:
    """One thing that is wrong: a JSON Pointer (RFC 6901) to it, and a sentence."""

    pointer: str
    detail: str


class NotFlat(ValueError):
    """A document that cannot be read as flat JSON, with everything that is wrong with it."""

    def __init__(self, wrong: list[Wrong]) -> None:
        super().__init__("; ".join(f"{w.pointer or '/'}: {w.detail}" for w in wrong[:3]))
        self.wrong = wrong


def triples_of(
    document: Any, iri: str, *, profile: Profile = DEFAULT, kept: frozenset[Term] = frozenset()
) -> list[Triple]:
    """The triples that a document states of a resource. NotFlat with all that is wrong.

    `kept` are the blank nodes of the description as it was: their names mean those nodes, every other label is new.
    """
    reading = _Reading(profile, kept)
    if not isinstance(document, dict):
        raise NotFlat([Wrong("", "A description is an object: {…}.")])
    subject = named(iri)
    if document.get("@id") not in (None, iri):
        reading.note("/@id", f"This is the description of {iri}. Leave “@id” out, or write that.")
    reading.node(subject, {k: v for k, v in document.items() if k != INCLUDED}, None, "", 0)
    reading.beside(document.get(INCLUDED))
    if reading.wrong:
        raise NotFlat(reading.wrong[:MOST_TOLD])
    return reading.triples


class _Reading:
    """One document on its way to triples."""

    def __init__(self, profile: Profile, kept: frozenset[Term]) -> None:
        self.profile, self.kept = profile, kept
        self.triples: list[Triple] = []
        self.wrong: list[Wrong] = []

    def note(self, pointer: str, detail: str) -> None:
        self.wrong.append(Wrong(pointer, detail))

    @contextmanager
    def _at(self, pointer: str) -> Iterator[None]:
        try:
            yield
        except ValueError as refusal:
            self.note(pointer, f"{str(refusal)[:1].upper()}{str(refusal)[1:]}")

    def beside(self, nodes: Any) -> None:
        if not isinstance(nodes, list | None):
            return self.note(f"/{INCLUDED}", "Write a list of nested descriptions, each with its “@id”.")
        for place, node in enumerate(nodes or ()):
            if isinstance(node, dict) and isinstance(node.get("@id"), str):
                self._nested(node["@id"], node, None, f"/{INCLUDED}/{place}", 0)
            else:
                self.note(f"/{INCLUDED}/{place}", "A nested description has an “@id” here.")
        return None

    def node(self, subject: Term, document: Json, row: Property | None, at: str, depth: int) -> None:
        types = self._types(document.get("@type"), f"{at}/@type")
        shape = shape_of(self.profile, types, row)
        self.triples += [(subject, RDF.type, value) for value in types]
        for name, value in document.items():
            if name in ("@id", "@type", ALSO):
                continue
            inner = shape.by_name.get(name) if shape else None
            if inner is None:
                self.note(_below(at, name), _unknown(name, shape))
            else:
                self._say(subject, inner.path, value, inner, _below(at, name), depth)
        self._also(subject, document.get(ALSO), f"{at}/{ALSO}", depth)

    def _also(self, subject: Term, said: Any, at: str, depth: int) -> None:
        if not isinstance(said, dict | None):
            return self.note(at, "Write an object: the IRI of each property, and its values.")
        for name, value in (said or {}).items():
            with self._at(_below(at, name)):
                self._say(subject, expanded(name), value, None, _below(at, name), depth)
        return None

    def _types(self, value: Any, at: str) -> list[Term]:
        names = [value] if isinstance(value, str) else value or []
        if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
            self.note(at, "Write the class, or a list of classes, as “dcat:Dataset” or as IRIs.")
            return []
        found: list[Term] = []
        for name in names:
            with self._at(at):
                found.append(expanded(name))
        return found

    def _say(self, subject: Term, path: Term, value: Any, row: Property | None, at: str, depth: int) -> None:
        self.triples += [(subject, path, term) for term in self._values(value, row, at, depth)]

    def _values(self, value: Any, row: Property | None, at: str, depth: int) -> Iterator[Term]:
        if isinstance(value, list):
            for place, item in enumerate(value):
                yield from self._item(item, row, f"{at}/{place}", depth)
        elif not isinstance(value, dict) or value.keys() & {"@value", "@id"}:
            yield from self._item(value, row, at, depth)
        else:
            read = self._by_name if all(":" in key for key in value.keys() - {OTHER}) else self._by_language
            yield from read(value, row, at, depth)
            if OTHER in value:
                yield from self._values(value[OTHER], row, f"{at}/{OTHER}", depth)

    def _by_language(self, texts: Json, row: Property | None, at: str, depth: int) -> Iterator[Term]:
        for tag, said in texts.items():
            if tag == OTHER or said is None:
                continue
            words = said if isinstance(said, list) else [said]
            if not all(isinstance(word, str) for word in words):
                self.note(_below(at, tag), _NO_TEXT)
                continue
            with self._at(_below(at, tag)):
                yield from [text_in(word, "" if tag == NONE else tag) for word in words]

    def _by_name(self, nodes: Json, row: Property | None, at: str, depth: int) -> Iterator[Term]:
        for name, said in nodes.items():
            if name != OTHER and said is not None:
                yield from self._nested(name, said, row, _below(at, name), depth)

    def _item(self, item: Any, row: Property | None, at: str, depth: int) -> Iterator[Term]:
        if isinstance(item, dict) and "@value" in item:
            with self._at(at):
                yield of_explicit(item)
        elif isinstance(item, dict):
            yield from self._nested(item.get("@id", f"_:at{at.replace('/', '.')}"), item, row, at, depth)
        elif isinstance(item, list):
            self.note(at, "A list has no place in a list.")
        elif item is not None:
            with self._at(at):
                term = term_of(item, row)
                yield self._node(term) if is_blank(term) else term

    def _nested(self, name: Any, said: Any, row: Property | None, at: str, depth: int) -> list[Term]:
        """A nested description under its name: the node."""
        if not isinstance(name, str) or not isinstance(said, dict):
            self.note(at, "A nested description is an object under a text as its name: {“_:1”: {…}}.")
        elif depth >= DEEPEST:
            self.note(at, f"It is nested more than {DEEPEST} deep.")
        else:
            with self._at(at):
                node = self._node(_label(name) if name.startswith("_:at") else node_of(name))
                self.node(node, said, row, at, depth + 1)
                return [node]
        return []

    def _node(self, term: Term) -> Term:
        """Labels of the description as it was mean its nodes; others must not pass for names that are given here."""
        return term if not is_blank(term) or term in self.kept else f"_:c{term[2:]}"


def _label(name: str) -> Term:
    """A label for a nested description that has none: where it stands, in characters that labels may have."""
    return "_:" + "".join(c if c.isalnum() and c.isascii() else f"_{ord(c):x}" for c in name[2:])


_NO_TEXT = (
    "A text in a language is a text, or a list of texts. A nested description is written under a name of its own, "
    "{“_:1”: {…}}, or in a list."
)


def _below(at: str, name: str) -> str:
    return f"{at}/{name.replace('~', '~0').replace('/', '~1')}"


def _unknown(name: str, shape: Shape | None) -> str:
    names: Mapping[str, Property] = shape.by_name if shape else {}
    near = get_close_matches(name, names, 1)
    what = f"“{shape.label['en']}” has no property “{name}”." if shape else f"There is no property “{name}” here."
    hint = f" Did you mean “{near[0]}”?" if near else ""
    return f"{what}{hint} What the profile does not know is written under “{ALSO}”, by its IRI."
