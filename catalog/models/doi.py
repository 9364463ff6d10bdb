"""DOIs that are registered with DataCite: whose account it is, how each stands, and every request made for one."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from catalog.models.draft import _person
from catalog.models.organisation import Organisation
from catalog.models.resource import Resource


class Server(models.TextChoices):
    """DataCite's two systems, which know nothing of each other."""

    TEST = "test", _("Test system")
    PRODUCTION = "production", _("Production")


class DataciteAccount(models.Model):
    """An organisation's repository at DataCite. Its password is sealed, and nothing of ours shows it again."""

    organisation = models.OneToOneField(
        Organisation, on_delete=models.CASCADE, primary_key=True, related_name="datacite"
    )
    server = models.CharField(max_length=20, choices=Server.choices, default=Server.TEST)
    prefix = models.CharField(max_length=40)
    repository = models.CharField(max_length=100)
    sealed = models.TextField(blank=True)

    def __str__(self) -> str:
        return f"{self.repository} ({self.server})"


class DoiState(models.TextChoices):
    """DataCite's states of a DOI, and those before it knows of it and when it knows of it no more."""

    ASKED = "asked", _("Asked for")
    DRAFT = "draft", _("Reserved: known to DataCite, leads nowhere yet")
    REGISTERED = "registered", _("Registered: leads to the page, is not found in searches")
    FINDABLE = "findable", _("Findable: leads to the page and is found in searches")
    RETURNED = "returned", _("Given back: DataCite knows of it no more")


UNKNOWN_THERE = (DoiState.ASKED, DoiState.RETURNED)  # to DataCite


class Doi(models.Model):
    """The DOI of one resource, with the account under which it was reserved.

    `sent_number` is the public change that DataCite was last told of, `sent_digest` what it was told. `is_settled`:
    our own description and citation say what DataCite says.
    """

    resource = models.OneToOneField(Resource, on_delete=models.PROTECT, related_name="registered_doi")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="dois")
    name = models.CharField(max_length=120, unique=True)  # 10.1234/abcd, in lower case
    server = models.CharField(max_length=20, choices=Server.choices)
    state = models.CharField(max_length=20, choices=DoiState.choices, default=DoiState.ASKED)
    sent_number = models.BigIntegerField(default=0)
    sent_digest = models.CharField(max_length=64, blank=True)
    is_settled = models.BooleanField(default=True)
    keeps_up = models.BooleanField(default=False)
    agreed_by = _person()  # to its being kept up to date

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.name

    @property
    def is_test(self) -> bool:
        return self.server == Server.TEST

    @property
    def address(self) -> str:
        """Where it leads from; what the test system registers is not known to doi.org."""
        return f"https://{'handle.test.datacite.org' if self.is_test else 'doi.org'}/{self.name}"


class CallState(models.TextChoices):
    WAITING = "waiting", _("Waiting to be sent")
    SENDING = "sending", _("Being sent")
    DONE = "done", _("Done")
    FAILED = "failed", _("Not done")


class DoiCall(models.Model):
    """One request to DataCite that a curator gave their word for: what is sent is what they were shown.

    It is kept before it is sent, so that none is lost, and at most one of a DOI is open, so that none is sent twice.
    """

    doi = models.ForeignKey(Doi, on_delete=models.CASCADE, related_name="calls")
    step = models.CharField(max_length=20)
    attributes = models.JSONField()
    number = models.BigIntegerField(default=0)  # the public change that it tells of
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    asked_at = models.DateTimeField()
    state = models.CharField(max_length=20, choices=CallState.choices, default=CallState.WAITING)
    tries = models.PositiveIntegerField(default=0)
    due_at = models.DateTimeField(db_index=True)  # of what is being sent: when it counts as lost
    said = models.TextField(blank=True)  # why it did not work, in plain words
    done_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["doi"], condition=models.Q(state__in=["waiting", "sending"]), name="one_open_call"
            )
        ]

    def __str__(self) -> str:
        return f"{self.step} {self.doi_id}: {self.state}"

    @property
    def is_open(self) -> bool:
        return self.state in (CallState.WAITING, CallState.SENDING)
