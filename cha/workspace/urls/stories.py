"""What is one story and what is two, what belongs together, and who wants the news."""

from __future__ import annotations

from django.urls import URLPattern, path

from cha.workspace.urls.now import ONE
from cha.workspace.views import checklist, following, links, one_story, splitting, way_there

urlpatterns: list[URLPattern] = [
    path(f"{ONE}/one-story", one_story.edit, name="one-story"),
    path(f"{ONE}/one-story/<cha:merge_id>/taking-apart", one_story.undo, name="taking-apart"),
    path(f"{ONE}/splitting", splitting.edit, name="splitting"),
    path(f"{ONE}/splitting/<cha:split_id>/putting-together", splitting.undo, name="putting-together"),
    path(f"{ONE}/links", links.edit, name="links"),
    path(f"{ONE}/links/<cha:other_id>/removal", links.remove, name="unlinking"),
    path(f"{ONE}/checklist", checklist.edit, name="checklist"),
    path(f"{ONE}/checklist/<cha:check_id>/turn", checklist.turn, name="check-turn"),
    path(f"{ONE}/checklist/<cha:check_id>/moving", checklist.move, name="check-moving"),
    path(f"{ONE}/checklist/<cha:check_id>/dropping", checklist.drop, name="check-dropping"),
    path(f"{ONE}/steps/<slug:step_key>/done", way_there.done, name="step-done"),
    path(f"{ONE}/steps/<slug:step_key>/taking-back", way_there.take_back, name="step-taking-back"),
    path(f"{ONE}/following", following.create, name="following"),
    path(f"{ONE}/unfollowing", following.undo, name="unfollowing"),
]
