"""The addresses of the editor. What is not the name of a resource stands first."""

from django.urls import URLPattern, path

from catalog.editing import beginning, checking, choosing, conflicts, pages, preview, source

urlpatterns: list[URLPattern] = [
    path("edit/new", beginning.begin, name="edit-new"),
    path("edit/concepts", choosing.concepts, name="edit-concepts"),
    path("edit/resources", choosing.resources, name="edit-resources"),
    path("edit/<slug:slug>", pages.edit, name="edit"),
    path("edit/<slug:slug>/check", checking.check, name="edit-check"),
    path("edit/<slug:slug>/conflict", conflicts.decide, name="edit-conflict"),
    path("edit/<slug:slug>/source", source.source, name="edit-source"),
    path("edit/<slug:slug>/preview", preview.preview, name="edit-preview"),
]
