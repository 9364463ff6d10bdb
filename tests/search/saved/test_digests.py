"""Digests: what is told of a saved search and of what is followed, once, and nothing when nothing changed."""

import json
from datetime import timedelta

import pytest
from django.core import mail
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from catalog import workflow
from catalog.browse import latest_revision
from catalog.models import Account, Digest, Kind, Notice, Resource, Saved, Told, Visibility
from catalog.register import Terms, stand
from catalog.saved import keeping
from catalog.signals import together
from fair_metadata.namespaces import DCAT, DCT, HEALTHDCATAP
from fair_metadata.terms import literal, named
from search.saved import looking, members
from tests.catalog import factories
from tests.search.saved.eyes import anybody, eye, reachable, registry, retitled, said_again, weeks
from tests.search.worlds import IRI, LYMPHOMA, MYELOMA, put, whole

pytestmark = pytest.mark.django_db(transaction=True)
PATIENTS = HEALTHDCATAP.numberOfUniqueIndividuals


def told():
    """The one mail that was sent, as text: its lines without the part about mails."""
    (message,) = mail.outbox
    return message.body.partition("\nNo more mails about this:")[0].strip().splitlines()


def test_a_digest_says_exactly_the_fields_that_changed(engine):
    row = registry()
    saved = eye(anybody(), search="disease=" + MYELOMA[1:-1], name="Myeloma")
    was = saved.position
    retitled("one", "Registry two")
    said_again("one", (DCAT.keyword, [literal("relapse"), literal("openness study")]))
    now = said_again("one", (PATIENTS, [literal("150")])).revision_id
    assert looking.run(weeks(1)) == 1
    slug = row.slug
    assert told() == [
        "Myeloma",
        f"http://testserver/datasets?disease={MYELOMA[1:-1].replace(':', '%3A').replace('/', '%2F')}",
        "",
        "Changed",
        "- Registry two",
        f"  http://testserver/datasets/{slug}/diff?from={row.revision_id}&to={now}",
        "  * Title (en): “Registry one” → “Registry two”",
        "  * Keyword: added “relapse”",
        "  * Number of individuals: “100” → “150”",
    ]
    assert mail.outbox[0].subject.endswith("Myeloma")
    saved.refresh_from_db()
    assert (was < now, saved.position) == (True, now)


def test_what_comes_into_a_search_and_what_leaves_it_is_told(engine):
    registry()
    eye(anybody(), search="q=myeloma", name="Myeloma")
    registry("two", "Registry two")
    registry("other", "Another", LYMPHOMA)
    said_again("one", (DCAT.theme, [LYMPHOMA]))
    assert looking.run(weeks(1)) == 1
    lines = told()
    assert lines[lines.index("New here") + 1] == "- Registry two"
    assert lines[lines.index("Not there any more") + 1] == "- Registry one"
    assert "Changed" not in lines
    assert "Another" not in "".join(lines)


def test_nothing_is_sent_when_nothing_changed(engine):
    registry()
    saved = eye(anybody(), search="")
    row = registry()
    stand(row, Terms(), "standing", visibility=Visibility.NETWORK)
    stand(row, Terms(), "standing", visibility=Visibility.EVERYBODY)
    assert looking.run(weeks(1)) == 0
    assert (mail.outbox, Digest.objects.count(), Notice.objects.count()) == ([], 0, 0)
    due = saved.due_at
    saved.refresh_from_db()
    assert saved.due_at > due


def test_what_was_told_is_not_told_again(engine):
    registry()
    eye(anybody(), search="")
    retitled("one", "Registry two")
    assert (looking.run(weeks(1)), looking.run(weeks(1)), looking.run(weeks(2))) == (1, 0, 0)
    retitled("one", "Registry three")
    assert looking.run(weeks(3)) == 1
    assert "“Registry two” → “Registry three”" in mail.outbox[1].body
    assert "Registry one" not in mail.outbox[1].body


def test_nothing_is_told_before_it_is_time(index):
    registry()
    reader = anybody()
    for often, slug in (("daily", "sec-openness-1"), ("monthly", "sec-openness-1")):
        eye(reader, often=often, name=often, **({"dataset": slug} if often == "daily" else {"search": ""}))
    retitled("one", "Registry two")
    assert looking.run(timezone.now() + timedelta(hours=23)) == 0
    assert looking.run(timezone.now() + timedelta(hours=25)) == 1
    assert mail.outbox[0].subject.endswith("daily")
    assert looking.run(timezone.now() + timedelta(days=31)) == 1
    assert mail.outbox[1].subject.endswith("monthly")


