"""Two persons turn out to be one: joined in one act, taken apart message by message, a month later as well."""

from cha.conversations.joining_persons.joining import join_persons
from cha.conversations.joining_persons.parting import said_since, take_apart

__all__ = ["join_persons", "said_since", "take_apart"]
