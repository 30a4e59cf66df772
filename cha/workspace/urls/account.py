from __future__ import annotations

from django.urls import URLPattern, path

from cha.workspace.views import account, settings_roles, shifts
from cha.workspace.views import settings_team as team
from cha.workspace.views.signing_in import come_in, not_me, prove_address

urlpatterns: list[URLPattern] = [
    path("in/<str:token>", come_in, name="come-in"),
    path("address/<str:token>", prove_address, name="prove-address"),
    path("not-me/<str:token>", not_me, name="not-me"),
    path("account", account.account, name="account"),
    path("account/address", account.address, name="account-address"),
    path("account/away", shifts.away, name="away"),
    path("account/back", shifts.back, name="back"),
    path("account/sessions", account.sessions, name="sessions"),
    path("account/sessions/others/end", account.end_other_sessions, name="end-other-sessions"),
    path("account/sessions/<int:session_pk>/end", account.end_session, name="end-session"),
    path("settings/team/<cha:member_id>/sessions", team.sessions, name="settings-member-sessions"),
    path("settings/team/<cha:member_id>/second-step", team.second_step, name="settings-member-second-step"),
    path("settings/team/<cha:member_id>/address", team.address, name="settings-member-address"),
    path("settings/roles/new", settings_roles.new, name="settings-role-new"),
    path("settings/roles/<cha:role_id>", settings_roles.role, name="settings-role"),
    path("settings/roles/<cha:role_id>/deletion", settings_roles.deletion, name="settings-role-deletion"),
]
