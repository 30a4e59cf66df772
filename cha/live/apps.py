from django.apps import AppConfig


class LiveConfig(AppConfig):
    name = "cha.live"
    label = "live"
