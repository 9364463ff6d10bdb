"""What a request asks, as SPARQL 1.1 Protocol says (2.1), and every way in which it may not be asked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import parse_qs, urljoin, urlsplit

from django.conf import settings
from django.http import HttpRequest

from search.sparql.reading import Query, Refused, read

FORM_TYPE, QUERY_TYPE, UPDATE_TYPE = (
    "application/x-www-form-urlencoded",
    "application/sparql-query",
    "application/sparql-update",
)
_ONCE = ("query", "format")
Parameters = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Asked:
    """A query with the dataset of the protocol, which goes before the query's own (2.1.4); None where none is named."""

    query: Query
    default_graphs: tuple[str, ...] | None
    named_graphs: tuple[str, ...] | None
    format: str = ""


def endpoint() -> str:
    """The address of the endpoint, against which relative IRIs are resolved."""
    return f"{settings.BASE_URL}/sparql"


def asked(request: HttpRequest) -> Asked | None:
    """What is asked; None for a GET that asks nothing. `Refused` says what is wrong, with the status."""
    if request.method == "POST":
        return _posted(request)
    parameters = _parsed(request.META.get("QUERY_STRING", "").encode("latin-1"))
    _refuse_update(parameters)
    return _asked(parameters) if "query" in parameters else None


def _posted(request: HttpRequest) -> Asked:
    media_type, charset = _content_type(request)
    body = _body(request)
    if charset not in ("", "utf-8", "utf8"):
        raise Refused(f"The body is said to be {charset}. Queries are UTF-8 (SPARQL 1.1 Protocol, 2.1.3).", status=415)
    if media_type == FORM_TYPE:
        parameters = _parsed(body)
        _refuse_update(parameters)
        if "query" not in parameters:
            raise Refused("The form has no parameter “query”.")
        return _asked(parameters)
    if media_type == QUERY_TYPE:
        parameters = _parsed(request.META.get("QUERY_STRING", "").encode("latin-1"))
        if "query" in parameters:
            raise Refused("The query is in the body, so the address may not have another one.")
        return _asked({**parameters, "query": [_text(body)]})
    if media_type == UPDATE_TYPE:
        raise Refused(_NO_UPDATE, status=403)
    said = f"The body is {media_type}" if media_type else "The body has no Content-Type"
    raise Refused(f"{said}. Send {FORM_TYPE} with “query=…”, or the query alone as {QUERY_TYPE}.", status=415)


_NO_UPDATE = "This endpoint answers queries only: it takes no updates."


def _content_type(request: HttpRequest) -> tuple[str, str]:
    media_type, *parameters = (part.strip() for part in request.META.get("CONTENT_TYPE", "").split(";"))
    pairs = (part.partition("=") for part in parameters)
    charset = next((value.strip('"').lower() for name, _, value in pairs if name.lower() == "charset"), "")
    return media_type.lower(), charset


def _body(request: HttpRequest) -> bytes:
    """Read once, and no more of it than a query may be."""
    most = 3 * settings.SPARQL_QUERY_KB * 1024  # a form may need three characters for one
    length = request.META.get("CONTENT_LENGTH") or "0"
    if not length.isdigit() or int(length) > most:
        raise _too_long()
    return request.read(int(length))


def _parsed(encoded: bytes) -> Parameters:
    text = encoded.decode("latin-1")
    try:
        found = parse_qs(text, keep_blank_values=True, errors="strict", max_num_fields=1000)
    except UnicodeDecodeError:
        raise Refused("What is percent-encoded here is not UTF-8.") from None
    except ValueError:
        raise Refused("There are more than 1,000 parameters.") from None
    for name in _ONCE:
        if len(found.get(name, ())) > 1:
            raise Refused(f"“{name}” is there {len(found[name])} times, and may be there once.")
    return found


def _refuse_update(parameters: Parameters) -> None:
    if "update" in parameters:
        raise Refused(_NO_UPDATE, status=403)


def _text(body: bytes) -> str:
    try:
        return body.decode()
    except UnicodeDecodeError as error:
        raise Refused(f"The query is not UTF-8: see byte {error.start + 1}.") from None


def _asked(parameters: Parameters) -> Asked:
    text = parameters["query"][0]
    if len(text.encode("utf-8", "surrogatepass")) > settings.SPARQL_QUERY_KB * 1024:
        raise _too_long()
    if "\0" in text or not text.strip():
        raise Refused("The query is empty, or holds a null character.")
    default, named = (_graphs(parameters, f"{kind}-graph-uri") for kind in ("default", "named"))
    if default is not None or named is not None:
        # Of what the protocol names it makes a whole dataset: without a default graph that one is empty (2.1.4).
        default, named = default or (), named or ()
    return Asked(_read(text), default, named, parameters.get("format", [""])[0].strip())


def _read(text: str) -> Query:
    try:
        return read(text)
    except Refused as refusal:
        refusal.text = text
        raise


def _graphs(parameters: Parameters, name: str) -> tuple[str, ...] | None:
    if name not in parameters:
        return None
    iris = tuple(urljoin(endpoint(), iri.strip()) for iri in parameters[name])
    for iri in iris:
        if not urlsplit(iri).scheme or any(character in iri for character in '<>"{}|\\^` \n\r\t'):
            raise Refused(f"“{iri[:200]}” in “{name}” is no IRI.")
    return iris


def _too_long() -> Refused:
    return Refused(
        f"A query may be {settings.SPARQL_QUERY_KB} KB long. Split it, or ask for less at once.",
        status=413,
        limit="SPARQL_QUERY_KB",
    )
