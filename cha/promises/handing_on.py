"""Handing on: what the next one needs to know, read off the story, and the person told who it is now."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from django.utils.translation import gettext, override
from django.utils.translation import gettext as _

from cha.channels.ways import usual_way
from cha.conversations.models import CheckItem, Conversation, Kind, Message
from cha.conversations.models.conversation import OPEN
from cha.conversations.models.handing_over import HandOff, HandOffWords
from cha.conversations.models.message import first_words
from cha.conversations.models.saying import release
from cha.core.actor import CHA
from cha.core.clock import now
from cha.core.ids import new_id
from cha.core.ledger import record
from cha.core.tasks import task
from cha.core.verbs import verb
from cha.language.times import by_when
from cha.people.models import Fact
from cha.promises.models import Promise
from cha.promises.models.promise import ANSWER
from cha.promises.understanding.asking import asks
from cha.team.models import brand

LINES: Final = 4
WORDS: Final = 120


def hand_off_words(conversation: Conversation, *, zone: str, language: str) -> HandOffWords:
    """What the story says already, for the next one: one press hands it over. language, zone: of the members.

    Five queries.
    """
    said = _last(conversation, Kind.SAID)
    heard = _last(conversation, Kind.HEARD)[:1]
    return HandOffWords(
        tried=_lines(f"{one.author_name.split(' ')[0]}: “{first_words(one.text, WORDS)}”" for one in reversed(said)),
        asked=_lines(_open_questions(said, heard)),
        promised=_lines(_promised(conversation, zone, language)),
        chosen=_lines(_chosen(conversation)),
        note=_lines(_("To do: %(what)s") % {"what": text} for text in _to_do(conversation)),
    )


def _last(conversation: Conversation, kind: str) -> list[Message]:
    rows = Message.objects.filter(conversation=conversation, kind=kind).exclude(delivery="held")
    return [row for row in rows.order_by("-pk")[:LINES] if "withdrawn_at" not in row.extra]


def _open_questions(said: list[Message], heard: list[Message]) -> Iterable[str]:
    """What they asked last and nobody answered, else what we asked last and they did not answer."""
    if heard and (not said or heard[0].pk > said[0].pk):
        questions = [line.strip() for line in heard[0].text.replace("؟", "?").split("?")[:-1]]
        return [_("They: %(question)s?") % {"question": first_words(one[-WORDS:], WORDS)} for one in questions]
    if said:
        found = asks(said[0].text, said[0].language or "en")
        return [_("We: %(question)s") % {"question": first_words(one.sentence, WORDS)} for one in found]
    return []


def _promised(conversation: Conversation, zone: str, language: str) -> Iterable[str]:
    rows = Promise.objects.filter(conversation=conversation, state=Promise.State.OPEN).select_related("keeper")
    for row in rows.order_by("by")[:LINES]:
        what = row.words or (_("An answer") if row.kind == ANSWER else _("A promise"))
        when = by_when(row.by, now=now(), zone=zone, language=language)
        yield f"{what}, {when}" + (f" ({row.keeper.first_name})" if row.keeper else "")


def _chosen(conversation: Conversation) -> Iterable[str]:
    facts = Fact.objects.filter(conversation_id=conversation.pk, corrected_by=None).order_by("-pinned_at", "-id")
    yield from (fact.value for fact in facts[:LINES])


def _to_do(conversation: Conversation) -> list[str]:
    rows = CheckItem.objects.filter(conversation=conversation, done_at=None).order_by("place", "id")
    return list(rows.values_list("text", flat=True)[:LINES])


def _lines(lines: Iterable[str]) -> str:
    return "\n".join(dict.fromkeys(line for line in lines if line.strip()))


@task("promises.tell_who", rank=3)
def tell_who(hand_off_pk: int) -> None:
    """Say in the chat who looks after it now, where the person is in one; by mail it comes with the next answer."""
    row = HandOff.objects.select_related("conversation__person", "member").filter(pk=hand_off_pk).first()
    if row is None or row.member is None:
        return
    way = usual_way(row.conversation)
    if way is None or way.why_not or not way.can.at_once or way.can.letter:
        return
    say_who(row, way.channel.pk, way.channel.medium, now_with_words(row))


def now_with_words(row: HandOff) -> str:
    """ "Maartje looks after this from now on. You need not tell it again." in the language of the conversation."""
    with override(row.conversation.language or "en"):
        name = row.member.first_name if row.member else _house()
        return gettext("%(name)s looks after this from now on. You need not tell it again.") % {"name": name}


def _house() -> str:
    face = brand()
    return (face.short_name or face.name) if face else ""


@verb
def say_who(row: HandOff, channel_id: int, medium: str, words: str) -> Message | None:
    """Let Cha say it over a channel, once; None when it went on to somebody else, or is over."""
    locked = Conversation.objects.locked(row.conversation_id)
    known = Message.objects.filter(conversation=locked, kind=Kind.SAID, author_kind="cha").order_by("-pk")[:20]
    if any(one.extra.get("hand_off") == row.pk for one in known):
        return None
    if locked.assignee_id != row.member_id or locked.state not in OPEN:
        return None
    at = now()
    message = Message(
        id=new_id(at),
        conversation=locked,
        kind=Kind.SAID,
        author_kind="cha",
        at=at,
        medium=medium,
        channel_id=channel_id,
        text=words,
        language=locked.language,
        delivery="held",
        extra={"hand_off": row.pk, "channel": channel_id},
    )
    message.save(force_insert=True)
    # It is nobody's turn that changes by this: what waits goes on waiting.
    locked.change()
    record("message.said", by=CHA, on=message, conversation=locked.pk, person=locked.person_id)
    release(message)
    return message
