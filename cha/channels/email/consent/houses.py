"""Where Google and Microsoft ask for leave, and for what. Read by the settings: it must not need Django.

Google: OAuth 2.0 for web server applications. Microsoft: identity platform v2.0, authorization code flow.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

Client = tuple[str, str]
"""A client's id and its secret."""

MICROSOFT_LOGIN: Final = "https://login.microsoftonline.com"


@dataclass(frozen=True, slots=True)
class House:
    """One of them. `private`: it may lie on a private address and speak http, as a stand-in does.

    `more` goes along with the question. Mail is fetched from `imap`, with TLS at once, and sent to `smtp`, by STARTTLS;
    `plain` says that neither is encrypted (a stand-in again). `revoke` is "" where leave is given back on their pages.
    """

    name: str
    called: str
    client: str
    secret: str = field(repr=False)
    authorize: str
    token: str
    scope: str
    imap: tuple[str, int]
    smtp: tuple[str, int]
    revoke: str = ""
    more: Mapping[str, str] = field(default_factory=dict)
    private: bool = False
    plain: bool = False


def houses(google: Client, microsoft: Client, *, tenant: str = "", login: str = "") -> dict[str, House]:
    """Those that there is a client for, by name. `tenant` and `login` are Microsoft's."""
    both = (_google(google), _microsoft(microsoft, tenant or "common", login or MICROSOFT_LOGIN))
    return {house.name: house for house in both if house.client}


def _google(client: Client) -> House:
    return House(
        name="google",
        called="Google",
        client=client[0],
        secret=client[1],
        authorize="https://accounts.google.com/o/oauth2/v2/auth",
        token="https://oauth2.googleapis.com/token",  # noqa: S106 - an address
        revoke="https://oauth2.googleapis.com/revoke",
        scope="https://mail.google.com/",
        imap=("imap.gmail.com", 993),
        smtp=("smtp.gmail.com", 587),
        # Without both, a second sign-in brings no refresh token.
        more={"access_type": "offline", "prompt": "consent"},
    )


def _microsoft(client: Client, tenant: str, login: str) -> House:
    base, mail = f"{login}/{tenant}/oauth2/v2.0", "https://outlook.office.com"
    return House(
        name="microsoft",
        called="Microsoft",
        client=client[0],
        secret=client[1],
        authorize=f"{base}/authorize",
        token=f"{base}/token",
        scope=f"{mail}/IMAP.AccessAsUser.All {mail}/SMTP.Send offline_access",
        imap=("outlook.office365.com", 993),
        smtp=("smtp.office365.com", 587),
        more={"prompt": "select_account"},
    )
