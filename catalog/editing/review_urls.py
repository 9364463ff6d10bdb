"""The addresses of review, `review:NAME`: what writers do is below `/edit`, what reviewers do below `/review`."""

from django.urls import URLPattern, path

from catalog.editing import review_actions, review_pages
from catalog.editing.review_actions import ACTIONS

app_name = "review"
WRITERS = ("submit", "take-back", "discard", "bring-up")


def _action(name: str) -> URLPattern:
    room = "edit" if name in WRITERS else "review"
    return path(f"{room}/<slug:slug>/{name}", review_actions.act, {"action": name}, name=name)


urlpatterns: list[URLPattern] = [
    path("review", review_actions.queue_page, name="queue"),
    path("review/<slug:slug>", review_pages.one, name="one"),
    *map(_action, ACTIONS),
    path("transfers", review_pages.offers, name="offers"),
    path("transfers/<int:number>/accept", review_actions.answer_offer, {"answer": "accept"}, name="accept"),
    path("transfers/<int:number>/decline", review_actions.answer_offer, {"answer": "decline"}, name="decline"),
]
