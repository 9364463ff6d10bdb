"""`doctor`: what is configured, what is missing, what is out of step."""

import sys
from dataclasses import asdict
from typing import Any

from catalog import doctor
from catalog.management import console


class Command(console.Command):
    help = "Look at the database, the files, the index and the settings."

    def handle(self, *args: Any, **options: Any) -> None:
        checks = list(doctor.checks())
        for check in checks:
            self.say(f"{'ok ' if check.is_well else 'BAD'} {check.name}: {check.found}", options=options)
            if not check.is_well:
                self.say(f"    {check.mend}", options=options)
        self.answer([asdict(check) for check in checks], options=options)
        if not all(check.is_well for check in checks):
            sys.exit(console.FOUND)
