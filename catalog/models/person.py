"""People beside Django's accounts: their language, invitations that are open, and the trail of what was decided."""

from typing import Any, NoReturn

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from catalog.models.organisation import Organisation
from catalog.models.resource import Resource


class Account(models.Model):
    """What we know of a person that Django's account has no place for."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, primary_key=True, related_name="account"
    )
    language = models.CharField(max_length=10, default="en")
    closed_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"account of {self.user_id}"


class Invitation(models.Model):
    """A way in for one e-mail address: once, for a while. The secret in its link is kept nowhere.

    Without an organisation it makes an operator.
    """

    email = models.EmailField(max_length=254)
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.CASCADE, related_name="invitations"
    )
    roles = models.JSONField(default=list)
    sha256 = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    undelivered_at = models.DateTimeField(null=True)  # when its mail was given up

    class Meta:
        ordering = ["-made_at"]

    def __str__(self) -> str:
        return f"invitation {self.pk} to {self.organisation_id or 'operate'}"


class Verb(models.TextChoices):
    """What can be decided. Another room adds its verbs here, so that each has its words."""

    INVITED = "invited", _("invited")
    INVITATION_WITHDRAWN = "invitation withdrawn", _("took back an invitation")
    JOINED = "joined", _("accepted an invitation")
    ROLE_GIVEN = "role given", _("gave a role")
    ROLE_TAKEN = "role taken", _("took a role away")
    OPERATOR_MADE = "operator made", _("made an operator")
    TOKEN_MADE = "token made", _("made a token")
    TOKEN_REVOKED = "token revoked", _("revoked a token")
    LOCKED_OUT = "locked out", _("locked sign-in after wrong passwords")
    SECOND_FACTOR_REMOVED = "second factor removed", _("removed a second factor")
    ACCOUNT_CLOSED = "account closed", _("closed an account")
    ORGANISATION_MADE = "organisation made", _("made an organisation")
    SETTINGS_CHANGED = "settings changed", _("changed settings")
    NETWORK_MADE = "network made", _("made a network")
    NETWORK_CHANGED = "network changed", _("changed a network")
    SUBMITTED = "submitted", _("submitted for review")
    TAKEN_BACK = "taken back", _("took back from review")
    RETURNED = "returned", _("returned with reasons")
    APPROVED = "approved", _("approved for later")
    APPROVED_AND_PUBLISHED = "approved and published", _("approved and published")
    PUBLISHED = "published", _("published")
    WITHDRAWN = "withdrawn", _("withdrew")
    DISCARDED = "discarded", _("discarded")
    ASSIGNED = "assigned", _("assigned")
    OFFERED = "offered", _("offered to another organisation")
    OFFER_ACCEPTED = "offer accepted", _("accepted an offer of a description")
    OFFER_DECLINED = "offer declined", _("declined an offer of a description")
    OFFER_TAKEN_BACK = "offer taken back", _("took back an offer of a description")
    MERGED = "merged", _("merged")
    MERGE_UNDONE = "merge undone", _("undid a merge")
    NO_DUPLICATES = "no duplicates", _("said that they are two")
    RESTORED = "restored", _("restored")
    CHECKED = "checked", _("confirmed that it is still true")
    SETTLED = "settled with the source", _("settled what the source says otherwise")
    DOI_RESERVED = "doi reserved", _("reserved a DOI")
    DOI_REGISTERED = "doi registered", _("registered a DOI")
    DOI_PUBLISHED = "doi published", _("made a DOI findable")
    DOI_UPDATED = "doi updated", _("told DataCite of changes")
    DOI_HIDDEN = "doi hidden", _("hid a DOI from searches")
    DOI_RETURNED = "doi given back", _("gave a reserved DOI back")
    DOI_KEPT = "doi kept up to date", _("agreed that a DOI is kept up to date")
    DOI_LEFT = "doi not kept up to date", _("ended that a DOI is kept up to date")
    KEPT_INSIDE = "kept inside", _("kept a version inside")


class _Written(models.QuerySet["Decision"]):
    """Rows that are written once: nothing of ours changes or removes one."""

    def update(self, **_values: Any) -> NoReturn:
        raise TypeError("A decision is never changed.")

    def delete(self) -> NoReturn:
        raise TypeError("A decision is never removed.")


class Decision(models.Model):
    """One decision: when, who, what, about whom or what. `address` is shortened until it names no household."""

    made_at = models.DateTimeField(db_index=True)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    verb = models.CharField(max_length=30)
    organisation = models.ForeignKey(Organisation, null=True, on_delete=models.SET_NULL, related_name="decisions")
    resource = models.ForeignKey(Resource, null=True, on_delete=models.SET_NULL, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    detail = models.JSONField(default=dict)
    address = models.CharField(max_length=50, blank=True)

    objects = _Written.as_manager()

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.verb} ({self.made_at:%Y-%m-%d %H:%M})"

    @property
    def says(self) -> str:
        """The verb in the reader's language; one that we have no words for as it was noted."""
        return str(dict(Verb.choices).get(self.verb, self.verb))

    @property
    def particulars(self) -> list[str]:
        """The detail, a line each; what is empty is left out."""
        return [f"{name}: {_plain(value)}" for name, value in self.detail.items() if value not in ("", None, [], False)]


def _plain(value: Any) -> str:
    if value is True:
        return "✓"
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
