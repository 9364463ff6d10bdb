"""The addresses of duplicates."""

from django.urls import path

from catalog.duplicates import views

urlpatterns = [
    path("duplicates", views.pairs, name="duplicates"),
    path("duplicates/look", views.look, name="duplicates-look"),
    path("duplicates/<int:number>", views.pair, name="duplicate"),
    path("duplicates/<int:number>/different", views.different, name="duplicate-different"),
    path("duplicates/<int:number>/merge", views.merge, name="duplicate-merge"),
    path("duplicates/<int:number>/undo", views.undo, name="duplicate-undo"),
]
