"""What not everybody may see gets into no digest, no notice and no feed of those who may not see it."""

import pytest
from django.core import mail
from django.test import Client

from catalog import workflow
from catalog.models import Digest, Notice, Resource, Visibility
from catalog.register import Terms, register, stand
from catalog.saved import feeds
from fair_metadata.namespaces import DCAT, DCT, HEALTHDCATAP
from fair_metadata.terms import literal, named
from search.saved import looking
from tests.catalog import factories
from tests.search.saved.eyes import anybody, eye, reachable, retitled, said_again, weeks
from tests.search.worlds import IRI, LYMPHOMA, OF_DATASETS, OF_FILES, hide, put, whole, world
from tests.smtp import mail_server

pytestmark = pytest.mark.django_db(transaction=True)
WORDS = {**OF_DATASETS, **{f"{secrecy} file": word for secrecy, word in OF_FILES.items()}}
# What each of them may see of what `hide` adds from the start.
SEEN = {
    "stranger": set(),
    "mate": {"network"},
    "member": {"organisation", "network", "organisation file"},
}


@pytest.fixture
def made(engine):
    made = world()
    reachable(made.member, made.mate, made.stranger)
    return made


def everything(person):
    """Eyes on all that there is: searches, a disease, organisations, and every dataset that may be seen."""
    for asked in ({"search": ""}, {"search": "q=trial"}, {"disease": LYMPHOMA[1:-1]}, {"organisation": "mine"}):
        eye(person, **asked)


def said_to(person):
    """All that goes to a person: mails, notices, the pages of their digests, their feed."""
    sent = [message for message in mail.outbox if message.to == [person.email]]
    words = [part for message in sent for part in (message.subject, message.body, message.alternatives[0][0])]
    client = Client()
    client.force_login(person)
    addresses = [
        "/notices",
        "/saved",
        *(f"/saved/digests/{one.pk}" for one in Digest.objects.filter(saved__person=person)),
    ]
    words += [client.get(address).content.decode() for address in addresses]
    address = feeds.renew(person).removeprefix("http://testserver")
    return " ".join([*words, Client().get(address).content.decode()]).lower()


@pytest.mark.parametrize("who", SEEN)
def test_what_is_hidden_from_the_start_is_told_to_nobody_who_may_not_see_it(made, who):
    person = getattr(made, who)
    everything(person)
    hide(made, from_the_start=True)
    looking.run(weeks(1))
    said = said_to(person)
    assert {secrecy for secrecy, word in WORDS.items() if word in said} - {"withdrawn", "withdrawn file"} == SEEN[who]


def test_nobody_is_told_what_was_hidden_after_it_was_told(made):
    person = made.stranger
    row = whole("late", "Quillonite trial", LYMPHOMA, publisher="H", patients=50, word="late", organisation=made.mine)
    everything(person)
    eye(person, dataset=row.slug)
    stand(row, Terms(), "standing", visibility=Visibility.NETWORK)
    register(row.record.replace(DCT.title, [literal("Brandelusk trial", language="en")]), row.kind, Terms())
    assert looking.run(weeks(1)) == 1
    said = said_to(person)
    assert "1 description that is not shown to you now" in said
    assert ("quillonite" in said, "brandelusk" in said) == (False, False)


def test_what_is_hidden_while_a_mail_waits_is_not_in_it(engine, settings):
    reader = anybody()
    eye(reader, search="", name="All")
    row = put("late", "Quillonite trial", (DCAT.keyword, literal("gallowspire")))
    with mail_server(settings) as server:
        server.refuses = True
        assert looking.run(weeks(1)) == 0
        stand(row, Terms(), "standing", visibility=Visibility.ORGANISATION)
        put("open", "Open registry")
        server.refuses = False
        assert looking.run(weeks(2)) == 1
        (message,) = server.taken
    assert "- Open registry" in message.get_body(("plain",)).get_content()
    assert "quillonite" not in message.as_string().lower()


def test_a_mail_with_nothing_left_to_say_is_not_sent(index, settings):
    eye(anybody(), search="")
    row = put("late", "Quillonite trial")
    with mail_server(settings) as server:
        server.refuses = True
        looking.run(weeks(1))
        stand(row, Terms(), "standing", visibility=Visibility.ORGANISATION)
        server.refuses = False
        assert (looking.run(weeks(1)), server.taken) == (0, [])
    assert not Digest.objects.filter(mailed_at=None).exists()


