"""What a time-based rule says to a person: the house's own words in their language, else the usual ones."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext, override

from cha.conversations.models import Conversation
from cha.promises.models.time_rule import TimeRule

NUDGE: Final = "nudge"
FAREWELL: Final = "farewell"


def usual_words(kind: str, language: str) -> str:
    """The words that are said unless the house writes its own. `{name}` stands for whom they are for."""
    with override(language or "en"):
        if kind == NUDGE:
            return gettext("Hello {name}, did our last answer reach you? There is no hurry. A word here is enough.")
        return gettext(
            "Hello {name}, we have not heard from you, so we put this aside for now. Nothing is lost: "
            "any answer opens it again."
        )


def words_of(rule: TimeRule, kind: str, language: str) -> str:
    """The house's words in a language, or the usual ones; with their blank."""
    return str(rule.words.get(kind, {}).get(language, "")).strip() or usual_words(kind, language)


def said_to(rule: TimeRule, kind: str, conversation: Conversation, house_language: str) -> str:
    """The words as the person of a conversation reads them."""
    language = conversation.language or conversation.person.language or house_language
    words = words_of(rule, kind, language)
    name = conversation.person.first_name if conversation.person.name else ""
    return words.replace("{name}", name) if name else words.replace(" {name}", "").replace("{name}", "")
