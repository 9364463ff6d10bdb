"""How often somebody may try: counted in the cache, so where several processes answer it should be a shared one."""

from hashlib import blake2b

from django.core.cache import cache

from catalog.clients import counted
from catalog.protocols.fdp.answering import Refused


def refuse_after(most: int, *, what: str, whom: str, seconds: int) -> None:
    """Count one more time; 429 with the time to wait once there were more than `most` within `seconds`."""
    if counted(_key(what, whom), seconds) > most:
        raise Refused(429, f"This was tried too often. Try again in {seconds // 60} minutes.")


def forget(*, what: str, whom: str) -> None:
    cache.delete(_key(what, whom))


def _key(what: str, whom: str) -> str:
    """Names are not kept, and not all that people write can be a key."""
    return f"fdp:{what}:{blake2b(whom.encode(), digest_size=16).hexdigest()}"
