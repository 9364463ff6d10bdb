"""The addresses of imports."""

from django.urls import path, re_path

from catalog.pages import importing

urlpatterns = [
    path("import", importing.start, name="import"),
    path("import/progress", importing.progress, name="import-progress"),
    path("import/<int:number>", importing.preview, name="import-preview"),
    path("import/<int:number>/discard", importing.discard, name="import-discard"),
    re_path(r"^import/template\.(?P<suffix>xlsx|csv)\Z", importing.template, name="import-template"),
]
