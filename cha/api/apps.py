from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "cha.api"
    label = "api"
