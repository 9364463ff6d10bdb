"""The addresses of history, below those of the resource."""

from django.urls import re_path

from catalog.history import memento, views

_ONE = r"^(?P<section>catalogs|series|datasets|distributions|services|records)/(?P<slug>[a-z0-9-]+)"
_NUMBER = r"(?P<number>[0-9]{1,18})"

urlpatterns = [
    re_path(rf"{_ONE}/versions\Z", views.versions, name="versions"),
    re_path(rf"{_ONE}/versions\.link\Z", memento.timemap, name="timemap"),
    re_path(rf"{_ONE}/versions/at\Z", memento.gate, name="timegate"),
    re_path(rf"{_ONE}/versions/{_NUMBER}\Z", views.one, name="version"),
    re_path(rf"{_ONE}/versions/{_NUMBER}\.(?P<suffix>[a-z0-9.]+)\Z", views.one, name="version-as"),
    re_path(rf"{_ONE}/versions/{_NUMBER}/restore\Z", views.restore, name="restore"),
    re_path(rf"{_ONE}/versions/{_NUMBER}/keep-inside\Z", views.keep_inside, name="keep-inside"),
    re_path(rf"{_ONE}/diff\Z", views.diff, name="diff"),
    re_path(rf"{_ONE}/blame\Z", views.blame, name="blame"),
]
