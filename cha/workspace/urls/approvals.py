"""To decide: the page, the answers, the line where something is decided, and the page behind a mail."""

from __future__ import annotations

from django.urls import URLPattern, path

from cha.workspace.views import approvals, approvals_open

ONE = "approvals/<cha:approval_id>"

urlpatterns: list[URLPattern] = [
    path("approvals", approvals.index, name="approvals"),
    path(f"{ONE}/answer", approvals.answer, name="approval-answer"),
    path(f"{ONE}/taking-back", approvals.take_back, name="approval-take-back"),
    path("authority/<cha:conversation_id>", approvals.line, name="authority"),
    path("yes/<str:token>", approvals_open.show, name="approval-open"),
]
