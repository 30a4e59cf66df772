from __future__ import annotations

from django.urls import URLPattern, path

from cha.workspace.views import search

urlpatterns: list[URLPattern] = [path("search", search.index, name="search")]
