"""The shapes of answers, as the OpenAPI document names them."""

from typing import Any

from catalog.models import Kind, Scope, State, Visibility

Schema = dict[str, Any]


def _object(required: str, **properties: Schema) -> Schema:
    return {"type": "object", "properties": properties, "required": required.split()}


def _text(*values: str, **more: Any) -> Schema:
    return {"type": "string"} | ({"enum": list(values)} if values else {}) | more


_WHOLE: Schema = {"type": "integer"}
_MOMENT = _text(format="date-time")
_PERHAPS: Schema = {"type": ["string", "null"]}


def _list(name: str) -> Schema:
    return {"type": "array", "items": {"$ref": f"#/components/schemas/{name}"}}


_ABOUT: dict[str, Schema] = {
    "iri": _text(),
    "slug": _text(),
    "kind": _text(*(k for k in Kind.values if k != Kind.REFERENCE)),
    "page": _text(format="uri"),
    "organisation": _PERHAPS,
    "state": _text(*State.values),
    "visibility": _text(*Visibility.values),
    "withdrawn_because": _text(),
    "digest": _text(),
    "revision": _WHOLE,
    "violations": _WHOLE,
    "warnings": _WHOLE,
    "created_at": _MOMENT,
    "modified_at": _MOMENT,
}
_ALL = " ".join(_ABOUT)
_MAY = ("edit", "publish", "change_directly", "submit", "review")
_DRAFT = _object(
    "version stage digest review", version=_WHOLE, stage=_text(), digest=_text(), review=_text(format="uri")
)

SCHEMAS: dict[str, Schema] = {
    "Problem": _object(
        "type title status detail",
        type=_text(),
        title=_text(),
        status=_WHOLE,
        detail=_text(),
        instance=_text(),
        errors={"type": "array", "items": _object("pointer detail", pointer=_text(), detail=_text())},
    )
    | {
        "description": "RFC 9457. `errors` says what is wrong where, by JSON Pointer.",
        "examples": [
            {
                "type": "about:blank",
                "title": "This cannot be kept",
                "status": 422,
                "detail": "The description cannot be read; “errors” says where.",
                "errors": [{"pointer": "/titel", "detail": "“Dataset” has no property “titel”. Did you mean “title”?"}],
            }
        ],
    },
    "Finding": _object(
        "severity message node path",
        severity=_text("violation", "warning", "info"),
        message=_text(),
        node=_text(),
        path=_text(),
        component=_text(),
        value=_PERHAPS,
    ),
    "Findings": _object("profile digest findings", profile=_text(), digest=_text(), findings=_list("Finding")),
    "Links": _object(
        "items",
        items={
            "type": "array",
            "items": _object(
                "resource property url standing asked broke history",
                resource=_text(),
                property=_text(),
                url=_text(),
                standing=_text("well", "moved", "failing", "broken", "barred", "unasked"),
                status={"type": ["integer", "null"]},
                problem=_PERHAPS,
                because=_PERHAPS,
                checked_at=_PERHAPS,
                ok_at=_PERHAPS,
                broken_since=_PERHAPS,
                asked=_WHOLE,
                broke=_WHOLE,
                leads_to=_PERHAPS,
                history={"type": "array", "items": {"type": "object"}},
            ),
        },
    ),
    "Verdict": _object(
        "profile conforms statements looked_at violations warnings infos findings",
        profile=_text(),
        title=_text(),
        version=_text(),
        iri=_text(),
        conforms={"type": "boolean"},
        statements=_WHOLE,
        looked_at=_WHOLE,
        violations=_WHOLE,
        warnings=_WHOLE,
        infos=_WHOLE,
        left_out=_WHOLE,
        findings=_list("JudgedFinding"),
    ),
    "JudgedFinding": _object(
        "severity message node path line mends",
        severity=_text("violation", "warning", "info"),
        message=_text(),
        node=_text(),
        name=_text(),
        path=_text(),
        component=_text(),
        value=_PERHAPS,
        line={"type": ["integer", "null"]},
        mends={"type": "array", "items": _object("value label", value=_text(), label=_text())},
    ),
    "Standing": _object(
        f"{_ALL} may",
        **_ABOUT,
        may=_object("edit publish", **{key: {"type": "boolean"} for key in _MAY}),
        draft=_DRAFT,
    ),
    "Receipt": _object(
        f"{_ALL} outcome dry_run",
        **_ABOUT,
        outcome=_text("created", "updated", "unchanged", "refused", "draft"),
        draft=_DRAFT,
        dry_run={"type": "boolean"},
        suppressed=_WHOLE,
        findings=_list("Finding"),
    ),
    "Entry": _object(f"{_ALL} title api", **_ABOUT, title={"type": "object"}, api=_text(format="uri")),
    "Page": _object("items next", items=_list("Entry"), next=_PERHAPS),
    "NewToken": _object(
        "name",
        name=_text(minLength=1, maxLength=100),
        scope=_text(*Scope.values),
        days={"type": "integer", "minimum": 1, "maximum": 366},
    )
    | {"additionalProperties": False},
}
