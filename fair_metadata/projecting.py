"""A description as another standard has it: the same, said in its terms. The graph keeps what was said.

Two standards may ask opposite things of one property: a media type is a text in the default shapes of FAIR Data
Points and an entry of IANA's list in DCAT-AP. Then the door of that standard says it in its way (decision 0029).
"""

import re
from calendar import monthrange
from collections import Counter
from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from fair_metadata.namespaces import ADMS, DCAT, DCT, HEALTHDCATAP, VCARD, XSD
from fair_metadata.naming import digest
from fair_metadata.terms import Term, Triple, iri, is_blank, is_iri, is_literal, literal, named, text

Change = tuple[Triple | None, Triple]  # what is said here, and what is said there in its place
Rewrite = Callable[[Iterable[Triple]], Iterator[Change]]

# What leads to nested nodes that get IRIs, and how those are called: fragments of the resource that mentions them.
CONTACTS: Mapping[Term, str] = {DCAT.contactPoint: "contact"}
DISTRIBUTIONS: Mapping[Term, str] = dict.fromkeys(
    (DCAT.distribution, ADMS.sample, HEALTHDCATAP.analytics), "distribution"
)
_KNOWN_BY = (DCAT.accessURL, DCAT.downloadURL, VCARD.hasEmail, VCARD.hasURL)
_NAMED = re.compile(r"<([^#>]+)#(?:contact|distribution)-[0-9a-f]{12}>")
_IANA = "www.iana.org/assignments/media-types/"
_MEDIA_TYPE = re.compile(r"[a-z]+/[a-z0-9][a-z0-9.+-]*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Projection:
    """How one standard has it: the nested nodes that it wants IRIs for, and the values that it writes otherwise."""

    names: Mapping[Term, str] = field(default_factory=dict)
    rewrites: tuple[Rewrite, ...] = ()


@dataclass(frozen=True, slots=True)
class Projected:
    """The triples as that standard has them; `nodes` are the IRIs of nodes that have none here."""

    triples: tuple[Triple, ...]
    nodes: Mapping[Term, Term]
    changes: tuple[Change, ...]

    def here(self, term: Term) -> Term:
        """What a term of theirs is called here."""
        return self.nodes.get(term, term)

    def undone(self, triples: Iterable[Triple]) -> list[Triple]:
        """What somebody wrote after reading these, in our terms again: writing back what was read changes nothing."""
        said: dict[Triple, list[Triple]] = {}
        for gone, come in self.changes:
            said.setdefault(come, []).extend([gone] if gone else [])
        ours = [(self.here(s), p, self.here(o)) for s, p, o in triples]
        return [was for triple in ours for was in said.get(triple, (triple,))]


def projected(triples: Iterable[Triple], projection: Projection) -> Projected:
    """What these triples say, as the standard has it. Nothing is said that was not said before."""
    said = list(triples)
    changes = tuple(change for rewrite in projection.rewrites for change in rewrite(said))
    names = _names(said, projection.names)
    rest = set(said) - {gone for gone, _ in changes if gone}
    theirs = {(names.get(s, s), p, names.get(o, o)) for s, p, o in (*rest, *(come for _, come in changes))}
    return Projected(tuple(sorted(theirs)), {name: node for node, name in names.items()}, changes)


def _names(triples: list[Triple], wanted: Mapping[Term, str]) -> dict[Term, Term]:
    """Nested node → IRI. It is made of where the data or the person are found, so it outlives other edits."""
    mentions = sorted((o, s, wanted[p]) for s, p, o in triples if p in wanted and is_blank(o) and is_iri(s))
    if not mentions:
        return {}
    known: dict[Term, list[str]] = {}
    for s, p, o in triples:
        if p in _KNOWN_BY:
            known.setdefault(s, []).append(f"{p} {o}")
    owners = {node: (owner, kind) for node, owner, kind in reversed(mentions)}
    keys = {node: (owner, digest(known.get(node, ()))) for node, (owner, _) in owners.items()}
    often = Counter(keys.values())
    found = {}
    for node, (owner, kind) in owners.items():
        key = keys[node][1] if often[keys[node]] == 1 else digest([keys[node][1], node])  # two at one address
        found[node] = f"{owner[:-1].partition('#')[0]}#{kind}-{key[:12]}>"
    return found


def without_names(triples: Iterable[Triple], stated: Container[Triple] = ()) -> list[Triple]:
    """A document of theirs in our terms: what `projected` named is nested, media types are entries of IANA.

    What was `stated` here so before stays so.
    """
    said = list(triples)
    given = {s: match.group(1) for s, _, _ in said if (match := _NAMED.fullmatch(s))}
    owners = {iri(s).partition("#")[0] for s, _, _ in said if s not in given}
    names = {s: f"_:{digest([s])[:24]}" for s, owner in given.items() if owner in owners}
    ours = [(names.get(s, s), p, names.get(o, o)) for s, p, o in said]
    return [t if t in stated or t[1] != DCAT.mediaType else (t[0], t[1], _iana(t[2])) for t in ours]


def _iana(value: Term) -> Term:
    words = text(value).strip() if is_literal(value) else ""
    return named(f"https://{_IANA}{words.lower()}") if _MEDIA_TYPE.fullmatch(words) else value


def media_types_as_text(triples: Iterable[Triple]) -> Iterator[Change]:
    """`text/csv` for IANA's entry; where only the file type is told and has one media type, that one."""
    said = list(triples)
    has_one = {s for s, p, _ in said if p == DCAT.mediaType}
    for s, p, o in said:
        if p == DCAT.mediaType and is_iri(o) and _IANA in o:
            yield (s, p, o), (s, p, literal(iri(o).partition(_IANA)[2]))
        elif p == DCT["format"] and s not in has_one and (media_type := MEDIA_TYPES.get(o.rpartition("/")[2][:-1])):
            yield None, (s, DCAT.mediaType, literal(media_type))


# File type of the Publications Office → its media type, of those whose media type leaves nothing open (IANA).
MEDIA_TYPES: Mapping[str, str] = {
    "CSV": "text/csv",
    "TSV": "text/tab-separated-values",
    "TXT": "text/plain",
    "JSON": "application/json",
    "JSON_LD": "application/ld+json",
    "XML": "application/xml",
    "RDF_XML": "application/rdf+xml",
    "RDF_TURTLE": "text/turtle",
    "RDF_N_TRIPLES": "application/n-triples",
    "RDF_N_QUADS": "application/n-quads",
    "XLSX": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "XLS": "application/vnd.ms-excel",
    "ODS": "application/vnd.oasis.opendocument.spreadsheet",
    "PARQUET": "application/vnd.apache.parquet",
    "PDF": "application/pdf",
    "HTML": "text/html",
    "ZIP": "application/zip",
    "GZIP": "application/gzip",
    "TIFF": "image/tiff",
}
_DATES = (DCT.issued, DCT.modified)
_DAY = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?(Z|[+-]\d\d:\d\d)?")
_ZONED = re.compile(r".*T.*(?:Z|[+-]\d\d:\d\d)")


def dates_as_moments(triples: Iterable[Triple]) -> Iterator[Change]:
    """What was issued on a day, in a month or a year: from its first moment on."""
    return _moments(triples, dict.fromkeys(_DATES, False))


def periods_as_moments(triples: Iterable[Triple]) -> Iterator[Change]:
    """A period from 2004 to 2024 begins with the first and ends with the last second of those years."""
    return _moments(triples, {DCAT.startDate: False, DCAT.endDate: True})


def _moments(triples: Iterable[Triple], is_end: Mapping[Term, bool]) -> Iterator[Change]:
    for s, p, o in triples:
        if p in is_end and is_literal(o) and (when := _moment(text(o), is_end[p])):
            yield (s, p, o), (s, p, literal(when, datatype=iri(XSD.dateTime)))


def _moment(said: str, is_end: bool) -> str:
    """The first or last second of a day, a month, a year, in UTC where no zone is told; "" for what stays as it is."""
    if "T" in said:
        return "" if _ZONED.fullmatch(said) else f"{said}Z"
    match = _DAY.fullmatch(said)
    if match is None:
        return ""
    year, month, day, zone = match.groups()
    month = month or ("12" if is_end else "01")
    if not 1 <= int(month) <= 12:
        return ""
    day = day or (f"{monthrange(int(year) % 400 + 400, int(month))[1]}" if is_end else "01")
    return f"{year}-{month}-{day}T{'23:59:59' if is_end else '00:00:00'}{zone or 'Z'}"


HEALTH_RI = Projection({**CONTACTS, **DISTRIBUTIONS}, (dates_as_moments, periods_as_moments))
FAIR_DATA_POINT = Projection({**CONTACTS, **DISTRIBUTIONS}, (media_types_as_text, dates_as_moments))
# Name of the profile → how it has a description; of other profiles it is as it stands.
PROJECTIONS: Mapping[str, Projection] = {"health-ri": HEALTH_RI, "fair-data-point": FAIR_DATA_POINT}
