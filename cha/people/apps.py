from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "cha.people"
    label = "people"
