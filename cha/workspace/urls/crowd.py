"""The long list, what is done with many of it, and the views that are kept."""

from __future__ import annotations

from django.urls import URLPattern, path

from cha.workspace.views import all_conversations, blocking, chosen, exporting, kept_views, trashing

ONE = "now/<cha:conversation_id>"

urlpatterns: list[URLPattern] = [
    path("conversations", all_conversations.index, name="all-conversations"),
    path("conversations/export", exporting.create, name="export"),
    path("conversations/chosen/<slug:act>", chosen.act, name="chosen-act"),
    path("conversations/acts/<cha:bulk_id>/undoing", chosen.undo, name="chosen-undo"),
    path("conversations/acts/<cha:bulk_id>/state", chosen.state, name="chosen-state"),
    path("conversations/columns", kept_views.columns, name="columns"),
    path("conversations/views/new", kept_views.create, name="view-new"),
    path("conversations/views/<cha:view_id>", kept_views.edit, name="view"),
    path(f"{ONE}/trashing", trashing.create, name="trashing"),
    path(f"{ONE}/erasing", trashing.erase, name="erasing"),
    path(f"{ONE}/blocking", blocking.create, name="blocking"),
    path("settings/blocked", blocking.index, name="settings-blocked"),
    path("settings/blocked/<cha:blocked_id>/unblocking", blocking.undo, name="unblocking"),
]
