from __future__ import annotations

from django.urls import URLPattern, path

from cha.workspace.views import for_you, mentions, push_worker

urlpatterns: list[URLPattern] = [
    path("for-you", for_you.index, name="for-you"),
    path("for-you/reading", for_you.read_all, name="for-you-all-read"),
    path("for-you/<cha:notification_id>/reading", for_you.read_one, name="for-you-reading"),
    path("for-you/choices", for_you.choosing, name="for-you-choices"),
    path("for-you/holding", for_you.holding, name="for-you-holding"),
    path("for-you/push-key", for_you.push_key, name="push-key"),
    path("for-you/browsers", for_you.browsers, name="push-browsers"),
    path("for-you/browsers/<cha:browser_id>/removal", for_you.browser_removal, name="push-browser-removal"),
    path("push-worker.js", push_worker.script, name="push-worker"),
    path("now/<cha:conversation_id>/mentions", mentions.index, name="mentions"),
]
