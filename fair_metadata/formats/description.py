"""What an export is made from: a record, where its page is, and what belongs with it."""

from dataclasses import dataclass

from fair_metadata.namespaces import DCAT
from fair_metadata.record import Record
from fair_metadata.terms import Triple


@dataclass(frozen=True, slots=True)
class Description:
    """A record with its landing page; `shared` are descriptions it mentions, `parts` records of its distributions.

    `tongues` are the languages to prefer where a format has room for one, `cite_as` is the address to cite.
    """

    record: Record
    page: str = ""
    shared: tuple[Triple, ...] = ()
    parts: tuple[Record, ...] = ()
    tongues: tuple[str, ...] = ("en",)
    cite_as: str = ""

    @property
    def ntriples(self) -> str:
        """The record with the shared descriptions that it mentions."""
        more = "".join(f"{s} {p} {o} .\n" for s, p, o in self.shared)
        return self.record.ntriples + more

    @property
    def joined(self) -> Record:
        """The record with them as one: what it mentions has its name."""
        if not self.shared:
            return self.record
        return Record(self.record.subject, tuple(sorted({*self.record.triples, *self.shared})))

    @property
    def distributions(self) -> tuple[Record, ...]:
        """Its distributions: `parts`, and those that are nodes inside the record."""
        known = {part.subject for part in self.parts}
        nodes = [node for node in self.record.values(DCAT.distribution) if node in self.record.nodes]
        return (*self.parts, *(Record(node, self.record.triples) for node in nodes if node not in known))


class CannotWrite(ValueError):
    """A description that a format cannot hold without loss, and why."""
