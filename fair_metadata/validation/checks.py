"""Rows of the profile table as small functions over a record's nodes: each says what SHACL would say."""

import re
from collections.abc import Callable, Iterable, Mapping

from fair_metadata.namespaces import RDF, SKOS, XSD
from fair_metadata.profile import Access, Form, Level, OneOf, Profile, Property, Severity, Shape, When
from fair_metadata.record import Nodes
from fair_metadata.terms import Term, iri, read_literal
from fair_metadata.validation.findings import Broken
from fair_metadata.vocabularies import concept, vocabulary

Said = Mapping[Term, tuple[Term, ...]]
Check = Callable[[Nodes, Term, Said], Iterable[Broken]]
Values = Callable[[Nodes, tuple[Term, ...]], Iterable[Term]]  # those of the values that break a rule

VIOLATION, WARNING = Severity.VIOLATION, Severity.WARNING
ACCESS_RIGHT = "<http://publications.europa.eu/resource/authority/access-right/"


def compiled(shape: Shape, profile: Profile, level: str) -> tuple[Check, ...]:
    """The checks of one shape at one access level."""
    checks: list[Check] = []
    for row in shape.properties:
        checks.extend(_of_row(row, profile, level))
    if profile.levelled and shape.name == "dataset" and level in Access.__members__:
        checks.append(_has_value(shape.by_name["access_rights"], f"{ACCESS_RIGHT}{level}>", VIOLATION))
    checks.extend(_one_of(rule) if isinstance(rule, OneOf) else _when(rule) for rule in shape.rules)
    return tuple(checks)


def _of_row(row: Property, profile: Profile, level: str) -> Iterable[Check]:
    wanted = row.level_for(level)
    if wanted is not Level.OPTIONAL:
        yield _at_least_one(row, VIOLATION if wanted is Level.MANDATORY else WARNING)
    if not row.many:
        yield _at_most_one(row)
    if row.includes:
        yield _has_value(row, row.includes, row.includes_is)
    for component, wrong, severity in _value_rules(row, profile, level):
        yield _each(row, component, wrong, severity)


def _value_rules(row: Property, profile: Profile, level: str) -> Iterable[tuple[str, Values, Severity]]:
    """Rules on single values: which component of SHACL, which values are wrong, how bad."""
    if row.form in _ALLOWED:
        starts = _ALLOWED[row.form]
        yield "NodeKind", lambda nodes, values: [v for v in values if v[0] not in starts], VIOLATION
    if len(row.datatypes) == 1:
        yield "Datatype", lambda nodes, values: [v for v in values if not _is_a(v, row.datatypes)], VIOLATION
    elif row.datatypes:
        yield "Node", lambda nodes, values: [v for v in values if not _is_a(v, row.datatypes)], VIOLATION
    if row.vocabularies:
        is_member = _membership(row.vocabularies)
        if row.form is not Form.IRI or row.strict is not VIOLATION:
            yield "NodeKind", lambda nodes, values: [v for v in values if v[0] != "<"], row.strict
        if is_member is not None:
            yield "Node", lambda nodes, values: [v for v in values if not is_member(nodes, v)], row.strict
    nested = profile.shapes.get(row.shape)
    if nested is not None and nested.target is None:
        tests = compiled(nested, profile, level)
        yield "Node", lambda nodes, values: [v for v in values if not _conforms(nodes, v, tests)], VIOLATION


_ALLOWED = {Form.TEXT: '"', Form.LITERAL: '"', Form.IRI: "<", Form.NODE: "<_"}


def _at_least_one(row: Property, severity: Severity) -> Check:
    path = row.path
    return lambda nodes, node, said: () if path in said else (Broken(node, path, "MinCount", severity, row),)


def _at_most_one(row: Property) -> Check:
    path = row.path

    def test(nodes: Nodes, node: Term, said: Said) -> Iterable[Broken]:
        values = said.get(path, ())
        return () if len(values) < 2 else (Broken(node, path, "MaxCount", VIOLATION, row, values[1]),)

    return test


def _has_value(row: Property, value: Term, severity: Severity) -> Check:
    path = row.path

    def test(nodes: Nodes, node: Term, said: Said) -> Iterable[Broken]:
        return () if value in said.get(path, ()) else (Broken(node, path, "HasValue", severity, row, value),)

    return test


def _each(row: Property, component: str, wrong: Values, severity: Severity) -> Check:
    path = row.path

    def test(nodes: Nodes, node: Term, said: Said) -> Iterable[Broken]:
        values = said.get(path)
        if not values:
            return ()
        return [Broken(node, path, component, severity, row, value) for value in wrong(nodes, values)]

    return test


def _one_of(rule: OneOf) -> Check:
    def test(nodes: Nodes, node: Term, said: Said) -> Iterable[Broken]:
        if any(path in said for path in rule.paths):
            return ()
        return (Broken(node, " | ".join(rule.paths), "MinCount", VIOLATION, rule),)

    return test


def _when(rule: When) -> Check:
    def test(nodes: Nodes, node: Term, said: Said) -> Iterable[Broken]:
        if rule.value not in said.get(rule.path, ()) or rule.needs in said:
            return ()
        return (Broken(node, rule.needs, "Or", VIOLATION, rule),)

    return test


def _conforms(nodes: Nodes, node: Term, tests: tuple[Check, ...]) -> bool:
    said = nodes.get(node, {})
    return not any(b.severity is VIOLATION for test in tests for b in test(nodes, node, said))


_UNSHIPPED = {"corporate-body", "place", "geonames"}


def _membership(lists: tuple[str, ...]) -> Callable[[Nodes, Term], bool] | None:
    """Is a value in one of the lists? None when none of them is shipped, so that nobody can tell."""
    schemes = {vocabulary(name).scheme for name in lists if name not in _UNSHIPPED}
    if not schemes:
        return None
    prefixes = tuple(f"<{scheme}" for scheme in schemes)

    def test(nodes: Nodes, value: Term) -> bool:
        if "media-type" in lists:
            return re.match(r"<https?://www\.iana\.org/assignments/media-types/", value) is not None
        if "personal-data" in lists:
            return value.startswith("<https://w3id.org/dpv/dpv-pd#")
        if "geonames" in lists and value.startswith("<https://sws.geonames.org"):
            return True
        known = concept(iri(value))
        if known is not None and known.iri == iri(value) and value.startswith(prefixes):
            return True
        return any(iri(scheme) in schemes for scheme in nodes.get(value, {}).get(SKOS.inScheme, ()))

    return test


def _is_a(value: Term, datatypes: tuple[Term, ...]) -> bool:
    """A literal of one of the datatypes, written as the datatype demands (XSD 1.1, part 2)."""
    if value[0] != '"':
        return False
    parts = read_literal(value)
    datatype = f"<{parts.datatype}>"
    return datatype in datatypes and (form := _LEXICAL.get(datatype)) is not None and bool(form.fullmatch(parts.text))


_ZONE = r"(?:Z|[+-]\d\d:\d\d)?"
_DAY = r"-?\d{4,}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])"
_LEXICAL: Mapping[Term, re.Pattern[str]] = {
    XSD.date: re.compile(_DAY + _ZONE),
    XSD.dateTime: re.compile(_DAY + r"T\d\d:\d\d:\d\d(?:\.\d+)?" + _ZONE),
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
