"""The addresses of saved searches that ask the search engine."""

from django.urls import URLPattern, path

from search.saved import feeds, pages

urlpatterns: list[URLPattern] = [
    path("saved/new", pages.new, name="saved-new"),
    path("saved/<int:number>", pages.one, name="saved-one"),
    path("saved/feeds/<str:secret>.atom", feeds.feed, name="saved-feed"),
]
