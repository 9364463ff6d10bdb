"""`/validate`: a form for any RDF, the verdict beside it in plain words, and the same as a SHACL report."""

from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from catalog.api import limits
from catalog.clients import client_of
from catalog.intake.fetching import Unreachable
from catalog.language import current_language
from catalog.pages import asking, errors
from catalog.pages.uploads import uploads_up_to, way_of
from catalog.validating import fetching, showing
from catalog.validating.asking import RETRY_AFTER, TROUBLES, Trouble, answer, too_large
from catalog.validating.working import Job, Outcome
from fair_metadata.formats.report import WRITERS
from fair_metadata.profiles import CHECKED
from fair_metadata.reading.media import MEDIA_TYPES, SUFFIXES
from fair_metadata.validation.standards import STANDARDS

WAYS = ("text", "file", "address")
SYNTAXES = {
    "text/turtle": "Turtle",
    "application/ld+json": "JSON-LD",
    "application/rdf+xml": "RDF/XML",
    "application/trig": "TriG",
    "application/n-triples": "N-Triples",
    "application/n-quads": "N-Quads",
}
_ENDINGS = {"text/turtle": "ttl", "application/ld+json": "jsonld"}


class Wrong(Exception):
    """What was sent cannot be judged, and why."""

    def __init__(self, trouble: Trouble) -> None:
        super().__init__(trouble.detail)
        self.trouble = trouble


@dataclass(frozen=True, slots=True)
class Sent:
    """What a form sent: the job, and which of the three ways it came by."""

    job: Job
    way: str


@require_http_methods(["GET", "HEAD", "POST"])
@uploads_up_to("VALIDATE_BYTES")
def validate(request: HttpRequest) -> HttpResponse:
    """The form; with what it sends, the verdict. Nothing of that is kept, and nothing of it is noted."""
    if request.method != "POST":
        response = _page(request, {"profile": request.GET.get("profile", "")})
        patch_cache_control(response, private=True, no_cache=True)
        return response
    share = limits.taken(request)
    if share.is_over:
        detail = _("%(n)s requests a minute is the limit. Wait %(seconds)s seconds.")
        said = detail % {"n": share.limit, "seconds": share.resets_in}
        response = errors.problem(request, 429, _("That was too often"), said)
        response["Retry-After"] = str(share.resets_in)
        return response
    response = _answered(request)
    response["Cache-Control"] = "no-store"
    return response


def _answered(request: HttpRequest) -> HttpResponse:
    sent = None
    try:
        sent = _sent(request)
        outcome = answer(sent.job, client_of(request, asking.viewer(request)))
    except Wrong as wrong:
        return _troubled(request, wrong.trouble, sent)
    except tuple(TROUBLES) as error:
        tell = next(tell for kind, tell in TROUBLES.items() if isinstance(error, kind))
        return _troubled(request, tell(error), sent)
    if outcome.verdict is not None and sent.job.form:
        return _report(outcome, sent.job.form)
    return _judged(request, sent, outcome)


def _judged(request: HttpRequest, sent: Sent, outcome: Outcome) -> HttpResponse:
    shown = {
        "text": outcome.text,
        "syntax": outcome.media_type,
        "name": sent.job.name if sent.way != "text" else "",
        "stands": _stamp(outcome.text),
        "is_mended": sent.job.mend is not None and outcome.verdict is not None,
        "way": "text" if outcome.text else sent.way,
    }
    if outcome.verdict is None:
        where = _("Line %(n)s") % {"n": outcome.line} + ": " if outcome.line else ""
        shown["trouble"] = Trouble(422, f"{where}{outcome.refused[:1].upper()}{outcome.refused[1:]}")
        return _page(request, shown, status=422)
    shown["verdict"] = showing.verdict(outcome.verdict, outcome.text, current_language())
    return _page(request, shown)


def _report(outcome: Outcome, form: str) -> HttpResponse:
    name = f"validation-report.{_ENDINGS[form]}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(outcome.report, content_type=f"{form}; charset=utf-8", headers=headers)


