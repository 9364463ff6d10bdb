"""The language of who is answered."""

from django.utils.translation import get_language


def current_language() -> str:
    """Two letters, as cards, vocabularies and the profile table have their words by."""
    return (get_language() or "en")[:2]
