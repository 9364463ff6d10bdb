"""What comes between a change and its digest, a server that is gone or another process: nothing is lost or told twice."""

import pytest
from django.core import mail

from catalog.models import Digest, Saved
from search.saved import looking
from tests.search.saved.eyes import anybody, eye, registry, retitled, weeks
from tests.smtp import mail_server

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_server_that_refuses_is_asked_again_and_nothing_is_lost_or_told_twice(index, settings):
    registry()
    saved = eye(anybody(), search="", name="All")
    with mail_server(settings) as server:
        server.refuses = True
        retitled("one", "Registry two")
        assert looking.run(weeks(1)) == 0
        registry("two", "Registry three")
        assert looking.run(weeks(2)) == 0
        assert (server.taken, Digest.objects.filter(mailed_at=None).count()) == ([], 2)
        server.refuses = False
        assert (looking.run(weeks(2)), looking.run(weeks(2))) == (1, 0)
        (message,) = server.taken
    text = message.get_body(("plain",)).get_content()
    assert text.count("“Registry one” → “Registry two”") == 1
    assert text.count("- Registry three\n") == 1
    html = message.get_body(("html",)).get_content()
    assert "<del>Registry one</del> → <ins>Registry two</ins>" in html
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert message["List-Unsubscribe"].strip().startswith("<http://testserver/notices/off/")
    assert message["To"] == "reader@example.org"
    saved.refresh_from_db()
    assert Digest.objects.filter(mailed_at=None).count() == 0


def test_a_server_that_is_not_there_loses_nothing(index, settings):
    registry()
    eye(anybody(), search="", name="All")
    retitled("one", "Registry two")
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    assert looking.run(weeks(1)) == 0
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert looking.run(weeks(1)) == 1
    assert "“Registry one” → “Registry two”" in mail.outbox[0].body


def test_a_search_engine_that_does_not_answer_delays_what_asks_it_and_nothing_else(index, settings, request):
    from search import engines

    row = registry()
    reader = anybody()
    searched, followed = eye(reader, search="", name="All"), eye(reader, dataset=row.slug)
    retitled("one", "Registry two")
    settings.ELASTICSEARCH_URL = "http://127.0.0.1:1"
    engines.engine.cache_clear()
    assert looking.run(weeks(1)) == 1
    assert [digest.saved for digest in Digest.objects.all()] == [followed]
    settings.ELASTICSEARCH_URL = ""
    engines.engine.cache_clear()
    assert looking.run(weeks(1)) == 1
    assert Digest.objects.filter(saved=searched).count() == 1


def test_two_processes_that_look_at_once_tell_once(index):
    registry()
    saved = eye(anybody(), search="")
    now = retitled("one", "Registry two").revision_id
    same = Saved.objects.get(pk=saved.pk)
    assert looking.look(saved, now, weeks(1)) is not None
    assert looking.look(same, now, weeks(1)) is None
    assert Digest.objects.count() == 1


def test_what_changes_while_it_is_looked_at_is_told_the_next_time(index):
    row = registry()
    saved = eye(anybody(), search="", name="All")
    first = retitled("one", "Registry two").revision_id
    registry("two", "Another registry")
    retitled("one", "Registry three")
    digest = looking.look(saved, first, weeks(1))
    digest.refresh_from_db()
    assert (digest.came, digest.changed) == ([], [[row.pk, row.revision_id, first]])
    saved.refresh_from_db()
    assert saved.known == {row.pk}
    assert looking.run(weeks(2)) == 1
    assert mail.outbox[0].body.count("- Another registry") == 1
    assert "“Registry one” → “Registry two”" in mail.outbox[0].body
    assert "“Registry two” → “Registry three”" in mail.outbox[0].body
