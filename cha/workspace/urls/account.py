from __future__ import annotations

from django.urls import URLPattern, path

from cha.workspace.views.account import account, end_session
from cha.workspace.views.signing_in import come_in

urlpatterns: list[URLPattern] = [
    path("in/<str:token>", come_in, name="come-in"),
    path("account", account, name="account"),
    path("account/sessions/<int:session_pk>/end", end_session, name="end-session"),
]
