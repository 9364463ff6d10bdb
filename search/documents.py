"""A resource as search sees it: words by weight, terms to filter by, numbers to sort by, and the card to show."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Protocol

from catalog import policy
from catalog.browse import address
from catalog.models import Kind
from fair_metadata.namespaces import DCAT, FOAF
from fair_metadata.record import Record
from fair_metadata.terms import Term, iri, is_literal, text
from fair_metadata.vocabularies import concept, folded, official, vocabulary
from search.fields import BANDS, DISEASE, FACETS, Facet, searched

MOST_VALUES = 100  # of one filter, in one document
LONGEST_VALUE = 200  # characters of a text that is filtered by


@dataclass(frozen=True, slots=True)
class Document:
    """Ready for any engine: `words` are folded, `shown` is all that a list needs."""

    iri: str
    kind: str
    audience: str
    words: dict[str, str]
    exact: tuple[str, ...]
    facets: dict[str, tuple[str, ...]]
    patients: int
    newest: int  # the number of its latest revision, which grows with every change
    title: str
    shown: dict[str, Any] = field(default_factory=dict)


class Described(Protocol):
    """What is read of a resource beside its record: a `Resource`, or a row of it."""

    iri: str
    kind: str
    slug: str
    organisation_id: int | None
    state: str
    visibility: str
    card: dict[str, Any]
    revision_id: int | None


def document(resource: Described, record: Record) -> Document:
    """The document of one resource at its latest revision."""
    card = resource.card
    titles = card.get("title") or {}
    return Document(
        iri=resource.iri,
        kind=resource.kind,
        audience=policy.audience(resource),
        words=_words(record, resource.kind),
        exact=_exact(record),
        facets=_facets(record) if resource.kind == Kind.DATASET else {},
        patients=int(card.get("patients") or 0),
        newest=resource.revision_id or 0,
        title=str(titles.get("en") or next(iter(titles.values()), resource.slug)),
        shown={"iri": resource.iri, "address": address(resource), "card": card},
    )


def _words(record: Record, kind: str) -> dict[str, str]:
    """Field → all words in it. What has no weight of its own is found too, last."""
    found: dict[str, list[str]] = {name: [] for name in (*BANDS, "rest")}
    concepts: list[str] = []
    rows, subject, nodes = searched(kind), record.subject, record.nodes
    for s, p, o in record.triples:
        if o[0] == '"':
            found[rows.get(p, "rest") if s == subject else "rest"].append(text(o))
            continue
        if p in rows and o in nodes:
            found[rows[p]] += [text(name) for name in record.values(FOAF.name, o)]
        if o[0] == "<" and (names := _called(o)):
            concepts.append(names)
    words = {name: folded(" \n".join(texts)) for name, texts in found.items() if texts}
    return words | ({"concepts": " ".join(dict.fromkeys(concepts))} if concepts else {})


@lru_cache(maxsize=20_000)
def _called(node: Term) -> str:
    """A concept's labels and synonyms, and those of what is above it in the tree of diseases; "" for all else."""
    known = concept(iri(node))
    if known is None:
        return ""
    above = [a for a in map(concept, vocabulary("mondo").ancestors(known.iri)) if a]
    names = [name for c in (known, *above) for name in c.labels.values()]
    return folded(" \n".join([*names, *(s for synonyms in known.synonyms.values() for s in synonyms)]))


def _exact(record: Record) -> tuple[str, ...]:
    """Identifiers, to be found as they are written: the IRI, its last part, and every stated identifier."""
    stated = [text(o) for _, p, o in record.triples if p.endswith(_IDENTIFYING)]
    tails = [value.rstrip("/#").rsplit("/", 1)[-1].rsplit(":", 1)[-1] for value in (record.iri, *stated)]
    themes = [known for theme in record.values(DCAT.theme) if (known := concept(iri(theme)))]
    codes = [code for known in themes for code in (known.notation, *known.codes)]
    return tuple(dict.fromkeys(value.lower() for value in (record.iri, *stated, *tails, *codes) if value))[:200]


_IDENTIFYING = ("/identifier>", "#notation>")


def _facets(record: Record) -> dict[str, tuple[str, ...]]:
    """The values that each filter offers: official IRIs of concepts, names of organisations, texts."""
    said = record.nodes.get(record.subject, {})
    return {facet.key: _terms(record, said[facet.path], facet) for facet in FACETS if facet.path in said}


def _terms(record: Record, values: Iterable[Term], facet: Facet) -> tuple[str, ...]:
    found = (term for value in values for term in _of_value(record, value, facet))
    return tuple(dict.fromkeys(found))[:MOST_VALUES]


def _of_value(record: Record, value: Term, facet: Facet) -> Sequence[str]:
    if is_literal(value):
        return [text(value)[:LONGEST_VALUE]]
    diseases = _diseases(value)
    if diseases or facet.key == DISEASE:
        return diseases if facet.key == DISEASE else ()
    names = record.values(FOAF.name, value)
    return [text(names[0])] if names else [official(iri(value))] if value[0] == "<" else ()


@lru_cache(maxsize=20_000)
def _diseases(node: Term) -> tuple[str, ...]:
    """A disease and all that it is a kind of; nothing for what is no disease."""
    plain, mondo = official(iri(node)), vocabulary("mondo")
    return (plain, *sorted(mondo.ancestors(plain))) if mondo.get(plain) else ()
