"""What is given: from a conversation, and all of it together."""

from __future__ import annotations

from django.urls import URLPattern, path

from cha.workspace.views import given, remedies, vouchers

TALK = "now/<cha:conversation_id>"
ONE = f"{TALK}/given/<cha:remedy_id>"

urlpatterns: list[URLPattern] = [
    path("given", given.index, name="given"),
    path("given/file", given.file, name="given-file"),
    path(f"{TALK}/giving", remedies.give, name="giving"),
    path(f"{ONE}/start", remedies.start, name="remedy-start"),
    path(f"{ONE}/done", remedies.done, name="remedy-done"),
    path(f"{ONE}/failed", remedies.failed, name="remedy-failed"),
    path(f"{ONE}/taking-back", remedies.back, name="remedy-back"),
    path(f"{ONE}/voucher/use", vouchers.use, name="voucher-use"),
    path(f"{ONE}/voucher/end", vouchers.end, name="voucher-end"),
    path(f"{ONE}/lines/<int:line>", remedies.line, name="remedy-line"),
]
