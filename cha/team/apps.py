from django.apps import AppConfig
from django.conf import settings
from django.utils.functional import lazy

from cha.ui.jinja import register_global


def _house() -> str:
    from cha.team.models import brand

    face = brand()
    return face.called if face else ""


class TeamConfig(AppConfig):
    name = "cha.team"
    label = "team"

    def ready(self) -> None:
        """Let the door say whose it is, whether a code can be mailed, and whether there is single sign-on."""
        register_global("mail_goes_out", lambda: bool(settings.CHA_RELAY))
        register_global("house", lazy(_house, str)())
        register_global("sso", lambda: settings.CHA_SSO)
