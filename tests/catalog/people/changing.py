"""What the pages of people could change, and what their forms are sent."""

from catalog.models import Decision, Invitation, Membership, Network, Organisation

INVITE = {"email": "new@example.org", "roles": ["curator"], "language": "en"}
SETTINGS = {"name": "Another name", "homepage": "https://example.org/", "four_eyes": "on"}
KEPT = ("name", "homepage", "four_eyes", "names", "descriptions", "identifier", "email", "aims")


def everything():
    """All that the pages could change."""
    return (
        sorted(Membership.objects.values_list("user", "organisation", "role")),
        sorted(Organisation.objects.values_list("slug", *KEPT)),
        sorted(Network.objects.values_list("slug", "name", "organisations")),
        sorted(Invitation.objects.values_list("email", "withdrawn_at", "accepted_at")),
        Decision.objects.count(),
    )
