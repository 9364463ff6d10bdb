"""Checks of the page as it is served. Without an observation they say that nobody looked."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlsplit

import pyoxigraph

from fair_metadata.assessment.case import NOT_SEEN, Case, Verdict, failed, passed, stated
from fair_metadata.assessment.observation import Answer, Observation, links
from fair_metadata.namespaces import DCAT, RDF
from fair_metadata.terms import iri

PERSISTENT = ("doi.org", "hdl.handle.net", "w3id.org", "purl.org", "identifiers.org", "n2t.net")
TURTLE = "text/turtle"
_LOCKED = (401, 403, 407)
_REDIRECTS = (301, 302, 303, 307, 308)


def _on_page(look: Callable[[Case, Observation], Verdict]) -> Callable[[Case], Verdict]:
    @wraps(look)
    def check(case: Case) -> Verdict:
        return NOT_SEEN if case.seen is None else look(case, case.seen)

    return check


@_on_page
def has_pid(case: Case, seen: Observation) -> Verdict:
    """One address to cite: that of the catalogue, whose policy promises it, or of a scheme that lasts."""
    found = seen.of("cite-as")
    lasts = [link for link in found if link.href == case.cite_as or urlsplit(link.href).netloc in PERSISTENT]
    if len(found) == 1 and lasts:
        return passed(f"Link: {lasts[0]}")
    return failed(*(f"Link: {link}" for link in found))


@_on_page
def is_indexed(case: Case, seen: Observation) -> Verdict:
    if "noindex" in seen.robots:
        return failed(f"robots: {seen.robots.strip()}")
    for block in seen.blocks:
        if _context(block).startswith(("https://schema.org", "http://schema.org")):
            said = [name for name in ("name", "description") if block.get(name)]
            told = f"JSON-LD: @type {block.get('@type')}, {', '.join(said)}"
            return passed(told) if len(said) == 2 else failed(told)
    return failed()


def _context(block: dict[str, Any]) -> str:
    context = block.get("@context", "")
    return context if isinstance(context, str) else ""


@_on_page
def is_read_by_people(case: Case, seen: Observation) -> Verdict:
    found = _answered(seen.page)
    is_page = seen.page.is_there and seen.page.media_type == "text/html" and b"<h1" in seen.page.body
    return passed(found) if is_page else failed(found)


@_on_page
def pid_resolves(case: Case, seen: Observation) -> Verdict:
    """To the landing page, which is there (or is gone, and says so with its description)."""
    found = f"{_answered(seen.pid)}, Location: {seen.pid.leads_to}"
    leads = seen.pid.status in _REDIRECTS and seen.pid.leads_to == seen.page.address
    return passed(found) if leads and seen.page.is_there else failed(found)


@_on_page
def data_is_there(case: Case, seen: Observation) -> Verdict:
    addresses = list(stated(case.files, [DCAT.downloadURL, DCAT.accessURL]))
    whole = [triple for triple in addresses if iri(triple[2]) not in seen.broken]
    return passed(whole[0]) if whole else failed(*addresses[:5])


@_on_page
def by_http(case: Case, seen: Observation) -> Verdict:
    schemes = {urlsplit(answer.address).scheme for answer in (seen.page, seen.pid)}
    found = f"{seen.pid.address} {seen.page.address}"
    is_answered = seen.page.status and seen.pid.status
    return passed(found) if is_answered and schemes <= {"http", "https"} else failed(found)


@_on_page
def is_free_to_read(case: Case, seen: Observation) -> Verdict:
    locked = [answer for answer in (seen.page, seen.pid) if answer.status in _LOCKED]
    if locked or not seen.page.is_there:
        return failed(*map(_answered, locked or [seen.page]))
    return passed(_answered(seen.page))


@_on_page
def is_kept(case: Case, seen: Observation) -> Verdict:
    """The page leads to the policy of persistence."""
    policy = seen.policy
    if policy is None or policy.status != 200:
        return failed(*([_answered(policy)] if policy else []))
    path = urlsplit(policy.address).path
    is_named = any(f'href="{address}"'.encode() in seen.page.body for address in (path, policy.address))
    return passed(f'<a href="{path}">') if is_named else failed(_answered(policy))


@_on_page
def is_rdf(case: Case, seen: Observation) -> Verdict:
    asked = seen.negotiated
    good = [a for kind, a in asked.items() if a.is_there and a.media_type == kind and kind in _RDF]
    return passed(_answered(good[0])) if good else failed(*map(_answered, asked.values()))


_RDF = (TURTLE, "application/ld+json", "application/rdf+xml", "application/n-triples")


@_on_page
def is_understood(case: Case, seen: Observation) -> Verdict:
    """The Turtle says what kind of thing the subject is."""
    answer = seen.negotiated.get(TURTLE)
    subject, is_a = pyoxigraph.NamedNode(case.record.iri), pyoxigraph.NamedNode(iri(RDF.type))
    try:
        body = answer.body if answer and answer.is_there else b""
        found = [q for q in pyoxigraph.parse(body, format=pyoxigraph.RdfFormat.TURTLE) if q.predicate == is_a]
    except SyntaxError as error:
        return failed(str(error))
    kinds = [quad for quad in found if quad.subject == subject]
    return passed(*((str(q.subject), str(q.predicate), str(q.object)) for q in kinds[:3])) if kinds else failed()


@_on_page
def names_profile(case: Case, seen: Observation) -> Verdict:
    answer = seen.negotiated.get(TURTLE)
    header = answer.headers.get("link", "") if answer and answer.is_there else ""
    found = [link for link in links(header) if link.rel == "profile"]
    return passed(f"Link: {found[0]}") if found else failed(f"Link: {header[:200]}")


def _answered(answer: Answer) -> str:
    return f"{answer.address} → {answer.status} {answer.headers.get('content-type', '')}".rstrip()