def test_one_mail_has_all_that_there_is_to_tell_a_person(index):
    holder = factories.organisation("holder")
    row = registry(organisation=holder)
    reader, other = anybody(), anybody("other")
    eye(reader, dataset=row.slug)
    eye(reader, organisation="holder")
    eye(reader, disease=MYELOMA[1:-1])
    eye(other, organisation="holder")
    registry("two", "Registry two", organisation=holder)
    retitled("one", "Registry three")
    assert looking.run(weeks(1)) == 2
    mine = next(sent for sent in mail.outbox if sent.to == ["reader@example.org"])
    assert mine.subject.endswith(", and 2 more")
    heads = [
        line
        for line in mine.body.splitlines()
        if line in ("Registry three", "Organisation holder", "plasma cell myeloma")
    ]
    assert len(heads) >= 2
    assert mine.body.count("- Registry two\n") == 2
    assert mine.body.count("“Registry one” → “Registry three”") == 3


def test_a_disease_is_followed_with_its_kinds(engine):
    eye(anybody(), disease="http://purl.obolibrary.org/obo/MONDO_0005170", name="Myeloid")
    whole(
        "aml",
        "AML registry",
        named("http://purl.obolibrary.org/obo/MONDO_0018874"),
        publisher="H",
        patients=50,
        word="aml",
    )
    registry("other", "Myeloma registry")
    assert looking.run(weeks(1)) == 1
    assert "- AML registry" in told()
    assert "Myeloma registry" not in mail.outbox[0].body


def test_a_file_of_a_dataset_is_a_part_of_it(engine):
    file = named(IRI + "file")
    put("file", "Extract", (DCT.description, literal("Old.", language="en")), kind=Kind.DISTRIBUTION)
    put("one", "Registry one", (DCAT.distribution, file))
    eye(anybody(), dataset=Resource.objects.get(iri=IRI + "one").slug)
    said_again("file", (DCT.description, [literal("New.", language="en")], "en"), kind=Kind.DISTRIBUTION)
    assert looking.run(weeks(1)) == 1
    lines = told()
    assert "- Registry one › Extract" in lines
    assert "  * Description (en): “Old.” → “New.”" in lines


def test_what_is_withdrawn_is_told_with_its_reason(index):
    row = registry()
    eye(anybody(), dataset=row.slug)
    workflow.withdraw(row, Terms(), because="It was a copy.")
    assert looking.run(weeks(1)) == 1
    lines = told()
    assert "- Registry one – withdrawn: It was a copy." in lines


def test_a_mail_is_in_the_language_of_its_person(index):
    registry()
    reader = anybody()
    Account.objects.update_or_create(user=reader, defaults={"language": "es"})
    eye(reader, search="", name="Todo")
    registry("two", "Registry two")
    retitled("one", "Registry three")
    looking.run(weeks(1))
    (message,) = mail.outbox
    lines = message.body.splitlines()
    assert lines[lines.index("Nuevo aquí") + 1] == "- Registry two"
    assert "  * Título (en): “Registry one” → “Registry three”" in lines
    assert "Changed" not in message.body
    assert '<html lang="es">' in message.alternatives[0][0]


def test_a_search_that_finds_too_much_is_kept_and_not_told_of_until_it_is_narrowed(index, monkeypatch):
    registry()
    registry("two", "Registry two")
    monkeypatch.setattr(members, "MOST", 1)
    saved = eye(anybody(), search="")
    assert (saved.is_too_large, saved.members) == (True, None)
    retitled("one", "Registry three")
    assert looking.run(weeks(1)) == 0
    monkeypatch.undo()
    assert looking.run(weeks(2)) == 0  # from here on it is known what it holds
    retitled("one", "Registry four")
    assert looking.run(weeks(3)) == 1
    saved.refresh_from_db()
    assert not saved.is_too_large


def test_what_is_told_of_again_begins_with_what_is_there_then(index):
    registry()
    saved = eye(anybody(), search="")
    keeping.silence(saved)
    retitled("one", "Registry two")
    assert looking.run(weeks(1)) == 0
    keeping.change(saved, name="", often="weekly")
    looking.begin(saved)
    assert looking.run(weeks(2)) == 0
    retitled("one", "Registry three")
    assert looking.run(weeks(3)) == 1
    assert "“Registry two” → “Registry three”" in mail.outbox[0].body


