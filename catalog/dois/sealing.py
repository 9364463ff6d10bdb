"""Passwords that we have to send on: sealed with a key that is made of SECRET_KEY, which is in no table and no backup.

Who gets the database alone learns nothing (docs/decisions/0024). With another SECRET_KEY they are typed in again.
"""

from base64 import urlsafe_b64encode
from functools import lru_cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

_PURPOSE = b"marrow: passwords of DataCite repositories"


class CannotOpen(ValueError):
    """What was sealed with another key, or is no seal of ours."""


def seal(secret: str) -> str:
    return _keys().encrypt(secret.encode()).decode()


def opened(sealed: str) -> str:
    try:
        return _keys().decrypt(sealed.encode()).decode()
    except InvalidToken:
        raise CannotOpen("It was sealed with another SECRET_KEY.") from None


def _keys() -> MultiFernet:
    return MultiFernet([_key(secret) for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)])


@lru_cache(maxsize=10)
def _key(secret: str) -> Fernet:
    """Derived for this purpose alone (RFC 5869): the same secret signs sessions."""
    derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=_PURPOSE).derive(secret.encode())
    return Fernet(urlsafe_b64encode(derived))
