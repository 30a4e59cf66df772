from django.apps import AppConfig


class ChannelsConfig(AppConfig):
    name = "cha.channels"
    label = "cha_channels"

    def ready(self) -> None:
        from cha.channels.email import django_backend  # noqa: F401  (its task must be known to the worker)
