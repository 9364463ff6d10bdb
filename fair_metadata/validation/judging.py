"""A whole document against a standard: every node that the profile speaks of, what is wrong with it, and where.

Every node is looked at where it stands, as a SHACL processor does, and not description by description: what hangs off
nothing is judged too, and what one part of the document says of another counts.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from fair_metadata.namespaces import DCT, FOAF, RDF, RDFS, SKOS, VCARD
from fair_metadata.profile import Profile, Severity, Shape, Words
from fair_metadata.record import Record
from fair_metadata.terms import Term, iri, is_blank, text
from fair_metadata.validation import broken_rules, looked_at, told_once
from fair_metadata.validation.findings import Broken, sentence
from fair_metadata.validation.mending import Mend, mends
from fair_metadata.validation.source import Source
from fair_metadata.validation.standards import Standard

MOST = 1_000  # findings that are told; all are counted
MENDED = 200  # findings for which it is looked whether one click would mend them
_NAMES = (DCT.title, FOAF.name, VCARD.fn, SKOS.prefLabel, RDFS.label)
_ORDER = (Severity.VIOLATION, Severity.WARNING, Severity.INFO)
_LONGEST = 120


@dataclass(frozen=True, slots=True)
class Told:
    """One thing to mend, in plain words; `mends` are what one click would write there."""

    severity: Severity
    message: Words
    path: Term
    component: str
    value: Term | None
    line: int | None
    mends: tuple[Mend, ...] = ()


@dataclass(frozen=True, slots=True)
class Judged:
    """A node with what is wrong with it, the worst first."""

    node: Term
    name: Words
    kind: Words
    line: int | None
    told: tuple[Told, ...]


@dataclass(frozen=True, slots=True)
class Verdict:
    """`looked_at` nodes have a class that the profile speaks of; the others say nothing that it could judge.

    `nodes` are those with findings in the order of the document, as many as are told; `counts` counts all of them.
    """

    standard: str
    statements: int
    looked_at: int
    counts: Mapping[str, int]
    nodes: tuple[Judged, ...] = ()
    left_out: int = 0
    broken: tuple[Broken, ...] = field(default=(), repr=False)

    @property
    def conforms(self) -> bool:
        """No result at all, however mild (SHACL, section 3.6.1.1)."""
        return not any(self.counts.values())

    @property
    def violations(self) -> int:
        return self.counts[Severity.VIOLATION]


def judge(source: Source, standard: Standard, *, most: int = MOST) -> Verdict:
    """The verdict on a document; `most` findings are told."""
    record = source.record
    broken = broken_rules(record, standard.profile, level=standard.level)
    found = sorted(told_once(broken), key=_place(source))
    told = found[:most]
    return Verdict(
        standard=standard.name,
        statements=len(record.triples),
        looked_at=looked_at(record, standard.profile),
        counts=_counts(found),
        nodes=tuple(_nodes(told, source, standard)),
        left_out=len(found) - len(told),
        broken=tuple(broken),
    )


def _place(source: Source) -> Callable[[Broken], tuple[int, int, int, str, str]]:
    """By node in the order of the document, the worst first, then by line: alike at each reading."""
    places = {node: place for place, node in enumerate(source.nodes)}

    def key(each: Broken) -> tuple[int, int, int, str, str]:
        line = source.line(each.node, each.path, each.value) or 0
        return places[each.node], _ORDER.index(each.severity), line, each.path, each.value or ""

    return key


def _counts(found: Iterable[Broken]) -> dict[str, int]:
    counted = Counter(each.severity for each in found)
    return {str(severity): counted[severity] for severity in _ORDER}


def _nodes(found: list[Broken], source: Source, standard: Standard) -> Iterable[Judged]:
    names = _Names(source.record, standard.profile)
    by_node: dict[Term, list[Told]] = {}
    for number, each in enumerate(found):
        offered = mends(each, source.record, standard) if number < MENDED else ()
        line = source.line(each.node, each.path, each.value)
        said = Told(each.severity, sentence(each), each.path, each.component, each.value, line, tuple(offered))
        by_node.setdefault(each.node, []).append(said)
    for node, told in by_node.items():
        yield Judged(node, names.name(node), names.kind(node), source.nodes.get(node) or None, tuple(told))


class _Names:
    """What nodes are called: as they call themselves, else by what leads to them."""

    def __init__(self, record: Record, profile: Profile) -> None:
        self.record, self.profile = record, profile
        self.above: dict[Term, tuple[Term, Term]] = {}
        for s, p, o in record.triples:
            if is_blank(o):
                self.above.setdefault(o, (s, p))

    def name(self, node: Term, depth: int = 3) -> Words:
        own = next((v for path in _NAMES if (v := self.record.value(path, node))), None)
        if own is not None:
            return dict.fromkeys(("en", "es"), text(own)[:_LONGEST])
        if not is_blank(node):
            return dict.fromkeys(("en", "es"), iri(node)[:_LONGEST])
        if node not in self.above or not depth:
            return {"en": "a node without an address", "es": "un nodo sin dirección"}
        around, path = self.above[node]
        label, outer = self._label(around, path), self.name(around, depth - 1)
        return {"en": f"{label['en']} of {outer['en']}"[:_LONGEST], "es": f"{label['es']} de {outer['es']}"[:_LONGEST]}

    def kind(self, node: Term) -> Words:
        shape = self._shape(node)
        return shape.label if shape else {"en": "", "es": ""}

    def _shape(self, node: Term) -> Shape | None:
        return self.profile.shape_for(self.record.values(RDF.type, node))

    def _label(self, node: Term, path: Term) -> Words:
        shape = self._shape(node)
        row = shape.by_path.get(path) if shape else None
        return row.label if row else dict.fromkeys(("en", "es"), iri(path).rsplit("/", 1)[-1].rsplit("#", 1)[-1])
