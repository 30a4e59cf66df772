"""The words in which people choose, per language, folded."""

from __future__ import annotations

from typing import Final

from cha.resolutions.offers.choice_words.arabic import ARABIC
from cha.resolutions.offers.choice_words.dutch import DUTCH
from cha.resolutions.offers.choice_words.english import ENGLISH
from cha.resolutions.offers.choice_words.french import FRENCH
from cha.resolutions.offers.choice_words.german import GERMAN
from cha.resolutions.offers.choice_words.lexicon import Lexicon, folded
from cha.resolutions.offers.choice_words.spanish import SPANISH

__all__ = ["FOOTERS", "LEXICONS", "Lexicon", "folded"]

LEXICONS: Final[dict[str, Lexicon]] = {
    "en": ENGLISH,
    "nl": DUTCH,
    "fr": FRENCH,
    "de": GERMAN,
    "es": SPANISH,
    "ar": ARABIC,
}

# What telephones write under a message by themselves.
FOOTERS: Final = (
    "sent from my",
    "sent from outlook",
    "sent via",
    "get outlook for",
    "verzonden vanaf",
    "verstuurd vanaf",
    "verzonden met",
    "envoye de mon",
    "envoye depuis",
    "von meinem",
    "gesendet von",
    "enviado desde",
    "ارسلت من",
    "تم الارسال من",
    "مرسل من",
)
