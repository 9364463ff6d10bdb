"""`/changes.<suffix>`: what changed as a Linked Data Event Stream (LDES 1.0, on TREE), for followers that keep a copy.

A member is a version: what a description says, with the version's own IRI as its subject, `dct:isVersionOf` the
resource and `prov:generatedAtTime`. These two are the stream's: where a description has a dct:isVersionOf of its own,
it is carried by dcat:isVersionOf, and its own prov:generatedAtTime stays at its address. What is gone is a version of
class as:Delete that says nothing else. Only the last version of each resource is kept (ldes:LatestVersionSubset).
"""

from collections.abc import Iterable, Iterator

from django.http import HttpRequest, HttpResponseBase

from catalog import browse, policy
from catalog.models import Kind
from catalog.pages.asking import read_only
from catalog.protocols.feed import answering, changes
from catalog.protocols.feed.about import absolute, moment, number, record
from catalog.protocols.feed.changes import SETTLED, Change, Fragment
from fair_metadata.formats import Description, Format
from fair_metadata.namespaces import AS, DCAT, DCT, FOAF, LDES, PROV, RDF, TREE
from fair_metadata.record import Record
from fair_metadata.terms import Term, Triple, is_blank, named

_OF_THE_STREAM = {DCT.isVersionOf: DCAT.isVersionOf, PROV.generatedAtTime: None}


def stream() -> Term:
    return named(absolute("/changes"))


@answering.in_syntax("/changes", explained="/about/machines#changes")
def root(request: HttpRequest, row: Format) -> HttpResponseBase:
    """The stream and where its fragments are."""
    newest = answering.newest_change()
    return answering.answered(
        request,
        lambda: row.stream([Description(record(stream(), [*_stream(row.suffix), *_tree(row.suffix)]))]),
        kind=answering.content_type(row),
        made_of=(newest.number,),
        at=newest.at,
        headers={"Content-Location": absolute(f"/changes.{row.suffix}")},
    )


@read_only
def fragment(request: HttpRequest, place: str, suffix: str) -> HttpResponseBase:
    """One span of changes. All but the last may be kept for a week, since nothing comes in there any more."""
    row, found = answering.syntax(suffix), changes.fragment(int(place))
    if found is None:
        return nothing_there(request, f"/changes.{suffix}")
    following = changes.after(found)
    return answering.answered(
        request,
        lambda: row.stream(_fragment(found, following, row.suffix)),
        kind=answering.content_type(row),
        made_of=(found, following and following.place, following and following.first_at),
        at=answering.newest_change().at,
        kept=answering.CHECKED_EACH_TIME if found.is_open else SETTLED,
    )


def nothing_there(request: HttpRequest, all_of_them: str) -> HttpResponseBase:
    detail = f"Nothing that changed then is still the last change of anything. {absolute(all_of_them)} names the rest."
    return answering.refused(request, 404, "There are no changes here", detail)


def _stream(suffix: str) -> Iterator[Triple]:
    """What kind of stream it is (LDES, section 3), in every document of it."""
    me, latest = stream(), named(absolute("/changes#latest"))
    yield me, RDF.type, LDES.EventStream
    yield me, LDES.timestampPath, PROV.generatedAtTime
    yield me, LDES.versionOfPath, DCT.isVersionOf
    yield me, LDES.versionDeleteObject, AS.Delete
    yield me, TREE.view, named(absolute(f"/changes.{suffix}"))
    view = named(absolute(f"/changes.{suffix}"))
    yield view, LDES.retentionPolicy, latest
    yield latest, RDF.type, LDES.LatestVersionSubset
    yield latest, LDES.amount, number(1)


def _tree(suffix: str) -> Iterator[Triple]:
    """The root node leads to each fragment, with the times between which it lies (TREE, section 4)."""
    me = named(absolute(f"/changes.{suffix}"))
    yield me, RDF.type, TREE.Node
    for one in changes.fragments():
        yield from _relation(me, one, suffix, "from", TREE.GreaterThanOrEqualToRelation, moment(one.first_at))
        if not one.is_open:
            yield from _relation(me, one, suffix, "to", TREE.LessThanOrEqualToRelation, moment(one.last_at))


def _relation(me: Term, one: Fragment, suffix: str, name: str, kind: Term, value: Term) -> Iterator[Triple]:
    relation = named(absolute(f"/changes.{suffix}#{name}-{one.place}"))
    yield me, TREE.relation, relation
    yield relation, RDF.type, kind
    yield relation, TREE.node, named(absolute(f"/changes/{one.place}.{suffix}"))
    yield relation, TREE.path, PROV.generatedAtTime
    yield relation, TREE.value, value


def _fragment(one: Fragment, following: Fragment | None, suffix: str) -> Iterator[Description]:
    me = named(absolute(f"/changes/{one.place}.{suffix}"))
    head = [*_stream(suffix), (me, RDF.type, TREE.Node)]
    if following is not None:
        bound = moment(following.first_at)
        head += _relation(me, following, suffix, "from", TREE.GreaterThanOrEqualToRelation, bound)
    yield Description(record(stream(), head))
    for change in changes.changes(one.place):
        if not is_blank(_subject(change)):  # what has no IRI travels with what mentions it
            yield Description(_version(change))


def _subject(change: Change) -> Term:
    return change.resource.iri if change.resource.iri.startswith("_:") else named(change.resource.iri)


def _version(change: Change) -> Record:
    me, of = named(absolute(f"/changes#{change.number}")), _subject(change)
    said: list[Triple] = [
        (stream(), TREE.member, me),
        (me, DCT.isVersionOf, of),
        (me, PROV.generatedAtTime, moment(change.at)),
    ]
    if change.is_gone:
        return record(me, [*said, (me, RDF.type, AS.Delete)])
    if change.resource.kind != Kind.REFERENCE:
        said.append((me, FOAF.page, named(absolute(browse.address(change.resource)))))
    described = [*change.resource.record.triples, *_without_iri(change)]
    return record(me, [*said, *_as_version(described, of, me)])


def _without_iri(change: Change) -> Iterator[Triple]:
    """Shared descriptions that have no IRI of their own."""
    return (t for t in browse.shared(change.resource, policy.ANYBODY) if is_blank(t[0]))


def _as_version(triples: Iterable[Triple], of: Term, me: Term) -> Iterator[Triple]:
    for s, p, o in triples:
        if s != of:
            yield s, p, o
        elif (carried := _OF_THE_STREAM.get(p, p)) is not None:
            yield me, carried, o
