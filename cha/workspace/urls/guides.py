"""Guides: walked beside a conversation, written on pages of their own."""

from __future__ import annotations

from django.urls import URLPattern, path

from cha.workspace.urls.now import ONE
from cha.workspace.views import guides, walks

WALK = f"{ONE}/guide/<cha:walk_id>"
GUIDE = "guides/<cha:guide_id>"
STEP = f"{GUIDE}/steps/<slug:step>"

urlpatterns: list[URLPattern] = [
    path(f"{ONE}/guide", walks.walk, name="walk"),
    path(f"{WALK}/answer", walks.answer, name="walk-answer"),
    path(f"{WALK}/back", walks.back, name="walk-back"),
    path(f"{WALK}/words", walks.words, name="walk-words"),
    path(f"{WALK}/remarks", walks.remarks, name="walk-remarks"),
    path(f"{WALK}/leaving", walks.leaving, name="walk-leaving"),
    path(f"{WALK}/finishing", walks.finishing, name="walk-finishing"),
    path("guides", guides.index, name="guides"),
    path("guides/new", guides.new, name="guide-new"),
    path("guides/all.txt", guides.export, name="guides-export"),
    path(GUIDE, guides.show, name="guide"),
    path(f"{GUIDE}/text", guides.text, name="guide-text"),
    path(f"{GUIDE}/trying", guides.trying, name="guide-trying"),
    path(f"{GUIDE}/publishing", guides.publishing, name="guide-publishing"),
    path(f"{GUIDE}/draft-removal", guides.draft_removal, name="guide-draft-removal"),
    path(f"{GUIDE}/deletion", guides.deletion, name="guide-deletion"),
    path(f"{GUIDE}/steps", guides.steps, name="guide-steps"),
    path(STEP, guides.step, name="guide-step"),
    path(f"{STEP}/place", guides.place, name="guide-step-place"),
    path(f"{STEP}/removal", guides.removal, name="guide-step-removal"),
    path(f"{STEP}/answers", guides.turns, name="guide-step-answers"),
    path(f"{STEP}/answers/removal", guides.turn_removal, name="guide-step-answer-removal"),
    path(f"{STEP}/words", guides.tongues, name="guide-step-words"),
]
