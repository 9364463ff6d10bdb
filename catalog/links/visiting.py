"""One run's visit to one host: its addresses one after another, with a pause, as its robots.txt allows."""

from collections.abc import Callable
from dataclasses import dataclass, field
from time import sleep
from urllib.parse import urlsplit, urlunsplit

from django.conf import settings

from catalog.links import asking, robots
from catalog.links.asking import Answer
from catalog.links.robots import Rules
from catalog.models import Address, Trouble


@dataclass
class Visit:
    """`others` wait to be asked. What an origin said of programs is asked for once."""

    others: list[Address]
    wait: Callable[[float], None] = sleep
    _said: dict[str, Rules | Answer] = field(default_factory=dict)
    _is_first: bool = True

    def ask(self, address: Address) -> Answer:
        """How the address answers; without asking it where the host wants no programs, or says nothing sensible."""
        said = self._rules_at(address.url)
        if isinstance(said, Answer):
            return said
        if not said.allow(address.url):
            return Answer(problem=Trouble.BARRED)
        if not self._is_first:
            self.wait(max(settings.LINK_CHECK_PAUSE, said.pause))
        self._is_first = False
        return asking.ask(address.url)

    def _rules_at(self, url: str) -> Rules | Answer:
        origin = _origin(url)
        if origin not in self._said:
            self._said[origin] = _rules_of(origin) if origin else Rules()
        return self._said[origin]


def _rules_of(origin: str) -> Rules | Answer:
    """A host without robots.txt allows all (RFC 9309, 2.3.1.3). One that answers that it is failing is not asked for
    more (2.3.1.4): that is the answer. Of one that does not answer at all each address is asked, and says so.
    """
    answer, body = asking.read(f"{origin}/robots.txt", most=robots.LARGEST)
    if answer.problem == Trouble.FAILING:
        return answer
    is_there = answer.status is not None and answer.status < 300
    return robots.rules(body.decode("utf-8", "replace")) if is_there else Rules()


def _origin(url: str) -> str:
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    return urlunsplit((parts.scheme, parts.netloc, "", "", "")) if parts.hostname else ""
