"""Endings: hard words, complaints, noes, what leads should see."""

from __future__ import annotations

from django.urls import URLPattern, path

from cha.workspace.urls.now import ONE
from cha.workspace.views import bringing_in, complaints, hard_words, refusals

urlpatterns: list[URLPattern] = [
    path(f"{ONE}/hard-words", hard_words.edit, name="hard-words"),
    path(f"{ONE}/boundaries/<cha:boundary_id>/yes", hard_words.yes, name="boundary-yes"),
    path(f"{ONE}/boundaries/<cha:boundary_id>/lifting", hard_words.lifting, name="boundary-lifting"),
    path("complaints", complaints.index, name="complaints"),
    path(f"{ONE}/complaint", complaints.create, name="complaint"),
    path(f"{ONE}/complaint/outcome", complaints.outcome, name="complaint-outcome"),
    path(f"{ONE}/complaint/owner", complaints.owner, name="complaint-owner"),
    path(f"{ONE}/no", refusals.create, name="saying-no"),
    path(f"{ONE}/noes/<cha:refusal_id>/again", refusals.again, name="no-again"),
    path(f"{ONE}/noes/<cha:refusal_id>/asking", refusals.asking, name="no-asking"),
    path(f"{ONE}/signals/<cha:signal_id>", refusals.settling, name="signal-settling"),
    path(f"{ONE}/bringing-in", bringing_in.show, name="bringing-in"),
]
