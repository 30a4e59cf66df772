from django.apps import AppConfig


class ConversationsConfig(AppConfig):
    name = "cha.conversations"
    label = "conversations"
