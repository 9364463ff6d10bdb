"""Comments stay at the part of a description that they are about, also when it is called otherwise.

A nested part is named after what it says (`fair_metadata.naming`), so whoever edits it gives it another name.
"""

from catalog.models import Comment, Draft
from fair_metadata.pairing import pairs_of
from fair_metadata.record import Record


def follow(draft: Draft, now: Record) -> None:
    """What was said of a part of the draft is said of the same part of what comes in its place. Of one that went it
    stays as it was. The draft is read only where something was said.
    """
    said = list(Comment.objects.filter(resource=draft.resource_id, node__startswith="_:"))
    if not said:
        return
    names = {pair.was: pair.now for pair in pairs_of(draft.record, now)}
    for comment in said:
        comment.node = names.get(comment.node, comment.node)
    Comment.objects.bulk_update(said, ["node"])
