"""Guides: walked beside a conversation, written on pages of their own."""

from __future__ import annotations

from django.urls import URLPattern, path

from cha.workspace.urls.now import ONE
from cha.workspace.views import walks

WALK = f"{ONE}/guide/<cha:walk_id>"

urlpatterns: list[URLPattern] = [
    path(f"{ONE}/guide", walks.walk, name="walk"),
    path(f"{WALK}/answer", walks.answer, name="walk-answer"),
    path(f"{WALK}/back", walks.back, name="walk-back"),
    path(f"{WALK}/words", walks.words, name="walk-words"),
    path(f"{WALK}/remarks", walks.remarks, name="walk-remarks"),
    path(f"{WALK}/leaving", walks.leaving, name="walk-leaving"),
    path(f"{WALK}/finishing", walks.finishing, name="walk-finishing"),
]
