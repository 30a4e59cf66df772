from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "cha.core"
    label = "core"

    def ready(self) -> None:
        from django.urls import register_converter

        from cha.core.ids import IdConverter

        register_converter(IdConverter, "cha")
