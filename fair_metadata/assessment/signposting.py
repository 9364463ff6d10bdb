"""FAIR Signposting levels 1 and 2, judged on the header and the link sets as they are served.

Source: https://signposting.org/FAIR/ (2023-10-02); RFC 8288 (links), RFC 9264 (link sets).
"""

from collections.abc import Callable, Iterable

from fair_metadata.assessment.case import NOT_SEEN, Case, Verdict, failed, not_applicable, passed
from fair_metadata.assessment.indicator import Indicator, Priority, Set
from fair_metadata.assessment.observation import LINKSET, LINKSET_JSON, Observation, TypedLink

ABOUT_PAGE = "https://schema.org/AboutPage"
Judge = Callable[[Case, Observation], Verdict]


def _cite_as(case: Case, seen: Observation) -> Verdict:
    """Exactly one, which leads back to this page."""
    found = seen.of("cite-as")
    leads_back = len(found) == 1 and found[0].href == seen.pid.address and seen.pid.leads_to == seen.page.address
    return passed(*_told(found)) if leads_back else failed(*_told(found))


def _describedby(case: Case, seen: Observation) -> Verdict:
    """At least one, each with its media type, and a profile where the type alone says little."""
    found = seen.of("describedby")
    vague = [link for link in found if not link.type or (link.type in _VAGUE and not link.profile)]
    return passed(*_told(found)) if found and not vague else failed(*_told(vague))


_VAGUE = {"application/ld+json", "application/json", "application/xml", "text/xml"}


def _type(case: Case, seen: Observation) -> Verdict:
    """AboutPage for the page itself, and one for what it is about."""
    found = seen.of("type")
    others = [link for link in found if link.href != ABOUT_PAGE]
    good = len(found) == 2 and len(others) == 1 and others[0].href.startswith("https://schema.org/")
    return passed(*_told(found)) if good else failed(*_told(found))


def _optional(rel: str, why: str, *, typed: bool = False, most: int = 0) -> Judge:
    """A link that there may be: as the link set has it, the header has it too, or has the first of them."""

    def judge(case: Case, seen: Observation) -> Verdict:
        found = seen.of(rel)
        known = [link for link in seen.linkset(LINKSET_JSON) if link.rel == rel and link.anchor == seen.page.address]
        if not found and not known:
            return not_applicable(why)
        wrong = [link for link in found if typed and not link.type]
        good = found and not wrong and (not most or len(found) <= most)
        return passed(*_told(found)) if good else failed(*_told(wrong or known))

    return judge


def _in_page(case: Case, seen: Observation) -> Verdict:
    """The link elements of the page say what its header says."""
    header = {(link.rel, link.href, link.type) for link in seen.links}
    page = {(link.rel, link.href, link.type) for link in seen.elements}
    return passed(f"{len(page)} <link>") if page and page == header else failed(*map(str, sorted(header ^ page)[:5]))


def _linkset(case: Case, seen: Observation) -> Verdict:
    """Both serialisations are linked with their types, and answer with them."""
    found = seen.of("linkset")
    promised = {link.type for link in found}
    served = {kind for kind, answer in seen.sets.items() if answer.is_there and answer.media_type == kind}
    wanted = {LINKSET, LINKSET_JSON}
    return passed(*_told(found)) if wanted <= promised & served else failed(*_told(found), *sorted(wanted - served))


def _anchors(case: Case, seen: Observation) -> Verdict:
    """Every link has a whole anchor, and those of the page are anchored at its very address."""
    found = seen.linkset(LINKSET_JSON)
    wrong = [link for link in found if not link.anchor.startswith(("http://", "https://"))]
    of_page = [link for link in found if link.anchor == seen.page.address]
    return passed(f"anchor={seen.page.address}: {len(of_page)}") if of_page and not wrong else failed(*_told(wrong))


def _same(case: Case, seen: Observation) -> Verdict:
    """The two serialisations say the same, and all that the header says."""
    as_json, as_text = seen.linkset(LINKSET_JSON), seen.linkset(LINKSET)
    in_header = {TypedLink(link.rel, link.href, link.type, link.profile, seen.page.address) for link in seen.links}
    missing = (as_json ^ as_text) | (in_header - as_json)
    return passed(f"{len(as_json)} links") if as_json and not missing else failed(*_told(sorted(missing)))


