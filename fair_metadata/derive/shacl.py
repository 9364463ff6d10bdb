"""SHACL made from a profile: what a FAIR Data Point hands out, and what other validators can check us by.

One property shape for each rule, because rules differ in severity. The first one of a row also says what a form needs:
name, description and order (SHACL, section 2.3.2).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from fair_metadata.namespaces import PREFIXES, SKOS, short
from fair_metadata.profile import Form, Level, OneOf, Profile, Property, Reaches, Rule, Severity, Shape, When
from fair_metadata.terms import Term, iri, literal
from fair_metadata.validation.checks import ACCESS_RIGHT, is_levelled, is_nested
from fair_metadata.validation.lists import PATTERNS, is_judged, scheme

Said = tuple[str, ...]  # predicate-object pairs as Turtle

_KINDS = {Form.TEXT: "sh:Literal", Form.LITERAL: "sh:Literal", Form.IRI: "sh:IRI", Form.NODE: "sh:BlankNodeOrIRI"}
_SEVERITIES = {Severity.VIOLATION: "sh:Violation", Severity.WARNING: "sh:Warning", Severity.INFO: "sh:Info"}


def shapes(profile: Profile, *, level: str = "", base: str = "") -> str:
    """The profile as SHACL in Turtle, at one access level; the shapes' IRIs begin with `base`."""
    writer = _Writer(profile, level)
    bodies = [writer.shape(shape) for shape in profile.shapes.values()]
    head = [f"@prefix {name}: <{namespace.base}> ." for name, namespace in sorted(PREFIXES.items())]
    head.append(f"@prefix : <{base or f'urn:shapes:{profile.name}#'}> .")
    return "\n".join([*head, "", *bodies, *(restriction.turtle() for restriction in writer.restrictions())])


@dataclass(frozen=True)
class _Restriction:
    """A named shape for values: entries of code lists, or literals of one of some datatypes."""

    name: str
    alternatives: tuple[str, ...]

    def turtle(self) -> str:
        return f":{self.name} a sh:NodeShape ;\n  sh:or ( {' '.join(self.alternatives)} ) .\n"


class _Writer:
    def __init__(self, profile: Profile, level: str) -> None:
        self.profile, self.level = profile, level
        self._restrictions: dict[str, _Restriction] = {}

    def restrictions(self) -> Iterable[_Restriction]:
        return self._restrictions.values()

    def shape(self, shape: Shape) -> str:
        lines = [f":{shape.name} a sh:NodeShape", *(f"rdfs:label {word}" for word in _words(shape.label))]
        if shape.target:
            lines.append(f"sh:targetClass {_term(shape.target)}")
        for order, row in enumerate(shape.properties, 1):
            lines.extend(_property(row.path, said) for said in self._row(shape, row, order))
        lines.extend(map(_of_rule, shape.rules))
        return " ;\n  ".join(lines) + " .\n"

    def _row(self, shape: Shape, row: Property, order: int) -> Iterable[Said]:
        """The first property shape carries what forms need; each further one a rule with its severity."""
        kind = (f"sh:nodeKind {_KINDS[row.form]}",) if row.form in _KINDS and not row.datatypes else ()
        names = (f"sh:name {', '.join(_words(row.label))}", f"sh:description {', '.join(_words(row.help))}")
        yield (*kind, *names, f"sh:order {order}", "sh:severity sh:Violation")
        wanted = row.level_for(self.level)
        if wanted is not Level.OPTIONAL:
            yield _rule("sh:minCount 1", Severity.VIOLATION if wanted is Level.MANDATORY else Severity.WARNING)
        if not row.many:
            yield _rule("sh:maxCount 1")
        if row.includes:
            yield _rule(f"sh:hasValue {_term(row.includes)}", row.includes_is)
        if is_levelled(self.profile, shape, row, self.level):
            yield _rule(f"sh:hasValue {ACCESS_RIGHT}{self.level}>")
        yield from self._value_rules(row)

    def _value_rules(self, row: Property) -> Iterable[Said]:
        if len(row.datatypes) == 1:
            yield _rule(f"sh:datatype {_term(row.datatypes[0])}")
        elif row.datatypes:
            yield _rule(f"sh:node :{self._datatypes(row.datatypes)}")
        if row.range:
            yield _rule(f"sh:class {_term(row.range)}")
        if row.vocabularies:
            yield _rule("sh:nodeKind sh:IRI", row.strict)
        if is_judged(row.vocabularies):
            yield _rule(f"sh:node :{self._lists(row.vocabularies)}", row.strict)
        if row.among:
            yield _rule(f"sh:in ( {' '.join(_term(value) for value in row.among)} )", row.strict)
        if row.one_per_language:
            yield _rule("sh:uniqueLang true")
        if row.pattern:
            yield _rule(f"sh:pattern {literal(row.pattern)}", row.strict)
        if is_nested(self.profile.shapes.get(row.shape)):
            yield _rule(f"sh:node :{row.shape}")

    def _datatypes(self, datatypes: tuple[Term, ...]) -> str:
        name = "-or-".join(short(datatype).partition(":")[2] for datatype in datatypes)
        alternatives = tuple(f"[ sh:datatype {_term(datatype)} ]" for datatype in datatypes)
        return self._restrictions.setdefault(name, _Restriction(name, alternatives)).name

    def _lists(self, names: tuple[str, ...]) -> str:
        name = "in-" + "-or-".join(names)
        return self._restrictions.setdefault(name, _Restriction(name, tuple(map(_entry_of, names)))).name


