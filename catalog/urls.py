"""The addresses that the catalogue answers."""

from urllib.parse import urlsplit

from django.conf import settings
from django.urls import URLPattern, path, re_path

from catalog.pages import landing, lists, machines, texts

_SECTION = r"(?P<section>catalogs|series|datasets|distributions|services|records)"
_SLUG = r"(?P<slug>[a-z0-9-]+)"
_PID_PATH = "id"


def _pids() -> list[URLPattern]:
    """PIDs are answered where PID_BASE is, when it is on this host, and at `/id/…`, to which a resolver may lead."""
    base = urlsplit(settings.PID_BASE)
    is_here = f"{base.scheme}://{base.netloc}" == settings.BASE_URL
    places = {_PID_PATH, base.path.strip("/")} if is_here else {_PID_PATH}
    return [path(f"{place}/<path:tail>", landing.persistent, name="pid") for place in sorted(places - {""})]


urlpatterns: list[URLPattern] = [
    re_path(rf"^{_SECTION}/{_SLUG}\Z", landing.landing, name="landing"),  # first: asked for most
    path("", lists.home, name="home"),
    re_path(rf"^{_SECTION}/{_SLUG}\.(?P<suffix>[a-z0-9.]+)\Z", landing.landing, name="landing-as"),
    re_path(r"^(?P<section>catalogs|series|distributions|services|records)\Z", lists.section, name="section"),
    path("organisations", lists.organisations, name="organisations"),
    path("organisations/<slug:slug>", lists.organisation, name="organisation"),
    path("about/<slug:name>", texts.page, name="page"),
    path("language", texts.language, name="language"),
    path("styleguide/", texts.styleguide, name="styleguide"),
    path("robots.txt", machines.robots),
    path("sitemap.xml", machines.sitemap),
    path("sitemap-<int:number>.xml", machines.sitemap_part),
    path("-/livez", machines.alive),
    path("-/readyz", machines.ready),
    *_pids(),
]
