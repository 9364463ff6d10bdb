"""Rows of the profile table as small functions over a record's nodes: each says what SHACL would say."""

import re
from calendar import monthrange
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence

from fair_metadata.namespaces import DCT, RDF, XSD
from fair_metadata.profile import Access, Form, Level, OneOf, Profile, Property, Reaches, Rule, Severity, Shape, When
from fair_metadata.record import Nodes
from fair_metadata.terms import Term, language, read_literal, text
from fair_metadata.validation.classes import is_instance
from fair_metadata.validation.findings import Broken
from fair_metadata.validation.lists import is_judged, membership

Said = Mapping[Term, tuple[Term, ...]]
Check = Callable[[Nodes, Term, Said], Iterable[Broken]]
IsWrong = Callable[[Nodes, Term], bool]  # does a value break a rule?

VIOLATION, WARNING = Severity.VIOLATION, Severity.WARNING
ACCESS_RIGHT = "<http://publications.europa.eu/resource/authority/access-right/"


class Checks:
    """The checks of one shape, by what a node states: only those that its properties can break are run."""

    def __init__(self) -> None:
        self.stated: dict[Term, list[Check]] = {}  # for nodes that state the property
        self.missing: dict[Term, list[Check]] = {}  # for nodes that do not
        self.rules: list[Check] = []

    def broken(self, nodes: Nodes, node: Term) -> list[Broken]:
        said = nodes.get(node, {})
        found: list[Broken] = []
        for path in said:
            for test in self.stated.get(path, ()):
                found += test(nodes, node, said)
        for path in sorted(self.missing.keys() - said.keys()):
            for test in self.missing[path]:
                found += test(nodes, node, said)
        for test in self.rules:
            found += test(nodes, node, said)
        return found


def compiled(shape: Shape, profile: Profile, level: str, *, above: tuple[str, ...] = ()) -> Checks:
    """The checks of one shape at one access level; `above` are the shapes in which it is nested."""
    checks = Checks()
    for row in shape.properties:
        stated = checks.stated.setdefault(row.path, [])
        missing = checks.missing.setdefault(row.path, []) if _is_missed(profile, shape, row, level) else []
        stated.extend(_of_row(row))
        missing.extend(_of_level(row, level))
        for value, severity in _to_include(profile, shape, row, level):
            stated.append(_has_value(row, value, severity))
            missing.append(_has_value(row, value, severity))
        nested = profile.shapes.get(row.shape)
        if nested is not None and is_nested(nested) and nested.name not in above:
            stated.append(_conforming(row, compiled(nested, profile, level, above=(*above, nested.name))))
    for rule in shape.rules:
        checks.rules.append(_of_rule(rule))
    return checks


def _to_include(profile: Profile, shape: Shape, row: Property, level: str) -> Iterable[tuple[Term, Severity]]:
    """Values that have to be among those of a property."""
    if row.includes:
        yield row.includes, row.includes_is
    if is_levelled(profile, shape, row, level):
        yield f"{ACCESS_RIGHT}{level}>", VIOLATION


def _is_missed(profile: Profile, shape: Shape, row: Property, level: str) -> bool:
    return row.level_for(level) is not Level.OPTIONAL or any(_to_include(profile, shape, row, level))


def is_levelled(profile: Profile, shape: Shape, row: Property, level: str) -> bool:
    """Is this the row that has to say the access level? A dataset is checked at the level that it states."""
    return profile.levelled and shape.name == "dataset" and row.path == DCT.accessRights and level in Access.__members__


def is_nested(shape: Shape | None) -> bool:
    """Is a shape checked where a row names it? One with a target is checked at each node of that class instead."""
    return shape is not None and shape.target is None


def _of_level(row: Property, level: str) -> Iterable[Check]:
    wanted = row.level_for(level)
    if wanted is not Level.OPTIONAL:
        yield _at_least_one(row, VIOLATION if wanted is Level.MANDATORY else WARNING)


def _of_row(row: Property) -> Iterable[Check]:
    if not row.many:
        yield _at_most_one(row)
    if row.one_per_language:
        yield _one_per_language(row)
    if rules := tuple(_value_rules(row)):
        yield _each(row, rules)


def _value_rules(row: Property) -> Iterable[tuple[str, IsWrong, Severity]]:
    """Rules on single values: which component of SHACL, which values are wrong, how bad."""
    if row.form in _ALLOWED and not row.datatypes:
        starts = _ALLOWED[row.form]
        yield "NodeKind", lambda nodes, value: value[0] not in starts, VIOLATION
    if row.datatypes:
        component = "Datatype" if len(row.datatypes) == 1 else "Node"
        yield component, lambda nodes, value: not _is_a(value, row.datatypes), VIOLATION
    if row.range:
        wanted = row.range
        yield "Class", lambda nodes, value: is_instance(nodes, value, wanted) is False, VIOLATION
    if row.vocabularies:
        yield "NodeKind", lambda nodes, value: value[0] != "<", row.strict
    if is_judged(row.vocabularies):
        is_member = membership(row.vocabularies)
        yield "Node", lambda nodes, value: is_member(nodes, value) is False, row.strict
    if row.among:
        yield "In", lambda nodes, value: value not in row.among, row.strict
    if row.pattern:
        matches = re.compile(row.pattern).search
        yield "Pattern", lambda nodes, value: value[0] == "_" or not matches(text(value)), row.strict


_ALLOWED = {Form.TEXT: '"', Form.LITERAL: '"', Form.IRI: "<", Form.NODE: "<_"}


def _at_least_one(row: Property, severity: Severity) -> Check:
    return lambda nodes, node, said: (Broken(node, row.path, "MinCount", severity, row),)


