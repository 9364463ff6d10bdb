"""Every address that Marrow answers."""

from django.urls import include, path

urlpatterns = [
    path("", include("catalog.urls")),
    path("", include("catalog.intake.urls")),
    path("", include("catalog.validating.urls")),
    path("", include("catalog.editing.urls")),
    path("", include("catalog.people.urls")),
    path("", include("catalog.history.urls")),
    path("", include("catalog.fair.urls")),
    path("", include("catalog.duplicates.urls")),
    path("", include("search.urls")),
    path("", include("search.sparql.urls")),
    path("", include("catalog.protocols.oai.urls")),
    path("", include("catalog.protocols.feed.urls")),
    path("", include("search.api.urls")),
    path("", include("catalog.api.urls")),
    path("", include("catalog.protocols.fdp.urls")),
    path("", include("catalog.curating.urls")),
    path("", include("catalog.links.urls")),
    path("", include("catalog.editing.review_urls")),
    path("", include("catalog.notices.urls")),
    path("", include("catalog.saved.urls")),
    path("", include("search.saved.urls")),
    path("", include("catalog.dois.urls")),
]

handler400 = "catalog.pages.errors.bad_request"
handler403 = "catalog.pages.errors.forbidden"
handler404 = "catalog.pages.errors.not_found"
handler429 = "catalog.pages.errors.too_many"
handler500 = "catalog.pages.errors.failed"
