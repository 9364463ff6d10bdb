"""The addresses of the FAIR Data Point, below `/fdp`."""

from django.urls import URLPattern, re_path

from catalog.protocols.fdp import accounts, index, labels, reading, shapes, state, writing
from catalog.protocols.fdp.answering import door
from catalog.protocols.fdp.definitions import OF_KIND
from catalog.protocols.fdp.places import SITE_TAIL

_PREFIXES = "|".join(row.prefix for row in OF_KIND.values())
_PREFIX, _CHILD = rf"(?P<prefix>{_PREFIXES})", rf"(?P<child>{_PREFIXES})"
_TAIL = rf"(?P<tail>[a-z0-9-]+|{SITE_TAIL})"
_UUID = r"(?P<uuid>[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})"
_RECORD = rf"{_PREFIX}/{_TAIL}"

_read = door({"GET": reading.record, "PUT": writing.replace, "DELETE": writing.remove})
_expanded, _children = door({"GET": reading.expanded}), door({"GET": reading.children})
_meta, _state = door({"GET": state.meta}), door({"PUT": state.change})
_spec = door({"GET": shapes.spec})

_ROWS = (
    (r"/?", door({"GET": reading.record, "POST": index.post, "PUT": writing.replace})),
    (r"/expanded", _expanded),
    (r"/spec", _spec),
    (r"/meta", _meta),
    (rf"/page/{_CHILD}", _children),
    (rf"/{_PREFIX}/?", door({"GET": reading.collection, "POST": writing.create})),
    (rf"/{_PREFIX}/spec", _spec),
    (rf"/{_RECORD}", _read),
    (rf"/{_RECORD}/expanded", _expanded),
    (rf"/{_RECORD}/meta", _meta),
    (rf"/{_RECORD}/meta/state", _state),
    (rf"/{_RECORD}/page/{_CHILD}", _children),
    (rf"/{_RECORD}/{_CHILD}/", door({"GET": reading.container})),
    (rf"/profile/{_UUID}", door({"GET": shapes.profile_page})),
    (r"/metadata-schemas(?:/public)?", door({"GET": shapes.schemas})),
    (rf"/metadata-schemas/{_UUID}", door({"GET": shapes.schema})),
    (r"/resource-definitions", door({"GET": shapes.definitions})),
    (rf"/resource-definitions/{_UUID}", door({"GET": shapes.definition})),
    (r"/label", door({"GET": labels.label})),
    (r"/tokens", door({"POST": accounts.token})),
    (r"/users/current", door({"GET": accounts.current})),
    (r"/configs/bootstrap", door({"GET": accounts.bootstrap})),
    (r"/index/entries", door({"GET": index.entries})),
    (r"/index/entries/all", door({"GET": index.every})),
    (r"/index/entries/info", door({"GET": index.info})),
    (rf"/index/entries/{_UUID}/data", door({"GET": index.data})),
    (rf"/index/entries/{_UUID}", door({"GET": index.entry, "PUT": index.permit, "DELETE": index.forget})),
)

urlpatterns: list[URLPattern] = [re_path(rf"^fdp{pattern}\Z", view) for pattern, view in _ROWS]
