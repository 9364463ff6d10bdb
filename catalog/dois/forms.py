"""The account at DataCite, as an administrator types it in."""

from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from catalog.dois import sealing
from catalog.models import DataciteAccount, Server

_PREFIX = RegexValidator(r"^10\.\d{4,9}$", _("Write the prefix that DataCite gave you, like 10.1234"))
_REPOSITORY = RegexValidator(r"^[A-Za-z0-9]+\.[A-Za-z0-9-]+$", _("Write the repository's ID, like ABCD.DATA"))


class AccountForm(forms.ModelForm):
    """The password is asked for once; left empty, the one that is kept stays."""

    prefix = forms.CharField(label=_("Prefix"), max_length=40, validators=[_PREFIX])
    repository = forms.CharField(
        label=_("Repository ID"),
        max_length=100,
        validators=[_REPOSITORY],
        widget=forms.TextInput({"autocomplete": "off", "spellcheck": "false"}),
    )
    password = forms.CharField(
        label=_("Password"),
        max_length=200,
        required=False,
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "off"}),
    )

    class Meta:
        model = DataciteAccount
        fields = ("server", "prefix", "repository")
        labels = {"server": _("System")}
        widgets = {"server": forms.RadioSelect}
        help_texts = {
            "server": _(
                "Both have their own repositories, passwords and prefixes. A DOI of the test system leads nowhere."
            )
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["server"].choices = Server.choices
        self.fields["password"].help_text = (
            _("One is kept, and is not shown. Leave this empty to keep it.") if self.instance.sealed else ""
        )

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or self.cleaned_data
        is_other = {"repository", "server"} & {*self.changed_data}
        if not said.get("password") and (is_other or not self.instance.sealed):
            self.add_error("password", _("Type in the password of this repository."))
        return said

    def save(self, commit: bool = True) -> DataciteAccount:
        if password := self.cleaned_data["password"]:
            self.instance.sealed = sealing.seal(password)
        account: DataciteAccount = super().save(commit)
        return account
