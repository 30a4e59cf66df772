"""Juniper Lane: the made-up flower shop that demo, tests, docs and screenshots share. Values only, no verbs."""

from cha.demo.world.world import WORLD, World

__all__ = ["WORLD", "World"]
