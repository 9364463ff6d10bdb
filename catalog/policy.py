"""Who may see and do what: pure questions, asked by every way out and every way in."""

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Protocol

from django.db.models import Q

from catalog.models import Kind, Membership, Organisation, Role, State, Visibility

PUBLIC = "public"
INSIDE = "inside"  # the audience of a version that nobody but its editors sees, whatever it was
_PUBLIC_ONLY = frozenset({PUBLIC})
SHOWN = frozenset({State.PUBLISHED, State.WITHDRAWN})  # what others may have read; it is changed by review
GIVE_DOIS = frozenset({Role.CURATOR, Role.REVIEWER, Role.ADMINISTRATOR})
PUBLISHED = Q(state=State.PUBLISHED)
REFERENCES = Q(kind=Kind.REFERENCE)


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who is asking: nobody in particular, or a person with roles in organisations (by id)."""

    user_id: int | None = None
    is_operator: bool = False
    roles: dict[int, frozenset[str]] = field(default_factory=dict, hash=False)
    network_mates: frozenset[int] = frozenset()

    @property
    def organisations(self) -> frozenset[int]:
        return frozenset(self.roles)

    @property
    def audiences(self) -> frozenset[str]:
        """The audiences this viewer belongs to; a follower stores each record's `audience` beside it."""
        if not self.roles:
            return _PUBLIC_ONLY
        mine = {f"organisation:{n}" for n in self.organisations}
        mates = {f"network:{n}" for n in self.network_mates | self.organisations}
        return frozenset({PUBLIC} | mine | mates)


ANYBODY = Viewer()


class Owned(Protocol):
    """What the answers depend on: a `Resource`, or its `Standing`."""

    @property
    def organisation_id(self) -> int | None: ...
    @property
    def state(self) -> str: ...
    @property
    def visibility(self) -> str: ...


class _User(Protocol):
    pk: int | None
    is_authenticated: bool
    is_superuser: bool


def viewer_of(user: _User) -> Viewer:
    """The viewer behind a signed-in user: two queries; none for everybody else."""
    if not user.is_authenticated or user.pk is None:
        return ANYBODY
    roles: dict[int, frozenset[str]] = {}
    for organisation, role in Membership.objects.filter(user_id=user.pk).values_list("organisation", "role"):
        roles[organisation] = roles.get(organisation, frozenset()) | {role}
    mates = Organisation.objects.filter(networks__organisations__in=roles).values_list("id", flat=True)
    return Viewer(user.pk, user.is_superuser, roles, frozenset(mates) if roles else frozenset())


def audience(resource: Owned) -> str:
    """Who a resource's description is for: `public`, `network:ID`, `organisation:ID`, or nobody outside (drafts)."""
    owner = resource.organisation_id
    if resource.state not in SHOWN or resource.visibility == Visibility.ORGANISATION:
        return f"organisation:{owner}"
    return PUBLIC if resource.visibility == Visibility.EVERYBODY else f"network:{owner}"


def reader_of(resource: Owned) -> Viewer:
    """Somebody of whom nothing is known but that this description is for them: who sees least of those who see it."""
    owner, whom = resource.organisation_id, audience(resource)
    if whom == PUBLIC:
        return ANYBODY
    if owner is None:
        return Viewer(is_operator=True)
    if whom.startswith("network:"):
        return Viewer(roles={_NONE: frozenset()}, network_mates=frozenset({owner}))
    return Viewer(roles={owner: frozenset()})


_NONE = -1  # of no organisation in particular, which is only a mate of the owner


def is_public(resource: Owned) -> bool:
    """Is its description for everybody, or the page that says that it was withdrawn?"""
    return audience(resource) == PUBLIC


def may_see(viewer: Viewer, resource: Owned) -> bool:
    """May this description, or the fact that it exists, be shown?"""
    return viewer.is_operator or audience(resource) in viewer.audiences


def visible(viewer: Viewer) -> Q:
    """The same question for many resources: a condition on `Resource`."""
    if viewer.is_operator:
        return Q()
    shown = Q(state__in=sorted(SHOWN))
    everybody = shown & Q(visibility=Visibility.EVERYBODY)
    if not viewer.organisations:
        return everybody
    mates = shown & Q(visibility=Visibility.NETWORK, organisation__in=viewer.network_mates | viewer.organisations)
    return everybody | mates | Q(organisation__in=viewer.organisations)


def listed(viewer: Viewer) -> Q:
    """What lists, feeds and counts show: visible, published, and a resource of its own."""
    return visible(viewer) & PUBLISHED & ~REFERENCES


