from django.apps import AppConfig


class ChannelsConfig(AppConfig):
    name = "cha.channels"
    label = "cha_channels"
