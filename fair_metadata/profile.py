"""The profile table: one row for each property of each class. Forms, checks, SHACL, search and docs read it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cached_property

from fair_metadata.namespaces import RDF
from fair_metadata.terms import Term

Words = Mapping[str, str]  # language → text


class Level(StrEnum):
    """How much a property is wanted (DCAT-AP 3.0.1, section 1.2)."""

    MANDATORY = "mandatory"
    RECOMMENDED = "recommended"
    OPTIONAL = "optional"


class Severity(StrEnum):
    """How bad it is when a rule is broken (SHACL, section 2.1.4)."""

    VIOLATION = "violation"
    WARNING = "warning"
    INFO = "info"


class Form(StrEnum):
    """What a value may be: `sh:nodeKind` and, for literals, whether it is prose in a language."""

    TEXT = "text"  # a literal, best with a language
    LITERAL = "literal"
    IRI = "iri"
    NODE = "node"  # an IRI or a nested node
    ANY = "any"  # the standard does not say


class Access(StrEnum):
    """The levels of HealthDCAT-AP, chosen by dct:accessRights."""

    PUBLIC = "PUBLIC"
    RESTRICTED = "RESTRICTED"
    NON_PUBLIC = "NON_PUBLIC"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Property:
    """One row. `name` is unique in its shape; `path` is the predicate; the rest says what values are right.

    `levels` overrides `level` for an access level. `range` is the class of the values. `vocabularies` are the code
    lists of which each value is an entry (of one of them), `strict` how bad another value is; `among` are the only
    values there may be; `includes` has to be one of them; `one_per_language` allows one text in each language
    (sh:uniqueLang). `quick` rows stand on the short form, `auto` rows are filled in by the catalogue; `is_deprecated`
    ones are read but not asked for. A new description begins with the `default` values; `example` is what one might
    write. `boost` is the weight in search, 0 for what is not searched.
    """

    name: str
    path: Term
    label: Words
    help: Words
    form: Form = Form.ANY
    level: Level = Level.OPTIONAL
    levels: Mapping[str, Level] = field(default_factory=dict)
    many: bool = True
    datatypes: tuple[Term, ...] = ()
    range: Term | None = None
    vocabularies: tuple[str, ...] = ()
    strict: Severity = Severity.VIOLATION
    among: tuple[Term, ...] = ()
    pattern: str = ""
    one_per_language: bool = False
    includes: Term | None = None
    includes_is: Severity = Severity.VIOLATION
    shape: str = ""
    default: tuple[Term, ...] = ()
    example: str = ""
    group: str = "more"
    quick: bool = False
    auto: bool = False
    is_deprecated: bool = False
    facet: str = ""
    boost: float = 0.0
    schema_org: str = ""

    @property
    def is_text(self) -> bool:
        return self.form in (Form.TEXT, Form.LITERAL) or bool(self.datatypes)

    def level_for(self, access: str) -> Level:
        return self.levels.get(access, self.level)


@dataclass(frozen=True, slots=True, kw_only=True)
class OneOf:
    """At least one of these properties is stated (SHACL: minCount on an alternative path)."""

    paths: tuple[Term, ...]
    label: Words
    severity: Severity = Severity.VIOLATION


@dataclass(frozen=True, slots=True, kw_only=True)
class When:
    """When `path` has `value`, `needs` is stated too (SHACL: an `sh:or` of three cases)."""

    path: Term
    value: Term
    needs: Term
    label: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Reaches:
    """By one of these ways something is reached (SHACL: minCount on a path of several steps). `^` goes backwards."""

    ways: tuple[tuple[str, ...], ...]
    label: Words
    severity: Severity = Severity.VIOLATION


Rule = OneOf | When | Reaches


@dataclass(frozen=True, eq=False)
class Shape:
    """What a profile says of one class. A shape without `target` applies only where a row names it."""

    name: str
    target: Term | None
    label: Words
    properties: tuple[Property, ...]
    rules: tuple[Rule, ...] = ()

    @cached_property
    def by_path(self) -> Mapping[Term, Property]:
        return {row.path: row for row in self.properties}

    @cached_property
    def by_name(self) -> Mapping[str, Property]:
        return {row.name: row for row in self.properties}

    def extended(self, rows: Iterable[Property], rules: Iterable[Rule] = ()) -> "Shape":
        """The shape with rows added; a row for a path that is there already takes its place."""
        by_path = {row.path: row for row in self.properties}
        by_path |= {row.path: row for row in rows}
        return replace(self, properties=tuple(by_path.values()), rules=(*self.rules, *rules))

    def without(self, paths: Iterable[Term]) -> "Shape":
        dropped = set(paths)
        return replace(self, properties=tuple(row for row in self.properties if row.path not in dropped))


@dataclass(frozen=True, eq=False)
class Profile:
    """A named table. `levelled` profiles ask for more or less by access level. Two profiles are never equal."""

    name: str
    title: str
    version: str
    iri: str
    shapes: Mapping[str, Shape]
    levelled: bool = False

    @cached_property
    def by_class(self) -> Mapping[Term, Shape]:
        return {shape.target: shape for shape in self.shapes.values() if shape.target}

    @cached_property
    def _known(self) -> frozenset[Term]:
        return frozenset(row.path for shape in self.shapes.values() for row in shape.properties) | {RDF.type}

    def shape_for(self, types: Iterable[Term]) -> Shape | None:
        """The shape of a node with these classes; the first one in the profile's order."""
        types = set(types)
        return next((shape for target, shape in self.by_class.items() if target in types), None)

    def property(self, kind: Term, name: str) -> Property:
        """The row of that name for nodes of this class. KeyError when there is none."""
        return self.by_class[kind].by_name[name]

    def known(self, kind: Term, path: Term) -> bool:
        """Does the profile describe this property for nodes of this class? Of a node without class, any property."""
        shape = self.by_class.get(kind)
        return path == RDF.type or (path in shape.by_path if shape else path in self._known)
