"""Checks of what a description states, put together from a few parts so that a table can name them."""

import re
from collections.abc import Callable

from fair_metadata.assessment.case import NOTHING, Case, Node, Test, Verdict, failed, first, passed
from fair_metadata.namespaces import DCAT, DCT, PROV, RDF
from fair_metadata.terms import Term, Triple, iri, is_iri, text
from fair_metadata.vocabularies import label

Check = Callable[[Case], Verdict]
Where = Callable[[Case], tuple[Node, ...]]

_WEB = ("http://", "https://")
_FREE = (*_WEB, "ftp://", "ftps://", "sftp://")
_GUARDED = (*_WEB, "ftps://", "sftp://")
_GLOBAL = re.compile(
    r"(https?://|urn:|doi:|hdl:|ark:|info:|10\.\d{4,9}/)\S+|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.I
)
# Lists of licences that say by an address of their own what may be done.
_LICENCES = (
    "publications.europa.eu/resource/authority/licence/",
    "creativecommons.org/licenses/",
    "creativecommons.org/publicdomain/",
    "opendatacommons.org/licenses/",
    "spdx.org/licenses/",
    "data.europa.eu/eli/dec_impl/2017/863/oj",
)
# What a program reads without a person: not a page, a picture or a text document.
_FOR_PEOPLE = ("pdf", "html", "msword", "wordprocessing", "image/", "/doc", "/docx", "presentation")


def dataset(case: Case) -> tuple[Node, ...]:
    return case.dataset


def files(case: Case) -> tuple[Node, ...]:
    return case.files


def both(case: Case) -> tuple[Node, ...]:
    return case.both


def dictionary(case: Case) -> tuple[Node, ...]:
    return case.dictionary


def states(*paths: Term, on: Where = dataset, where: Test | None = None) -> Check:
    """One of these properties, with a value that will do. What is stated and will not do is the evidence against."""

    def check(case: Case) -> Verdict:
        others: list[Triple] = []  # found on the way: `first`, and a second walk for these, takes two thirds longer
        for record, node in on(case):
            said = record.nodes.get(node, NOTHING)
            for path in paths:
                for value in said.get(path, ()):
                    if value[:2] != '""' and (where is None or where(value)):
                        return passed((node, path, value))
                    others.append((node, path, value))
        return failed(*others[:5]) if others else _FAILED

    return check


_FAILED = failed()


def states_each(*paths: Term, on: Where = dataset) -> Check:
    """Every one of these properties."""

    def check(case: Case) -> Verdict:
        nodes = on(case)
        there = [triple for path in paths if (triple := first(nodes, (path,)))]
        return passed(*there) if len(there) == len(paths) else failed(*there)

    return check


def either(*checks: Check) -> Check:
    """One of these; where none holds, all evidence against."""

    def check(case: Case) -> Verdict:
        against: list[Triple | str] = []
        for one in checks:
            verdict = one(case)
            if verdict.outcome == "passed":
                return verdict
            against += verdict.evidence
        return failed(*against[:5])

    return check


def one_file(*tests: tuple[tuple[Term, ...], Test | None]) -> Check:
    """One and the same distribution states all of it."""

    def check(case: Case) -> Verdict:
        for node in case.files:
            there = [triple for paths, where in tests if (triple := first((node,), paths, where))]
            if len(there) == len(tests):
                return passed(*there)
        return failed()

    return check


def is_address(value: Term) -> bool:
    return is_iri(value) and iri(value).startswith(_WEB)


def is_free(value: Term) -> bool:
    return is_iri(value) and iri(value).startswith(_FREE)


def is_guarded(value: Term) -> bool:
    """The protocol has a way to ask who is there."""
    return is_iri(value) and iri(value).startswith(_GUARDED)


def is_unique(value: Term) -> bool:
    """An identifier that nobody else gives: an address, URN, DOI, Handle, ARK or UUID."""
    return _GLOBAL.fullmatch(text(value)) is not None


def is_listed_licence(value: Term) -> bool:
    return is_iri(value) and any(name in value for name in _LICENCES)


def is_concept(value: Term) -> bool:
    """A concept of a vocabulary that the catalogue knows, or of an authority that publishes its lists as SKOS."""
    return is_iri(value) and ("/resource/authority/" in value or label(iri(value), "en") is not None)


def is_long(value: Term) -> bool:
    """At least 50 characters, as Google Dataset Search asks."""
    return len(text(value)) >= 50


def is_for_programs(value: Term) -> bool:
    return not any(word in text(value).lower() for word in _FOR_PEOPLE)


def identified_files(case: Case) -> Verdict:
    """Distributions with a name of their own; to each of these the catalogue gives a persistent identifier."""
    own = [part for part in case.parts if is_iri(part.subject)]
    return passed(*((part.subject, RDF.type, DCAT.Distribution) for part in own[:3])) if own else failed()


def linked_files(case: Case) -> Verdict:
    """The description names its distributions by their IRIs."""
    return states(DCAT.distribution, where=is_iri)(case)


_PROV = f"<{PROV.base}"


def from_prov(case: Case) -> Verdict:
    """A statement in the words of PROV-O, wherever it stands in the description."""
    found = next((t for t in case.record.triples if t[1].startswith(_PROV)), None)
    return passed(found) if found else failed()


def reaches_data(case: Case) -> Verdict:
    """A right of access is stated, and a way: an address of the data, of who gives it out, or of a page about it."""
    rights = first(case.dataset, (DCT.accessRights,))
    way = first(case.files, (DCAT.downloadURL, DCAT.accessURL, DCAT.accessService))
    way = way or first(case.dataset, (DCAT.contactPoint, DCAT.landingPage))
    there = [triple for triple in (rights, way) if triple is not None]
    return passed(*there) if len(there) == 2 else failed(*there)
