"""The addresses of the API."""

from django.urls import URLPattern, path, re_path

from catalog.api import (
    actions,
    bulk,
    document,
    fair,
    history,
    links,
    organisations,
    own_tokens,
    resources,
    validating,
    vocabularies,
)

_ONE = "api/resources/<slug:slug>"

urlpatterns: list[URLPattern] = [
    path("api/", document.Entrance.as_view()),
    path("api/schema", document.Document.as_view()),
    path("api/docs", document.page),
    path("api/resources", resources.Resources.as_view()),
    path(_ONE, resources.OneResource.as_view()),
    path(f"{_ONE}/standing", actions.Standing.as_view()),
    path(f"{_ONE}/findings", actions.Findings.as_view()),
    path(f"{_ONE}/links", links.Links.as_view()),
    path(f"{_ONE}/fair", fair.Fair.as_view()),
    path(f"{_ONE}/publish", actions.Publish.as_view()),
    path(f"{_ONE}/withdraw", actions.Withdraw.as_view()),
    path(f"{_ONE}/submit", actions.Submit.as_view()),
    path(f"{_ONE}/take-back", actions.TakeBack.as_view()),
    path(f"{_ONE}/return", actions.Return.as_view()),
    path(f"{_ONE}/approve", actions.Approve.as_view()),
    path(f"{_ONE}/visibility", actions.Show.as_view()),
    path(f"{_ONE}/revisions", history.Revisions.as_view()),
    path(f"{_ONE}/revisions/<int:number>", history.OneRevision.as_view()),
    path(f"{_ONE}/revisions/<int:number>/restore", history.Restore.as_view()),
    path(f"{_ONE}/blame", history.Blame.as_view()),
    path(f"{_ONE}/differences", history.Differences.as_view()),
    path("api/bulk", bulk.Bulk.as_view()),
    path("api/validate", validating.Validate.as_view()),
    path("api/vocabularies", vocabularies.Vocabularies.as_view()),
    path("api/vocabularies/<slug:name>", vocabularies.Concepts.as_view()),
    path("api/concepts", vocabularies.OneConcept.as_view()),
    path("api/organisations", organisations.Organisations.as_view()),
    path("api/organisations/<slug:slug>", organisations.OneOrganisation.as_view()),
    path("api/me", organisations.Me.as_view()),
    path("api/tokens", own_tokens.Tokens.as_view()),
    path("api/tokens/<int:number>", own_tokens.OneToken.as_view()),
    re_path(r"^api/[\s\S]*\Z", document.Nothing.as_view()),
]
