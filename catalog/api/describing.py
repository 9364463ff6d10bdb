"""What the OpenAPI document says of each operation: one row each; statuses, parameters and bodies from tables."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, OpenApiResponse, extend_schema

from catalog.api.problems import MEDIA_TYPE, TITLES
from catalog.models import Kind, State
from fair_metadata.validation.standards import STANDARDS

Schema = dict[str, Any]
Method = Callable[..., Any]

JSON, JSON_LD, MERGE_PATCH, NDJSON = (
    "application/json",
    "application/ld+json",
    "application/merge-patch+json",
    "application/x-ndjson",
)


def _ref(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}


DESCRIPTION: Schema = {
    "anyOf": [_ref(n) for n in ("Dataset", "Catalog", "Series", "Distribution", "Service", "Record")]
}
ANYTHING: Schema = {"type": "object"}
_TITLE = {"@type": ["dcat:Dataset"], "title": {"en": "A registry of AML", "es": "Un registro de LMA"}}
_BOTH: Mapping[str, Schema] = {JSON: DESCRIPTION, JSON_LD: ANYTHING}


def _query(name: str, about: str, kind: Any = OpenApiTypes.STR, **more: Any) -> OpenApiParameter:
    return OpenApiParameter(name, kind, OpenApiParameter.QUERY, description=about, **more)


def _header(name: str, about: str, *, required: bool = False) -> OpenApiParameter:
    return OpenApiParameter(name, OpenApiTypes.STR, OpenApiParameter.HEADER, description=about, required=required)


_CURSOR = _query("cursor", "Go on after this place of the last answer.", OpenApiTypes.INT)
_LIMIT = _query("limit", "At most so many.", OpenApiTypes.INT)
_CHOSEN = (
    _query("kind", "Only this kind.", enum=[k for k in Kind.values if k != Kind.REFERENCE]),
    _query("state", "Only in this state; published ones when it is not given.", enum=State.values),
    _query("organisation", "Only of this organisation (slug)."),
    _query("since", "Only what changed after the revision of this number.", OpenApiTypes.INT),
    _CURSOR,
    _LIMIT,
)
_ORGANISATION = _query("organisation", "The organisation that describes it (slug). Needed by people in several.")
_REASON = _query("reason", "Why, for the history.")
_DRY_RUN = _query("dry_run", "Do all, tell what would come of it, and keep nothing.", OpenApiTypes.BOOL)
_KEY = _header("Idempotency-Key", "A name for this request; sent again within a day, it gets the same answer.")
_IF_MATCH = _header("If-Match", "The ETag of the version that is changed.", required=True)
_IF_NONE_MATCH = _header("If-None-Match", "ETags that you have.")
_WRITE = (_REASON, _DRY_RUN, _KEY)
_AS = _query("as", "“draft”: keep the change beside what is published, to be reviewed (202).", enum=["draft"])


def operation(
    name: str,
    summary: str,
    *,
    answers: Mapping[int, Schema | None],
    problems: Iterable[int] = (),
    parameters: Iterable[OpenApiParameter] = (),
    body: Mapping[str, Schema] | None = None,
    example: Any = None,
    media: Iterable[str] = (JSON,),
    tag: str = "resources",
    public: bool = True,
) -> Callable[[Method], Method]:
    """One operation of the document. 406 and 429 are everywhere, 400 and 401 nearly so, and said once here."""
    responses: dict[Any, Any] = {}
    for status, schema in answers.items():
        for media_type in media if schema is not None else (None,):
            key = (status, media_type) if media_type else status
            responses[key] = OpenApiResponse(schema, description=_SAID.get(status, "As asked for."))
    for status in sorted({400, 401, 406, 429, *problems}):
        responses[(status, MEDIA_TYPE)] = OpenApiResponse(_ref("Problem"), description=TITLES[status])
    examples = [OpenApiExample("Example", value=example, request_only=True)] if example is not None else []
    made: Callable[[Method], Method] = extend_schema(
        operation_id=name,
        summary=summary,
        parameters=list(parameters),
        request=dict(body) if body else None,
        responses=responses,
        examples=examples,
        tags=[tag],
        auth=[{}, {"bearer": []}] if public else [{"bearer": []}],
    )
    return made


def reading(
    name: str, summary: str, *, parameters: Iterable[OpenApiParameter] = (), **more: Any
) -> Callable[[Method], Method]:
    """An operation that only reads one answer whole: who has it already is told so."""
    answers = {304: None} | more.pop("answers")
    return operation(name, summary, answers=answers, parameters=(*parameters, _IF_NONE_MATCH), **more)


_SAID = {
    200: "As asked for.",
    201: "Made; `Location` says where.",
    202: "Kept as a draft; what is published stays as it is.",
    204: "Done; there is nothing to say.",
    304: "It is as the client has it.",
    410: "It was withdrawn; this is what it said.",
}

resources = reading("listResources", "The resources that you may see", answers={200: _ref("Page")}, parameters=_CHOSEN)
create = operation(
    "createResource",
    "Describe something new; it becomes a draft",
    answers={200: _ref("Receipt"), 201: _ref("Receipt")},
    problems=(403, 409, 413, 415, 422),
    parameters=(_ORGANISATION, *_WRITE),
    body=_BOTH,
    example=_TITLE,
    public=False,
)
read = operation(
    "readResource",
    "One description, as flat JSON or as JSON-LD",
    answers={200: DESCRIPTION, 304: None, 410: DESCRIPTION},
    problems=(404,),
    parameters=(
        _query("as", "“draft”: what the draft of it says, for who may edit it.", enum=["draft"]),
        _IF_NONE_MATCH,
    ),
    media=(JSON, JSON_LD),
)
replace = operation(
    "replaceResource",
    "Put another description in its place; what the profile does not know stays unless “also” is written",
    answers={200: _ref("Receipt"), 202: _ref("Receipt")},
    problems=(403, 404, 409, 412, 413, 415, 422, 428),
    parameters=(_IF_MATCH, _AS, *_WRITE),
    body=_BOTH,
    example=_TITLE,
    public=False,
)
patch = operation(
    "changeResource",
    "Change what you name, and nothing else: a JSON Merge Patch on the flat form (RFC 7396)",
    answers={200: _ref("Receipt"), 202: _ref("Receipt")},
    problems=(403, 404, 409, 412, 413, 415, 422, 428),
    parameters=(_IF_MATCH, _AS, *_WRITE),
    body={MERGE_PATCH: ANYTHING, JSON: ANYTHING},
    example={"title": {"es": "Un registro de LMA"}},
    public=False,
)
delete = operation(
    "removeResource",
    "Withdraw what is published (with a reason), discard a draft",
    answers={200: _ref("Receipt")},
    problems=(403, 404, 409, 412, 422, 428),
    parameters=(_IF_MATCH, *_WRITE),
    public=False,
)


def _step(name: str, summary: str, example: Any) -> Callable[[Method], Method]:
    return operation(
        name,
        summary,
        answers={200: _ref("Receipt")},
        problems=(403, 404, 409, 413, 415, 422),
        parameters=_WRITE,
        body={JSON: ANYTHING},
        example=example,
        tag="workflow",
        public=False,
    )


publish = _step("publishResource", "Show it; refused while it breaks a rule of its profile", {})
submit = _step("submitResource", "Have the draft reviewed", {"note": "Please look."})
take_back = _step("takeBackResource", "Out of review, to be written on", {})
give_back = _step("returnResource", "Return it to who wrote it, with the reasons", {"because": "Say who collects it."})
approve = _step(
    "approveResource",
    "Publish what was reviewed, now or at a time; “version” is the draft that you read",
    {"version": 3, "reason": "Checked with the registry.", "at": "2027-01-31T08:00:00Z"},
)
withdraw = _step("withdrawResource", "Take it out of lists; its page stays, with the reason", {"because": "Replaced."})
show = _step("showResource", "Say whom it is for", {"visibility": "network"})
standing = reading(
    "readStanding",
    "How it stands, and what you may do with it",
    answers={200: _ref("Standing")},
    problems=(404,),
    tag="workflow",
)
findings = reading(
    "readFindings",
    "What is to be mended in it",
    answers={200: _ref("Findings")},
    problems=(404,),
    parameters=(_query("profile", "By this profile."),),
    tag="workflow",
)
links = reading(
    "readLinks",
    "How its web addresses answer: since when one is broken, when it was last well, how often it broke",
    answers={200: _ref("Links")},
    problems=(403, 404),
    tag="workflow",
    public=False,
)
revisions = reading(
    "listRevisions",
    "Its history as far as you may see it, the newest first",
    answers={200: ANYTHING},
    problems=(404,),
    parameters=(_query("before", "Only revisions before this number.", OpenApiTypes.INT), _LIMIT),
    tag="history",
)
revision = reading(
    "readRevision",
    "What it said after one change, and what that change took away and added",
    answers={200: ANYTHING},
    problems=(404,),
    media=(JSON, JSON_LD),
    tag="history",
)
differences = reading(
    "readDifferences",
    "What turns one revision into another, by field and as triples",
    answers={200: ANYTHING},
    problems=(404,),
    parameters=(
        _query("from", "This revision; the latest when it is not given.", OpenApiTypes.INT),
        _query("to", "This revision; the latest when it is not given.", OpenApiTypes.INT),
    ),
    tag="history",
)
fair = reading(
    "readFairReport",
    "How FAIR a dataset is, with evidence and repair",
    answers={200: ANYTHING},
    problems=(404,),
    tag="resources",
)
blame = reading(
    "readBlame",
    "For each value the revision that stated it first",
    answers={200: ANYTHING},
    problems=(404,),
    tag="history",
)
restore = operation(
    "restoreRevision",
    "Say again what it said then; a draft where others approve first",
    answers={200: ANYTHING},
    problems=(403, 404, 409),
    parameters=_WRITE,
    tag="history",
    public=False,
)
bulk_read = operation(
    "readBulk",
    "All descriptions that you may see, one a line; go on after the last line's “cursor”",
    answers={200: ANYTHING},
    parameters=_CHOSEN,
    media=(NDJSON,),
    tag="bulk",
)
bulk_write = operation(
    "writeBulk",
    "Describe many, one a line; a line that is wrong is told, and the others go on",
    answers={200: ANYTHING},
    problems=(403, 413, 415, 422),
    parameters=(
        _ORGANISATION,
        _REASON,
        _DRY_RUN,
        _query("publish", "Show those without violations.", OpenApiTypes.BOOL),
    ),
    body={NDJSON: ANYTHING},
    media=(NDJSON,),
    tag="bulk",
    public=False,
)
vocabularies = reading("listVocabularies", "All code lists", answers={200: ANYTHING}, tag="vocabularies")
concepts = reading(
    "listConcepts",
    "The concepts of a code list, or those that are called so",
    answers={200: ANYTHING},
    problems=(404,),
    parameters=(_query("q", "A name, the beginning of one, or a code."), _CURSOR, _LIMIT),
    tag="vocabularies",
)
concept = reading(
    "readConcept",
    "What an IRI means",
    answers={200: ANYTHING},
    problems=(404,),
    parameters=(_query("iri", "The concept's IRI.", required=True),),
    tag="vocabularies",
)
organisations = reading("listOrganisations", "Who describes data here", answers={200: ANYTHING}, tag="organisations")
organisation = reading(
    "readOrganisation", "One organisation", answers={200: ANYTHING}, problems=(404,), tag="organisations"
)
me = reading("readMe", "Who you are, and in which roles", answers={200: ANYTHING}, tag="you", public=False)
tokens = reading("listTokens", "Your tokens", answers={200: ANYTHING}, problems=(403,), tag="you", public=False)
make_token = operation(
    "makeToken",
    "A new token; its secret is shown this once",
    answers={201: ANYTHING},
    problems=(403, 413, 415, 422),
    body={JSON: _ref("NewToken")},
    example={"name": "nightly harvest", "scope": "read", "days": 90},
    tag="you",
    public=False,
)
revoke_token = operation(
    "revokeToken", "End a token", answers={204: None}, problems=(403, 404), tag="you", public=False
)
_DOCUMENT: Mapping[str, Schema] = {
    **{name: {"type": "string"} for name in ("text/turtle", "application/rdf+xml", "application/n-triples")},
    JSON_LD: ANYTHING,
}
validate = operation(
    "validate",
    "Hold any RDF to a profile; nothing of it is kept",
    answers={200: _ref("Verdict")},
    problems=(413, 415, 422, 503),
    parameters=(_query("profile", "By this profile; HealthDCAT-AP when it is not given.", enum=list(STANDARDS)),),
    body=_DOCUMENT,
    media=(JSON, "text/turtle", JSON_LD),
    tag="validation",
)
entrance = reading("readEntrance", "Where everything is", answers={200: ANYTHING}, tag="entrance")
