"""What people are called where others read it."""

from django.contrib.auth.models import AbstractBaseUser
from django.utils.translation import gettext as _


def of(user: AbstractBaseUser | None) -> str:
    """A person's name, never an address for mail; who has left is nobody in particular any more."""
    if user is None or not user.is_active:
        return _("a former member")
    full = f"{getattr(user, 'first_name', '')} {getattr(user, 'last_name', '')}".strip()
    return full or user.get_username()
