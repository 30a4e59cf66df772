"""Macros: run on a conversation, put together in Settings."""

from __future__ import annotations

from django.urls import URLPattern, path

from cha.workspace.urls.now import ONE
from cha.workspace.views import macros, settings_macros

urlpatterns: list[URLPattern] = [
    path(f"{ONE}/macros", macros.index, name="macros"),
    path(f"{ONE}/macros/<cha:macro_id>", macros.run, name="macro-run"),
    path(f"{ONE}/macro-runs/<cha:run_id>/undoing", macros.undo, name="macro-undoing"),
    path("settings/macros", settings_macros.macros, name="settings-macros"),
    path("settings/macros/new", settings_macros.new, name="settings-macro-new"),
    path("settings/macros/<cha:macro_id>", settings_macros.macro, name="settings-macro"),
    path("settings/macros/<cha:macro_id>/deletion", settings_macros.deletion, name="settings-macro-deletion"),
]
