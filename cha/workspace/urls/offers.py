"""Offers: made from a conversation, noted and taken back there."""

from __future__ import annotations

from django.urls import URLPattern, path

from cha.workspace.views import offers

ONE = "now/<cha:conversation_id>"

urlpatterns: list[URLPattern] = [
    path(f"{ONE}/offer", offers.create, name="offer"),
    path(f"{ONE}/offers/<cha:offer_id>/choice", offers.note, name="offer-choice"),
    path(f"{ONE}/offers/<cha:offer_id>/else", offers.note_else, name="offer-else"),
    path(f"{ONE}/offers/<cha:offer_id>/taking-back", offers.take_back, name="offer-taking-back"),
]
