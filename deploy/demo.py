"""`make demo`: migrations, demo descriptions, index, server. Safe to run again: nothing is loaded twice."""

import os
import sys
from pathlib import Path

ADDRESS = "127.0.0.1"


def main() -> None:
    port = os.environ.get("PORT", "8000")
    os.environ.setdefault("BASE_URL", f"http://{ADDRESS}:{port}")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    call_command("load", str(Path(__file__).parent / "demo_data" / "datasets.ttl"), publish=True)
    _say(f"Marrow serves on http://{ADDRESS}:{port} – stop it with Ctrl-C.")
    # One process with threads: it holds the index's writer (docs/decisions/0003).
    command = ["gunicorn", "config.wsgi", "--bind", f"{ADDRESS}:{port}", "--threads", "64", "--log-level", "warning"]
    os.execv(sys.executable, [sys.executable, "-m", *command])  # noqa: S606 - our own interpreter


def _say(sentence: str) -> None:
    sys.stdout.write(sentence + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
