"""Findings in plain words: whose description, which field, what is wrong, what to write instead."""

from collections.abc import Mapping
from dataclasses import dataclass

from fair_metadata.namespaces import short
from fair_metadata.profile import Form, OneOf, Profile, Property, Severity, When, Words
from fair_metadata.terms import Term, text
from fair_metadata.vocabularies import vocabulary


@dataclass(frozen=True, slots=True)
class Broken:
    """A rule that a node breaks, named as SHACL names its constraint component (SHACL, section 3.6.2)."""

    node: Term
    path: Term
    component: str
    severity: Severity
    rule: Property | OneOf | When
    value: Term | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to mend: `message` says all of it, in each of the interface's languages."""

    severity: Severity
    node: Term
    path: Term
    component: str
    title: str
    field: Words
    message: Words
    value: Term | None = None


# component → sentence; {title}, {field}, {value}, {help}, {list} are filled in.
_SENTENCES: Mapping[str, tuple[str, str]] = {
    "MinCount": ("«{title}»: {field} is missing. {help}", "«{title}»: falta {field}. {help}"),
    "MaxCount": ("«{title}»: {field} is stated more than once. Keep one value; “{value}” is one too many.", "«{title}»: {field} aparece más de una vez. Deje un valor; sobra “{value}”."),
    "NodeKind": ("«{title}»: {field} is “{value}”, but should be {kind}.", "«{title}»: {field} es “{value}”, pero debe ser {kind}."),
    "Datatype": ("«{title}»: {field} is “{value}”, which is not written as {kind}.", "«{title}»: {field} es “{value}”, que no está escrito como {kind}."),
    "HasValue": ("«{title}»: {field} should include {value}.", "«{title}»: {field} debe incluir {value}."),
    "List": ("«{title}»: {field} is “{value}”, which is not in the list “{list}”. Choose one of its entries.", "«{title}»: {field} es “{value}”, que no está en la lista “{list}”. Elija una de sus entradas."),
    "Node": ("«{title}»: {field} “{value}” is incomplete or not of the right kind. {help}", "«{title}»: {field} “{value}” está incompleto o no es de la clase debida. {help}"),
    "OneOf": ("«{title}»: give {field}.", "«{title}»: indique {field}."),
    "Or": ("«{title}»: {field} is missing, and the data are said to be structured. List the tables and columns.", "«{title}»: falta {field}, y los datos se declaran estructurados. Indique tablas y columnas."),
}
_KINDS: Mapping[Form, tuple[str, str]] = {
    Form.TEXT: ("a text", "un texto"),
    Form.LITERAL: ("a text or number", "un texto o número"),
    Form.IRI: ("an address (IRI)", "una dirección (IRI)"),
    Form.NODE: ("an address or a nested description", "una dirección o una descripción"),
    Form.ANY: ("an address (IRI)", "una dirección (IRI)"),
}
_LANGUAGES = ("en", "es")


def finding(broken: Broken, profile: Profile, title: str) -> Finding:
    """The finding that tells of a broken rule."""
    field = _field(broken, profile)
    message = {language: _sentence(broken, title, field, place) for place, language in enumerate(_LANGUAGES)}
    return Finding(broken.severity, broken.node, broken.path, broken.component, title, field, message, broken.value)


def _field(broken: Broken, profile: Profile) -> Words:
    if isinstance(broken.rule, When):
        row = profile.shapes["dataset"].by_path.get(broken.rule.needs)
        return row.label if row else {language: short(broken.rule.needs) for language in _LANGUAGES}
    return broken.rule.label


def _sentence(broken: Broken, title: str, field: Words, place: int) -> str:
    rule, language = broken.rule, _LANGUAGES[place]
    parts = {"title": title, "field": field[language], "value": text(broken.value)[:200] if broken.value else ""}
    if isinstance(rule, OneOf):
        return _SENTENCES["OneOf"][place].format(**parts)
    if isinstance(rule, When):
        return _SENTENCES["Or"][place].format(**parts)
    is_list = broken.component == "Node" and bool(rule.vocabularies)
    sentence = _SENTENCES["List" if is_list else broken.component][place]
    return sentence.format(
        **parts, help=rule.help[language], kind=_kind(broken, rule, place), list=_list(rule) if is_list else ""
    )


def _kind(broken: Broken, rule: Property, place: int) -> str:
    if broken.component == "Datatype":
        return " / ".join(short(datatype) for datatype in rule.datatypes)
    return _KINDS[Form.IRI if rule.vocabularies else rule.form][place]


def _list(rule: Property) -> str:
    for name in rule.vocabularies:
        try:
            return vocabulary(name).title
        except KeyError:
            continue
    return rule.vocabularies[0]
