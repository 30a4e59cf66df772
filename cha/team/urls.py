"""Where our own page stands in for one of allauth's. Included before allauth's under the same address."""

from __future__ import annotations

from allauth.mfa.recovery_codes.views import view_recovery_codes
from allauth.mfa.totp.views import activate_totp
from django.urls import URLPattern, path
from django.views.decorators.cache import never_cache
from django.views.generic import RedirectView

from cha.team.passkeys import come_in_by_passkey
from cha.team.sso import views as sso

account = RedirectView.as_view(pattern_name="account")

urlpatterns: list[URLPattern] = [
    path("2fa/", account),
    path("2fa/webauthn/", account),
    # What is shown once is in no cache.
    path("2fa/recovery-codes/", never_cache(view_recovery_codes)),
    path("2fa/totp/activate/", never_cache(activate_totp)),
    path("2fa/webauthn/login/", come_in_by_passkey),
    path("sso/", sso.go, name="sso"),
    path("sso/back/", sso.back, name="sso-back"),
    path("sessions/", RedirectView.as_view(pattern_name="sessions")),
]
