from django.apps import AppConfig


class LanguageConfig(AppConfig):
    name = "cha.language"
    label = "language"
