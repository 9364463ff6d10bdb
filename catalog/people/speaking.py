"""A text in several languages, asked as lines of a tag and the text: `es: Un hospital`."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from fair_metadata.terms import literal

MOST = 30  # languages


class WordsField(forms.CharField):
    """Language → text. Lines without a tag that is a language (BCP 47) are refused with what to write instead."""

    widget = forms.Textarea

    def __init__(self, *, longest: int, **more: Any) -> None:
        super().__init__(required=False, widget=forms.Textarea({"rows": 3}), **more)
        self.longest = longest

    def prepare_value(self, value: Any) -> Any:
        """What is kept, as it is written; what somebody posted, as they posted it."""
        return "\n".join(f"{tag}: {text}" for tag, text in value.items()) if isinstance(value, dict) else value

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return (initial or {}) != self.clean(data)
        except ValidationError:
            return True

    def to_python(self, value: Any) -> Any:
        lines = [line.strip() for line in (value or "").splitlines() if line.strip()]
        found: dict[str, str] = {}
        for line in lines[: MOST + 1]:
            tag, colon, text = (part.strip() for part in line.partition(":"))
            if not (colon and text and _is_language(tag)):
                words = _("“%(line)s” names no language. Begin it with one, as “es: Un hospital”.")
                raise ValidationError(words % {"line": line[:80]})
            if tag.lower() in found:
                raise ValidationError(_("There are two lines in “%(tag)s”. Keep one.") % {"tag": tag.lower()})
            found[tag.lower()] = text
        if len(found) > MOST:
            raise ValidationError(_("At most %(n)s languages are kept.") % {"n": MOST})
        return found

    def validate(self, value: Any) -> None:
        if any(len(text) > self.longest for text in value.values()):
            raise ValidationError(_("A text may have at most %(n)s characters.") % {"n": self.longest})

    def run_validators(self, value: Any) -> None:
        """None on the whole: each line was looked at."""


def _is_language(tag: str) -> bool:
    try:
        literal("x", language=tag)
    except ValueError:
        return False
    return 1 < len(tag) <= 35
