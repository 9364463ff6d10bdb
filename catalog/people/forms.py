"""The forms of people's pages: what is asked, and in which words it is refused."""

from datetime import timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.contrib.auth.password_validation import validate_password
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from catalog import tokens
from catalog.models import Account, Network, Organisation, Role, Scope
from catalog.people.speaking import WordsField
from fair_metadata.profiles import AIMS
from fair_metadata.terms import named

_AWAY = {"autocomplete": "off"}


def _languages() -> forms.ChoiceField:
    return forms.ChoiceField(label=_("Language of mails"), choices=settings.LANGUAGES)


def _roles(*, required: bool) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=_("Roles"),
        choices=Role.choices,
        required=required,
        widget=forms.CheckboxSelectMultiple,
        help_text=_(
            "Contributors write drafts, curators edit everything of the organisation, reviewers approve, "
            "administrators look after people and settings and approve."
        ),
    )


class PersonForm(forms.Form):
    """What others see of a person, and what mails to them are written in."""

    name = forms.CharField(
        label=_("Name"),
        max_length=150,
        help_text=_("As colleagues read it."),
        widget=forms.TextInput({"autocomplete": "name"}),
    )
    language = _languages()

    def save(self, person: AbstractUser) -> None:
        person.first_name, person.last_name = self.cleaned_data["name"], ""
        person.save(update_fields=["first_name", "last_name"])
        Account.objects.update_or_create(user=person, defaults={"language": self.cleaned_data["language"]})


class NewPersonForm(forms.Form):
    """Somebody who accepts an invitation and has no account yet."""

    name = PersonForm.base_fields["name"]
    language = _languages()
    password = forms.CharField(
        label=_("Password"),
        help_text=_("At least 12 characters. A sentence is easier to remember than a jumble."),
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
        strip=False,
    )

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        validate_password(password)
        return password


class InviteForm(forms.Form):
    email = forms.EmailField(label=_("E-mail"), max_length=254, widget=forms.EmailInput(_AWAY))
    roles = _roles(required=True)
    language = _languages()


class RolesForm(forms.Form):
    """The roles of one person; none of them is out."""

    roles = _roles(required=False)


class TokenForm(forms.Form):
    name = forms.CharField(
        label=_("What it is for"),
        max_length=100,
        help_text=_("A name that tells your tokens apart."),
        widget=forms.TextInput(_AWAY),
    )
    scope = forms.ChoiceField(
        label=_("What it may do"), choices=Scope.choices, widget=forms.RadioSelect, initial=Scope.READ
    )
    days = forms.IntegerField(label=_("Days that it lasts"), min_value=1, max_value=tokens.LONGEST.days, initial=90)

    def issue(self, person: AbstractUser) -> str:
        said = self.cleaned_data
        return tokens.issue(person, name=said["name"], scope=said["scope"], lifetime=timedelta(days=said["days"]))


def _homepage() -> forms.URLField:
    return forms.URLField(
        label=_("Home page"), max_length=500, required=False, assume_scheme="https", help_text=_("Begins with https://")
    )


class SettingsForm(forms.ModelForm):
    """What an administrator may change about an organisation."""

    homepage = _homepage()
    names = WordsField(
        label=_("Name in other languages"),
        longest=300,
        help_text=_("One line for each language, as “es: Un hospital”. New descriptions name it in all of them."),
    )
    descriptions = WordsField(
        label=_("What it is"),
        longest=5000,
        help_text=_("One line for each language, as “en: The hospital of the region.”"),
    )
    aims = forms.MultipleChoiceField(
        label=_("Its descriptions are also for"),
        choices=[(name, f"{profile.title} {profile.version}") for name, profile in AIMS.items()],
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("The editor then asks for what these ask besides, and nothing is approved without it."),
    )

    class Meta:
        model = Organisation
        fields = ("name", "names", "descriptions", "homepage", "identifier", "email", "aims", "four_eyes")
        labels = {"name": _("Name"), "identifier": _("Identifier"), "email": _("E-mail"), "four_eyes": _("Four eyes")}
        help_texts = {
            "identifier": _("Its address in a register, as https://ror.org/02mhbdp94"),
            "email": _("A mailbox of the organisation, not of a person. New descriptions have it as their contact."),
            "four_eyes": _("Nobody approves what they wrote themselves."),
        }

    def clean_identifier(self) -> str:
        said: str = self.cleaned_data["identifier"].strip()
        try:
            if said and not said.startswith(("https://", "http://")):
                raise ValueError
            return said and named(said)[1:-1]
        except ValueError:
            raise forms.ValidationError(_("Write its address in full, as https://ror.org/02mhbdp94")) from None


class _SluggedForm(forms.ModelForm):
    """A thing with a name of its own in addresses; left empty it is made from the name."""

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or self.cleaned_data
        said["slug"] = said.get("slug") or slugify(said.get("name", ""))[:80]
        if said.get("name") and not said["slug"]:
            self.add_error("slug", _("Write a short name of letters, digits and hyphens."))
        if self._meta.model.objects.filter(slug=said["slug"]).exclude(pk=self.instance.pk).exists():
            self.add_error("slug", _("This short name is taken."))
        return said

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["slug"].required = False
        self.fields["slug"].help_text = _("For addresses. Left empty it is made from the name.")


class NewOrganisationForm(_SluggedForm):
    homepage = _homepage()

    class Meta:
        model = Organisation
        fields = ("name", "slug", "homepage")
        labels = {"name": _("Name"), "slug": _("Short name")}


class NetworkForm(_SluggedForm):
    class Meta:
        model = Network
        fields = ("name", "slug", "organisations")
        labels = {"name": _("Name"), "slug": _("Short name"), "organisations": _("Organisations")}
        widgets = {"organisations": forms.CheckboxSelectMultiple}


class CloseForm(forms.Form):
    sure = forms.BooleanField(label=_("Yes, close my account. I know that it cannot be opened again."))
