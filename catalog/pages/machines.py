"""What crawlers and probes ask for first: robots, sitemap, health."""

from xml.sax.saxutils import escape

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse

from catalog import browse, policy
from catalog.batching import batched
from catalog.models import Resource
from catalog.pages.asking import read_only

PER_SITEMAP = 10_000
_TIME = "%Y-%m-%dT%H:%M:%SZ"
_NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"


@read_only
def robots(request: HttpRequest) -> HttpResponse:
    """Everything may be read; suggestions and comparisons are answers to somebody, without end, and no pages."""
    lines = ["User-agent: *", "Allow: /", "Disallow: /compare", "Disallow: /suggest"]
    lines += [f"Sitemap: {settings.BASE_URL}/sitemap.xml", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


@read_only
def sitemap(request: HttpRequest) -> HttpResponse:
    """The index of site maps, each with at most 10,000 landing pages."""
    listed = Resource.objects.filter(policy.listed(policy.ANYBODY)).order_by("id")
    times = listed.values_list("public_at", flat=True).iterator(chunk_size=PER_SITEMAP)
    entries = []
    for part in batched(times, PER_SITEMAP):
        address = f"{settings.BASE_URL}/sitemap-{len(entries) + 1}.xml"
        entries.append(f"<sitemap><loc>{address}</loc><lastmod>{max(part):{_TIME}}</lastmod></sitemap>")
    return _xml(f'<sitemapindex xmlns="{_NAMESPACE}">{"".join(entries)}</sitemapindex>')


@read_only
def sitemap_part(request: HttpRequest, number: int) -> HttpResponse:
    """Landing pages with the time of the last change that everybody saw."""
    rows = Resource.objects.filter(policy.listed(policy.ANYBODY)).order_by("id").only("kind", "slug", "public_at")
    shown = rows[(number - 1) * PER_SITEMAP : number * PER_SITEMAP] if number else rows.none()
    entries = [
        f"<url><loc>{escape(settings.BASE_URL + browse.address(row))}</loc>"
        f"<lastmod>{row.public_at:{_TIME}}</lastmod></url>"
        for row in shown
    ]
    if not entries:
        raise Http404
    return _xml(f'<urlset xmlns="{_NAMESPACE}">{"".join(entries)}</urlset>')


def _xml(body: str) -> HttpResponse:
    return HttpResponse(f'<?xml version="1.0" encoding="UTF-8"?>\n{body}\n', content_type="application/xml")


@read_only
def alive(request: HttpRequest) -> JsonResponse:
    """The process answers."""
    return JsonResponse({"status": "ok"}, headers=_NOT_KEPT)


@read_only
def ready(request: HttpRequest) -> JsonResponse:
    """The process and its database answer; 503 while the database does not."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return JsonResponse({"status": "the database does not answer"}, status=503, headers=_NOT_KEPT)
    return JsonResponse({"status": "ok"}, headers=_NOT_KEPT)


_NOT_KEPT = {"Cache-Control": "no-store"}
