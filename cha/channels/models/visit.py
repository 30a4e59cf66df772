"""Visits: what one browser does in the chat. Presence, typing and read marks are no events of the ledger."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import models
from django.db.models.functions import Greatest

from cha.channels.models.channel import Channel
from cha.conversations.models import Conversation
from cha.core import wake
from cha.core.actor import CHA
from cha.core.clock import now
from cha.core.ids import IdField
from cha.core.ledger import record
from cha.core.prepared import insert, made
from cha.core.queries import asked
from cha.core.verbs import verb
from cha.people.models import ContactPoint, Person

LEASE: Final = timedelta(seconds=45)
TYPING: Final = timedelta(seconds=8)
# So long is a token good, and so long after they were last here does an answer still find them.
LASTS: Final = timedelta(days=30)
MOST_PAGES: Final = 20


class Visitor(models.Model):
    """A browser in which somebody chats. `key` is the value of its contact point, made by chance.

    There is a row from their first words on, or when there is something to remember. Raising `series` voids every
    token given out. `account` is who their site says they are, until `account_until`. `pages` (url, title, at) and
    `cart` (name, count, price) are kept only since `agreed_at`.
    """

    id = IdField()
    channel = models.ForeignKey(Channel, models.CASCADE, related_name="visitors")
    key = models.CharField(max_length=40, unique=True)
    series = models.SmallIntegerField(default=1)
    account = models.ForeignKey(ContactPoint, models.SET_NULL, null=True, related_name="browsers")
    account_until = models.DateTimeField(null=True)
    language = models.CharField(max_length=8, blank=True)
    origin = models.CharField(max_length=200, blank=True)
    agreed_at = models.DateTimeField(null=True)
    pages = models.JSONField(default=list)
    cart = models.JSONField(default=list)
    forgotten_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"a visitor of {self.channel_id}"

    def is_vouched_for(self, at: datetime | None = None) -> bool:
        """Whether their site says, now, who they are."""
        return bool(self.account_id and self.account_until and self.account_until > (at or now()))


class Visit(models.Model):
    """One browser in one conversation.

    `seen_id` is the last message of ours that they saw, `seen_by_us` the last of theirs that a member saw. They are
    here until `here_until` and write until `typing_until`. `mail` is where to go on when they are gone; since
    `by_mail_at` every answer goes there at once, and up to `mailed_id` they have. `ended_at`: they ended this chat.
    `moved_at` is when any of it changed last, but for a lease that goes on because their browser listens.
    """

    id = IdField()
    conversation = models.ForeignKey(Conversation, models.CASCADE, related_name="visits")
    visitor = models.ForeignKey(Visitor, models.CASCADE, related_name="visits")
    seen_id = models.BigIntegerField(default=0)
    seen_by_us = models.BigIntegerField(default=0)
    here_until = models.DateTimeField(null=True)
    typing_until = models.DateTimeField(null=True)
    mail = models.CharField(max_length=320, blank=True)
    by_mail_at = models.DateTimeField(null=True)
    mailed_id = models.BigIntegerField(default=0)
    ended_at = models.DateTimeField(null=True)
    moved_at = models.DateTimeField(default=now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["conversation", "visitor"], name="visit_once")]
        indexes = [
            # What live has to tell.
            models.Index(fields=["moved_at"], name="visit_moved"),
            # Who is here now, for live.
            models.Index(fields=["here_until"], name="visit_here", condition=models.Q(here_until__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.visitor_id} in {self.conversation_id}"

    def is_here(self, at: datetime | None = None) -> bool:
        """Whether they look at the chat now."""
        return self.here_until is not None and self.here_until > (at or now())

    def is_typing(self, at: datetime | None = None) -> bool:
        """Whether they write now."""
        return self.typing_until is not None and self.typing_until > (at or now())


def visits_of(conversation_id: int) -> list[Visit]:
    """The visits in a conversation with their visitors, the one that was here last first."""
    return _visits_of(conversation_id)


@asked(int)
def _visits_of(conversation: int) -> models.QuerySet[Visit]:
    rows = Visit.objects.select_related("visitor").filter(conversation_id=conversation)
    return rows.order_by(models.F("here_until").desc(nulls_last=True), "-pk")


def visitor_called(key: str) -> Visitor | None:
    """The visitor of that key; None before there is something to remember."""
    return next(iter(_called(key)), None)


@asked(str)
def _called(key: str) -> models.QuerySet[Visitor]:
    return Visitor.objects.select_related("account__person").filter(key=key)


@verb
def remember_visitor(channel: Channel, key: str, *, language: str = "", origin: str = "") -> Visitor:
    """The row of a visitor, made where there is none."""
    known = visitor_called(key)
    if known is None:
        known = made(Visitor, channel_id=channel.pk, key=key, language=language, origin=origin[:200])
        insert(known, unless="key")
        known = visitor_called(key) or known
    return known


@verb
def vouch_for(visitor: Visitor, account: ContactPoint, until: datetime) -> None:
    """Their site says who they are, until then."""
    visitor.account, visitor.account_until = account, until
    visitor.save(update_fields=["account", "account_until"])


def moved_since(moment: datetime) -> list[Visit]:
    """The visits of which something changed after a moment (aware), with their visitors."""
    return _moved_since(moment)


@asked(datetime)
def _moved_since(moment: datetime) -> models.QuerySet[Visit]:
    return Visit.objects.select_related("visitor").filter(moved_at__gt=moment).order_by("moved_at")


def _move(visit: Visit, **fields: Any) -> None:
    """Set columns, and let live hear of it. Must be called inside a verb."""
    fields["moved_at"] = now()
    for name, value in fields.items():
        setattr(visit, name, value)
    visit.save(update_fields=list(fields))
    wake.after_commit()


@verb
def come_in(conversation: Conversation, visitor: Visitor) -> Visit:
    """The visit of a browser to a conversation, begun where there is none; they are here."""
    visit = next(iter(_visit(conversation.pk, visitor.pk)), None)
    if visit is None:
        visit = made(Visit, conversation_id=conversation.pk, visitor_id=visitor.pk, here_until=now() + LEASE)
        # Two tabs at once are one visit.
        Visit.objects.bulk_create([visit], ignore_conflicts=True)
        visit = _visit(conversation.pk, visitor.pk)[0]
        _came(visit)
        wake.after_commit()
    else:
        be_here(visit)
    visit.visitor = visitor
    return visit


@verb
def be_here(visit: Visit) -> None:
    """Whoever says something is here."""
    if not visit.is_here():
        _came(visit)
    _move(visit, here_until=now() + LEASE, typing_until=None)


@asked(int, int)
def _visit(conversation: int, visitor: int) -> models.QuerySet[Visit]:
    return Visit.objects.filter(conversation_id=conversation, visitor_id=visitor)


@verb
def stay(visit: Visit, *, typing: bool = False) -> None:
    """Renew the lease: here, or writing too. Who was away has come."""
    at = now()
    if not visit.is_here(at):
        _came(visit)
    _move(visit, here_until=at + LEASE, typing_until=at + TYPING if typing else None)


def _came(visit: Visit) -> None:
    record("visit.came", by=CHA, on=visit, conversation=visit.conversation_id)


def still_here(visit_ids: Sequence[int]) -> None:
    """Renew the leases of everybody whose browser listens. One statement for many, and no bell is rung for it."""
    for start in range(0, len(visit_ids), 500):
        Visit.objects.filter(pk__in=visit_ids[start : start + 500]).update(here_until=now() + LEASE)


@verb
def see(visit: Visit, upto: int) -> None:
    """They saw everything up to this message, and are here. What is older than before changes nothing."""
    at = now()
    Visit.objects.filter(pk=visit.pk).update(
        seen_id=Greatest("seen_id", models.Value(upto)), here_until=at + LEASE, moved_at=at
    )
    visit.seen_id, visit.here_until = max(visit.seen_id, upto), at + LEASE
    wake.after_commit()


@verb
def seen_by_member(conversation_id: int, upto: int) -> bool:
    """A member saw everything up to this message. False when that was known already, or nobody visits it."""
    rows = Visit.objects.filter(conversation_id=conversation_id, seen_by_us__lt=upto)
    changed = rows.update(seen_by_us=upto, moved_at=now())
    if changed:
        wake.after_commit()
    return bool(changed)


@verb
def keep_mail(visit: Visit, address: str) -> None:
    """Where to answer when they are gone; nothing goes there yet."""
    _move(visit, mail=address)


@verb
def go_by_mail(visit: Visit, address: str, *, by: Person) -> None:
    """They go on by e-mail: what is answered from now on goes there at once, until they are back."""
    _move(visit, mail=address, by_mail_at=visit.by_mail_at or now())
    _told("visit.by_mail", visit, by)


@verb
def come_back(visit: Visit, *, by: Person) -> None:
    """They are back in the chat. Twice is once."""
    if visit.by_mail_at:
        _move(visit, by_mail_at=None)
        _told("visit.back", visit, by)


@verb
def mailed(visit: Visit, upto: int) -> bool:
    """What was answered up to this message is on its way by mail. False when that was so already."""
    return bool(Visit.objects.filter(pk=visit.pk, mailed_id__lt=upto).update(mailed_id=upto, moved_at=now()))


@verb
def end_visit(visit: Visit, *, by: Person) -> None:
    """They ended this chat. Twice is once."""
    if visit.ended_at is None:
        _move(visit, ended_at=now(), typing_until=None)
        _told("visit.ended", visit, by)


@verb
def begin_again(visit: Visit, *, by: Person) -> None:
    """They opened it again. Twice is once."""
    if visit.ended_at:
        _move(visit, ended_at=None)
        _told("visit.again", visit, by)


def _told(what: str, visit: Visit, by: Person) -> None:
    record(what, by=by, on=visit, conversation=visit.conversation_id, person=by.pk)


@verb
def agree_to_pages(visitor: Visitor, *, agrees: bool) -> None:
    """Whether they may be seen looking around; taking it back erases what was kept."""
    locked = Visitor.objects.select_for_update().get(pk=visitor.pk)
    locked.agreed_at = (locked.agreed_at or now()) if agrees else None
    if not agrees:
        locked.pages, locked.cart = [], []
    locked.save(update_fields=["agreed_at", "pages", "cart"])
    wake.after_commit()


@verb
def show_page(visitor: Visitor, page: dict[str, str], cart: Iterable[dict[str, Any]] | None = None) -> bool:
    """Keep a page that they look at, and their cart where it is told. False, and nothing kept, unless they agreed."""
    locked = Visitor.objects.select_for_update().get(pk=visitor.pk)
    if locked.agreed_at is None:
        return False
    entry = {**page, "at": now().isoformat()}
    before = locked.pages[:-1] if locked.pages and locked.pages[-1]["url"] == page["url"] else locked.pages
    locked.pages = [*before, entry][-MOST_PAGES:]
    if cart is not None:
        locked.cart = list(cart)
    locked.save(update_fields=["pages", "cart"])
    wake.after_commit()
    return True


@verb
def forget_visitor(visitor: Visitor, *, by: Person | None = None) -> None:
    """This browser is nobody any more: its tokens are void, what was kept of it is erased. What was said stays."""
    locked = Visitor.objects.select_for_update().get(pk=visitor.pk)
    locked.series, locked.forgotten_at = locked.series + 1, now()
    locked.agreed_at, locked.pages, locked.cart = None, [], []
    locked.account = locked.account_until = None
    locked.save()
    left = {"here_until": None, "typing_until": None, "mail": "", "by_mail_at": None, "moved_at": now()}
    Visit.objects.filter(visitor=locked).update(**left)
    if by is not None:
        record("visitor.forgotten", by=by, on=locked, person=by.pk)
    wake.after_commit()
