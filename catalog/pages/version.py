"""Names the code, templates, code lists and settings that pages are made of; with another version they differ."""

from functools import cache
from hashlib import blake2b
from pathlib import Path

from django.conf import settings

_MADE_OF = ("templates", "catalog", "fair_metadata", "config")
_SUFFIXES = {".html", ".py", ".tsv", ".mo"}


def version() -> str:
    return " ".join([_of_files(), settings.BASE_URL, settings.PID_BASE, settings.CATALOGUE_NAME])


def newest_file() -> int:
    """When the newest of the files was written, in seconds since 1970: no page is older than that."""
    return _newest()


@cache
def _of_files() -> str:
    """A digest of their contents, so that the same release has the same version on every machine."""
    digest = blake2b(digest_size=12)
    for path in _files():
        digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()


@cache
def _newest() -> int:
    return int(max(path.stat().st_mtime for path in _files()))


def _files() -> list[Path]:
    return sorted(p for room in _MADE_OF for p in (settings.ROOT / room).rglob("*") if p.suffix in _SUFFIXES)
