"""What is asked about something that is saved or followed."""

from django import forms
from django.utils.translation import gettext_lazy as _

from catalog.models import Often


class SavedForm(forms.Form):
    """What to call it, and how often to be told."""

    name = forms.CharField(
        label=_("Name"),
        max_length=200,
        required=False,
        help_text=_("As you find it again; empty for its own name."),
        widget=forms.TextInput({"autocomplete": "off"}),
    )
    often = forms.ChoiceField(
        label=_("How often to tell me what changed"),
        choices=Often.choices,
        initial=Often.WEEKLY,
        widget=forms.RadioSelect,
        help_text=_("By mail and among your notices, and only when something changed."),
    )
