from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "cha.portal"
    label = "portal"
