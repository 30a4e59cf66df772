"""Coming in by passkey: allauth's ceremony, and words for one that does not fit."""

from __future__ import annotations

from allauth.account.internal.decorators import login_not_required
from allauth.mfa.webauthn.forms import LoginWebAuthnForm
from allauth.mfa.webauthn.views import LoginWebAuthnView
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse


class ComeInByPasskey(LoginWebAuthnView):  # type: ignore[misc]
    """GET asks (JSON), POST answers with what the browser signed."""

    def form_invalid(self, form: LoginWebAuthnForm) -> HttpResponse:
        """Back to the door, which says so: allauth would say it in a message that nobody here shows."""
        return redirect(f"{reverse('account_login')}?passkey=unknown")


come_in_by_passkey = login_not_required(ComeInByPasskey.as_view())