def _troubled(request: HttpRequest, trouble: Trouble, sent: Sent | None) -> HttpResponse:
    text = request.POST.get("text", "")
    if not text and sent is not None:
        text = sent.job.body.decode("utf-8", "replace") if trouble.status == 503 else ""
    response = _page(request, {"trouble": trouble, "text": text, "way": way_of(request, WAYS)}, status=trouble.status)
    if trouble.status == 503:
        response["Retry-After"] = str(RETRY_AFTER)
        response._has_been_logged = True  # type: ignore[attr-defined]  # a busy moment is no fault, and may be long
    return response


def _sent(request: HttpRequest) -> Sent:
    """The document by whichever way it comes. Wrong when there is none, or it is too large."""
    way = way_of(request, WAYS)
    if getattr(request, "is_too_large", False):  # known once the form is read
        raise Wrong(too_large())
    if not way:
        raise Wrong(Trouble(422, _("Paste a description, choose a file, or write an address.")))
    job = replace(_BY_WAY[way](request), standard=_standard(request), form=_form(request), mend=_mend(request))
    if len(job.body) > settings.VALIDATE_BYTES:
        raise Wrong(too_large())
    return Sent(job, way)


def _pasted(request: HttpRequest) -> Job:
    media_type = request.POST.get("syntax", "")
    body = request.POST.get("text", "").replace("\r\n", "\n").encode("utf-8", "replace")
    return _job(body, media_type=media_type if media_type in MEDIA_TYPES else "")


def _of_file(request: HttpRequest) -> Job:
    """What a browser calls a file's type is often a guess; its name and its bytes say it better."""
    file = next(iter(request.FILES.values()))
    ending = str(file.name).removesuffix(".gz").rsplit(".", 1)[-1].lower()
    syntax = SUFFIXES.get(ending)
    return _job(file.file.read(), media_type=syntax.media_type if syntax else "", name=str(file.name)[:200])


def _of_address(request: HttpRequest) -> Job:
    address = request.POST["address"].strip()
    try:
        body, media_type, there = fetching.document(address, asking.viewer(request))
    except Unreachable as refusal:
        raise Wrong(Trouble(422, str(refusal))) from None
    return _job(body, media_type=media_type.partition(";")[0].strip().lower(), name=address[:200], base=there)


_BY_WAY = {"text": _pasted, "file": _of_file, "address": _of_address}


def _job(body: bytes, *, media_type: str = "", name: str = "", base: str = "") -> Job:
    return Job(
        body,
        standard=CHECKED.name,
        most_bytes=settings.VALIDATE_BYTES,
        media_type=media_type,
        name=name,
        base=base or "urn:document:",
        with_text=True,
    )


def _standard(request: HttpRequest) -> str:
    name = request.POST.get("profile", "") or CHECKED.name
    if name not in STANDARDS:
        raise Wrong(Trouble(422, _("There is no such profile. Choose one of the list.")))
    return name


def _form(request: HttpRequest) -> str:
    form = request.POST.get("report", "")
    return form if form in WRITERS else ""


def _mend(request: HttpRequest) -> int | None:
    """The number of the mend that was clicked; none when the text was changed since they were offered."""
    number, text = request.POST.get("mend", ""), request.POST.get("text", "").replace("\r\n", "\n")
    is_the_same = request.POST.get("stands") == _stamp(text)
    return int(number) if is_the_same and number.isascii() and number.isdigit() and len(number) < 6 else None


def _stamp(text: str) -> str:
    return sha256(text.replace("\r\n", "\n").encode("utf-8", "replace")).hexdigest()[:16]


def _page(request: HttpRequest, shown: dict[str, Any], *, status: int = 200) -> HttpResponse:
    profile = request.POST.get("profile", "") or shown.get("profile", "")
    context = {
        "standards": [(each.name, each.title[current_language()]) for each in STANDARDS.values()],
        "syntaxes": SYNTAXES.items(),
        "address": request.POST.get("address", ""),
        "most": settings.VALIDATE_BYTES,
        "seconds": settings.VALIDATE_DEADLINE,
        "reports": {"text/turtle": "Turtle", "application/ld+json": "JSON-LD"}.items(),
        **shown,
        "profile": profile if profile in STANDARDS else CHECKED.name,
    }
    return render(request, "validate/page.html", context, status=status)
