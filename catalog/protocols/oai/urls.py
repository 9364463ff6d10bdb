"""The address that harvesters are given."""

from django.urls import path

from catalog.protocols.oai.views import oai

urlpatterns = [path("oai", oai, name="oai")]
