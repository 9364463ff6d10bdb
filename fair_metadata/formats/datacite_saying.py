"""What is said of a DOI so far, and how agents and identifiers are said; with a note of what has no place."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from fair_metadata.formats.datacite_values import Json, identity, listed, words_in
from fair_metadata.namespaces import ADMS, FOAF, ORG, RDF, SKOS
from fair_metadata.terms import Term, Triple, named

# What stands for a value that is not there (DataCite Metadata Schema, appendix 3).
NOT_STATED = frozenset((":unac", ":unal", ":unap", ":unas", ":unav", ":unkn", ":none", ":null", ":tba"))


@dataclass
class Saying:
    """Triples of one description, and a sentence for each thing that was left out."""

    me: Term
    triples: list[Triple] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)

    def say(self, path: Term, value: Term, node: Term = "") -> None:
        self.triples.append((node or self.me, path, value))

    def leave(self, name: str, value: Any) -> None:
        told = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
        self.left_out.append("".join(c for c in f"{name}: {told[:300]}" if c.isprintable()))

    def blank(self) -> Term:
        return f"_:d{len(self.triples)}x{len(self.left_out)}"

    def text(self, path: Term, value: Any, tag: Any = "", node: Term = "") -> None:
        if isinstance(value, list | Mapping):
            self.leave(path[1:-1].rsplit("/", 1)[-1], value)
        elif (words := str(value or "").strip()) and words not in NOT_STATED:
            self.say(path, words_in(words, tag), node)

    def agent(self, path: Term, item: Json, tag: Any = "") -> None:
        """An agent under its ORCID, ROR or ISNI, else a nameless one; other identifiers stand beside.

        Nobody where a code stands for the name.
        """
        if str(item.get("name") or "").strip() in NOT_STATED:
            return
        names = [n for n in listed(item.get("nameIdentifiers")) if isinstance(n, Mapping) and n.get("nameIdentifier")]
        known = {address: name for name in names if (address := identity(name))}
        node = next((named(address) for address in known), "") or self.blank()
        is_person = item.get("nameType") == "Personal"
        self.say(path, node)
        self.say(RDF.type, FOAF.Agent, node)
        if item.get("nameType"):
            self.say(RDF.type, FOAF.Person if is_person else FOAF.Organization, node)
        self.text(FOAF.name, item.get("name"), tag, node)
        self.text(FOAF.givenName, item.get("givenName"), node=node)
        self.text(FOAF.familyName, item.get("familyName"), node=node)
        for name in names[1:] if known else names:
            if not identity(name):
                self.identifier(str(name["nameIdentifier"]), str(name.get("nameIdentifierScheme") or ""), node)
        for place in listed(item.get("affiliation")):
            self.affiliation(place, node)

    def affiliation(self, item: Any, member: Term) -> None:
        said = item if isinstance(item, Mapping) else {"name": item}
        address = identity({"nameIdentifier": said.get("affiliationIdentifier")})
        node = named(address) if address else self.blank()
        self.say(ORG.memberOf, node, member)
        self.text(FOAF.name, said.get("name"), node=node)

    def identifier(self, value: str, scheme: str, node: Term = "") -> None:
        inner = self.blank()
        self.say(ADMS.identifier, inner, node)
        self.say(RDF.type, ADMS.Identifier, inner)
        self.text(SKOS.notation, value, node=inner)
        self.text(ADMS.schemaAgency, scheme, node=inner)
