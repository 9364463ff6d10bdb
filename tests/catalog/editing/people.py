"""People of one organisation in each role, and of others, for the tests of review."""

from dataclasses import dataclass

from django.contrib.auth import get_user_model

from catalog import policy, workflow
from catalog.editing import drafts, review
from catalog.models import (
    Arrival,
    Comment,
    Decision,
    Draft,
    Kind,
    Notice,
    Resource,
    Revision,
    State,
    Transfer,
)
from catalog.register import Terms, register
from fair_metadata.namespaces import DCAT, DCATAP, DCT, FOAF, HEALTHDCATAP, RDF, VCARD, XSD
from fair_metadata.record import Record
from fair_metadata.terms import iri, literal, named
from tests.catalog import factories as make

ROLES = ("contributor", "curator", "reviewer", "administrator")


@dataclass(frozen=True)
class World:
    """The holder of data and who is in it, its network mate, and an organisation that has nothing to do with it."""

    holder: object
    mates: object
    others: object
    users: dict

    def __getattr__(self, name):
        return self.users[name]

    def viewer(self, name):
        return policy.viewer_of(self.users[name]) if name in self.users else policy.ANYBODY


def world(*, four_eyes: bool = False) -> World:
    network = make.network("ours")
    holder, mates = (make.organisation(slug, network=network) for slug in ("holder", "mates"))
    others = make.organisation("others")
    type(holder).objects.filter(pk=holder.pk).update(four_eyes=four_eyes)
    holder.refresh_from_db()
    users = {role: make.person(role, of=holder, role=role) for role in ROLES}
    users["second"] = make.person("second", of=holder, role="reviewer")
    users["mate"] = make.person("mate", of=mates, role="administrator")
    users["stranger"] = make.person("stranger", of=others, role="administrator")
    users["operator"] = make.person("operator", is_operator=True)
    for user in users.values():
        get_user_model().objects.filter(pk=user.pk).update(email=f"{user.username}@example.org")
        user.refresh_from_db()
    return World(holder, mates, others, users)


def titled(record: Record, title: str) -> Record:
    return record.replace(DCT.title, [literal(title, language="en")], language="en")


def written(row: Resource, by, title: str = "A better title") -> Draft:
    """The draft with another title, written by this person."""
    draft = drafts.begin(row, by)
    return drafts.save(draft, titled(draft.record, title), by, version=draft.version)


def described(slug: str, title: str = "A series") -> Record:
    """A series that breaks no rule."""
    said = [
        (DCT.description, literal("Registries of one hospital.", language="en")),
        (DCATAP.applicableLegislation, named("http://data.europa.eu/eli/reg/2025/327/oj")),
    ]
    return make.described(f"https://data.example.org/{slug}", Kind.SERIES, *said, title=title)


def series(slug: str, organisation, *, state=State.PUBLISHED, by=None, title="A series") -> Resource:
    """One that came in by the one door and stands like this."""
    terms = Terms(author=by, organisation=organisation, publish=state in (State.PUBLISHED, State.WITHDRAWN))
    register(described(slug, title), Kind.SERIES, terms)
    row = Resource.objects.get(slug=slug)
    if state == State.WITHDRAWN:
        workflow.withdraw(row, Terms(), because="Old.")
    return row


def in_review(people, slug="one", *, state=State.PUBLISHED, by=None) -> Draft:
    """One over which the contributor has written, and had it reviewed."""
    row = series(slug, people.holder, state=state, by=by or people.contributor)
    return review.submit(written(row, people.contributor), people.contributor, "Please look.")


def stood():
    """All that tells whether something changed."""
    rows = Resource.objects.order_by("pk").values_list("slug", "state", "digest", "revision_id", "organisation_id")
    waiting = Draft.objects.order_by("pk").values_list("pk", "stage", "version", "digest", "publish_at", "assigned_to")
    counted = [model.objects.count() for model in (Revision, Comment, Notice, Transfer, Decision, Arrival)]
    return list(rows), list(waiting), counted, list(Comment.objects.values_list("resolved_at"))


STATES = ("draft", "in review", "published", "draft over published", "in review over published", "withdrawn")


def standing_as(state: str, people: World, slug: str = "one") -> Resource:
    """A series of the holder's in one of the states; what is written over it is the contributor's."""
    first = {"draft": State.DRAFT, "in review": State.DRAFT, "withdrawn": State.WITHDRAWN}.get(state, State.PUBLISHED)
    row = series(slug, people.holder, state=first, by=people.contributor)
    if state not in ("published", "withdrawn"):
        draft = written(row, people.contributor)
        if state.startswith("in review"):
            review.submit(draft, people.contributor)
    row.refresh_from_db()
    return row


def fit_dataset(slug: str, title: str) -> Record:
    """A dataset that breaks no rule of HealthDCAT-AP."""
    ehds = named("http://data.europa.eu/eli/reg/2025/327/oj")
    core = "http://data.europa.eu/m8g/"
    lists = "http://publications.europa.eu/resource/authority/"
    categories = "https://hdeu-dcat.data.health.europa.eu/resource/authority/healthcategories/"
    nested = [
        ("_:h", RDF.type, FOAF.Agent),
        ("_:h", FOAF.name, literal("Data access body", language="en")),
        ("_:h", named(core + "contactPoint"), "_:o"),
        ("_:o", RDF.type, named(core + "ContactPoint")),
        ("_:o", named(core + "email"), literal("data@example.org")),
        ("_:c", RDF.type, VCARD.Kind),
        ("_:c", VCARD.fn, literal("Data office", language="en")),
        ("_:c", VCARD.hasEmail, named("mailto:data@example.org")),
        ("_:d", RDF.type, DCAT.Distribution),
        ("_:d", DCAT.accessURL, named("https://data.example.org/files")),
        ("_:d", DCATAP.applicableLegislation, ehds),
    ]
    said = [
        (DCT.description, literal("About it.", language="en")),
        (DCT.accessRights, named(lists + "access-right/PUBLIC")),
        (DCATAP.applicableLegislation, ehds),
        (DCAT.theme, named(lists + "data-theme/HEAL")),
        (DCT.identifier, literal(slug)),
        (HEALTHDCATAP.hdab, "_:h"),
        (HEALTHDCATAP.healthCategory, named(categories + "EHRS")),
        (HEALTHDCATAP.hasStructuredData, literal("false", datatype=iri(XSD.boolean))),
        (DCAT.distribution, "_:d"),
        (DCAT.contactPoint, "_:c"),
        (DCT.publisher, "_:h"),
    ]
    return make.described(f"https://data.example.org/{slug}", Kind.DATASET, *said, title=title, nested=nested)
