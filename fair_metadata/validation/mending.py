"""What one click would write for a wrong value: read by the editor's own readers, and offered only if it helps."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from fair_metadata.forms.typed import heard
from fair_metadata.forms.widgets import tag_of
from fair_metadata.namespaces import XSD, short
from fair_metadata.profile import Property, Words
from fair_metadata.record import Record
from fair_metadata.terms import Term, Triple, iri, is_blank, is_iri, is_literal, named, read_literal, text
from fair_metadata.validation import broken_rules
from fair_metadata.validation.findings import Broken
from fair_metadata.validation.standards import Standard
from fair_metadata.vocabularies import concept

LARGE = 500  # statements of one node: whoever has more mends them elsewhere
FEW = 4  # values that are offered in the place of one


@dataclass(frozen=True, slots=True)
class Mend:
    """A statement to put in the place of another, or (`was` is None) beside the others, and what it says."""

    label: Words
    was: Triple | None
    now: Triple


def mends(broken: Broken, record: Record, standard: Standard) -> list[Mend]:
    """Those after which this property of this node breaks fewer rules than now."""
    rule, node = broken.rule, broken.node
    said = record.nodes.get(node, {})
    if not isinstance(rule, Property) or sum(map(len, said.values())) > LARGE:
        return []
    if broken.component == "HasValue":
        wanted = broken.value
        return [Mend(_label(wanted), None, (node, rule.path, wanted))] if wanted and wanted == rule.includes else []
    value = broken.value
    if value is None or is_blank(value) or broken.component not in _OF_VALUES:
        return []
    offered = dict.fromkeys(term for term in _meant(value, rule) if term != value)
    found = (Mend(_label(term), (node, rule.path, value), (node, rule.path, term)) for term in offered)
    return [mend for mend in found if _helps(mend, record, standard)][:FEW]


_OF_VALUES = {"NodeKind", "Datatype", "Class", "Node", "Pattern"}


def _meant(value: Term, rule: Property) -> Iterator[Term]:
    found = heard(text(value), rule, tag=tag_of(value))
    if found.term is not None:
        yield found.term
    for mend in found.mends:
        if (term := heard(mend.text, rule).term) is not None:
            yield term
    if rule.vocabularies and is_iri(value):  # an entry that is spelt wrong, or of another list
        code = re.split(r"[/#]", iri(value))[-1]
        near = heard(code, rule) if code else found
        yield from (term for term in [near.term, *(named(each.text) for each in near.mends)] if term is not None)


def _helps(mend: Mend, record: Record, standard: Standard) -> bool:
    node, path, _ = mend.now
    return _wrong(record, standard, node, path, mend) < _wrong(record, standard, node, path, None)


def _wrong(record: Record, standard: Standard, node: Term, path: Term, mend: Mend | None) -> int:
    """How many rules the property breaks; only the node and its values are looked at."""
    near = {node, *(value for values in record.nodes[node].values() for value in values if value in record.nodes)}
    said = {(s, p, o) for s in near for p, values in record.nodes[s].items() for o in values}
    if mend is not None:
        said = (said - {mend.was}) | {mend.now}
    small = Record(node, tuple(sorted(said)))
    found = broken_rules(small, standard.profile, level=standard.level)
    return sum(each.node == node and each.path == path for each in found)


def _label(term: Term) -> Words:
    known = concept(iri(term)) if not is_literal(term) else None
    if known is not None:
        return {language: f"{known.label(language)} ({iri(term)})" for language in ("en", "es")}
    shown = text(term)
    if is_literal(term) and (datatype := f"<{read_literal(term).datatype}>") != XSD.string and not tag_of(term):
        shown = f"{shown} ({short(datatype)})"
    return {"en": shown, "es": shown}
