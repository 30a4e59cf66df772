"""Words for the seeds: enough to look like mail, the same with every run."""

from __future__ import annotations

import random

NAMES = [
    "Adaeze",
    "Huda",
    "Piet",
    "Yuki",
    "Markus",
    "Ana",
    "Samir",
    "Grace",
    "Joseph",
    "Lars",
    "Chen",
    "Nadia",
    "Els",
    "Wout",
    "Tine",
    "Robin",
    "Sofia",
    "Leen",
    "José",
    "Fatima",
    "Nwosu",
    "Claes",
    "Tanabe",
    "Brandt",
    "Ferreira",
    "Rahimi",
    "Mbatha",
    "Otieno",
    "Peeters",
    "Janssens",
    "Maes",
    "Jacobs",
    "Mertens",
    "Willems",
    "Goossens",
]
TOPICS = (
    "peach, not white",
    "a late delivery",
    "the wedding on Saturday",
    "a refund",
    "a changed address",
    "an invoice",
)
SAID = (
    "My order came in peach, not white, and the wedding is on Saturday.",
    "The courier left it with a neighbour who is away until Monday.",
    "Could you tell me when the flowers will be here?",
    "Thank you for looking into it so quickly.",
    "I paid twice, as far as I can see from my bank.",
    "The new address is Korenmarkt 14, second bell.",
    "We made the bouquet anew and it leaves with the ten o'clock van.",
    "The roses were beautiful, my mother was very happy.",
    "Please leave the parcel at the back door, the dog is friendly.",
    "I look after this and write to you before four this afternoon.",
)


def sentences(dice: random.Random, count: int) -> str:
    """Some sentences in a paragraph."""
    return " ".join(dice.choice(SAID) for _ in range(count))
