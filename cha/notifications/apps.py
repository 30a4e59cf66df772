from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "cha.notifications"
    label = "notifications"
