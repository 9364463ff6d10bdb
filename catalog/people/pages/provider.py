"""On the way to a sign-in provider: a page in between, because a form of ours may only lead to ourselves."""

from allauth.socialaccount.providers.openid_connect import views
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render


def leave(request: HttpRequest, provider_id: str) -> HttpResponseBase:
    """allauth's way out, but by `Refresh` and a link in place of a redirect.

    The policy of our pages lets a form lead nowhere else, and browsers follow it through every redirect after the form
    (Content Security Policy 3, 6.4.2). A provider often leads on to other hosts, which we could not all name.
    """
    response: HttpResponseBase = views.login(request, provider_id)
    if request.method != "POST" or response.status_code != 302 or not response["Location"].startswith("http"):
        return response
    page: HttpResponse = render(request, "people/leaving.html", {"to": response["Location"]})
    page["Refresh"] = f"0; url={response['Location']}"
    page["Cache-Control"] = "private, no-store"
    return page
