"""What waits to happen: in one conversation, in the house; follow-ups, and the steps of rules."""

from __future__ import annotations

from django.urls import URLPattern, path

from cha.workspace.views import coming, following_up

ONE = "now/<cha:conversation_id>"

urlpatterns: list[URLPattern] = [
    path("coming", coming.house, name="coming"),
    path(f"{ONE}/coming", coming.of_one, name="conversation-coming"),
    path(f"{ONE}/follow-ups", following_up.create, name="follow-ups"),
    path(f"{ONE}/follow-ups/<cha:follow_id>/time", following_up.time, name="follow-up-time"),
    path(f"{ONE}/follow-ups/<cha:follow_id>/settling", following_up.settle, name="follow-up-settling"),
    path(f"{ONE}/follow-ups/<cha:follow_id>/resuming", following_up.resume, name="follow-up-resuming"),
    path(f"{ONE}/rule-steps/<cha:step_id>/time", coming.step_time, name="rule-step-time"),
    path(f"{ONE}/rule-steps/<cha:step_id>/stopping", coming.stop_step, name="rule-step-stopping"),
    path(f"{ONE}/rule-steps/<cha:step_id>/resuming", coming.resume_step, name="rule-step-resuming"),
]
