"""The addresses of notices, `notices:NAME`."""

from django.urls import URLPattern, path

from catalog.notices import pages

app_name = "notices"
urlpatterns: list[URLPattern] = [
    path("notices", pages.mine, name="mine"),
    path("notices/read", pages.read, name="read"),
    path("notices/mails", pages.choose, name="mails"),
    path("notices/off/<str:token>", pages.off, name="off"),
]