def _at_most_one(row: Property) -> Check:
    path = row.path

    def test(nodes: Nodes, node: Term, said: Said) -> Iterable[Broken]:
        values = said[path]
        return () if len(values) < 2 else (Broken(node, path, "MaxCount", VIOLATION, row, values[1]),)

    return test


def _one_per_language(row: Property) -> Check:
    """One result for each language that is used twice (SHACL, 4.4.3)."""
    path = row.path

    def test(nodes: Nodes, node: Term, said: Said) -> Iterable[Broken]:
        tags = Counter(tag for value in said[path] if (tag := language(value)))
        twice = [next(v for v in said[path] if language(v) == tag) for tag, times in tags.items() if times > 1]
        return [Broken(node, path, "UniqueLang", VIOLATION, row, value) for value in twice]

    return test


def _has_value(row: Property, value: Term, severity: Severity) -> Check:
    path = row.path

    def test(nodes: Nodes, node: Term, said: Said) -> Iterable[Broken]:
        return () if value in said.get(path, ()) else (Broken(node, path, "HasValue", severity, row, value),)

    return test


def _each(row: Property, rules: Sequence[tuple[str, IsWrong, Severity]]) -> Check:
    path = row.path

    def test(nodes: Nodes, node: Term, said: Said) -> Iterable[Broken]:
        values = said[path]
        return [
            Broken(node, path, component, severity, row, value)
            for component, is_wrong, severity in rules
            for value in values
            if is_wrong(nodes, value)
        ]

    return test


def _conforming(row: Property, nested: Checks) -> Check:
    """Each value is described as the nested shape asks; what is wrong within goes with the finding."""
    path = row.path

    def test(nodes: Nodes, node: Term, said: Said) -> Iterable[Broken]:
        for value in said.get(path, ()):
            within = tuple(b for b in nested.broken(nodes, value) if b.severity is VIOLATION)
            if within:
                yield Broken(node, path, "Node", VIOLATION, row, value, within)

    return test


def _of_rule(rule: Rule) -> Check:
    if isinstance(rule, OneOf):
        return _one_of(rule)
    return _when(rule) if isinstance(rule, When) else _reaches(rule)


def _one_of(rule: OneOf) -> Check:
    def test(nodes: Nodes, node: Term, said: Said) -> Iterable[Broken]:
        if any(path in said for path in rule.paths):
            return ()
        return (Broken(node, " | ".join(rule.paths), "MinCount", rule.severity, rule),)

    return test


def _when(rule: When) -> Check:
    def test(nodes: Nodes, node: Term, said: Said) -> Iterable[Broken]:
        if rule.value not in said.get(rule.path, ()) or rule.needs in said:
            return ()
        return (Broken(node, rule.needs, "Or", VIOLATION, rule),)

    return test


def _reaches(rule: Reaches) -> Check:
    def test(nodes: Nodes, node: Term, said: Said) -> Iterable[Broken]:
        if any(_walked(nodes, node, way) for way in rule.ways):
            return ()
        return (Broken(node, "", "MinCount", rule.severity, rule),)

    return test


def _walked(nodes: Nodes, node: Term, way: tuple[str, ...]) -> bool:
    """Does a way lead anywhere from a node?"""
    if way[0] == "^":
        return any(node in said.get(way[1], ()) for said in nodes.values())
    at = [node]
    for path in way:
        at = [value for each in at for value in nodes.get(each, {}).get(path, ())]
    return bool(at)


def _is_a(value: Term, datatypes: tuple[Term, ...]) -> bool:
    """A literal of one of the datatypes, written as the datatype demands (XSD 1.1, part 2)."""
    if value[0] != '"':
        return False
    parts = read_literal(value)
    datatype = f"<{parts.datatype}>"
    if datatype not in datatypes:
        return False
    form = _LEXICAL.get(datatype)
    return (form is None or form.fullmatch(parts.text) is not None) and (
        datatype not in (XSD.date, XSD.dateTime) or _is_day(parts.text)
    )


def _is_day(words: str) -> bool:
    """No 30th of February: the day of a date that is otherwise well written."""
    year, month, day = words.lstrip("-").split("-", 2)
    return int(day[:2]) <= monthrange(int(year) % 400 + 400, int(month))[1]


_ZONE = r"(?:Z|[+-](?:0\d|1[0-4]):[0-5]\d)?"
_TIME = r"(?:(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d+)?|24:00:00(?:\.0+)?)"
_DAY = r"-?\d{4,}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])"
_LEXICAL: Mapping[Term, re.Pattern[str]] = {
    XSD.date: re.compile(_DAY + _ZONE),
    XSD.dateTime: re.compile(_DAY + "T" + _TIME + _ZONE),
    XSD.gYear: re.compile(r"-?\d{4,}" + _ZONE),
    XSD.gYearMonth: re.compile(r"-?\d{4,}-(?:0[1-9]|1[0-2])" + _ZONE),
    XSD.nonNegativeInteger: re.compile(r"\+?\d+|-0+"),
    XSD.integer: re.compile(r"[+-]?\d+"),
    XSD.decimal: re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)"),
    XSD.boolean: re.compile(r"true|false|1|0"),
    XSD.duration: re.compile(r"-?P(?=.)(?:\d+Y)?(?:\d+M)?(?:\d+D)?(?:T(?=.)(?:\d+H)?(?:\d+M)?(?:\d+(?:\.\d+)?S)?)?"),
    XSD.hexBinary: re.compile(r"(?:[0-9A-Fa-f]{2})*"),
    XSD.anyURI: re.compile(r".*", re.DOTALL),
    RDF.langString: re.compile(r".*", re.DOTALL),
}
