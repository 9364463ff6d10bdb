"""FORMATS: one row for each way to write a description. Pages, negotiation, links and docs read the table."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial

from fair_metadata.formats import (
    bibtex,
    bioschemas,
    cff,
    cited,
    croissant,
    csl_json,
    data_package,
    datacite,
    datacite_as_json,
    datacite_json,
    dublin_core,
    json_ld,
    profiles,
    rdf,
    report,
    ris,
    ro_crate,
    ro_crate_zip,
    schema_org,
)
from fair_metadata.formats.description import CannotWrite, Description

__all__ = ["FORMATS", "LISTED", "TOKENS", "CannotWrite", "Description", "Format", "by_suffix"]

Write = Callable[[Description], bytes]
Stream = Callable[[Iterable[Description]], Iterator[bytes]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """One row. `is_rdf`: reading it again gives the same description. `profile` names what the content follows.

    Without `stream` a document is about one resource, and there are no lists of it. `asked_as` are the media types that
    it answers to, its own with those `also` unless told; `style` tells rows of one media type apart (`text/x-bibliography;
    style=apa`). `speaks`: it has room for one language. `report` is the row that says what is missing in it. Those that
    are not `in_header` are found in the link set.
    """

    name: str
    label: str
    media_type: str
    suffix: str
    write: Write
    stream: Stream | None = None
    is_rdf: bool = False
    profile: str = ""
    also: tuple[str, ...] = ()
    asked_as: tuple[str, ...] = ()
    style: str = ""
    speaks: bool = False
    report: str = ""
    in_header: bool = True

    @property
    def media_types(self) -> tuple[str, ...]:
        return self.asked_as or (self.media_type, *self.also)

    @property
    def content_type(self) -> str:
        """As an answer says it: with its characters where they are not given with the media type (RFC 8259, 8.1)."""
        is_told = "json" in self.media_type or self.media_type == "application/zip"
        return self.media_type if is_told else f"{self.media_type}; charset=utf-8"


DCAT = "http://www.w3.org/ns/dcat#"
BIBLIOGRAPHY = "text/x-bibliography"  # as DOI registration agencies name references in words

_OWN = (
    Format(name="turtle", label="Turtle", media_type="text/turtle", suffix="ttl", write=rdf.turtle, stream=rdf.turtles, is_rdf=True, profile=DCAT),
    Format(name="json-ld", label="JSON-LD", media_type="application/ld+json", suffix="jsonld", write=json_ld.write, stream=json_ld.stream, is_rdf=True, profile=DCAT, also=("application/json",)),
    Format(name="rdf-xml", label="RDF/XML", media_type="application/rdf+xml", suffix="rdf", write=rdf.rdf_xml, stream=rdf.rdf_xmls, is_rdf=True, profile=DCAT, also=("application/xml", "text/xml")),
    Format(name="n-triples", label="N-Triples", media_type="application/n-triples", suffix="nt", write=rdf.n_triples, stream=rdf.n_triples_stream, is_rdf=True, profile=DCAT, also=("text/plain",)),
    Format(name="n-quads", label="N-Quads", media_type="application/n-quads", suffix="nq", write=rdf.n_triples, stream=rdf.n_triples_stream, is_rdf=True, profile=DCAT),
    Format(name="trig", label="TriG", media_type="application/trig", suffix="trig", write=rdf.trig, stream=rdf.turtles, is_rdf=True, profile=DCAT),
    Format(name="schema-org", label="schema.org", media_type="application/ld+json", suffix="schema.jsonld", write=schema_org.write, stream=schema_org.stream, profile="https://schema.org/", speaks=True),
    Format(name="dublin-core", label="Dublin Core", media_type="application/xml", suffix="dc.xml", write=dublin_core.write, stream=dublin_core.stream, profile="http://www.openarchives.org/OAI/2.0/oai_dc/"),
    Format(name="datacite", label="DataCite", media_type="application/vnd.datacite.datacite+xml", suffix="datacite.xml", write=datacite.write, stream=datacite.stream, profile=datacite.NAMESPACE),
    Format(name="datacite-json", label="DataCite JSON", media_type=datacite_json.MEDIA_TYPE, suffix="datacite.json", write=datacite_as_json.write, stream=datacite_as_json.stream, profile=datacite.NAMESPACE, in_header=False),
    Format(name="bibtex", label="BibTeX", media_type="application/x-bibtex", suffix="bib", write=bibtex.write, stream=bibtex.stream, speaks=True),
    Format(name="ris", label="RIS", media_type="application/x-research-info-systems", suffix="ris", write=ris.write, stream=ris.stream, speaks=True),
    Format(name="csl-json", label="CSL-JSON", media_type="application/vnd.citationstyles.csl+json", suffix="csl.json", write=csl_json.write, stream=csl_json.stream, speaks=True, in_header=False),
    Format(name="cff", label="CITATION.cff", media_type="application/yaml", suffix="cff", write=cff.write, speaks=True, in_header=False),
    Format(name="bioschemas", label="Bioschemas", media_type="application/ld+json", suffix="bioschemas.jsonld", write=bioschemas.write, stream=bioschemas.stream, profile=bioschemas.PROFILE, speaks=True, in_header=False),
    Format(name="croissant", label="Croissant", media_type="application/ld+json", suffix="croissant.json", write=croissant.write, profile=croissant.PROFILE, speaks=True, in_header=False),
    Format(name="ro-crate", label="RO-Crate", media_type="application/ld+json", suffix="rocrate.json", write=ro_crate.write, profile=ro_crate.PROFILE, speaks=True, in_header=False),
    Format(name="ro-crate-zip", label="RO-Crate package", media_type="application/zip", suffix="rocrate.zip", write=ro_crate_zip.write, profile=ro_crate.PROFILE, speaks=True, in_header=False),
    Format(name="data-package", label="Data Package", media_type="application/vnd.datapackage+json", suffix="datapackage.json", write=data_package.write, profile=data_package.PROFILE, speaks=True, in_header=False),
)  # fmt: skip


def _styles() -> Iterator[Format]:
    """Each style of citation as plain text, which browsers show."""
    for style, label in cited.STYLES.items():
        write, stream = cited.written_in(style)
        yield Format(
            name=f"citation-{style}",
            label=label,
            media_type="text/plain",
            suffix=f"{style}.txt",
            write=write,
            stream=stream,
            asked_as=(BIBLIOGRAPHY,),
            style=style,
            speaks=True,
            in_header=False,
        )


_SYNTAXES = ("turtle", "json-ld", "rdf-xml")


def _conforming() -> Iterator[Format]:
    """Each profile in the syntaxes that its users ask for, and the report of what is missing."""
    syntaxes = {row.name: row for row in _OWN}
    for kind in profiles.CONFORMING.values():
        told = f"{kind.name}-report"
        for row in (syntaxes[name] for name in _SYNTAXES):
            yield Format(
                name=f"{kind.name}-{row.name}",
                label=f"{kind.label}, {row.label}",
                media_type=row.media_type,
                suffix=f"{kind.suffix}.{row.suffix}",
                write=partial(profiles.write, kind, row.write),
                profile=kind.iri,
                report=told,
                in_header=False,
            )
        yield Format(
            name=told,
            label=f"{kind.label}, what is missing",
            media_type="text/turtle",
            suffix=f"{kind.suffix}.report.ttl",
            write=partial(report.write, kind),
            profile=report.PROFILE,
            in_header=False,
        )


_ROWS = (*_OWN, *_styles(), *_conforming())
FORMATS: Mapping[str, Format] = {row.name: row for row in _ROWS}
LISTED: Mapping[str, Stream] = {row.name: row.stream for row in _ROWS if row.stream}  # of those that lists have
# Names for profiles in addresses (`?_profile=dcat-ap`), beside the rows' own names.
TOKENS: Mapping[str, str] = {row.name: row.profile for row in _ROWS} | {
    "dcat": DCAT,
    **{kind.name: kind.iri for kind in profiles.CONFORMING.values()},
}


def by_suffix(suffix: str) -> Format | None:
    return next((row for row in _ROWS if row.suffix == suffix), None)
