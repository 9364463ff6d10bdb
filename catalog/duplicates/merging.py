"""Merging two descriptions: one is kept, chosen values of the other come in, the other's addresses lead to it."""

from collections.abc import Collection, Sequence

from django.db.models import QuerySet
from django.utils import timezone

from catalog import audit
from catalog.api.writing import columns
from catalog.models import Change, Likeness, Merge, Resource, Revision, State, Verb, Verdict
from catalog.register import Terms, alone, register_many, stand
from catalog.workflow import NotPossible
from fair_metadata.differences import FieldChange, changes
from fair_metadata.namespaces import DCT
from fair_metadata.profiles import DEFAULT
from fair_metadata.record import Record
from fair_metadata.taking import taken


def as_if(other: Record, kept: Record) -> Record:
    """What one description says, said of the other's resource."""
    name = {other.subject: kept.subject}
    return Record.of(kept.iri, [(name.get(s, s), p, name.get(o, o)) for s, p, o in other.triples])


def offered(kept: Record, other: Record) -> list[FieldChange]:
    """The values of the other that may be taken: those that the kept one does not state, or states otherwise."""
    return [change for change in changes(kept, as_if(other, kept), DEFAULT) if change.after]


def merge(
    kept: Resource, other: Resource, chosen: Collection[int], terms: Terms, *, seen: Sequence[int | None]
) -> Merge:
    """One description of two. `chosen` are places in what is `offered`; `seen` the versions that were looked at.

    The other is withdrawn; its page and PID lead to the kept one, and its documents say `dct:isReplacedBy`.
    NotPossible where they are of different kinds, not published, merged already, or changed since; then nothing
    changes.
    """
    with alone():
        kept, other = _fresh(kept), _fresh(other)
        _refuse(kept, other, seen)
        offers = offered(kept.record, other.record)
        together = taken(kept.record, as_if(other.record, kept.record), [offers[n] for n in chosen if n < len(offers)])
        together = together.with_triples([(together.subject, DCT.replaces, other.record.subject)])
        gone = other.record.with_triples([(other.record.subject, DCT.isReplacedBy, kept.record.subject)])
        done = Merge(
            kept=kept,
            other=other,
            kept_before=kept.revision_id,
            other_before=other.revision_id,
            made_by=terms.author,
            made_at=timezone.now(),
        )
        register_many([columns(together, kept.kind), columns(gone, other.kind)], terms)
        because = f"It was merged into {kept.words('title', 'en') or kept.slug}."
        stand(other, terms, Change.WITHDRAWN, state=State.WITHDRAWN, withdrawn_because=because, replaced_by_id=kept.pk)
        done.kept_after = _fresh(kept).revision_id or 0
        done.save()
        audit.note(Verb.MERGED, by=terms.author, resource=kept, other=other.slug)
        audit.note(Verb.MERGED, by=terms.author, resource=other, into=kept.slug)
        _of(kept, other).update(verdict=Verdict.MERGED, judged_by=terms.author, judged_at=done.made_at)
    return done


def undo(done: Merge, terms: Terms) -> None:
    """The other is as it was, under its own addresses. What the kept one took is given back, unless it has changed
    since: then it only ceases to replace the other. NotPossible when that was done before.
    """
    with alone():
        done = Merge.objects.select_for_update().get(pk=done.pk)
        kept, other = _fresh(done.kept), _fresh(done.other)
        if done.undone_at or other.replaced_by_id != kept.pk:
            raise NotPossible("This merge was undone already.")
        stand(other, terms, Change.STANDING, state=State.PUBLISHED, withdrawn_because="", replaced_by_id=None)
        was = Revision.objects.get(pk=done.other_before).record
        is_untouched = kept.revision_id == done.kept_after
        before = Revision.objects.get(pk=done.kept_before).record if is_untouched else _without(kept.record, other)
        register_many([columns(was, other.kind), columns(before, kept.kind)], terms)
        done.undone_at = timezone.now()
        done.save(update_fields=["undone_at"])
        audit.note(Verb.MERGE_UNDONE, by=terms.author, resource=kept, other=other.slug)
        audit.note(Verb.MERGE_UNDONE, by=terms.author, resource=other, into=kept.slug)
        _of(kept, other).update(verdict=Verdict.OPEN, judged_by=None, judged_at=None)


def last_merge(kept: Resource, other: Resource) -> Merge | None:
    return Merge.objects.filter(kept=kept, other=other, undone_at=None).first()


def _fresh(resource: Resource) -> Resource:
    return Resource.objects.select_related("revision").get(pk=resource.pk)


def _refuse(kept: Resource, other: Resource, seen: Sequence[int | None]) -> None:
    if kept.pk == other.pk or kept.kind != other.kind:
        raise NotPossible("Two different descriptions of the same kind can be merged.")
    if {kept.state, other.state} != {State.PUBLISHED}:
        raise NotPossible("Both have to be published. Publish the one that is not, or take it away.")
    if (kept.revision_id, other.revision_id) != tuple(seen):
        raise NotPossible("One of them changed in the meantime. Look at both again.")


def _without(record: Record, other: Resource) -> Record:
    gone = {(record.subject, DCT.replaces, other.record.subject)}
    return Record(record.subject, tuple(triple for triple in record.triples if triple not in gone))


def _of(kept: Resource, other: Resource) -> QuerySet[Likeness]:
    first, second = sorted((kept.pk, other.pk))
    return Likeness.objects.filter(one=first, other=second)
