"""Organisations and their people, put together for the members' screens."""
