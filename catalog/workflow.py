"""The states of a resource: draft → in review → published → withdrawn. Each step is a revision of its own."""

from catalog.models import Change, Resource, State, Visibility
from catalog.register import Terms, stand


class NotPossible(ValueError):
    """A step that this state does not allow, in plain words."""


def publish(resource: Resource, terms: Terms) -> None:
    """Show it to whom its visibility names; also what was withdrawn may come back."""
    if resource.state == State.PUBLISHED:
        raise NotPossible(f"{resource.slug} is published already.")
    if resource.replaced_by_id:
        raise NotPossible(f"{resource.slug} was merged into another description. Undo that, and it is shown again.")
    stand(resource, terms, Change.STANDING, state=State.PUBLISHED, withdrawn_because="")


def withdraw(resource: Resource, terms: Terms, *, because: str) -> None:
    """Take it out of lists and searches. Its page stays and answers 410 with the reason (FAIR A2)."""
    if resource.state == State.WITHDRAWN:
        raise NotPossible(f"{resource.slug} is withdrawn already.")
    if resource.state != State.PUBLISHED:
        raise NotPossible(f"{resource.slug} is not published, so there is nothing to withdraw. Discard it instead.")
    if not because.strip():
        raise NotPossible("Say why: the reason is shown on the page that stays.")
    stand(resource, terms, Change.WITHDRAWN, state=State.WITHDRAWN, withdrawn_because=because.strip())


def discard(resource: Resource, terms: Terms, *, because: str = "") -> None:
    """Take away what is not published. It was nothing for outsiders, so no page stays for them."""
    if resource.state not in (State.DRAFT, State.IN_REVIEW):
        raise NotPossible(f"{resource.slug} is published or withdrawn: what was shown is withdrawn, not discarded.")
    standing = {"state": State.WITHDRAWN, "visibility": Visibility.ORGANISATION}
    reason = because.strip() or "It was discarded before it was published."
    stand(resource, terms, Change.WITHDRAWN, **standing, withdrawn_because=reason)
