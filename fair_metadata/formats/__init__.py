"""FORMATS: one row for each way to write a description. Pages, negotiation, links and docs read the table."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from fair_metadata.formats import bibtex, by_profile, datacite, dublin_core, json_ld, rdf, ris, schema_org
from fair_metadata.formats.description import CannotWrite, Description

__all__ = ["FORMATS", "CannotWrite", "Description", "Format", "by_suffix"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """One row. `is_rdf`: reading it again gives the same description. `profile` names what the content follows."""

    name: str
    label: str
    media_type: str
    suffix: str
    write: Callable[[Description], bytes]
    stream: Callable[[Iterable[Description]], Iterator[bytes]]
    is_rdf: bool = False
    profile: str = ""
    also: tuple[str, ...] = ()


DCAT = "http://www.w3.org/ns/dcat#"

_ROWS = (
    Format(name="turtle", label="Turtle", media_type="text/turtle", suffix="ttl", write=rdf.turtle, stream=rdf.turtles, is_rdf=True, profile=DCAT),
    Format(name="json-ld", label="JSON-LD", media_type="application/ld+json", suffix="jsonld", write=json_ld.write, stream=json_ld.stream, is_rdf=True, profile=DCAT, also=("application/json",)),
    Format(name="rdf-xml", label="RDF/XML", media_type="application/rdf+xml", suffix="rdf", write=rdf.rdf_xml, stream=rdf.rdf_xmls, is_rdf=True, profile=DCAT, also=("application/xml", "text/xml")),
    Format(name="n-triples", label="N-Triples", media_type="application/n-triples", suffix="nt", write=rdf.n_triples, stream=rdf.n_triples_stream, is_rdf=True, profile=DCAT, also=("text/plain",)),
    Format(name="n-quads", label="N-Quads", media_type="application/n-quads", suffix="nq", write=rdf.n_triples, stream=rdf.n_triples_stream, is_rdf=True, profile=DCAT),
    Format(name="trig", label="TriG", media_type="application/trig", suffix="trig", write=rdf.trig, stream=rdf.turtles, is_rdf=True, profile=DCAT),
    Format(name="health-ri", label="Health-RI", media_type="text/turtle", suffix="hri.ttl", write=by_profile.turtle("health-ri"), stream=by_profile.turtles("health-ri"), profile="http://data.health-ri.nl/core/p2/"),
    Format(name="schema-org", label="schema.org", media_type="application/ld+json", suffix="schema.jsonld", write=schema_org.write, stream=schema_org.stream, profile="https://schema.org/"),
    Format(name="dublin-core", label="Dublin Core", media_type="application/xml", suffix="dc.xml", write=dublin_core.write, stream=dublin_core.stream, profile="http://www.openarchives.org/OAI/2.0/oai_dc/"),
    Format(name="datacite", label="DataCite", media_type="application/vnd.datacite.datacite+xml", suffix="datacite.xml", write=datacite.write, stream=datacite.stream, profile=datacite.NAMESPACE),
    Format(name="bibtex", label="BibTeX", media_type="application/x-bibtex", suffix="bib", write=bibtex.write, stream=bibtex.stream),
    Format(name="ris", label="RIS", media_type="application/x-research-info-systems", suffix="ris", write=ris.write, stream=ris.stream),
)  # fmt: skip
FORMATS: Mapping[str, Format] = {row.name: row for row in _ROWS}


def by_suffix(suffix: str) -> Format | None:
    return next((row for row in _ROWS if row.suffix == suffix), None)
