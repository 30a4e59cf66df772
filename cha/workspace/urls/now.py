"""The working screen, and what can be done to a conversation: a resource per route."""

from __future__ import annotations

from django.urls import URLPattern, path

from cha.workspace.views import (
    assignment,
    attachments,
    conversation,
    draft,
    mood,
    note,
    now,
    presence,
    promises,
    putting_aside,
    putting_right,
    reply,
    saved_replies,
    snoozing,
    tags,
    topic,
    trail,
    withdrawal,
)

ONE = "now/<cha:conversation_id>"

urlpatterns: list[URLPattern] = [
    path("", now.home, name="home"),
    path("now", now.now, name="now"),
    path("now/why", now.why, name="why"),
    path(ONE, conversation.show, name="conversation"),
    path(f"{ONE}/person", conversation.person, name="conversation-person"),
    path(f"{ONE}/trail", trail.show, name="trail"),
    path(f"{ONE}/reply", reply.create, name="reply"),
    path(f"{ONE}/note", note.create, name="note"),
    path(f"{ONE}/draft", draft.keep, name="draft"),
    path(f"{ONE}/presence", presence.renew, name="presence"),
    path(f"{ONE}/assignment", assignment.edit, name="assignment"),
    path(f"{ONE}/snoozing", snoozing.edit, name="snoozing"),
    path(f"{ONE}/waking", snoozing.wake, name="waking"),
    path(f"{ONE}/putting-right", putting_right.create, name="putting-right"),
    path(f"{ONE}/reopening", putting_right.undo, name="reopening"),
    path(f"{ONE}/putting-aside", putting_aside.create, name="putting-aside"),
    path(f"{ONE}/taking-back", putting_aside.undo, name="taking-back"),
    path(f"{ONE}/tags", tags.edit, name="tags"),
    path(f"{ONE}/topic", topic.edit, name="topic"),
    path(f"{ONE}/mood", mood.correct, name="mood"),
    path(f"{ONE}/promises", promises.create, name="promises"),
    path(f"{ONE}/promises/<cha:promise_id>/keeping", promises.keep_one, name="keeping"),
    path(f"{ONE}/promises/<cha:promise_id>/new-time", promises.new_time, name="new-time"),
    path(f"{ONE}/saved-replies", saved_replies.index, name="saved-replies"),
    path(f"{ONE}/messages/<cha:message_id>/withdrawal", withdrawal.create, name="withdrawal"),
    path(f"{ONE}/messages/<cha:message_id>/sending", withdrawal.send_again, name="sending"),
    path(f"{ONE}/messages/<cha:message_id>/as-sent", attachments.as_sent, name="as-sent"),
    path("attachments/<cha:attachment_id>", attachments.show, name="attachment"),
]
