"""Conversations: one concern of one person, over any number of channels."""
