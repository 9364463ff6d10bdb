"""Counts of persons that are no plain number: as they are written, and in words for those who hear the page."""

from django.utils.formats import number_format
from django.utils.translation import gettext_lazy as _

from fair_metadata.counts import WITHHELD

_SAID = {
    "<=": _("at most %(n)s"),
    ">=": _("at least %(n)s"),
    "<": _("fewer than %(n)s"),
    ">": _("more than %(n)s"),
    "≤": _("at most %(n)s"),
    "≥": _("at least %(n)s"),
    "~": _("about %(n)s"),
}


def shown(written: str) -> str:
    """What to read: `<10` as it is; words for a count that is withheld."""
    return str(_("not shown")) if written == WITHHELD else written


def spoken(written: str) -> str:
    """What to hear where signs would not be read out: “fewer than 10”. Empty for what needs no other words."""
    sign = next((sign for sign in _SAID if written.startswith(sign)), "")
    number = written[len(sign) :].strip()
    if not sign or not (number.isascii() and number.isdigit() and len(number) < 16):
        return ""
    return str(_SAID[sign] % {"n": number_format(int(number), use_l10n=True, force_grouping=True)})
