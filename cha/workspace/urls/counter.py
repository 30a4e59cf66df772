"""The shop counter."""

from __future__ import annotations

from django.urls import URLPattern, path

from cha.workspace.views import counter

HERE = "counter/<cha:channel_id>"

urlpatterns: list[URLPattern] = [
    path("counter", counter.index, name="counter"),
    path(HERE, counter.desk, name="counter-desk"),
    path(f"{HERE}/jots", counter.jots, name="counter-jots"),
    path(f"{HERE}/hidden", counter.hidden, name="counter-hidden"),
    path(f"{HERE}/given/<cha:conversation_id>", counter.given, name="counter-given"),
    path(f"{HERE}/given/<cha:conversation_id>/codes", counter.codes, name="counter-codes"),
    path(f"{HERE}/given/<cha:conversation_id>/mail", counter.mail, name="counter-mail"),
]
