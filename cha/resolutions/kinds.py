"""The kinds of remedy: how something is put right, and what each needs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.db import models
from django.utils.functional import Promise as Lazy
from django.utils.translation import gettext_lazy as _


class RemedyKind(models.TextChoices):
    """What can be given. `part` is part of the money back; `correction` is information put right."""

    REFUND = "refund"
    PART = "part"
    CREDIT = "credit"
    VOUCHER = "voucher"
    REPLACEMENT = "replacement"
    REPAIR = "repair"
    EXPEDITE = "expedite"
    DISCOUNT = "discount"
    LABEL = "label"
    CARD = "card"
    GESTURE = "gesture"
    CORRECTION = "correction"


@dataclass(frozen=True, slots=True)
class About:
    """What a kind is called on members' screens (`name`), in a policy's sentence (`may`), and drawn as.

    `money`: its amount goes to the person; without, it is what it costs us. `pays`: it moves money at a provider.
    """

    name: str | Lazy
    may: str | Lazy
    icon: str
    money: bool = False
    pays: bool = False


KINDS: Final[dict[str, About]] = {
    RemedyKind.REFUND: About(_("Money back"), _("give money back"), "banknote", money=True, pays=True),
    RemedyKind.PART: About(_("Part of the money back"), _("give part of the money back"), "coins", True, True),
    RemedyKind.CREDIT: About(_("Credit"), _("give credit"), "wallet", money=True),
    RemedyKind.VOUCHER: About(_("A voucher"), _("give a voucher"), "tag", money=True),
    RemedyKind.REPLACEMENT: About(_("Made again"), _("make it again"), "rotate-ccw"),
    RemedyKind.REPAIR: About(_("A repair"), _("repair it"), "wrench"),
    RemedyKind.EXPEDITE: About(_("Sent faster"), _("send it faster"), "truck"),
    RemedyKind.DISCOUNT: About(_("A discount"), _("give a discount"), "percent", money=True),
    RemedyKind.LABEL: About(_("A return label"), _("send a return label"), "package"),
    RemedyKind.CARD: About(_("A card by hand"), _("send a card written by hand"), "mail"),
    RemedyKind.GESTURE: About(_("A small gift"), _("send a small gift"), "gift"),
    RemedyKind.CORRECTION: About(_("Information put right"), _("put the information right"), "pencil"),
}
