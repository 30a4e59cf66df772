"""Where our own page stands in for one of allauth's. Included before allauth's under the same address."""

from __future__ import annotations

from django.urls import URLPattern, path
from django.views.generic import RedirectView

from cha.team.passkeys import come_in_by_passkey
from cha.team.sso import views as sso

account = RedirectView.as_view(pattern_name="account")

urlpatterns: list[URLPattern] = [
    path("2fa/", account),
    path("2fa/webauthn/", account),
    path("2fa/webauthn/login/", come_in_by_passkey),
    path("sso/", sso.go, name="sso"),
    path("sso/back/", sso.back, name="sso-back"),
    path("sessions/", RedirectView.as_view(pattern_name="sessions")),
]
