"""Where money goes out: Settings, Connectors; what is in doubt; where houses post to."""

from __future__ import annotations

from django.urls import URLPattern, path

from cha.workspace.views import connector_posts, settling
from cha.workspace.views import settings_connectors as connectors

ONE = "settings/connectors/<cha:connector_id>"
GIVEN = "now/<cha:conversation_id>/given/<cha:remedy_id>"

urlpatterns: list[URLPattern] = [
    path("settings/connectors", connectors.connectors, name="settings-connectors"),
    path("settings/connectors/new/<slug:kind>", connectors.new, name="settings-connector-new"),
    path(ONE, connectors.connector, name="settings-connector"),
    path(f"{ONE}/trial", connectors.trial, name="settings-connector-trial"),
    path(f"{ONE}/pausing", connectors.pausing, name="settings-connector-pausing"),
    path(f"{ONE}/removal", connectors.removal, name="settings-connector-removal"),
    path(f"{GIVEN}/settling", settling.settle, name="remedy-settle"),
    path(f"{GIVEN}/sending-again", settling.resend, name="remedy-resend"),
    path("hooks/connectors/<cha:connector_id>", connector_posts.post, name="connector-post"),
]
