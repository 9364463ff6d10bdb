"""The password of a repository: sealed in the table, sent to DataCite, and shown to nobody."""

import subprocess

import pytest
from django.db import connection

from catalog.dois import accounts, sealing
from catalog.models import DataciteAccount, Decision
from tests.catalog.dois.double import PASSWORD, PREFIX, REPOSITORY

FORM = {"server": "production", "prefix": PREFIX, "repository": REPOSITORY, "password": PASSWORD}
ACCOUNT = "/organisations/holder/datacite"


def rows():
    """Every value of the tables that an account touches, as text."""
    found = []
    with connection.cursor() as cursor:
        for model in (DataciteAccount, Decision):
            cursor.execute(f'SELECT * FROM "{model._meta.db_table}"')
            found += [repr(row) for row in cursor.fetchall()]
    return "\n".join(found)


@pytest.fixture
def empty(at):
    DataciteAccount.objects.all().delete()
    return at


def test_a_password_goes_in_by_the_form_and_comes_out_nowhere(empty, caplog):
    browser = empty.browser("administrator")
    assert browser.post(ACCOUNT, FORM).status_code == 302
    page = browser.get(ACCOUNT)
    assert PASSWORD not in page.content.decode() + rows() + caplog.text
    assert accounts.credentials(DataciteAccount.objects.get()) == (REPOSITORY, PASSWORD)
    assert PASSWORD not in browser.get("/organisations/holder/decisions").content.decode()
    assert empty.ask("reserve").state == "done"


def test_it_stays_when_the_rest_is_changed_and_is_asked_for_again_with_another_repository(at):
    browser = at.browser("administrator")
    changed = FORM | {"prefix": "10.9999", "password": ""}
    assert browser.post(ACCOUNT, changed).status_code == 302
    assert accounts.credentials(DataciteAccount.objects.get()) == (REPOSITORY, PASSWORD)
    page = browser.post(ACCOUNT, changed | {"repository": "OTHER.DATA"})
    assert "Type in the password of this repository." in page.content.decode()
    assert DataciteAccount.objects.get().repository == REPOSITORY


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("prefix", "12345", "like 10.1234"),
        ("repository", "no id", "like ABCD.DATA"),
        ("password", "", "Type in the password"),
        ("server", "other", "not one of the available choices"),
    ],
)
def test_what_is_no_account_is_told_and_not_kept(empty, field, value, words):
    page = empty.browser("administrator").post(ACCOUNT, FORM | {field: value})
    assert words in page.content.decode()
    assert (DataciteAccount.objects.count(), Decision.objects.count()) == (0, 0)


def test_the_same_password_is_sealed_differently_each_time():
    assert sealing.seal("a") != sealing.seal("a")
    assert sealing.opened(sealing.seal("a ñ \n")) == "a ñ \n"


def test_with_another_secret_key_it_is_typed_in_again_and_with_the_old_one_beside_it_not(at, settings):
    was = settings.SECRET_KEY
    settings.SECRET_KEY = "another"
    with pytest.raises(accounts.NoAccount, match="Type it in again"):
        accounts.credentials(at.account)
    call = at.ask("reserve")
    assert (call.state, at.datacite.asked) == ("failed", [])
    settings.SECRET_KEY_FALLBACKS = [was]
    assert accounts.credentials(at.account) == (REPOSITORY, PASSWORD)


def test_a_dump_of_the_database_has_no_password(at, tmp_path):
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL is dumped by its own tools; the table is looked at above")
    kept = tmp_path / "dump.sqlite3"
    with connection.cursor() as cursor:
        cursor.execute(f"VACUUM INTO '{kept}'")
    assert subprocess.run(["grep", "-c", PASSWORD, str(kept)], capture_output=True).stdout.strip() == b"0"


def test_test_and_production_are_told_apart_on_every_page(at):
    DataciteAccount.objects.update(server="test")
    browser = at.browser("administrator")
    at.ask("reserve")
    for address in (ACCOUNT, "/organisations/holder/dois", "/review/one", "/review/one/doi", "/review/one/doi/publish"):
        assert "Test system</strong>" in browser.get(address).content.decode(), address
