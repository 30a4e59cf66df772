"""Guides as members see them: beside a conversation, in the list, in the editor."""
