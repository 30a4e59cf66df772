"""Settings for programs: members' tokens, and channels that somebody builds."""

from __future__ import annotations

from django.urls import URLPattern, path

from cha.workspace.views import settings_api as api
from cha.workspace.views import settings_own_channel as own

ONE = "settings/channels/<cha:channel_id>"

urlpatterns: list[URLPattern] = [
    path("settings/api", api.tokens, name="settings-api"),
    path("settings/api/<cha:token_id>/revocation", api.revocation, name="settings-api-revocation"),
    path(f"{ONE}/tokens", own.token, name="settings-own-token"),
    path(f"{ONE}/tokens/<cha:token_id>/revocation", own.token_revocation, name="settings-own-token-revocation"),
    path(f"{ONE}/secret", own.secret, name="settings-own-secret"),
]
