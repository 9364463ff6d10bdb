"""Comments on fields of a description: threads among those who write it and those who review it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.contrib.auth.models import AbstractBaseUser
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from catalog.models import Comment, Draft, Resource, Told
from catalog.notices import telling

LONGEST = 5000
Field = tuple[str, str]  # (node, path) as terms
ALL: Field = ("", "")  # a comment on all of it


@dataclass(frozen=True, slots=True)
class Thread:
    """What was said about one field, in the order in which it was said."""

    node: str
    path: str
    comments: tuple[Comment, ...]

    @property
    def is_open(self) -> bool:
        return bool(self.open_ones)

    @property
    def open_ones(self) -> tuple[Comment, ...]:
        """What nobody marked as done."""
        return tuple(comment for comment in self.comments if comment.resolved_at is None)


def of(resource: Resource) -> Mapping[Field, Thread]:
    """(node, path) → its thread, for who may comment; one query. They stay when the draft is gone."""
    found: dict[Field, list[Comment]] = defaultdict(list)
    for comment in Comment.objects.filter(resource=resource).select_related("author", "resolved_by"):
        found[comment.node, comment.path].append(comment)
    return {field: Thread(*field, tuple(said)) for field, said in found.items()}


def say(resource: Resource, by: AbstractBaseUser, text: str, *, node: str = "", path: str = "") -> Comment:
    """One more comment on a field. Those who write or review it, and who spoke of the field before, are told."""
    comment = keep(resource, by, text, node=node, path=path)
    telling.tell(Told.COMMENTED, resource, _listening(comment), by=by, said=comment.text)
    return comment


def keep(resource: Resource, by: AbstractBaseUser, text: str, *, node: str = "", path: str = "") -> Comment:
    """The comment alone. ValueError for one that says nothing, or too much."""
    said = text.strip()
    if not said:
        raise ValueError(_("Write what you want to say."))
    if len(said) > LONGEST or len(node) > 2000 or len(path) > 500:
        raise ValueError(_("A comment has at most %(most)s characters.") % {"most": LONGEST})
    return Comment.objects.create(resource=resource, node=node, path=path, text=said, author=by, made_at=timezone.now())


def resolve(resource: Resource, by: AbstractBaseUser, *, node: str, path: str) -> int:
    """What was said about this field is done; how many comments were open."""
    still_open = Comment.objects.filter(resource=resource, node=node, path=path, resolved_at=None)
    return still_open.update(resolved_at=timezone.now(), resolved_by=by)


def _listening(comment: Comment) -> Iterable[int]:
    people: set[int | None] = set()
    draft = Draft.objects.filter(resource=comment.resource_id).first()
    if draft is not None:
        people |= {*telling.authors(draft), draft.assigned_to_id}
    thread = Q(resource=comment.resource_id, node=comment.node, path=comment.path)
    people |= set(Comment.objects.filter(thread).values_list("author_id", flat=True))
    return {person for person in people if person is not None}
