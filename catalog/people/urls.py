"""The addresses of people and organisations."""

from django.urls import include, path

from catalog.people.pages import decisions, identifiers, invited, operating, organisation, own, provider

urlpatterns = [
    path("accounts/me", own.me, name="people-me"),
    path("accounts/tokens", own.own_tokens, name="people-tokens"),
    path("accounts/tokens/<int:number>/revoke", own.revoke, name="people-revoke"),
    path("accounts/organisations", own.own_organisations, name="people-organisations"),
    path("accounts/close", own.close, name="people-close"),
    path("accounts/oidc/<provider_id>/login/", provider.leave),
    path("accounts/", include("allauth.urls")),
    path("invitations/<str:secret>", invited.invited, name="invitation"),
    path("organisations/<slug:slug>/people", organisation.people, name="people-of"),
    path("organisations/<slug:slug>/people/<int:number>", organisation.person, name="people-person"),
    path("organisations/<slug:slug>/invitations/<int:number>", organisation.take_back, name="people-take-back"),
    path("organisations/<slug:slug>/invitations/<int:number>/again", organisation.send_again, name="people-send-again"),
    path("organisations/<slug:slug>/settings", organisation.settings_of, name="people-settings"),
    path("organisations/<slug:slug>/identifiers", identifiers.page, name="people-identifiers"),
    path("organisations/<slug:slug>/decisions", decisions.of_one, name="people-decisions"),
    path("organisations/<slug:slug>/decisions.csv", decisions.of_one, {"suffix": "csv"}, name="people-decisions-as"),
    path("organisation", operating.new_organisation, name="people-new-organisation"),
    path("networks", operating.networks, name="people-networks"),
    path("networks/<slug:slug>", operating.network, name="people-network"),
    path("decisions", decisions.everything, name="decisions"),
    path("decisions.csv", decisions.everything, {"suffix": "csv"}, name="decisions-as"),
]
