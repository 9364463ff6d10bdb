"""The one nudge that catalogue sends: revisions up to `number` are there. Followers that miss it catch up later."""

from django.dispatch import Signal

changed = Signal()  # number: int