def test_a_version_that_was_hidden_stands_on_neither_side_of_a_change(engine):
    holder = factories.organisation("holder")
    row = put("one", "First title", organisation=holder)
    eye(anybody(), dataset=row.slug)
    stand(row, Terms(), "standing", visibility=Visibility.NETWORK)
    retitled("one", "Quillonite title")
    said_again("one", (DCAT.keyword, [literal("brandelusk")]))
    said_again("one", (DCT.title, [literal("Last title", language="en")], "en"), (DCAT.keyword, []))
    stand(Resource.objects.get(pk=row.pk), Terms(), "standing", visibility=Visibility.EVERYBODY)
    assert looking.run(weeks(1)) == 1
    body = mail.outbox[0].body
    assert "  * Title (en): “First title” → “Last title”\n" in body
    assert body.count("  * ") == 1
    assert ("quillonite" in body.lower(), "brandelusk" in body) == (False, False)


def test_a_version_that_is_kept_inside_later_is_not_told(index):
    from catalog.history import restoring
    from catalog.models import Revision

    holder = factories.organisation("holder")
    reviewer = factories.person("reviewer", of=holder, role="reviewer")
    row = put("one", "Quillonite title", organisation=holder)
    eye(anybody(), dataset=row.slug)
    now = retitled("one", "Last title")
    restoring.keep_inside(now, Revision.objects.get(number=row.revision_id), reviewer)
    looking.run(weeks(1))
    said = " ".join(message.body + message.alternatives[0][0] for message in mail.outbox)
    assert "Quillonite" not in said


def test_a_draft_over_what_is_shown_is_told_to_nobody(index):
    from catalog.editing import drafts

    holder = factories.organisation("holder")
    curator = factories.person("curator", of=holder)
    row = put("one", "First title", organisation=holder)
    eye(anybody(), dataset=row.slug)
    eye(reachable(curator), dataset=row.slug)
    draft = drafts.begin(row, curator)
    changed = draft.record.replace(DCT.title, [literal("Quillonite title", language="en")], language="en")
    drafts.save(draft, changed, curator, version=draft.version)
    assert (looking.run(weeks(1)), mail.outbox, Notice.objects.count()) == (0, [], 0)


def test_a_count_is_told_by_the_limit_of_the_day(index, settings):
    patients = HEALTHDCATAP.numberOfUniqueIndividuals
    row = put("one", "First title", (patients, literal("14")))
    eye(anybody(), dataset=row.slug)
    said_again("one", (patients, [literal("13")]))
    settings.SMALL_CELL_LIMIT = 20
    assert (looking.run(weeks(1)), mail.outbox, Notice.objects.count()) == (0, [], 0)
    said_again("one", (patients, [literal("5000")]))
    assert looking.run(weeks(2)) == 1
    body = mail.outbox[0].body
    changes = [line for line in body.splitlines() if line.startswith("  * ")]
    assert changes == ["  * Number of individuals: added “5000”", "  * Count below the limit: removed “<20”"]


def test_what_it_links_to_and_nobody_may_see_is_not_named(index):
    holder = factories.organisation("holder")
    hidden = put("hidden", "Quillonite trial", organisation=holder, publish=False)
    put("one", "First title")
    eye(anybody(), dataset=Resource.objects.get(iri=IRI + "one").slug)
    said_again("one", (DCT.source, [named(hidden.iri)]))
    assert looking.run(weeks(1)) == 1
    assert "Quillonite" not in mail.outbox[0].body + mail.outbox[0].alternatives[0][0]


def test_a_page_of_a_digest_says_what_may_be_seen_when_it_is_opened(index, client):
    reader = anybody()
    eye(reader, search="", name="All")
    row = put("late", "Quillonite trial", (DCAT.keyword, literal("gallowspire")))
    looking.run(weeks(1))
    client.force_login(reader)
    page = f"/saved/digests/{Digest.objects.get().pk}"
    assert "Quillonite trial" in client.get(page).content.decode()
    workflow.withdraw(row, Terms(), because="Old.")
    assert "Quillonite trial" not in client.get(page).content.decode()