def versions(viewer: Viewer, resource: Owned) -> Q:
    """Which revisions of a resource may be shown: a condition on `Revision`.

    Those who may edit it see all; others, of what they may see now, what they could see then. What was a draft or
    hidden when it was made is not shown to them later, whatever has become of the resource.
    """
    if not may_see(viewer, resource):
        return Q(pk__in=[])
    return Q() if may_edit(viewer, resource) else Q(audience__in=viewer.audiences)


def readable(viewer: Viewer) -> Q:
    """`versions` for many resources, all of which the viewer may see: a condition on `Revision`."""
    if viewer.is_operator:
        return Q()
    return Q(audience__in=viewer.audiences) | Q(resource__organisation__in=viewer.organisations)


def may_see_people(viewer: Viewer, organisation_id: int) -> bool:
    """Who belongs to an organisation, and in which role, is for those who belong to it."""
    return viewer.is_operator or organisation_id in viewer.organisations


def may_manage(viewer: Viewer, organisation_id: int) -> bool:
    """Its people, its invitations and its settings are its administrators' to change."""
    return viewer.is_operator or Role.ADMINISTRATOR in viewer.roles.get(organisation_id, frozenset())


def may_invite(viewer: Viewer, organisation_id: int) -> bool:
    """Who changes roles may also invite to them."""
    return may_manage(viewer, organisation_id)


def may_see_decisions(viewer: Viewer, organisation_id: int) -> bool:
    """The trail of an organisation is for who answers for it."""
    return may_manage(viewer, organisation_id)


def may_operate(viewer: Viewer) -> bool:
    """Organisations, networks and the whole trail are the operators'."""
    return viewer.is_operator


def may_edit(viewer: Viewer, resource: Owned) -> bool:
    """Any role in the owning organisation may change its descriptions."""
    return viewer.is_operator or resource.organisation_id in viewer.organisations


def may_publish(viewer: Viewer, resource: Owned) -> bool:
    """Publishing and withdrawing is for reviewers and administrators of the owning organisation."""
    return viewer.is_operator or bool(_roles(viewer, resource) & {Role.REVIEWER, Role.ADMINISTRATOR})


def may_change_directly(viewer: Viewer, resource: Owned, *, four_eyes: bool) -> bool:
    """May a change be kept at once? A description that is shown goes through a draft and its review, unless who
    writes may publish it and their organisation asks for no second person.
    """
    if resource.state not in SHOWN:
        return may_edit(viewer, resource)
    return may_publish(viewer, resource) and not four_eyes


def may_submit(viewer: Viewer, resource: Owned) -> bool:
    """Who may write may have it reviewed, and take it back."""
    return may_edit(viewer, resource)


def may_comment(viewer: Viewer, resource: Owned) -> bool:
    """Comments are among those who write and review; nobody else reads them."""
    return may_edit(viewer, resource)


def may_assign(viewer: Viewer, resource: Owned) -> bool:
    """Who has an overview of the organisation's descriptions says who works on which."""
    return viewer.is_operator or bool(_roles(viewer, resource) - {Role.CONTRIBUTOR})


def may_review(viewer: Viewer, resource: Owned) -> bool:
    """Returning a draft, with reasons, is for those who could publish it."""
    return may_publish(viewer, resource)


def may_approve(viewer: Viewer, resource: Owned, *, four_eyes: bool, writers: Collection[int]) -> bool:
    """Publishing what was reviewed. With the four-eyes rule not by who wrote a part of it, operators neither."""
    return may_review(viewer, resource) and not (four_eyes and viewer.user_id in writers)


def may_transfer(viewer: Viewer, resource: Owned) -> bool:
    """An administrator of the owning organisation may offer it to another one, and take the offer back."""
    return viewer.is_operator or Role.ADMINISTRATOR in _roles(viewer, resource)


def may_accept(viewer: Viewer, organisation: int) -> bool:
    """An administrator of the organisation that is offered something takes it, or does not."""
    return viewer.is_operator or Role.ADMINISTRATOR in viewer.roles.get(organisation, frozenset())


def may_give_dois(viewer: Viewer, resource: Owned) -> bool:
    """Reserving, registering, changing and hiding a DOI needs the word of a curator of the organisation itself: it
    cannot be undone and is done in its name, so operators may not.
    """
    return not GIVE_DOIS.isdisjoint(_roles(viewer, resource))


def _roles(viewer: Viewer, resource: Owned) -> frozenset[str]:
    return viewer.roles.get(resource.organisation_id or 0, frozenset())
