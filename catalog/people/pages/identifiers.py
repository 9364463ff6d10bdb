"""An organisation's identifiers: what new ones begin with and look like, tried out before it is kept."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalog import audit, minting, pids, policy
from catalog.models import Organisation, Verb
from catalog.people.asking import of_organisation, posted, user_of

# Placeholder → what it stands for.
PLACEHOLDERS = {
    "kind": gettext_lazy("what it is: dataset, distribution …"),
    "slug": gettext_lazy("made from the title that it has then"),
    "organisation": gettext_lazy("your organisation's short name"),
    "year": gettext_lazy("the year in which it is made"),
    "number": gettext_lazy("counts up: 1, 2, 3 …"),
    "random": gettext_lazy("twelve characters by chance"),
}


class IdentifiersForm(forms.ModelForm):
    """Both may be left empty: then the catalogue's own are used."""

    class Meta:
        model = Organisation
        fields = ("pid_base", "pid_pattern")
        labels = {"pid_base": gettext_lazy("Begins with"), "pid_pattern": gettext_lazy("Pattern")}
        widgets = {
            name: forms.TextInput({"spellcheck": "false", "autocomplete": "off", "autocapitalize": "none"})
            for name in fields
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        empty = {"pid_base": settings.PID_BASE, "pid_pattern": minting.PATTERN}
        for name, used in empty.items():
            self.fields[name].help_text = _("Empty: %(used)s") % {"used": used}

    def clean_pid_base(self) -> str:
        return _right(self.cleaned_data["pid_base"], minting.wrong_base)

    def clean_pid_pattern(self) -> str:
        return _right(self.cleaned_data["pid_pattern"], minting.wrong_pattern)


def _right(written: str, wrong: Any) -> str:
    if written and (why := wrong(written)):
        raise forms.ValidationError(why)
    return written


@of_organisation(policy.may_manage)
def page(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    """The form, and what the next identifiers would be; kept only by its own button."""
    form = IdentifiersForm(posted(request), instance=organisation)
    if form.is_valid() and "look" not in request.POST:
        _keep(request, organisation, form)
        return redirect("people-identifiers", organisation.slug)
    shown = organisation if not form.is_bound or form.is_valid() else Organisation.objects.get(pk=organisation.pk)
    about = {
        "organisation": organisation,
        "form": form,
        "placeholders": PLACEHOLDERS.items(),
        "previews": minting.previews(shown),
        "is_tried": form.is_bound and form.is_valid(),
        "is_ours": pids.is_ours(shown.pid_base or settings.PID_BASE),
        "base": shown.pid_base,
        "served": pids.bases(),
        "resolver": f"{settings.BASE_URL}/id/",
    }
    return render(request, "people/identifiers.html", about)


def _keep(request: HttpRequest, organisation: Organisation, form: IdentifiersForm) -> None:
    with transaction.atomic():
        form.save()
        if form.changed_data:
            changed = {name: form.cleaned_data[name] for name in form.changed_data}
            audit.note(Verb.SETTINGS_CHANGED, by=user_of(request), organisation=organisation, **changed)
    messages.success(request, _("It is kept. What exists keeps its identifiers."))
