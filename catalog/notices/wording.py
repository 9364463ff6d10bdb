"""What a notice says, to whom it is for: no more than they may see now."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalog import browse, policy
from catalog.language import current_language
from catalog.models import Digest, Notice, Resource, Told
from catalog.people import names
from catalog.saved import naming

_SENTENCES = {
    Told.SUBMITTED: gettext_lazy("%(who)s submitted “%(title)s” for review."),
    Told.RETURNED: gettext_lazy("%(who)s returned “%(title)s”."),
    Told.APPROVED: gettext_lazy("%(who)s approved “%(title)s”; it is published at the time that was set."),
    Told.PUBLISHED: gettext_lazy("“%(title)s” is published; %(who)s approved it."),
    Told.ASSIGNED: gettext_lazy("%(who)s gave you “%(title)s” to work on."),
    Told.COMMENTED: gettext_lazy("%(who)s commented on “%(title)s”."),
    Told.TRANSFERRED: gettext_lazy("%(who)s offered “%(title)s” to another organisation, or answered such an offer."),
    Told.DOI_FAILED: gettext_lazy("What was asked of DataCite for “%(title)s” was not done."),
}


@dataclass(frozen=True, slots=True)
class Said:
    """One notice in the reader's language: a sentence, what was said with it, and where to go."""

    sentence: str
    said: str
    address: str


def told(notice: Notice, viewer: policy.Viewer) -> Said:
    """The notice for this viewer. Of what they may not see any more it keeps the title and what was said to itself."""
    if notice.digest is not None:
        return _of_digest(notice.digest, viewer)
    resource = notice.resource
    title = title_of(resource) if policy.may_see(viewer, resource) else _("a description")
    is_theirs = notice.kind == Told.TRANSFERRED or policy.may_comment(viewer, resource)
    sentence = _SENTENCES[Told(notice.kind)] % {
        "who": names.of(notice.actor) if notice.actor_id else _("Somebody"),
        "title": title,
    }
    return Said(sentence, notice.said if is_theirs else "", _address(notice))


def _of_digest(digest: Digest, viewer: policy.Viewer) -> Said:
    """How much changed in what one follows; what, is on its own page."""
    said = _("What changed in “%(name)s”") % {"name": naming.called(digest.saved, viewer)}
    labels = (_("new: %(n)s"), _("changed: %(n)s"), _("not there any more: %(n)s"))
    counted = [label % {"n": count} for label, count in zip(labels, digest.counts, strict=True) if count]
    return Said(said, " · ".join(counted), f"/saved/digests/{digest.pk}")


def _address(notice: Notice) -> str:
    places = {
        Told.TRANSFERRED: "/transfers",
        Told.PUBLISHED: browse.address(notice.resource),
        Told.DOI_FAILED: f"/review/{notice.resource.slug}/doi",
    }
    return places.get(Told(notice.kind), f"/review/{notice.resource.slug}")


def title_of(resource: Resource) -> str:
    """Its title in the reader's language, else its slug."""
    return resource.words("title", current_language()) or resource.slug