def test_of_many_changes_as_many_are_told_as_one_reads(index):
    for n in range(23):
        put(f"many-{n}", f"Collection {n}")
    eye(anybody(), search="")
    keywords = [literal(f"word {n}") for n in range(20)]
    for n in range(23):
        said_again(f"many-{n}", (DCAT.keyword, keywords))
    looking.run(weeks(1))
    body = mail.outbox[0].body
    assert body.count("- Collection ") == 20
    assert body.count("* Keyword: added") == 20 * 12
    assert body.count("  * and 8 more") == 20
    assert "3 more descriptions are not listed here." in body


@pytest.mark.parametrize("asked", [{"search": ""}, {"organisation": "holder"}], ids=["search", "organisation"])
def test_a_look_asks_the_database_as_often_however_much_it_finds(index, asked):
    holder, counted = factories.organisation("holder"), []
    reader = anybody()
    for size in (2, 30):
        with together():
            for n in range(size):
                put(f"many-{n}", f"Collection {n}", organisation=holder)
        saved = eye(reader, **asked)
        with together():
            for n in range(size):
                retitled(f"many-{n}", f"Collection {n} of {size}")
        with CaptureQueriesContext(connection) as queries:
            digest = looking.look(saved, latest_revision(), weeks(1))
        assert digest.counts == [0, size, 0]
        counted.append(len(queries))
        saved.delete()
    assert counted[0] == counted[1]


def test_who_wants_no_mails_finds_it_among_the_notices(index, client):
    from catalog.notices import mails

    registry()
    reader = anybody()
    eye(reader, search="", name="All")
    mails.choose(reader, [])
    retitled("one", "Registry two")
    assert (looking.run(weeks(1)), mail.outbox) == (0, [])
    assert Digest.objects.filter(mailed_at=None).count() == 0
    notice = Notice.objects.get(person=reader, kind=Told.FOLLOWED)
    client.force_login(reader)
    page = client.get("/notices").content.decode()
    assert f'<a href="/saved/digests/{notice.digest_id}">What changed in “All”</a>' in page
    assert "changed: 1" in page
    assert "Registry two" in client.get(f"/saved/digests/{notice.digest_id}").content.decode()


def test_who_is_not_active_is_told_nothing(index):
    registry()
    reader = anybody()
    eye(reader, search="")
    type(reader).objects.update(is_active=False)
    retitled("one", "Registry two")
    assert (looking.run(weeks(1)), Digest.objects.count()) == (0, 0)


def test_the_command_and_the_task_say_how_many(index, capsys):
    from config.tasks import digest

    registry()
    reader = anybody()
    eye(reader, search="")
    retitled("one", "Registry two")
    Saved.objects.update(due_at=weeks(-1))
    call_command("digest", "--json")
    assert json.loads(capsys.readouterr().out) == {"sent": 1}
    assert digest.delay().get() in (0, None)


def test_a_person_who_leaves_an_organisation_is_told_that_something_is_gone_and_not_what(engine):
    holder = factories.organisation("holder")
    member = reachable(factories.person("member", of=holder))
    row = registry("inside", "Quillonite trial", organisation=holder)
    stand(row, Terms(), "standing", visibility=Visibility.ORGANISATION)
    eye(member, search="", name="All")
    member.memberships.all().delete()
    retitled("inside", "Brandelusk trial")
    assert looking.run(weeks(1)) == 1
    body = mail.outbox[0].body + mail.outbox[0].alternatives[0][0]
    assert "1 description that is not shown to you now" in body
    assert "Quillonite" not in body
    assert "Brandelusk" not in body


def test_what_is_like_a_dataset_is_saved_as_a_search_too(engine):
    row = registry()
    registry("two", "Registry two")
    registry("other", "Another", LYMPHOMA)
    saved = eye(anybody(), search=f"like={row.slug}", name="Like it")
    assert saved.known == {Resource.objects.get(iri=IRI + "two").pk}
    registry("three", "Registry three")
    assert looking.run(weeks(1)) == 1
    assert [line for line in told() if line.startswith("- ")] == ["- Registry three"]
