"""What a member may decide, asked for several ways at once: the facts of the case are read once for all of them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from cha.conversations.models import Conversation
from cha.core.money import Money
from cha.people.models.record import Record
from cha.resolutions.authority import case_of, rules_in_force
from cha.resolutions.facts import Budgets
from cha.resolutions.policy.case import Case, Decision
from cha.team.models import Member


class Authorities:
    """One member's authority in one conversation, about one order, with what they have seen elsewhere (`shown`)."""

    def __init__(
        self, conversation: Conversation, member: Member, order: Record | None, shown: Collection[str] = ()
    ) -> None:
        self.conversation, self.member, self.order, self.shown = conversation, member, order, shown
        self.rules = rules_in_force()
        self._cases: dict[Budgets, Case] = {}

    def of(self, kind: str, worth: Money) -> Decision:
        """What they may decide of a kind, worth so much. Two kinds that want the same facts read them once."""
        budgets = Budgets.of(self.rules.rules, kind)
        if budgets not in self._cases:
            case = case_of(
                self.conversation, self.member, kind, worth, order=self.order, shown=self.shown, rules=self.rules
            )
            self._cases[budgets] = case
        return self.rules.decide(replace(self._cases[budgets], kind=kind, worth=worth))
