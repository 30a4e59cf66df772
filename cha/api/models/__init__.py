"""The tables of the API. Members' tokens are the team's."""

from cha.api.models.answered import Answered

__all__ = ["Answered"]
