"""The members' routes, an area per file."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver

from cha.workspace.urls import (
    account,
    api,
    approvals,
    coming,
    connectors,
    counter,
    crowd,
    endings,
    failures,
    first_run,
    for_you,
    guides,
    macros,
    now,
    offers,
    organisations,
    people,
    policies,
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
    *offers.urlpatterns,
    *endings.urlpatterns,
    *macros.urlpatterns,
    *guides.urlpatterns,
    *stories.urlpatterns,
    *counter.urlpatterns,
    *crowd.urlpatterns,
    *organisations.urlpatterns,
    *people.urlpatterns,
    *coming.urlpatterns,
    *promises.urlpatterns,
    *approvals.urlpatterns,
    *remedies.urlpatterns,
    *connectors.urlpatterns,
    *search.urlpatterns,
    *failures.urlpatterns,
    *for_you.urlpatterns,
    *policies.urlpatterns,
    *settings.urlpatterns,
    *api.urlpatterns,
]
