"""The protocol: the question, what comes of it, renewing, and giving back (RFC 6749, 4.1 and 6; 7636; 7009).

Nothing here touches the database, and nothing must be called inside a transaction.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from base64 import urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from cha.channels.email.consent.houses import House
from cha.core.clock import now
from cha.core.errors import ChaError, Refused, Unavailable
from cha.core.outbound import fetch

# What a house says that does not say how long its tokens last (RFC 6749, 5.1 only recommends it).
USUAL: Final = 3600
FORM: Final = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json"}
# RFC 6749, 5.2: asking again with the same would be answered the same.
FINAL: Final = ("invalid_grant", "invalid_client", "unauthorized_client", "interaction_required", "consent_required")


@dataclass(frozen=True, slots=True)
class Start:
    """Where to send a browser, and what its session keeps until it comes back."""

    url: str
    state: str
    verifier: str


@dataclass(frozen=True, slots=True)
class Tokens:
    """What a house gave. `refresh` is "" when the one from before stays; `until` is when `access` runs out (UTC)."""

    access: str = field(repr=False)
    until: datetime
    refresh: str = field(default="", repr=False)


def start(house: House, callback: str, account: str) -> Start:
    """The question, for the mail of `account`."""
    state, verifier = secrets.token_urlsafe(32), secrets.token_urlsafe(48)
    challenge = urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
    question = {
        "response_type": "code",
        "client_id": house.client,
        "redirect_uri": callback,
        "scope": house.scope,
        "state": state,
        "login_hint": account,
        "code_challenge": challenge,
        "code_challenge_method": "S256",
        **house.more,
    }
    return Start(f"{house.authorize}?{urlencode(question)}", state, verifier)


def finish(house: House, callback: str, code: str, verifier: str) -> Tokens:
    """The tokens for a code. Raises Refused (also when nothing lasting was given), Unavailable."""
    form = {"grant_type": "authorization_code", "code": code, "redirect_uri": callback, "code_verifier": verifier}
    tokens = _tokens(house, form)
    if not tokens.refresh:
        words = _("%(house)s let us in for an hour only. Take Cha off the list of apps there, and try again.")
        raise Refused(words % {"house": house.called}, code="no_refresh")
    return tokens


def renew(house: House, refresh: str) -> Tokens:
    """New tokens. Raises Refused when the leave was taken back or ran out, Unavailable when nobody knows."""
    return _tokens(house, {"grant_type": "refresh_token", "refresh_token": refresh, "scope": house.scope})


def give_back(house: House, refresh: str) -> None:
    """Tell the house that the leave is no longer needed, where it takes that (RFC 7009). Never raises."""
    if not house.revoke:
        return
    try:
        body = urlencode({"token": refresh}).encode()
        fetch(house.revoke, method="POST", body=body, headers=FORM, allow_private=house.private)
    except ChaError:
        # It runs out by itself, and nobody has it any more.
        return


def _tokens(house: House, form: Mapping[str, str]) -> Tokens:
    asked = now()
    body = urlencode({**form, "client_id": house.client, "client_secret": house.secret}).encode()
    answer = fetch(house.token, method="POST", body=body, headers=FORM, allow_private=house.private)
    said = _read(answer.body)
    if answer.status != 200:
        raise _no(house, answer.status, said)
    access = said.get("access_token")
    if not isinstance(access, str) or not access:
        raise Unavailable(_("%(house)s answered with what nobody can read.") % {"house": house.called})
    refresh = said.get("refresh_token")
    lasts = timedelta(seconds=_seconds(said.get("expires_in")))
    return Tokens(access, asked + lasts, refresh if isinstance(refresh, str) else "")


def _no(house: House, status: int, said: Mapping[str, Any]) -> ChaError:
    code = str(said.get("error", ""))
    words = " ".join(str(said.get("error_description") or code or status).split())[:200]
    if code in FINAL:
        return Refused(_("%(house)s says: %(said)s") % {"house": house.called, "said": words}, code=code)
    sentence = _("%(house)s could not say just now: %(said)s") % {"house": house.called, "said": words}
    return Unavailable(sentence, code=code or "unavailable")


def _read(body: bytes) -> dict[str, Any]:
    try:
        said = json.loads(body)
    except ValueError:
        return {}
    return said if isinstance(said, dict) else {}


def _seconds(value: object) -> int:
    """How long a token lasts, a day at most: Microsoft has written the number as text."""
    try:
        return min(max(int(str(value)), 0), 24 * 3600)
    except ValueError:
        return USUAL
