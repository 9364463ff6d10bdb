"""The product's settings with data of its own for each test run, and PostgreSQL where it is named."""

import os
import tempfile

os.environ.setdefault("DATA_DIR", tempfile.mkdtemp(prefix="marrow-tests-"))
os.environ.setdefault("SECRET_KEY", "tests only, made of nothing secret")
os.environ["BASE_URL"] = "http://testserver"

from config.settings import *  # noqa: F403

INDEX_FOLLOWS_EVERY = 0  # tests say when
TRIPLES_FOLLOW = False  # tests that ask for triples say so
DUMP_EVERY = 0
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

if DATABASES["default"]["ENGINE"].endswith("sqlite3"):  # noqa: F405
    # A file, as in use: a database in memory knows no waiting for another writer.
    DATABASES["default"]["TEST"] = {"NAME": str(DATA_DIR / "tests.sqlite3")}  # noqa: F405
