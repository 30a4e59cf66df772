"""The members' routes, an area per file."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver

from cha.workspace.urls import (
    account,
    api,
    coming,
    counter,
    crowd,
    failures,
    first_run,
    for_you,
    macros,
    now,
    organisations,
    people,
    promises,
    remedies,
    search,
    settings,
    stories,
)

urlpatterns: list[URLPattern | URLResolver] = [
    *account.urlpatterns,
    *first_run.urlpatterns,
    *now.urlpatterns,
    *macros.urlpatterns,
    *stories.urlpatterns,
    *counter.urlpatterns,
    *crowd.urlpatterns,
    *organisations.urlpatterns,
    *people.urlpatterns,
    *coming.urlpatterns,
    *promises.urlpatterns,
    *remedies.urlpatterns,
    *search.urlpatterns,
    *failures.urlpatterns,
    *for_you.urlpatterns,
    *settings.urlpatterns,
    *api.urlpatterns,
]
