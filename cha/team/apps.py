from django.apps import AppConfig
from django.conf import settings

from cha.ui.jinja import register_global


class TeamConfig(AppConfig):
    name = "cha.team"
    label = "team"

    def ready(self) -> None:
        """Let the door say whether a code can be mailed, and whether the business has its own sign-in."""
        register_global("mail_goes_out", lambda: bool(settings.CHA_RELAY))
        register_global("sso", lambda: settings.CHA_SSO)
