"""allauth's forms, where ours differ: what needs mail says so before any address is looked at."""

from __future__ import annotations

from typing import Any

from allauth.account.forms import LoginForm, RequestLoginCodeForm, ResetPasswordForm
from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

NO_RELAY = _("No relay is set, so no mail can go out. Ask an owner for a one-time link.")


class SignIn(LoginForm):  # type: ignore[misc]
    """Address and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = _("Your e-mail at work")
        self.fields["remember"].label = _("This is my own machine, keep me in for 30 days")
        self.fields["remember"].initial = True
        # The page has its own link to where a password is forgotten.
        self.fields["password"].help_text = ""


class ByMail(forms.Form):
    """A form that answers by mail: the same words for every address, known or not, while nothing can be sent."""

    def clean_email(self) -> str:
        """The address. Raises ValidationError while no relay is set."""
        if not settings.CHA_RELAY:
            raise forms.ValidationError(NO_RELAY, code="no_relay")
        return str(super().clean_email())  # type: ignore[misc]


class AskForCode(ByMail, RequestLoginCodeForm):  # type: ignore[misc]
    """Ask for a code by mail."""


class AskForNewPassword(ByMail, ResetPasswordForm):  # type: ignore[misc]
    """Ask for a link to a new password."""
