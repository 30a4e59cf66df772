"""Offers as members see them: the dialog that makes one, and what stands in the conversation."""
