"""What the portal keeps itself: the ways in that people asked for."""

from cha.portal.models.way_in import WayIn

__all__ = ["WayIn"]
