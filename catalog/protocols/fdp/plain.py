"""What a client's document says once what the server adds is taken out, and whom it is about."""

from collections.abc import Container, Iterable, Mapping

from catalog.protocols.fdp import places
from catalog.protocols.fdp.answering import Refused
from catalog.protocols.fdp.definitions import OF_KIND, Definition
from fair_metadata.holding import CATALOGUED
from fair_metadata.namespaces import DCT, FDP, RDF
from fair_metadata.terms import Term, Triple, is_blank

_ADDED = frozenset(
    FDP[name]
    for name in (
        "metadataIdentifier",
        "metadataIssued",
        "metadataModified",
        "metadataVersion",
        "hasMetadata",
        "isMetadataOf",
    )
)
_PRECEDENCE = list(CATALOGUED)


def catalogued(triples: Iterable[Triple]) -> dict[Term, str]:
    """Subject → kind of the resources that a document describes; nested nodes are no resources of their own."""
    triples = list(triples)
    classes: dict[Term, list[int]] = {}
    for s, p, o in triples:
        if p == RDF.type and o in CATALOGUED:
            classes.setdefault(s, []).append(_PRECEDENCE.index(o))
    not_here = {o for _, _, o in triples if is_blank(o)} | _own_nodes()
    return {s: CATALOGUED[_PRECEDENCE[min(found)]] for s, found in classes.items() if s not in not_here}


def main_of(triples: list[Triple], definition: Definition, *, base: Term, address: Term = "") -> Term:
    """Whom the document is about: the resource itself by its IRI or address, else the only one of its kind in it."""
    subjects = {s for s, _, _ in triples}
    typed = [s for s, kind in catalogued(triples).items() if kind == definition.kind]
    if base in subjects:
        return base
    if address in typed:
        return address
    if len(typed) != 1:
        there_are = "none" if not typed else f"{len(typed)}: to create several, send the document to {places.PATH}"
        raise Refused(400, f"The document should describe one {definition.name}, and there are {there_are}.")
    return typed[0]


def refuse_others(triples: list[Triple], main: Term, definition: Definition) -> None:
    """One address takes one resource: what else is described would be lost, or be kept under a name of others."""
    kinds = catalogued(triples)
    kind = kinds.pop(main, definition.kind)
    if kind != definition.kind:
        raise Refused(400, f"This is no {definition.name}, but a {OF_KIND[kind].name}: send it to its own address.")
    if kinds:
        others = ", ".join(sorted(kinds)[:5])
        why = f"Describe the {definition.name} alone here, without {others}."
        raise Refused(400, f"{why} To create several, send the document to {places.PATH}.")


def _own_nodes() -> set[Term]:
    return {places.root().subject, places.site().subject}


def without_server(triples: Iterable[Triple], *, keep: Container[Term]) -> list[Triple]:
    """Without what is added for reading: containers, the record of the metadata, dates, profile, the site's own."""
    here, own = f"<{places.root().address}", _own_nodes()
    return [t for t in triples if not (t[0] in own or _is_at(here, t[0], keep) or _is_added(here, t, own))]


def _is_at(here: str, subject: Term, keep: Container[Term]) -> bool:
    return subject.startswith((f"{here}/", f"{here}#")) and subject not in keep


def _is_added(here: str, triple: Triple, own: Container[Term]) -> bool:
    _, p, o = triple
    return p in _ADDED or (p == DCT.isPartOf and o in own) or (p == DCT.conformsTo and o.startswith(f"{here}/profile/"))


def renamed(triples: Iterable[Triple], names: Mapping[Term, Term]) -> list[Triple]:
    return [(names.get(s, s), p, names.get(o, o)) for s, p, o in triples]


def renamed_with_parts(triples: Iterable[Triple], names: Mapping[Term, Term]) -> list[Triple]:
    """Also what is named after them: `<iri#part>`."""
    triples = list(triples)
    nodes = {term for s, _, o in triples for term in (s, o) if term.startswith("<") and "#" in term}
    parts = {node: f"{names[whole][:-1]}#{tail}" for node in nodes for whole, tail in [_parted(node)] if whole in names}
    return renamed(triples, {**names, **parts})


def _parted(node: Term) -> tuple[Term, str]:
    whole, _, tail = node.partition("#")
    return f"{whole}>", tail
