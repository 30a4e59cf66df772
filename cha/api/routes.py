"""The routes behind /api, for the door alone."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from cha.api.document import document_json
from cha.api.frame import BASE, api
from cha.api.page import page

urlpatterns: list[URLPattern | URLResolver] = [
    path(f"{BASE}/openapi.json", document_json, name="openapi"),
    path(f"{BASE}/", page, name="api-page"),
    path(f"{BASE}/docs", page, name="api-docs"),
    path(f"{BASE}/", api.urls),
]
