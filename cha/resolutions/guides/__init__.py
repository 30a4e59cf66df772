"""Guides as values: their text, what is wrong with one, where a walk stands, how one is drawn. Pure."""
