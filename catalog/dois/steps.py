"""The steps of a DOI, as DataCite's states allow them (https://support.datacite.org/docs/doi-states).

A step that tells DataCite of the description needs a page that everybody can open: there the DOI leads.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from catalog.models import DoiState, Verb
from catalog.models.doi import UNKNOWN_THERE


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One row. `event` moves the DOI to `leads_to`; without one it stays where it is."""

    name: str
    label: Any
    about: Any  # what it means, before it is done
    begins: tuple[str, ...]
    leads_to: str = ""
    event: str = ""
    tells: bool = False  # of the description
    verb: Verb
    is_final: bool = False  # can it never be taken back?
    takes_back: bool = False  # what was told before; that is done whatever the description says by now


_ROWS = (
    Step(
        name="reserve",
        label=_("Reserve a DOI"),
        about=_("DataCite keeps a name free. It leads nowhere yet, and nothing of the description is sent."),
        begins=("", *UNKNOWN_THERE),
        leads_to=DoiState.DRAFT,
        verb=Verb.DOI_RESERVED,
    ),
    Step(
        name="publish",
        label=_("Make it findable"),
        about=_("The DOI leads to the page for good, and the description is found in DataCite's searches."),
        begins=(DoiState.DRAFT, DoiState.REGISTERED),
        leads_to=DoiState.FINDABLE,
        event="publish",
        tells=True,
        verb=Verb.DOI_PUBLISHED,
        is_final=True,
    ),
    Step(
        name="register",
        label=_("Register it without making it findable"),
        about=_("The DOI leads to the page for good, and is not found in searches."),
        begins=(DoiState.DRAFT,),
        leads_to=DoiState.REGISTERED,
        event="register",
        tells=True,
        verb=Verb.DOI_REGISTERED,
        is_final=True,
    ),
    Step(
        name="update",
        label=_("Send the changes"),
        about=_("DataCite is told what the published description says now."),
        begins=(DoiState.REGISTERED, DoiState.FINDABLE),
        tells=True,
        verb=Verb.DOI_UPDATED,
    ),
    Step(
        name="hide",
        label=_("Hide it from searches"),
        about=_(
            "The DOI still leads to the page, which says why the description was withdrawn. "
            "DataCite is told the day of that, too."
        ),
        begins=(DoiState.FINDABLE,),
        leads_to=DoiState.REGISTERED,
        event="hide",
        verb=Verb.DOI_HIDDEN,
        takes_back=True,
    ),
    Step(
        name="give-back",
        label=_("Give the draft back"),
        about=_(
            "DataCite deletes the reserved DOI and knows of it no more. "
            "Keep it if its name stands anywhere already, as in a manuscript."
        ),
        begins=(DoiState.DRAFT,),
        leads_to=DoiState.RETURNED,
        verb=Verb.DOI_RETURNED,
        takes_back=True,
    ),
)  # fmt: skip
STEPS: Mapping[str, Step] = {row.name: row for row in _ROWS}
