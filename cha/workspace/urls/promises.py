"""The board of promises."""

from __future__ import annotations

from django.urls import URLPattern, path

from cha.workspace.views import board, calibration, promise_calendar, wall

ONE = "promises/<cha:promise_id>"

urlpatterns: list[URLPattern] = [
    path("promises", board.index, name="promises"),
    path("promises/new", board.new, name="promise-new"),
    path("promises/day", board.day, name="promise-day"),
    path("promises/forecast", calibration.forecast, name="promises-forecast"),
    path("promises/calendar", promise_calendar.calendar, name="promise-calendar"),
    path("promises/feed/<str:token>.ics", promise_calendar.feed, name="promise-feed"),
    path(f"{ONE}/keeping", board.kept, name="promise-kept"),
    path(f"{ONE}/release", board.release, name="promise-release"),
    path(f"{ONE}/reopening", board.again, name="promise-again"),
    path(f"{ONE}/keeper", board.keeper, name="promise-keeper"),
    path(f"{ONE}/warning", board.warning, name="promise-warning"),
    path(f"{ONE}/on-time", board.on_time, name="promise-on-time"),
    path("wall", wall.index, name="wallboard"),
    path("wall/<str:token>", wall.screen, name="wallboard-screen"),
    path("settings/promises", wall.seen, name="settings-promises"),
    path("settings/promises/screens/<cha:link_id>/closing", wall.close, name="wallboard-close"),
]
