"""The members' routes, an area per file."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver

from cha.workspace.urls import account, failures, first_run, now, people, search, settings

urlpatterns: list[URLPattern | URLResolver] = [
    *account.urlpatterns,
    *first_run.urlpatterns,
    *now.urlpatterns,
    *people.urlpatterns,
    *search.urlpatterns,
    *failures.urlpatterns,
    *settings.urlpatterns,
]
