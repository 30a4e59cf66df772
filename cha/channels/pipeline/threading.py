"""Threading: which conversation a message belongs to, and how a reply finds home when a client drops headers."""

from __future__ import annotations

from collections.abc import Sequence

from django.conf import settings
from django.db import connection
from django.db.models import QuerySet
from django.utils.crypto import constant_time_compare, salted_hmac

from cha.channels.base import Answers, Inbound
from cha.conversations.models import Conversation, Kind, Message
from cha.conversations.models.conversation import OPEN, home_of
from cha.conversations.models.side import OUTSIDE, SideConversation
from cha.conversations.models.splitting import split_off_from
from cha.core.ids import decode, encode
from cha.core.queries import asked
from cha.people.models import ContactPoint

SALT = "cha.channels.reply-address"
SIGNATURE = 12
# How many ids each kind of token names.
TOKENS = {"a": 2, "c": 1, "n": 2, "s": 1}


def _signature(said: str) -> str:
    digest = salted_hmac(SALT, said, secret=settings.SECRET_KEY, algorithm="sha256").hexdigest()
    return digest[:SIGNATURE]


def _token(kind: str, *ids: int) -> str:
    names = ".".join(encode(one) for one in ids)
    # What a conversation's token is signed over goes back to before there were other kinds.
    return f"{kind}.{names}.{_signature(names if kind == 'c' else f'{kind}.{names}')}"


def reply_token(conversation_id: int) -> str:
    """What stands behind the plus of a signed reply address: `c.<id>.<48 bits of HMAC-SHA256>`."""
    return _token("c", conversation_id)


def note_token(conversation_id: int, member_id: int) -> str:
    """The same for a mail that shows a note to a member: `n.<conversation>.<member>.<signature>`."""
    return _token("n", conversation_id, member_id)


def ask_token(ask_id: int, member_id: int) -> str:
    """The same for a mail that asks a member for a yes: `a.<ask>.<member>.<signature>`."""
    return _token("a", ask_id, member_id)


def side_token(side_id: int) -> str:
    """The same for a side conversation with somebody outside: `s.<id>.<signature>`."""
    return _token("s", side_id)


def read_token(token: str) -> Answers | None:
    """What a token says is answered; None when it is not ours. Compared in constant time."""
    kind, *names = token.lower().split(".")
    if kind not in TOKENS or len(names) != TOKENS[kind] + 1:
        return None
    signature = names.pop()
    said = ".".join(names)
    if not constant_time_compare(signature, _signature(said if kind == "c" else f"{kind}.{said}")):
        return None
    try:
        ids = [decode(name) for name in names]
    except ValueError:
        return None
    return Answers(kind, ids[0], ids[1] if kind in ("a", "n") else None)


def conversation_for(inbound: Inbound, point: ContactPoint | None) -> tuple[Conversation | None, bool]:
    """The conversation a message goes on with, and whether it proves that the person is behind the address.

    Our signed token decides, whoever writes (a spouse may answer); it proves the address only when it is one of the
    person's own. Without it, headers count only from an address of that person: nobody can write himself into
    another's conversation by guessing a header; nor by a forged address, which opens a concern of its own, marked.
    What was merged is found as the story that it became one with, what was split off where it is now.
    """
    if inbound.answers and inbound.answers.kind == "c":
        found = _standing(inbound.answers.id, inbound.thread)
        if found:
            return found, point is not None and found.person_id == point.person_id
    if inbound.answers and inbound.answers.kind == "s" and point:
        beside = SideConversation.objects.filter(pk=inbound.answers.id, conversation__person=point.person_id).first()
        if beside and inbound.authentic != "fail":
            # They came to know this address from somebody else, so that it proves nothing.
            return Conversation.objects.get(pk=home_of(beside.conversation_id)), False
    if inbound.thread and point and inbound.authentic != "fail":
        ids = [key[:250] for key in inbound.thread]
        mine = known_outside().exclude(kind__in=OUTSIDE)
        said = mine.filter(external_id__in=ids, conversation__person_id=point.person_id)
        message = said.select_related("conversation").order_by("-pk").first()
        if message:
            ours = message.kind != Kind.HEARD
            return message.conversation, ours
    return None, False


def open_with(point: ContactPoint, channel: int) -> Conversation | None:
    """The newest conversation that is open and was opened by somebody who writes from `point` over this channel."""
    opened = Conversation.objects.filter(person_id=point.person_id, channel_id=channel, state__in=OPEN)
    heard = opened.filter(messages__kind=Kind.HEARD, messages__address=point.value)
    return heard.order_by("-pk").first()


def _standing(named: int, thread: Sequence[str]) -> Conversation | None:
    """The conversation that a token names, as it stands now; what answers a message split off it goes to that one."""
    found = next(iter(_conversation(named)), None)
    if found and found.merged_into_id:
        found = Conversation.objects.get(pk=home_of(named))
    apart = split_off_from(named) if found and thread else []
    if found and apart:
        said = known_outside().filter(external_id__in=[key[:250] for key in thread], conversation__in=[found, *apart])
        newest = said.select_related("conversation").order_by("-pk").first()
        return newest.conversation if newest else found
    return found


@asked(int)
def _conversation(pk: int) -> QuerySet[Conversation]:
    return Conversation.objects.filter(pk=pk).select_related("person")


def one_at_a_time(inbound: Inbound) -> None:
    """Two copies of one mail that two workers read at once are recorded one after the other; until the commit.

    SQLite's writers queue anyway.
    """
    if inbound.external_id and connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [inbound.external_id[:250]])


def twin_of(inbound: Inbound) -> Message | None:
    """The message that this one is a second copy of: same external id, from the same address, with the same words."""
    if not inbound.external_id:
        return None
    same = _named(inbound.external_id[:250], inbound.address[:320])
    return next((message for message in same if message.text == inbound.text), None)


@asked(str, str)
def _named(external_id: str, address: str) -> QuerySet[Message]:
    return known_outside().filter(external_id=external_id, kind=Kind.HEARD, address=address)[:5]


def known_outside() -> QuerySet[Message]:
    """Messages that have an id of their medium's. SQLite takes their index only for a query that says so."""
    return Message.objects.exclude(external_id="")


def thread_of(conversation: Conversation) -> tuple[str, list[str]]:
    """What a reply answers and refers to: the newest external id heard, and the ids of the thread, oldest first."""
    rows = _ids_of(conversation.pk)
    heard = next((key for key, kind in rows if kind == Kind.HEARD), rows[0][0] if rows else "")
    return heard, [key for key, _ in reversed(rows)]


@asked(int)
def _ids_of(conversation: int) -> QuerySet[Message, tuple[str, str]]:
    # Only ids that a mail program knows: what was written on a page has one of another kind.
    # And none of a side conversation: its ids would tell the person of it.
    known = Message.objects.filter(conversation_id=conversation, external_id__contains="@").exclude(kind__in=OUTSIDE)
    return known.order_by("-pk").values_list("external_id", "kind")[:20]
