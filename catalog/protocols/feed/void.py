"""`/.well-known/void`: what the catalogue is as linked data, counted, and how all of it can be had (VoID, 2011)."""

from collections.abc import Iterator

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

from catalog.protocols.doors import open_doors
from catalog.protocols.feed import answering, dumps, nightly
from catalog.protocols.feed.about import absolute, catalogue, moment, node, number, publisher, record
from catalog.protocols.feed.dumps import Dump, Manifest
from catalog.protocols.feed.statistics import TARGETS, Statistics
from fair_metadata.formats import Description, Format
from fair_metadata.namespaces import DCAT, DCT, FOAF, RDF, SPDX, VOID, XSD
from fair_metadata.terms import Term, Triple, literal, named

_SHA256 = SPDX["checksumAlgorithm_sha256"]
_GZIP = named("http://www.iana.org/assignments/media-types/application/gzip")


def void_dataset() -> Term:
    return named(absolute("/void#catalogue"))


@answering.in_syntax("/void")
def void(request: HttpRequest, row: Format) -> HttpResponseBase:
    """What the catalogue is, as far as it is known by now."""
    nightly.look_after()
    newest, found = answering.newest_change(), dumps.manifest()
    doors = tuple(door.name for door in open_doors())
    return answering.answered(
        request,
        lambda: row.stream([Description(record(void_dataset(), _void(found, row.suffix)))]),
        kind=answering.content_type(row),
        made_of=(newest.number, found and found.made_at, doors),
        at=max(filter(None, (newest.at, found and found.made_at)), default=None),
        headers={"Content-Location": absolute(f"/void.{row.suffix}")},
    )


def _void(found: Manifest | None, suffix: str) -> list[Triple]:
    document = named(absolute(f"/void.{suffix}"))
    triples = [
        (document, RDF.type, VOID.DatasetDescription),
        (document, FOAF.primaryTopic, void_dataset()),
        *_catalogue(),
    ]
    if found is not None:
        triples += [*_counts(found.statistics), *_links(found.statistics)]
        triples += [triple for dump in found.dumps for triple in _dump(dump, found)]
    return triples


def _catalogue() -> Iterator[Triple]:
    """What it is and where it is asked; the statements about the publisher are those of the feed."""
    me = void_dataset()
    yield me, RDF.type, VOID.Dataset
    yield me, DCT.title, literal(settings.CATALOGUE_NAME, language=settings.LANGUAGE_CODE)
    yield me, DCT.description, literal(settings.CATALOGUE_DESCRIPTION, language=settings.LANGUAGE_CODE)
    yield me, DCT.publisher, publisher()
    yield from (triple for triple in catalogue(None) if triple[0] == publisher())
    yield me, DCT.license, named(settings.CATALOGUE_LICENCE)
    yield me, FOAF.homepage, named(absolute("/"))
    yield me, DCT.source, node()
    yield me, VOID.uriSpace, literal(settings.PID_BASE)
    for row in answering.RDF.values():
        yield me, DCT["format"], named(f"http://www.iana.org/assignments/media-types/{row.media_type}")
    for door in open_doors():
        yield me, FOAF.page, named(absolute(f"/about/machines#{door.name}"))
        if door.name == "sparql":
            yield me, VOID.sparqlEndpoint, named(door.address)
        if door.name == "feed":
            yield me, VOID.rootResource, node()


def _counts(counted: Statistics) -> Iterator[Triple]:
    """Statistics (VoID, section 4.6), also by class and by property (section 4.5)."""
    me = void_dataset()
    yield me, VOID.entities, number(counted.entities)
    yield me, VOID.triples, number(counted.triples)
    yield me, VOID.classes, number(len(counted.classes))
    yield me, VOID.properties, number(len(counted.properties))
    for base in counted.vocabularies:
        yield me, VOID.vocabulary, named(base)
    parts = (
        (VOID.classPartition, "class", VOID["class"], VOID.entities, counted.classes),
        (VOID.propertyPartition, "property", VOID["property"], VOID.triples, counted.properties),
    )
    for partition, name, names, counts, found in parts:
        for place, (iri, count) in enumerate(sorted(found.items())):
            part = named(absolute(f"/void#{name}-{place}"))
            yield me, partition, part
            yield part, RDF.type, VOID.Dataset
            yield part, names, named(iri)
            yield part, counts, number(count)


def _links(counted: Statistics) -> Iterator[Triple]:
    """How often descriptions point into data sets of others (VoID, section 5)."""
    for name, count in sorted(counted.links.items()):
        links, target = named(absolute(f"/void#links-{name}")), named(absolute(f"/void#{name}"))
        yield void_dataset(), VOID.subset, links
        yield links, RDF.type, VOID.Linkset
        yield links, VOID.subjectsTarget, void_dataset()
        yield links, VOID.objectsTarget, target
        yield links, VOID.triples, number(count)
        yield target, RDF.type, VOID.Dataset
        yield target, VOID.uriSpace, literal(TARGETS[name])


def _dump(dump: Dump, found: Manifest) -> Iterator[Triple]:
    """Where the file is, how large it is, and by which checksum it can be verified (SPDX)."""
    address = absolute(f"/dump.{dump.suffix}.gz")
    me, checksum = named(address), named(absolute(f"/void#sha256-{dump.suffix}"))
    yield void_dataset(), VOID.dataDump, me
    yield me, RDF.type, FOAF.Document
    yield me, DCAT.mediaType, named(f"http://www.iana.org/assignments/media-types/{dump.media_type}")
    yield me, DCAT.compressFormat, _GZIP
    yield me, DCAT.byteSize, literal(str(dump.size), datatype=XSD.nonNegativeInteger[1:-1])
    yield me, DCT.modified, moment(found.made_at)
    yield me, DCT.license, named(settings.CATALOGUE_LICENCE)
    yield me, SPDX.checksum, checksum
    yield checksum, RDF.type, SPDX.Checksum
    yield checksum, SPDX.algorithm, _SHA256
    yield checksum, SPDX.checksumValue, literal(dump.sha256, datatype=XSD.hexBinary[1:-1])
