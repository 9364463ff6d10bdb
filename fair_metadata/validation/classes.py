"""Of what class is a value? By what the record says of it, by our code lists, and by the usual sub-classes."""

from collections.abc import Iterable, Mapping
from functools import cache

from fair_metadata.namespaces import DCT, FOAF, ODRL, ORG, RDF, TIME, VCARD
from fair_metadata.record import Nodes
from fair_metadata.terms import Term
from fair_metadata.vocabularies import background

# Sub-class → class, as in the ontologies that the official validators load first. DCAT's own are left out: with
# dcat:Catalog below dcat:Dataset a catalogue would be held to the list of a dataset, which no publisher means.
SUBCLASSES: Mapping[Term, Term] = {
    **dict.fromkeys([FOAF.Organization, FOAF.Person, FOAF.Group], FOAF.Agent),
    **dict.fromkeys([ORG.Organization, ORG.FormalOrganization, ORG.OrganizationalUnit], FOAF.Agent),
    **dict.fromkeys([VCARD.Organization, VCARD.Individual, VCARD.Group, VCARD.Location], VCARD.Kind),
    **dict.fromkeys([ODRL.Set, ODRL.Offer, ODRL.Agreement], ODRL.Policy),
    **dict.fromkeys([DCT.MediaType, DCT.FileFormat, DCT.SizeOrDuration], DCT.MediaTypeOrExtent),
    **dict.fromkeys([TIME.Instant, TIME.Interval, TIME.ProperInterval], TIME.TemporalEntity),
    DCT.LicenseDocument: DCT.RightsStatement,
    FOAF.Image: FOAF.Document,
}


def is_instance(nodes: Nodes, value: Term, wanted: Term) -> bool | None:
    """Is a value of the class? None for an IRI of which neither the record nor a list says anything."""
    kinds = (*nodes.get(value, {}).get(RDF.type, ()), *_listed().get(value, ()))
    if wanted in kinds or any(SUBCLASSES.get(kind) == wanted for kind in kinds):
        return True
    return None if value[0] == "<" and not kinds and value not in nodes else False


def is_listed(node: Term) -> bool:
    """Is this an entry of one of our code lists?"""
    return node in _listed()


def with_subclasses(classes: Iterable[Term]) -> Mapping[Term, Term]:
    """Each class, and each sub-class of one of them that is none of them itself → the class that is meant."""
    found = {kind: kind for kind in classes}
    return {sub: kind for sub, kind in SUBCLASSES.items() if kind in found and sub not in found} | found


@cache
def _listed() -> Mapping[Term, tuple[Term, ...]]:
    """The classes of the entries of our code lists."""
    found: dict[Term, tuple[Term, ...]] = {}
    for s, p, o in background():
        if p == RDF.type:
            found[s] = (*found.get(s, ()), o)
    return found
