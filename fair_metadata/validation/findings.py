"""Findings in plain words: whose description, which field, what is wrong, what to write instead."""

from collections.abc import Mapping
from dataclasses import dataclass

from fair_metadata.namespaces import XSD, short
from fair_metadata.profile import Form, Property, Rule, Severity, Words
from fair_metadata.terms import Term, is_blank, text
from fair_metadata.validation.lists import UNSHIPPED
from fair_metadata.vocabularies import vocabulary

LANGUAGES = ("en", "es")


@dataclass(frozen=True, slots=True)
class Broken:
    """A rule that a node breaks, named as SHACL names its constraint component (SHACL, section 3.6.2).

    `within` is what is wrong inside the value, for a value that is not described as it should be.
    """

    node: Term
    path: Term
    component: str
    severity: Severity
    rule: Property | Rule
    value: Term | None = None
    within: tuple["Broken", ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to mend: `message` says all of it, in each of the interface's languages, once it is asked for."""

    severity: Severity
    node: Term
    path: Term
    component: str
    title: str
    field: Words
    value: Term | None = None
    broken: Broken | None = None
    said: str = ""  # what somebody else's validator said

    @property
    def message(self) -> Words:
        return {language: f"«{self.title}»: {self._clause(place)}" for place, language in enumerate(LANGUAGES)}

    def _clause(self, place: int) -> str:
        if self.broken is not None:
            return _clause(self.broken, place)
        field = self.field[LANGUAGES[place]]
        return f"{field}: {self.said}" if field else self.said


def finding(broken: Broken, title: str) -> Finding:
    """The finding that tells of a broken rule."""
    return Finding(
        severity=broken.severity,
        node=broken.node,
        path=broken.path,
        component=broken.component,
        title=title,
        field=broken.rule.label,
        value=broken.value,
        broken=broken,
    )


def sentence(broken: Broken) -> Words:
    """What is wrong and what to write instead, without whose description it is: for who has it before them."""
    return {language: _clause(broken, place) for place, language in enumerate(LANGUAGES)}


# What is the case → sentence; the names in braces are filled in.
_SENTENCES: Mapping[str, tuple[str, str]] = {
    "MinCount": ("{field} is missing. {help}", "Falta {field}. {help}"),
    "MaxCount": ("{field} is stated more than once. Keep one value; {value} is one too many.", "{field} aparece más de una vez. Deje un valor; sobra {value}."),
    "NodeKind": ("{field} is {value}, but should be {kind}.", "{field} es {value}, pero debe ser {kind}."),
    "Datatype": ("{field} is {value}, which is not {kind}. Correct it.", "{field} es {value}, que no es {kind}. Corríjalo."),
    "HasValue": ("{field} should include {value}. Add it.", "{field} debe incluir {value}. Añádalo."),
    "Class": ("{field} leads to {value}, which is not described as {range}. Give it that type.", "{field} lleva a {value}, que no está descrito como {range}. Asígnele ese tipo."),
    "List": ("{field} is {value}, which is not in the list “{list}”. Choose one of its entries.", "{field} es {value}, que no está en la lista “{list}”. Elija una de sus entradas."),
    "In": ("{field} is {value}. Choose one of: {among}.", "{field} es {value}. Elija uno de estos: {among}."),
    "Pattern": ("{field} is {value}, which does not match {pattern}. Correct it.", "{field} es {value}, que no cumple {pattern}. Corríjalo."),
    "Nested": ("{field} is not complete: {within}", "{field} no está completo: {within}"),
    "UniqueLang": ("{field} has more than one text in the same language. Keep one; {value} is one of them.", "{field} tiene más de un texto en el mismo idioma. Deje uno; {value} es uno de ellos."),
    "Reaches": ("Give {field}.", "Indique {field}."),
    "OneOf": ("Give {field}.", "Indique {field}."),
    "When": ("{field} is missing, and the data are said to be structured. List the tables and columns.", "Falta {field}, y los datos se declaran estructurados. Indique tablas y columnas."),
}
_KINDS: Mapping[Form, tuple[str, str]] = {
    Form.TEXT: ("a text", "un texto"),
    Form.LITERAL: ("a text or number", "un texto o número"),
    Form.IRI: ("an address (IRI)", "una dirección (IRI)"),
    Form.NODE: ("an address or a nested description", "una dirección o una descripción"),
    Form.ANY: ("an address (IRI)", "una dirección (IRI)"),
}
_WRITTEN: Mapping[Term, tuple[str, str]] = {
    XSD.date: ("a date, such as 2024, 2024-05 or 2024-05-31", "una fecha, como 2024, 2024-05 o 2024-05-31"),
    XSD.dateTime: ("a date with a time, such as 2024-05-31T12:00:00Z", "una fecha con hora, como 2024-05-31T12:00:00Z"),
    XSD.nonNegativeInteger: ("a whole number, such as 1250 (xsd:nonNegativeInteger)", "un número entero, como 1250 (xsd:nonNegativeInteger)"),
    XSD.decimal: ("a number, such as 30.0 (xsd:decimal)", "un número, como 30.0 (xsd:decimal)"),
    XSD.boolean: ("true or false (xsd:boolean)", "true o false (xsd:boolean)"),
    XSD.duration: ("a duration, such as P1D for a day (xsd:duration)", "una duración, como P1D para un día (xsd:duration)"),
    XSD.hexBinary: ("a hexadecimal number (xsd:hexBinary)", "un número hexadecimal (xsd:hexBinary)"),
}


def _clause(broken: Broken, place: int) -> str:
    rule = broken.rule
    parts = {"field": rule.label[LANGUAGES[place]], "value": _shown(broken.value, place)}
    if isinstance(rule, Property):
        parts |= _of_row(broken, rule, place)
    return _SENTENCES[_case(broken)][place].format(**parts)


def _case(broken: Broken) -> str:
    rule = broken.rule
    if not isinstance(rule, Property):
        return type(rule).__name__
    if broken.component != "Node":
        return broken.component
    if broken.within:
        return "Nested"
    return "Datatype" if rule.datatypes else "List"


def _of_row(broken: Broken, rule: Property, place: int) -> dict[str, str]:
    return {
        "help": rule.help[LANGUAGES[place]],
        "kind": _written(rule, place) if rule.datatypes else _KINDS[_form(broken, rule)][place],
        "range": short(rule.range) if rule.range else "",
        "list": _list(rule),
        "among": ", ".join(text(value) for value in rule.among),
        "pattern": rule.pattern,
        "within": " ".join(_clause(inner, place) for inner in broken.within),
    }


def _form(broken: Broken, rule: Property) -> Form:
    """The entries of lists have IRIs, whatever else the property may hold."""
    listed = bool(rule.vocabularies) and broken.value is not None and is_blank(broken.value)
    return Form.IRI if listed else rule.form


def _written(rule: Property, place: int) -> str:
    known = _WRITTEN.get(rule.datatypes[0])
    return known[place] if known else " / ".join(short(datatype) for datatype in rule.datatypes)


def _shown(value: Term | None, place: int) -> str:
    if value is None:
        return ""
    return ("a nested description", "una descripción anidada")[place] if is_blank(value) else f"“{text(value)[:200]}”"


def _list(rule: Property) -> str:
    shipped = next((name for name in rule.vocabularies if name not in UNSHIPPED), None)
    return vocabulary(shipped).title if shipped else ", ".join(rule.vocabularies)
