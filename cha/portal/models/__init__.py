"""What the portal keeps itself: the ways in that people asked for, and what they felt at the end."""

from cha.portal.models.felt import Felt
from cha.portal.models.way_in import WayIn

__all__ = ["Felt", "WayIn"]
