"""`make demo`: migrations, demo descriptions, index, server. Safe to run again: nothing is loaded twice."""

import os
import sys
from pathlib import Path
from tempfile import NamedTemporaryFile

ADDRESS = "127.0.0.1"
ORGANISATION, OPERATOR = "demo", "operator"


def main() -> None:
    port = os.environ.get("PORT", "8000")
    os.environ.setdefault("BASE_URL", f"http://{ADDRESS}:{port}")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    call_command("organisation", ORGANISATION, "Demo organisation", verbosity=0)
    datasets = str(Path(__file__).parent / "demo_data" / "datasets.ttl")
    call_command("load", datasets, publish=True, organisation=ORGANISATION)
    _showcase()
    call_command("fair", all=True)
    _ways_in()
    _say(f"Marrow serves on http://{ADDRESS}:{port} – stop it with Ctrl-C.")
    # One process with threads: it holds the index's writer (docs/decisions/0003).
    command = ["gunicorn", "config.wsgi", "--bind", f"{ADDRESS}:{port}", "--threads", "64", "--log-level", "warning"]
    os.execv(sys.executable, [sys.executable, "-m", *command])  # noqa: S606 - our own interpreter


def _showcase() -> None:
    """The two that are as FAIR as can be: their identifiers are this catalogue's own."""
    from django.conf import settings
    from django.core.management import call_command

    from deploy.demo_data import showcase

    text = showcase.made(pid_base=settings.PID_BASE, base_url=settings.BASE_URL)
    with NamedTemporaryFile("w", suffix=".ttl", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        call_command("load", file.name, publish=True, organisation=ORGANISATION)


def _ways_in() -> None:
    """A link for each role that nobody has taken yet: no password is made up for anybody."""
    from catalog.models import Organisation, Role
    from catalog.people import accounts, invitations

    demo = Organisation.objects.get(slug=ORGANISATION)
    for role in (*Role.values, OPERATOR):
        email, is_operator = f"{role}@demo.invalid", role == OPERATOR
        if accounts.of_email(email):
            _say(f"{role.capitalize()}: sign in as {email} with the password that you chose.")
            continue
        organisation, given = (None, ()) if is_operator else (demo, (role,))
        secret = invitations.invite(email, organisation=organisation, given=given, by=None)
        _say(f"{role.capitalize()}: open {invitations.link(secret)} (once, for a week).")


def _say(sentence: str) -> None:
    sys.stdout.write(sentence + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
