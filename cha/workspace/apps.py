from django.apps import AppConfig


class WorkspaceConfig(AppConfig):
    name = "cha.workspace"
    label = "workspace"
