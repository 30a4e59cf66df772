"""allauth's forms, where ours differ: what needs mail says so before any address is looked at."""

from __future__ import annotations

from typing import Any

from allauth.account.forms import LoginForm, RequestLoginCodeForm, ResetPasswordForm
from allauth.core import context
from allauth.mfa.webauthn.forms import (
    AddWebAuthnForm,
    AuthenticateWebAuthnForm,
    LoginWebAuthnForm,
    ReauthenticateWebAuthnForm,
)
from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

NO_RELAY = _("No relay is set, so no mail can go out. Ask an owner for a one-time link.")

NO_PASSKEY = _("That passkey is not known here.")
CODE = _("We send a code that works once, for 15 minutes. There is no password to forget.")
REMEMBER = _("This is my own machine, keep me in for 30 days")
# The key in a session that is to end with its browser, once somebody is signed in.
PASSING = "cha_passing"


class SignIn(LoginForm):  # type: ignore[misc]
    """Address and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = _("Your e-mail at work")
        self.fields["remember"].label = REMEMBER
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
    """Ask for a code by mail. Whether this machine is the member's own is kept until the code has come back."""

    remember = forms.BooleanField(label=REMEMBER, required=False, initial=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].label = _("Your e-mail at work")
        self.fields["email"].help_text = _(
            "We send a code that works once, for 15 minutes. There is no password to forget."
        )

    def clean_remember(self) -> bool:
        """Whether to keep them in after the browser closes."""
        context.request.session[PASSING] = not self.cleaned_data["remember"]
        return bool(self.cleaned_data["remember"])


class AskForNewPassword(ByMail, ResetPasswordForm):  # type: ignore[misc]
    """Ask for a link to a new password."""


class Careful(forms.Form):
    """What a browser signed may be anything at all; the library expects one that means well."""

    def clean_credential(self) -> Any:
        """The credential that fits. Raises ValidationError for everything else."""
        try:
            return super().clean_credential()  # type: ignore[misc]
        except (LookupError, TypeError, ValueError, AttributeError, ArithmeticError) as error:
            raise forms.ValidationError(NO_PASSKEY, code="incorrect_code") from error


class ComeInByPasskey(Careful, LoginWebAuthnForm):  # type: ignore[misc]
    """A passkey in place of address and password."""


class SecondByPasskey(Careful, AuthenticateWebAuthnForm):  # type: ignore[misc]
    """A passkey as the second step."""


class AgainByPasskey(Careful, ReauthenticateWebAuthnForm):  # type: ignore[misc]
    """A passkey before something weighty is changed."""


class AddPasskey(AddWebAuthnForm):  # type: ignore[misc]
    """A new passkey. It is always one that signs in by itself."""

    name = forms.CharField(label=_("What you call it"), max_length=60, required=False)
    passwordless = forms.BooleanField(initial=True, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        """What was typed and signed. Raises ValidationError for what is no new passkey of this place."""
        try:
            return dict(super().clean())
        except (LookupError, TypeError, ValueError, AttributeError, ArithmeticError) as error:
            raise forms.ValidationError(NO_PASSKEY, code="incorrect_code") from error
