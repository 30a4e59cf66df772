"""Endings: hard words, complaints, noes, what leads should see."""

from __future__ import annotations

from django.urls import URLPattern, path

from cha.workspace.urls.now import ONE
from cha.workspace.views import hard_words

urlpatterns: list[URLPattern] = [
    path(f"{ONE}/hard-words", hard_words.edit, name="hard-words"),
    path(f"{ONE}/boundaries/<cha:boundary_id>/yes", hard_words.yes, name="boundary-yes"),
    path(f"{ONE}/boundaries/<cha:boundary_id>/lifting", hard_words.lifting, name="boundary-lifting"),
]
