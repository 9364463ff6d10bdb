"""The addresses of what one keeps an eye on, `saved:NAME`; those that ask the search engine are in `search.saved`."""

from django.urls import URLPattern, path

from catalog.saved import pages

app_name = "saved"
urlpatterns: list[URLPattern] = [
    path("saved", pages.mine, name="mine"),
    path("saved/<int:number>/delete", pages.delete, name="delete"),
    path("saved/feed", pages.renew_feed, name="feed-of-all"),
    path("saved/feed/end", pages.end_feed, name="end-feed-of-all"),
    path("saved/<int:number>/feed", pages.renew_feed, name="feed"),
    path("saved/<int:number>/feed/end", pages.end_feed, name="end-feed"),
    path("saved/digests/<int:number>", pages.digest, name="digest"),
    path("saved/off/<str:token>", pages.off, name="off"),
]
