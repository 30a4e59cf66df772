"""The ui app: no models, only looks."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    """Registers templates and static files."""

    name = "cha.ui"
    label = "ui"