def _entry_of(name: str) -> str:
    if name in PATTERNS:
        return f"[ sh:nodeKind sh:IRI ; sh:pattern {literal(PATTERNS[name])} ]"
    return f"[ sh:property [ sh:path {_term(SKOS.inScheme)} ; sh:hasValue <{scheme(name)}> ] ]"


def _rule(constraint: str, severity: Severity = Severity.VIOLATION) -> Said:
    return constraint, f"sh:severity {_SEVERITIES[severity]}"


def _property(path: Term, said: Said) -> str:
    return f"sh:property [ sh:path {_term(path)} ; {' ; '.join(said)} ]"


def _of_rule(rule: Rule) -> str:
    if isinstance(rule, When):
        return _when(rule)
    return _at_least_one(rule, rule.paths if isinstance(rule, OneOf) else [_way(way) for way in rule.ways])


def _way(way: tuple[str, ...]) -> str:
    """A path of several steps, or one step backwards (SHACL, 2.3.1)."""
    if way[0] == "^":
        return f"[ sh:inversePath {_term(way[1])} ]"
    return f"( {' '.join(map(_term, way))} )"


def _at_least_one(rule: OneOf | Reaches, ways: Iterable[str]) -> str:
    paths = " ".join(way if way[0] in "[(" else _term(way) for way in ways)
    names = f"sh:name {', '.join(_words(rule.label))}"
    severity = f"sh:severity {_SEVERITIES[rule.severity]}"
    return f"sh:property [ sh:path [ sh:alternativePath ( {paths} ) ] ; sh:minCount 1 ; {names} ; {severity} ]"


def _when(rule: When) -> str:
    """Either the value is not stated, or what it needs is."""
    stated = f"[ sh:property [ sh:path {_term(rule.path)} ; sh:hasValue {_term(rule.value)} ] ]"
    needed = f"[ sh:property [ sh:path {_term(rule.needs)} ; sh:minCount 1 ] ]"
    return f"sh:or ( [ sh:not {stated} ] {needed} )"


def _words(words: Mapping[str, str]) -> list[str]:
    return [literal(text, language=language) for language, text in words.items() if text]


def _term(term: Term) -> str:
    """`dct:title` where the local part needs no escapes, else the term as it is."""
    known = short(term)
    prefix, _, local = known.partition(":")
    return known if prefix in PREFIXES and local.replace("_", "").isalnum() and iri(term) != known else term
