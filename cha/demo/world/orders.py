"""What the web shop of Juniper Lane knows of its people: orders and a subscription."""

from __future__ import annotations

from dataclasses import dataclass

from cha.demo.world.moments import Ahead, Past

When = Past | Ahead
SHOP = "Web shop"
LINK = "https://shop.juniperlane.example/orders/"


@dataclass(frozen=True, slots=True)
class OrderOf:
    """One order: whose, as a key of the world; `lines` are what, how many, and the price of one in euros."""

    person: str
    number: str
    status: str
    amount: str
    lines: tuple[tuple[str, int, str], ...]
    placed: When
    kind: str = "order"


ORDERS = (
    OrderOf(
        "adaeze",
        "JL-2291",
        "Paid, delivered in the wrong colour",
        "372.00",
        (("Centrepiece, white ranunculus", 12, "31.00"),),
        Past(3, "16:20"),
    ),
    OrderOf("adaeze", "JL-2304", "Paid, to be made", "95.00", (("Bridal bouquet", 1, "95.00"),), Past(2, "11:30")),
    OrderOf(
        "adaeze",
        "JL-1187",
        "Delivered",
        "54.50",
        (("Sympathy flowers", 1, "45.00"), ("Delivery", 1, "9.50")),
        Past(15, "10:05"),
    ),
    OrderOf("huda", "JL-2310", "On its way", "68.00", (("Two dozen roses", 1, "68.00"),), Past(1, "09:40")),
    OrderOf(
        "yuki",
        "JL-S-88",
        "Every Friday, paid twice in June",
        "32.00",
        (("Desk bouquet", 1, "32.00"),),
        Past(14, "08:30"),
        kind="subscription",
    ),
    OrderOf(
        "markus",
        "JL-2298",
        "Delivered a day late",
        "79.00",
        (("Birthday bouquet, large", 1, "79.00"),),
        Past(4, "14:10"),
    ),
)
