from django.apps import AppConfig


class TeamConfig(AppConfig):
    name = "cha.team"
    label = "team"
