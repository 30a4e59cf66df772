from django.apps import AppConfig


class PromisesConfig(AppConfig):
    name = "cha.promises"
    label = "promises"
