"""The portal app: what customers see."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    """Holds the ways in; its tasks are found through its own module."""

    name = "cha.portal"
    label = "portal"

    def ready(self) -> None:
        from cha.portal import sending  # noqa: F401 - makes its task known to every worker
