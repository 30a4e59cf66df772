"""Search over what was said and over people: folded tokens, newest first, only what the member may see."""

from cha.conversations.search.indexing import MESSAGES, PEOPLE, index_message, index_person, write_words
from cha.conversations.search.people import find_people, people_called

from cha.conversations.search.messages import find_messages  # isort: skip

__all__ = [
    "MESSAGES",
    "PEOPLE",
    "find_messages",
    "find_people",
    "index_message",
    "index_person",
    "people_called",
    "write_words",
]
