from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "cha.demo"
    label = "demo"
