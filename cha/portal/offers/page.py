"""The values of an offer on customers' pages: the ways in words, what stands, and what can still be done."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cha.conversations.models import Conversation, Message, State
from cha.core.clock import now
from cha.core.ids import encode
from cha.promises.acknowledgement.letter import Line
from cha.resolutions.models import Choice, Offer, Option
from cha.resolutions.offers.choosing import may_change
from cha.resolutions.offers.letters.gathering import more_of
from cha.resolutions.offers.link import last_moment
from cha.resolutions.offers.offering import clock_of
from cha.resolutions.offers.steps import standing
from cha.resolutions.offers.words import Clock


@dataclass(frozen=True, slots=True)
class WayView:
    """One way. `state` is ready, asking or declined; `note` says what it waits for, or why it cannot be had."""

    number: int
    words: str
    more: str
    state: str
    note: str
    picked: bool


@dataclass
class OfferView:
    """An offer for its person. `choose_url` and `else_url` take its forms; `again_url` asks once more about one way."""

    offer: Offer
    clock: Clock
    choose_url: str
    else_url: str

    @cached_property
    def choice(self) -> Choice | None:
        """What they chose, or asked for, as it stands."""
        return next(iter(standing(self.offer.pk)), None)

    @cached_property
    def state(self) -> str:
        """open, chosen, asking (chosen, and it waits for a yes), else, person, expired or back."""
        choice = self.choice
        if self.offer.state == Offer.State.TAKEN_BACK:
            return "back"
        if choice and choice.option:
            return "asking" if choice.option.state == Option.State.ASKING else "chosen"
        if choice and choice.wants:
            return choice.wants
        return "open" if self.in_time else "expired"

    @property
    def in_time(self) -> bool:
        """Whether something can be chosen for the first time."""
        return self.offer.state in (Offer.State.OPEN, Offer.State.ELSE) and self.offer.until > self.clock.now

    @cached_property
    def ways(self) -> list[WayView]:
        """Every way with its number; one that cannot be given is last."""
        picked = self.choice.option_id if self.choice else None
        rows = self.offer.options.select_related("approval__to").order_by("number")
        made = [self._way(row, row.pk == picked) for row in rows]
        return sorted(made, key=lambda way: way.state == "declined")

    @property
    def ready(self) -> list[WayView]:
        """Those that can be chosen now."""
        return [way for way in self.ways if way.state == "ready"]

    @property
    def picked(self) -> WayView | None:
        """The way that was chosen."""
        return next((way for way in self.ways if way.picked), None)

    def way(self, number: int) -> WayView | None:
        """A way that can be chosen, by its number."""
        return next((way for way in self.ready if way.number == number), None)

    @property
    def seen(self) -> str:
        """What names the standing choice in a form, so that another one is a change of mind only if this was seen."""
        return encode(self.choice.pk) if self.choice else ""

    @cached_property
    def changes(self) -> bool:
        """Whether they can choose (again) now."""
        if self.state in ("chosen", "asking"):
            return may_change(self.offer, self.choice, self.clock.now)
        return self.in_time

    @property
    def until(self) -> str:
        """Until when they may choose: "today before 14:00"."""
        return self.clock.by(self.offer.until)

    @property
    def change_until(self) -> str:
        """Until when they may change their mind; "" where nobody said so."""
        last = self.offer.change_until
        return self.clock.by(last) if last and last > self.clock.now else ""

    @property
    def silent(self) -> Line | None:
        """What happens if they do not choose."""
        if not self.offer.silent or self.state != "open":
            return None
        return Line(_("<b>If we hear nothing by then:</b> %(what)s"), {"what": self.offer.silent})

    @property
    def maker(self) -> str:
        """The first name of who made it, or ""."""
        return self.offer.made_by.first_name if self.offer.made_by else ""

    def _way(self, row: Option, picked: bool) -> WayView:
        late = row.state == Option.State.READY and not picked and row.by is not None and row.by <= self.clock.now
        state = "declined" if late else str(row.state)
        note = _("The time for this one has passed.") if late else self._note(row)
        return WayView(row.number, row.words, more_of(row, self.clock), state, note, picked)

    def _note(self, row: Option) -> str:
        if row.state == Option.State.DECLINED:
            return _("We asked, and cannot give this one.")
        if row.state != Option.State.ASKING:
            return ""
        asked = row.approval
        if asked is None or asked.by is None or asked.by <= self.clock.now:
            return _("We are asking, and tell you as soon as we know.")
        when = {"when": self.clock.by(asked.by)}
        if asked.to:
            return _("We asked %(name)s. You hear %(when)s.") % {"name": asked.to.first_name, **when}
        return _("We are asking. You hear %(when)s.") % when


def view_of(offer: Offer, choose_url: str, else_url: str, at: datetime | None = None) -> OfferView:
    """An offer, in the language that is active and on its person's clock."""
    return OfferView(
        offer, clock_of(offer.conversation, at or now(), get_language() or offer.language), choose_url, else_url
    )


def offer_shown(conversation: Conversation) -> Offer | None:
    """The newest offer of a conversation, or of one that became one story with it, for as long as its links open; none
    that was taken back, or may still be undone, and none once they said that it is put right.
    """
    if conversation.state == State.CONFIRMED:
        return None
    here = Q(conversation=conversation) | Q(conversation__merged_into=conversation)
    held = Message.objects.filter(pk=OuterRef("message"), delivery="held")
    rows = Offer.objects.filter(here, ~Exists(held)).exclude(state=Offer.State.TAKEN_BACK)
    newest = rows.select_related("conversation__person", "made_by").order_by("-id").first()
    return newest if newest and now() <= last_moment(newest) else None
