from django.apps import AppConfig

from cha.core.ids import encode
from cha.ui.jinja import register_filter


class WorkspaceConfig(AppConfig):
    name = "cha.workspace"
    label = "workspace"

    def ready(self) -> None:
        """Let templates name things as addresses do: `{{ thing.pk|public }}`."""
        register_filter("public", encode)