def _back(case: Case, seen: Observation) -> Verdict:
    """Each metadata document describes the page, and each item is in its collection."""
    found = seen.linkset(LINKSET_JSON)
    page = seen.page.address
    away = {link.href: _BACK[link.rel] for link in found if link.anchor == page and link.rel in _BACK}
    back = {(link.anchor, link.rel) for link in found if link.href == page}
    lost = [f"{href}: {rel}" for href, rel in away.items() if (href, rel) not in back]
    return passed(f"{len(away)} ↔ {page}") if away and not lost else failed(*lost[:5])


_BACK = {"describedby": "describes", "item": "collection"}


def _as_promised(case: Case, seen: Observation) -> Verdict:
    """Each metadata document that was asked for answers with the media type that its link promises."""
    found = seen.of("describedby")
    asked = [(link, seen.documents[link.href]) for link in found if link.href in seen.documents]
    wrong = [link for link, answer in asked if not (answer.is_there and answer.media_type == link.type)]
    told = f"{len(asked)} of {len(found)} documents asked for: {', '.join(link.type for link, _ in asked)}"
    return passed(told) if asked and not wrong else failed(*_told(wrong), told)


def _told(found: Iterable[TypedLink]) -> tuple[str, ...]:
    return tuple(f"Link: {link}" for link in list(found)[:5])


def _row(code: str, name: str, priority: Priority, judge: Judge, tested: str, prueba: str) -> Indicator:
    def check(case: Case) -> Verdict:
        return NOT_SEEN if case.seen is None else judge(case, case.seen)

    repair = {
        "en": "This is the catalogue's to mend: tell its operator.",
        "es": "Esto debe arreglarlo el catálogo: avise a su operador.",
    }
    words = {"en": tested, "es": prueba}
    return Indicator(code=code, set=Set.SIGNPOSTING, letter="A", name=name, priority=priority, tested=words, repair=repair, check=check, is_of_page=True)  # fmt: skip


E, I, U = Priority.ESSENTIAL, Priority.IMPORTANT, Priority.USEFUL  # noqa: E741 - as in the other table
SIGNPOSTING: tuple[Indicator, ...] = (
    _row("SP1-cite-as", "One cite-as link", E, _cite_as, "One link to the address to cite, which leads back to the page.", "Un enlace a la dirección para citar, que lleva de vuelta a la página."),
    _row("SP1-describedby", "Describedby links with type", E, _describedby, "Links to metadata, each with its media type.", "Enlaces a los metadatos, cada uno con su tipo de medio."),
    _row("SP1-type", "Two type links", E, _type, "AboutPage, and what the page is about.", "AboutPage, y de qué trata la página."),
    _row("SP1-author", "Author links", U, _optional("author", "The description names nobody by an address.", most=10), "Who made it, by address.", "Quién lo hizo, por dirección."),
    _row("SP1-license", "License link", U, _optional("license", "The description states no licence by an address.", most=1), "One licence, by address.", "Una licencia, por dirección."),
    _row("SP1-item", "Item links with type", U, _optional("item", "The description names no distribution.", typed=True), "Files with their media types.", "Ficheros con sus tipos de medio."),
    _row("SP1-elements", "Links in the page too", U, _in_page, "The page's link elements say what its header says.", "Los elementos link de la página dicen lo mismo que su cabecera."),
    _row("SP2-linkset", "Linkset link with type", E, _linkset, "Both serialisations of the link set are linked, and there.", "Ambas serializaciones del conjunto de enlaces están enlazadas y existen."),
    _row("SP2-anchors", "Absolute anchors", E, _anchors, "Anchors are whole addresses; the page's is its own.", "Las anclas son direcciones completas; la de la página es la suya."),
    _row("SP2-complete", "The link set has everything", E, _same, "Both serialisations say the same, and all of the header.", "Ambas serializaciones dicen lo mismo, y todo lo de la cabecera."),
    _row("SP2-back", "Describes and collection links", I, _back, "Documents and files lead back to the page.", "Documentos y ficheros llevan de vuelta a la página."),
    _row("SP2-types", "Documents answer as promised", I, _as_promised, "Documents answer with the type that their link promises: over HTTP all are asked for, else Turtle, JSON-LD and one of the others in turn.", "Los documentos responden con el tipo que promete su enlace: por HTTP se piden todos; si no, Turtle, JSON-LD y otro por turno."),
)  # fmt: skip
