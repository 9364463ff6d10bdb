"""The addresses of the API that ask the search engine."""

from django.urls import path

from search.api import saved, views

urlpatterns = [
    path("api/saved", saved.AllSaved.as_view()),
    path("api/saved/<int:number>", saved.OneSaved.as_view()),
    path("api/search", views.Search.as_view()),
    path("api/suggest", views.Suggest.as_view()),
    path("api/facets", views.Filters.as_view()),
    path("api/facets/<slug:key>", views.OneFilter.as_view()),
]
