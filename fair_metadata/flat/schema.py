"""JSON Schema of the flat form, one for each shape of a profile: what the OpenAPI document shows."""

from typing import Any

from fair_metadata.flat.values import ALSO, INCLUDED, OTHER, is_address
from fair_metadata.namespaces import short
from fair_metadata.profile import Form, Profile, Property, Shape

Schema = dict[str, Any]

_TEXTS: Schema = {
    "type": "object",
    "description": f"Language → text or texts; “@none” for texts without a language, “{OTHER}” for what is no text.",
    "additionalProperties": {"anyOf": [{"type": "string"}, {"type": "array"}]},
    "examples": [{"en": "A registry", "es": "Un registro"}],
}
_VALUE: Schema = {"type": ["string", "number", "boolean", "object"]}


def schemas(profile: Profile) -> dict[str, Schema]:
    """Name → schema, for each shape."""
    return {name_of(shape): _schema(shape, profile) for shape in profile.shapes.values()}


def name_of(shape: Shape) -> str:
    """`PeriodOfTime` for `period_of_time`."""
    return "".join(part.title() for part in shape.name.split("_"))


def _schema(shape: Shape, profile: Profile) -> Schema:
    target = {"examples": [[short(shape.target)]]} if shape.target else {}
    fixed: dict[str, Schema] = {
        "@id": {"type": "string", "description": "The IRI that is described."},
        "@type": {"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]} | target,
        ALSO: {"type": "object", "description": "What the profile does not know: IRI of the property → values."},
        INCLUDED: {"type": "array", "items": {"type": "object"}, "description": "Nested nodes with no place above."},
    }
    rows = {row.name: _property(row, profile) for row in shape.properties}
    return {"type": "object", "title": shape.label["en"], "properties": fixed | rows, "additionalProperties": False}


def _property(row: Property, profile: Profile) -> Schema:
    words = {"title": row.label["en"], "description": f"{row.help['en']} ({short(row.path)}, {row.level})"}
    if row.form is Form.TEXT:
        return _TEXTS | words
    one = _VALUE | ({"format": "iri"} if is_address(row) else {})
    options = [one, {"type": "array", "items": _VALUE}]
    if is_address(row) or row.form is Form.ANY:
        options.append(_nested(row, profile))
    return {"anyOf": options} | words


def _nested(row: Property, profile: Profile) -> Schema:
    shape = profile.shapes.get(row.shape)
    inner: Schema = {"$ref": f"#/components/schemas/{name_of(shape)}"} if shape else {"type": "object"}
    said = "Nested nodes by their names: an IRI, or a label that begins with “_:”."
    return {"type": "object", "description": said, "additionalProperties": {"anyOf": [inner, {"type": "array"}]}}
