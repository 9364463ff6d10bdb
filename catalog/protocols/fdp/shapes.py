"""What clients learn the form of descriptions from: shapes, profiles, resource definitions. All made of the table."""

from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.http import Http404, HttpRequest, HttpResponseBase, JsonResponse

from catalog.protocols.fdp import places
from catalog.protocols.fdp.answering import rdf, wants_json
from catalog.protocols.fdp.definitions import DEFINITIONS, Definition, by_uuid
from catalog.protocols.fdp.describing import profile_of
from fair_metadata.derive.shacl import shapes
from fair_metadata.namespaces import DASH, DCAT, DCT, FDP, PROF, RDF, RDFS, SH
from fair_metadata.profile import Profile, Property, Shape
from fair_metadata.profiles import PROFILES
from fair_metadata.reading import read_all
from fair_metadata.terms import Term, Triple, iri, literal, named

_SHACL = named("http://www.w3.org/ns/shacl")
_TURTLE = named("https://www.iana.org/assignments/media-types/text/turtle")
_VALIDATION = named("http://www.w3.org/ns/dx/prof/role/validation")


def profile() -> Profile:
    """The profile that what is written here is held to (FDP_PROFILE)."""
    if settings.FDP_PROFILE not in PROFILES:
        raise ImproperlyConfigured(f"FDP_PROFILE is “{settings.FDP_PROFILE}”. Write one of: {', '.join(PROFILES)}.")
    return PROFILES[settings.FDP_PROFILE]


def schema_of(definition: Definition) -> str:
    return f"{places.root().address}/metadata-schemas/{definition.uuid}"


def spec(request: HttpRequest, prefix: str = "") -> HttpResponseBase:
    """The shapes of one kind of resource (SHACL), with what they need for nested nodes."""
    return rdf(request, named(schema_of(DEFINITIONS[prefix])), shapes_of(DEFINITIONS[prefix], profile().name))


@cache
def shapes_of(definition: Definition, name: str) -> tuple[Triple, ...]:
    """The shapes as triples. Each property also says with what it is edited and shown, for clients that make forms."""
    known = _part(definition, PROFILES[name])
    found = read_all(shapes(known, base=f"{schema_of(definition)}#").encode(), media_type="text/turtle")
    return (*found, *_for_forms(found, known))


def _part(definition: Definition, whole: Profile) -> Profile:
    """The profile with the shape of these resources and what that leads to; DCAT-AP where it knows none of them."""
    target = DCAT.DataService if not definition.prefix else definition.classes[0]
    if target not in whole.by_class:
        whole = PROFILES["dcat-ap"]
    top = whole.by_class[target]
    wanted: dict[str, Shape] = {}
    todo = [top]
    while todo:
        shape = todo.pop()
        if shape.name not in wanted:
            wanted[shape.name] = shape
            todo += [whole.shapes[row.shape] for row in shape.properties if row.shape in whole.shapes]
    if not definition.prefix:
        wanted[top.name] = replace(top, target=FDP.FAIRDataPoint)
    return replace(whole, shapes=wanted)


def _for_forms(found: list[Triple], known: Profile) -> Iterator[Triple]:
    """DASH editors and viewers for the property shapes that have an order, one for each property."""
    rows = {row.path: row for shape in known.shapes.values() for row in shape.properties}
    paths = {s: o for s, p, o in found if p == SH.path}
    for node in [s for s, p, _ in found if p == SH.order]:
        if row := rows.get(paths.get(node, "")):
            editor, viewer = _editing(row)
            yield node, DASH.editor, editor
            yield node, DASH.viewer, viewer


def _editing(row: Property) -> tuple[Term, Term]:
    kinds = {iri(datatype).rpartition("#")[2] for datatype in row.datatypes}
    if "date" in kinds:
        return DASH.DatePickerEditor, DASH.LiteralViewer
    if row.path == DCT.description:
        return DASH.TextAreaEditor, DASH.LiteralViewer
    if row.is_text:
        return DASH.TextFieldEditor, DASH.LiteralViewer
    return (DASH.DetailsEditor, DASH.DetailsViewer) if row.shape else (DASH.URIEditor, DASH.LabelViewer)


def profile_page(request: HttpRequest, uuid: str) -> HttpResponseBase:
    """The profile of one kind of resource (W3C Profiles Vocabulary)."""
    definition = _definition(uuid)
    me, resource = profile_of(definition), named(f"{iri(profile_of(definition))}#schema")
    triples = [
        (me, RDF.type, PROF.Profile),
        (me, RDFS.label, literal(f"{definition.name} Profile")),
        (me, PROF.isProfileOf, named(profile().iri)),
        (me, PROF.hasResource, resource),
        (resource, RDF.type, PROF.ResourceDescriptor),
        (resource, RDFS.label, literal(f"{profile().title} {profile().version}: {definition.name}")),
        (resource, DCT.conformsTo, _SHACL),
        (resource, DCT["format"], _TURTLE),
        (resource, PROF.hasRole, _VALIDATION),
        (resource, PROF.hasArtifact, named(schema_of(definition))),
    ]
    return rdf(request, me, triples)


def schemas(request: HttpRequest) -> HttpResponseBase:
    return JsonResponse([_schema(row) for row in DEFINITIONS.values()], safe=False)


def schema(request: HttpRequest, uuid: str) -> HttpResponseBase:
    """The shapes as RDF, or what is known of them as JSON, as the reference answers under one address."""
    definition = _definition(uuid)
    return JsonResponse(_schema(definition)) if wants_json(request) else spec(request, definition.prefix)


def _schema(definition: Definition) -> dict[str, Any]:
    version = profile().version
    latest = {
        "uuid": definition.uuid,
        "versionUuid": definition.uuid,
        "name": definition.name,
        "description": f"{profile().title} {version}",
        "version": version,
        "versionString": version,
        "published": True,
        "latest": True,
        "abstractSchema": False,
        "targetClasses": [iri(each) for each in definition.classes],
        "extendsSchemaUuids": [],
        "definition": schema_of(definition),
    }
    kept = {"uuid": definition.uuid, "name": definition.name, "latest": latest, "draft": None, "versions": [version]}
    below = [DEFINITIONS[child.prefix].uuid for child in definition.children]
    return kept | {"extendSchemaUuids": [], "childSchemaUuids": below}


def definitions(request: HttpRequest) -> HttpResponseBase:
    return JsonResponse([_as_json(row) for row in DEFINITIONS.values()], safe=False)


def definition(request: HttpRequest, uuid: str) -> HttpResponseBase:
    return JsonResponse(_as_json(_definition(uuid)))


def _definition(uuid: str) -> Definition:
    found = by_uuid(uuid)
    if found is None:
        raise Http404("There is nothing with this identifier here. /fdp/resource-definitions lists what there is.")
    return found


def _as_json(row: Definition) -> dict[str, Any]:
    return {
        "uuid": row.uuid,
        "name": row.name,
        "urlPrefix": row.prefix,
        "metadataSchemaUuids": [row.uuid],
        "targetClassUris": [iri(each) for each in row.classes],
        "children": [
            {
                "resourceDefinitionUuid": DEFINITIONS[child.prefix].uuid,
                "relationUri": iri(child.relation),
                "listView": {"title": child.title, "tagsUri": iri(DCAT.theme), "metadata": []},
            }
            for child in row.children
        ],
        "externalLinks": [],
    }
