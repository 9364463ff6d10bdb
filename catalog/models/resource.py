"""A catalogued resource: where it stands and who may see it; what it says is in its latest revision."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models.fields.json import KT
from django.db.models.functions import Coalesce, Left, Lower
from django.utils.translation import gettext_lazy as _

from catalog.models.arrival import Arrival
from catalog.models.organisation import Organisation
from fair_metadata.record import Record


class Kind(models.TextChoices):
    """The kinds of resource; all but the last have a landing page."""

    CATALOG = "catalog", _("Catalogue")
    SERIES = "series", _("Dataset series")
    DATASET = "dataset", _("Dataset")
    DISTRIBUTION = "distribution", _("Distribution")
    SERVICE = "service", _("Data service")
    CATALOG_RECORD = "record", _("Catalogue record")
    REFERENCE = "reference", _("Shared description")


class State(models.TextChoices):
    DRAFT = "draft", _("Draft")
    IN_REVIEW = "in-review", _("In review")
    PUBLISHED = "published", _("Published")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class Visibility(models.TextChoices):
    EVERYBODY = "everybody", _("Everybody")
    NETWORK = "network", _("The organisation's networks")
    ORGANISATION = "organisation", _("The organisation only")


class Resource(models.Model):
    """One description's standing. `iri` is its subject; `slug` its place in our addresses, unique over all kinds."""

    id = models.BigIntegerField(primary_key=True)  # the number of its first revision
    iri = models.CharField(max_length=2000, unique=True)
    kind = models.CharField(max_length=20, choices=Kind.choices)
    slug = models.CharField(max_length=120, unique=True)
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="resources"
    )
    state = models.CharField(max_length=20, choices=State.choices, default=State.DRAFT)
    visibility = models.CharField(max_length=20, choices=Visibility.choices, default=Visibility.EVERYBODY)
    # The DOI that leads to its page, once it does; one that a description came with leads elsewhere and is none.
    doi = models.CharField(max_length=120, blank=True, default="", db_default="")
    # The latest revision and its digest; the number grows with every change, so it also serves as a version.
    revision = models.ForeignKey("catalog.Revision", null=True, on_delete=models.PROTECT, related_name="+")
    digest = models.CharField(max_length=64)
    # Projections, written by `catalog.columns` and rebuilt from the graph: never edited.
    card = models.JSONField(default=dict)
    violations = models.PositiveIntegerField(default=0)
    warnings = models.PositiveIntegerField(default=0)
    fair = models.PositiveSmallIntegerField(default=0)  # points of 100, see fair_metadata.assessment
    # What it last came with from elsewhere; none for what is described here.
    arrival = models.ForeignKey(
        Arrival, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    # When somebody last confirmed that it is still true, and who: asked for each year (EHDS, Article 60(3)).
    checked_at = models.DateTimeField(null=True)
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    withdrawn_because = models.TextField(blank=True)
    # The one that its description was merged into: its addresses lead there, and its sources change it no more.
    replaced_by = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="replaces")
    created_at = models.DateTimeField()
    modified_at = models.DateTimeField(db_index=True)
    # The last revision that changed what everybody sees of it, its disappearing too, and when; none while it never was
    # public. Harvesters ask for what changed since, and are told of what is gone.
    public_number = models.BigIntegerField(null=True, db_index=True)
    public_at = models.DateTimeField(null=True, db_index=True)
    # What pages of a list that is in the order of titles sort by; the database takes it from the card.
    title = models.GeneratedField(
        expression=Lower(Left(Coalesce(KT("card__title__en"), KT("card__title__"), "slug"), 100)),
        output_field=models.CharField(max_length=100),
        db_persist=True,
    )

    class Meta:
        indexes = [models.Index(fields=["kind", "state", "visibility"])]

    def __str__(self) -> str:
        return f"{self.kind} {self.slug}"

    @property
    def record(self) -> Record:
        """The description as it stands; reads the latest revision's graph."""
        assert self.revision is not None
        return Record.from_ntriples(self.iri, self.revision.ntriples)

    def words(self, name: str, language: str) -> str:
        """A text of the card in a language, or the nearest there is."""
        texts: dict[str, Any] = self.card.get(name) or {}
        return texts.get(language) or texts.get("en") or texts.get("") or next(iter(texts.values()), "")


class Link(models.Model):
    """A property that points at another resource, or (path "") at a shared description that the record uses."""

    source = models.ForeignKey(Resource, on_delete=models.CASCADE, related_name="links")
    path = models.CharField(max_length=500)
    target = models.CharField(max_length=2000, db_index=True)

    class Meta:
        indexes = [models.Index(fields=["target", "path"])]

    def __str__(self) -> str:
        return f"{self.source_id} {self.path} {self.target}"
