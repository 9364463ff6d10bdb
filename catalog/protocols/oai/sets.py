"""Sets: by catalogue, organisation, kind, disease and kind of data. A set holds all that is in the sets below it.

What an item is in is read from what everybody last saw of it, so that what is gone stays where it was.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Q

from catalog import browse, policy, set_rows, topics
from catalog.models import Kind, Link, Organisation, Resource
from catalog.topics import ABOUT
from fair_metadata.terms import Term, iri

_DOWN, _UP = ([iri(path) for path in paths] for paths in browse.MEMBERS[Kind.CATALOG])
_LISTED = policy.listed(policy.ANYBODY)
_CATALOGS = _LISTED & Q(kind=Kind.CATALOG)
OPENAIRE = "openaire_data"  # what OpenAIRE's guidelines for data archives call the set that they harvest


FEW = 5_000  # what a catalogue names is looked up whole for each page, up to here


@dataclass(frozen=True, slots=True)
class Family:
    """The sets below one word: what they are by, and which there are. Those `by_slug` are asked for unseen."""

    title: str
    about: str
    members: Callable[[], Iterable[tuple[str, str]]] = tuple
    by_slug: bool = False


def all_sets() -> Iterator[tuple[str, str, str]]:
    """Spec, name and description of every set; those of a family follow it."""
    for word, family in FAMILIES.items():
        yield word, family.title, family.about
        for tail, name in family.members():
            yield f"{word}:{tail}", name, f"{family.title}: {name}"


def is_there(spec: str) -> bool:
    """May anything be in it? Told without a look at the items."""
    word, _, tail = spec.partition(":")
    if not spec or word not in FAMILIES:
        return not spec
    return not tail or FAMILIES[word].by_slug or tail in dict(FAMILIES[word].members())


def is_in(specs: Iterable[str], spec: str) -> bool:
    """Is an item that is in these sets in this one? All are in no set in particular."""
    return not spec or any(own == spec or own.startswith(spec + ":") for own in specs)


def narrowed(spec: str) -> Q:
    """A condition that holds for all in the set, and perhaps for others. What is gone is not told apart by it."""
    word, _, tail = spec.partition(":")
    return _in_catalog(tail) | ~_LISTED if word == "catalog" and tail else Q()


def kept_in(spec: str) -> Sequence[Q] | None:
    """Which rows of `ResourceSet` stand for the set, where what is in it stands at least once; None where all changes
    have to be read: families as a whole, which hold most of what there is, and catalogues that name very many.
    """
    word, _, tail = spec.partition(":")
    if word == "organisation" and tail:
        found = Organisation.objects.filter(slug=tail).values_list("pk", flat=True).first()
        return [Q(spec=set_rows.of_organisation(found or 0))]
    if word == "catalog" and tail:
        return _kept_in_catalog(tail)
    if word == OPENAIRE:
        return [Q(spec=f"{topics.KIND}:{Kind.DATASET}")]
    is_kept = word in (topics.DISEASE, topics.DATA) or (word == topics.KIND and tail)
    return [Q(spec=spec)] if is_kept else None


def _kept_in_catalog(slug: str) -> Sequence[Q] | None:
    """Those that say that they are in it are rows; those that it names itself are looked up, as it says now."""
    catalog = Resource.objects.filter(_CATALOGS, slug=slug).only("iri").first()
    if catalog is None:
        return []
    named = Link.objects.filter(source=catalog, path__in=_DOWN).values_list("target", flat=True)[: FEW + 1]
    if len(named) > FEW:
        return None
    ids = Resource.objects.filter(iri__in=list(named)).values_list("id", flat=True)
    # One row for each, by its beginning: asked for by a whole name, databases would go through all of that name.
    return [Q(spec=topics.part_of(catalog.iri)), Q(resource__in=list(ids), spec__startswith=f"{topics.KIND}:")]


def is_counted(spec: str) -> bool:
    """Can the database count the set without a row for each in it?"""
    return not spec or narrowed(spec) != Q()


# What an item is in.


@dataclass(frozen=True, slots=True)
class Seen:
    """What everybody last saw of a resource, as far as sets go by it. `organisation` is "" where nobody owns it."""

    iri: str
    kind: str
    organisation: str
    ntriples: str


def specs_of(many: list[Seen]) -> list[tuple[str, ...]]:
    """The sets of each; two queries."""
    stated = [_stated(seen, _PATHS) for seen in many]
    above = _above(many, stated)
    return [tuple(_specs(seen, *facts)) for seen, *facts in zip(many, stated, above, strict=True)]


def _specs(seen: Seen, stated: Mapping[Term, list[str]], catalogs: list[str]) -> Iterator[str]:
    yield f"kind:{seen.kind}"
    if seen.kind == Kind.DATASET:
        yield OPENAIRE
    if seen.organisation:
        yield f"organisation:{seen.organisation}"
    yield from (f"catalog:{slug}" for slug in catalogs)
    yield from topics.topics(value for path in ABOUT for value in stated[path])


_PATHS = (*ABOUT, *browse.MEMBERS[Kind.CATALOG][1])


def _stated(seen: Seen, paths: Sequence[Term]) -> Mapping[Term, list[str]]:
    """Property → IRIs that the resource states; reading all of the graph would cost much more."""
    found: dict[Term, list[str]] = {path: [] for path in paths}
    starts = tuple(f"<{seen.iri}> {path} <" for path in paths)
    for line in seen.ntriples.split("\n"):
        if line.startswith(starts):
            _, path, value = line.split(" ", 2)
            found[path].append(value[1:-3])
    return found


def _above(many: list[Seen], stated: list[Mapping[Term, list[str]]]) -> list[list[str]]:
    """The catalogues that hold each: those that name it, and those that it names."""
    # From the few that are asked about: from the catalogues, databases would read all that is in them for each page.
    found: dict[str, set[str]] = {seen.iri: set() for seen in many}
    down = list(Link.objects.filter(target__in=found, path__in=_DOWN).values_list("target", "source_id"))
    up = [[name for path in browse.MEMBERS[Kind.CATALOG][1] for name in facts[path]] for facts in stated]
    by_id, by_iri = _catalogs_of({pk for _, pk in down}, {name for names in up for name in names})
    for target, pk in down:
        found[target] |= {by_id[pk]} if pk in by_id else set()
    pairs = zip(many, up, strict=True)
    return [sorted(found[seen.iri] | {by_iri[name] for name in names if name in by_iri}) for seen, names in pairs]


def _catalogs_of(ids: set[int], iris: set[str]) -> tuple[dict[int, str], dict[str, str]]:
    """The slugs of the catalogues among these, by id and by IRI."""
    if not ids and not iris:
        return {}, {}
    rows = Resource.objects.filter(_LISTED, Q(id__in=ids) | Q(iri__in=iris)).values_list("id", "iri", "slug", "kind")
    catalogs = [row for row in rows if row[3] == Kind.CATALOG]
    return {pk: slug for pk, _, slug, _ in catalogs}, {name: slug for _, name, slug, _ in catalogs}


# Which there are.


def _catalogs() -> Iterator[tuple[str, str]]:
    for row in Resource.objects.filter(_CATALOGS).only("slug", "card").order_by("slug").iterator():
        yield row.slug, row.words("title", "en") or row.slug


def _organisations() -> Iterator[tuple[str, str]]:
    yield from browse.organisations(policy.ANYBODY).order_by("slug").values_list("slug", "name").iterator()


def _in_catalog(slug: str) -> Q:
    holding = Resource.objects.filter(_CATALOGS, slug=slug)
    below = Link.objects.filter(source__in=holding, path__in=_DOWN).values("target")
    above = Link.objects.filter(target__in=holding.values("iri"), path__in=_UP).values("source")
    return Q(iri__in=below) | Q(id__in=above)


_KINDS = (
    ("catalog", "Catalogues"),
    ("dataset", "Datasets"),
    ("series", "Dataset series"),
    ("service", "Data services"),
)
FAMILIES: Mapping[str, Family] = {
    "catalog": Family("Catalogue", "What stands in a catalogue.", _catalogs, by_slug=True),
    "organisation": Family("Organisation", "What an organisation describes.", _organisations, by_slug=True),
    topics.KIND: Family("Kind of resource", "Datasets alone, services alone.", lambda: _KINDS),
    "disease": Family("Disease", "What is about a group of diseases, or a disease of it.", topics.diseases),
    "data": Family("Kind of data", "What holds a kind of data, or a narrower kind.", topics.kinds_of_data),
    OPENAIRE: Family("OpenAIRE data", "All datasets."),
}
