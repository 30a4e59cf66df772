from django.apps import AppConfig


class ResolutionsConfig(AppConfig):
    name = "cha.resolutions"
    label = "resolutions"
