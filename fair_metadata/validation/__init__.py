"""Checking a record against a profile, in plain words. Compiled once from the table; pySHACL judges in the tests."""

from collections.abc import Iterable, Mapping
from functools import lru_cache

from fair_metadata.namespaces import DCT, RDF
from fair_metadata.profile import Profile, Severity
from fair_metadata.profiles import level_of, stated_level
from fair_metadata.record import Nodes, Record
from fair_metadata.terms import Term, text
from fair_metadata.validation.checks import Checks, compiled
from fair_metadata.validation.classes import is_listed, with_subclasses
from fair_metadata.validation.findings import Broken, Finding, finding
from fair_metadata.validation.shacl import check_shacl

__all__ = ["Finding", "Severity", "broken_rules", "check", "check_shacl", "looked_at", "told_once"]


def check(record: Record, profile: Profile, *, level: str = "") -> list[Finding]:
    """What a curator should mend, worst first; empty when the record says all that the profile asks for.

    `level` is the access level; the record's own (dct:accessRights) when it is not given. Linear in the triples:
    about 0.2 ms for a description of 50.
    """
    title = _title(record)
    found = [finding(broken, title) for broken in told_once(broken_rules(record, profile, level=level))]
    return sorted(found, key=lambda f: (_ORDER[f.severity], f.node != record.subject, f.field.get("en", "")))


_ORDER = {Severity.VIOLATION: 0, Severity.WARNING: 1, Severity.INFO: 2}


def told_once(broken: Iterable[Broken]) -> Iterable[Broken]:
    """One finding for what is wrong with one value: a text where a list's entry is due breaks three rules."""
    broken = list(broken)
    by_value: dict[tuple[Term, Term, Term | None], Broken] = {}
    missing = {(b.node, b.path) for b in broken if b.component == "MinCount"}
    for rule in broken:
        if rule.component == "HasValue" and (rule.node, rule.path) in missing:
            continue
        key = (rule.node, rule.path, rule.value)
        first = by_value.setdefault(key, rule)
        if (_ORDER[rule.severity], _TELLS_MOST.index(rule.component)) < (
            _ORDER[first.severity],
            _TELLS_MOST.index(first.component),
        ):
            by_value[key] = rule
    return by_value.values()


_TELLS_MOST = (
    "MaxCount",
    "UniqueLang",
    "MinCount",
    "Or",
    "HasValue",
    "Datatype",
    "In",
    "Pattern",
    "Node",
    "NodeKind",
    "Class",
)


def broken_rules(record: Record, profile: Profile, *, level: str = "") -> list[Broken]:
    """The rules that nodes of the record break, as SHACL would report them: node, path, component, severity.

    Each node is held to the shapes of its classes (`sh:targetClass`). What a record alone cannot tell is left out:
    an IRI that it does not describe, an entry of a list that is not shipped. Entries of lists are not held to
    anything: their list describes them. Where a profile has access levels and none is given, a node is held to the
    one that it states, or else to the record's.
    """
    usual = level or str(level_of(record))
    nodes: Nodes = record.nodes
    broken: list[Broken] = []
    for node, said in nodes.items():
        if is_listed(node):
            continue
        kinds = said.get(RDF.type, ())
        own = "" if level else stated_level(said.get(DCT.accessRights, ())) or ""
        checks = _compiled(profile, own or usual)
        for each in {checks[kind]: None for kind in kinds if kind in checks}:
            broken += each.broken(nodes, node)
    return broken


def looked_at(record: Record, profile: Profile) -> int:
    """How many nodes have a class that the profile speaks of."""
    known = with_subclasses(profile.by_class)
    nodes = record.nodes.items()
    return sum(any(k in known for k in said.get(RDF.type, ())) and not is_listed(node) for node, said in nodes)


@lru_cache(maxsize=64)
def _compiled(profile: Profile, level: str) -> Mapping[Term, Checks]:
    checks = {kind: compiled(shape, profile, level) for kind, shape in profile.by_class.items()}
    return {kind: checks[meant] for kind, meant in with_subclasses(checks).items()}


def _title(record: Record) -> str:
    return text(record.value(DCT.title) or record.subject)
