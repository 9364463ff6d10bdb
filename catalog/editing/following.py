"""Comments stay at the part of a description that they are about, also when it is called otherwise.

A nested part is named after what it says (`fair_metadata.naming`), so whoever edits it gives it another name.
"""

from catalog.models import Comment, Resource
from fair_metadata.pairing import pairs_of
from fair_metadata.record import Record


def follow(resource: Resource, was: Record, now: Record) -> None:
    """What was said of a part of the one is said of the same part of the other. Of one that went it stays as it was."""
    said = list(Comment.objects.filter(resource=resource, node__startswith="_:"))
    if not said:
        return
    names = {pair.was: pair.now for pair in pairs_of(was, now)}
    for comment in said:
        comment.node = names.get(comment.node, comment.node)
    Comment.objects.bulk_update(said, ["node"])
