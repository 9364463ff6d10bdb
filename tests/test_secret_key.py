"""The key that seals secrets: made once, for its owner only, kept apart from the database, and put back after a restore."""

import os
import subprocess
import sys

import pytest
from django.core import management

from catalog import doctor
from tests.conftest import ROOT

FACTORS = "from catalog.people.adapters import SecondFactors as S; print(S().{}({!r}))"
PASSWORDS = "from catalog.dois.sealing import {}; print({}({!r}))"


def said(folder, line="", *, fails="", **env):
    """What a new process with this DATA_DIR prints."""
    program = f"import django; django.setup(); {line or 'from django.conf import settings; print(settings.SECRET_KEY)'}"
    rest = {name: value for name, value in os.environ.items() if name != "SECRET_KEY"}
    env = rest | {"DATA_DIR": str(folder), "DJANGO_SETTINGS_MODULE": "config.settings"} | env
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, env=env, capture_output=True, text=True, check=False
    )
    assert fails in done.stderr if fails else done.returncode == 0, done.stderr
    return done.stdout.rstrip("\n")


def test_it_is_made_once_and_only_its_owner_can_read_it(tmp_path):
    key = said(tmp_path)
    assert (len(key), said(tmp_path)) == (64, key)
    assert (tmp_path / "secret-key").read_text() == key
    assert (tmp_path / "secret-key").stat().st_mode & 0o777 == 0o600


def test_where_the_environment_has_it_none_lies_beside_the_database(tmp_path):
    assert said(tmp_path, SECRET_KEY="of the environment") == "of the environment"
    assert not (tmp_path / "secret-key").exists()


@pytest.mark.parametrize("kept_in", ["file", "environment"])
def test_a_key_that_is_put_back_opens_what_was_sealed_and_a_new_one_does_not(tmp_path, kept_in):
    before, after = tmp_path / "before", tmp_path / "after"
    factor = said(before, FACTORS.format("encrypt", "a factor"))
    password = said(before, PASSWORDS.format("seal", "seal", "a password"))
    key = (before / "secret-key").read_text()
    said(after, FACTORS.format("decrypt", factor), fails="InvalidToken")
    said(after, PASSWORDS.format("opened", "opened", password), fails="CannotOpen")
    env = {"SECRET_KEY": key} if kept_in == "environment" else {}
    if kept_in == "file":
        (after / "secret-key").write_text(key)
    assert said(after, FACTORS.format("decrypt", factor), **env) == "a factor"
    assert said(after, PASSWORDS.format("opened", "opened", password), **env) == "a password"


def test_a_former_key_opens_passwords_and_second_factors_too(tmp_path):
    password = said(tmp_path / "before", PASSWORDS.format("seal", "seal", "a password"))
    former = {"SECRET_KEY": "new", "SECRET_KEY_FALLBACKS": (tmp_path / "before" / "secret-key").read_text()}
    factor = said(tmp_path / "before", FACTORS.format("encrypt", "a factor"))
    assert said(tmp_path / "after", PASSWORDS.format("opened", "opened", password), **former) == "a password"
    assert said(tmp_path / "after", FACTORS.format("decrypt", factor), **former) == "a factor"


@pytest.mark.django_db
def test_no_dump_of_the_database_holds_it(demo, settings, tmp_path):
    management.call_command("dumpdata", output=str(tmp_path / "all.json"), verbosity=0)
    written = (tmp_path / "all.json").read_text()
    assert "syn-01" in written
    assert settings.SECRET_KEY not in written


def test_doctor_says_where_it_is_and_when_others_can_read_it(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    assert doctor._key() == doctor.Check(
        "secret key", True, "in SECRET_KEY", f"Let nobody else read it: chmod 600 {tmp_path}/secret-key"
    )
    kept = tmp_path / "secret-key"
    kept.write_text(settings.SECRET_KEY)
    for mode, is_well in ((0o600, True), (0o640, False), (0o604, False)):
        kept.chmod(mode)
        check = doctor._key()
        assert (check.is_well, check.found.startswith(str(kept))) == (is_well, True)
