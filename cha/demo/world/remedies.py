"""What the shop gave in the eight weeks before now, to people of whom nothing else is told; and where words did it.

`said` tells how each went, a letter a time: y they said that it is put right, n not yet, - nothing.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Sort:
    """One sort of thing that was given. `euros` is what one cost; without a `kind` nothing was given but words."""

    kind: str
    words: str
    euros: str
    why: str
    ours: bool | None
    topic: str
    product: str
    team: str
    heard: str
    answer: str
    said: str


COLOUR, COURIER, WILTED = "Wrong colour or flower", "Late delivery, the courier", "Wilted in two days"
OWN, BROKEN = "Our own wrong promise", "Broken on the way"

SORTS = (
    Sort("replacement", "Made again, in the right colour", "61", COLOUR, True, "wrong_item", "Bouquet of the week",
         "Online", "It came in yellow, I had asked for white.", "You shall have it in white. We make it again today.",
         "yyyyy-yyynyy-y"),
    Sort("part", "Delivery fee back", "9.50", COURIER, False, "late_delivery", "Bouquet of the week", "Online",
         "It was promised for noon and came at four.", "That is too late for a noon. The delivery is on us.",
         "yy-ynyyy-yny-y"),
    Sort("card", "A card by hand", "3", OWN, True, "late_delivery", "Sympathy flowers", "Sympathy",
         "You said you would ring, and nobody did.", "I am sorry: I said it and did not. A card is on its way.",
         "yyyy-yynyyy"),
    Sort("part", "A quarter of it back", "18", COURIER, False, "late_delivery", "Birthday bouquet", "Online",
         "A day late. The birthday was yesterday.", "A birthday bouquet is for the day. A quarter of it comes back.",
         "ynyy-yynyyyn"),
    Sort("voucher", "A voucher for next time", "20", WILTED, True, "damaged", "Garden roses", "Shop",
         "They hung their heads on the second day.", "Roses should last a week. Here is something for the next ones.",
         "nyny-ynyn"),
    Sort("gesture", "A small bunch, brought by", "12", OWN, True, "complaint", "Desk bouquet", "Shop",
         "Nobody told me that the Friday bouquet is paused.", "We should have. Rosa brings you a small one by bike.",
         "yyyy-yyyy"),
    Sort("expedite", "Sent the same afternoon", "8", COURIER, False, "not_arrived", "Hyacinths, blue", "Online",
         "Nothing here yet, and we leave at five.", "It is in another van now, with you before four.",
         "yyy-ynyy"),
    Sort("refund", "All of it back", "54.50", WILTED, True, "refund", "Sympathy flowers", "Sympathy",
         "They were brown when they came. I threw them away.", "That must not happen. All of it comes back to you.",
         "yyynyyn"),
    Sort("replacement", "A new pot", "18", BROKEN, False, "damaged", "Olive tree", "Shop",
         "The pot is in three pieces, the tree is fine.", "A new pot comes with the Thursday van.",
         "yyy-yy"),
    Sort("credit", "Ten euros of credit", "10", "Charged twice", True, "payment", "Desk bouquet", "Online",
         "I was charged twice this Friday.", "One of them is back, and ten euros of credit with it.",
         "yy-y"),
    Sort("correction", "The hours on the site put right", "0", "Wrong hours on the site", True, "opening_hours", "",
         "Shop", "Your site says open, the door says shut.", "The site was wrong. It says so rightly now.",
         "yyy"),
    Sort("label", "A return label", "4.50", "Too small for its place", None, "change_order", "Olive tree", "Shop",
         "It is too small for the terrace.", "Send it back with this label, and we find a taller one.",
         "--"),
)  # fmt: skip
# Where something came with something else: a card with what was made again.
ALSO = {"Made again, in the right colour": "card", "All of it back": "gesture"}

WORDS_ALONE = Sort(
    "", "", "0", "", None, "question_product", "Bouquet of the week", "Online",
    "How long does a ranunculus last in a vase?", "A week, with fresh water every second day. I hope that helps.",
    "yynn-nnynynnny-nynnnynnn",
)  # fmt: skip

FIRST = (
    "Elise", "Joris", "Amina", "Wim", "Sofie", "Youssef", "Greet", "Nils", "Aylin", "Pieter", "Camille", "Stijn",
    "Naomi", "Bart", "Ines", "Luc", "Zeynep", "Hanne", "Mateo", "Ruth", "Jonas", "Leila", "Dirk", "Oksana", "Emma",
    "Karim", "An", "Pavel", "Femke", "Tobias",
)  # fmt: skip
LAST = (
    "Peeters", "El Amrani", "Wouters", "Janssens", "Kaya", "De Smet", "Lambert", "Novak", "Claeys", "Haddad",
    "Maes", "Vermeulen", "Bauer",
)  # fmt: skip
DECIDES = ("maartje", "ifeoma", "lotte", "maartje", "tomasz", "ifeoma", "maartje", "priya")
# Every so many-th of an agent's was above what they may decide, and somebody said yes.
ASKED_EVERY = 3
DAYS = 55
