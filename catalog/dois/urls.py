"""The addresses of DOIs, `dois:NAME`."""

from django.urls import path

from catalog.dois import organisation_pages, pages

app_name = "dois"
urlpatterns = [
    path("review/<slug:slug>/doi", pages.one, name="one"),
    path("review/<slug:slug>/doi/now", pages.now, name="now"),
    path("review/<slug:slug>/doi/keep", pages.keep, {"keeps_up": True}, name="keep"),
    path("review/<slug:slug>/doi/leave", pages.keep, {"keeps_up": False}, name="leave"),
    path("review/<slug:slug>/doi/<slug:step>", pages.step, name="step"),
    path("organisations/<slug:slug>/dois", organisation_pages.listed, name="of"),
    path("organisations/<slug:slug>/datacite", organisation_pages.account, name="account"),
]
