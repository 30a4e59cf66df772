"""Jotting: what a member wrote down for somebody, read from the form, heard, promised, and ready to hand over."""

from __future__ import annotations

import mimetypes
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from django.http import HttpRequest
from django.utils.translation import gettext as _

from cha.channels.counter.receiving import Jot, take_down
from cha.channels.models import Channel, hand_over
from cha.channels.pipeline.reading import read_now
from cha.conversations.models import Conversation, Message, assign, take_part
from cha.conversations.models.hearing import HeardFile
from cha.conversations.models.message import first_words
from cha.core import files
from cha.core.actor import CHA
from cha.core.clock import now
from cha.core.errors import Invalid, Unavailable
from cha.core.ids import encode
from cha.core.verbs import verb
from cha.people.models import ContactPoint, Person
from cha.people.models.contact_point import add_point
from cha.promises.acknowledging import forecast
from cha.promises.models import Promise, make_promise
from cha.team.models import Member
from cha.workspace.counter.finding import point_of, read_reach
from cha.workspace.now.times import chosen

LONGEST: Final = 20_000
MOST_FILES: Final = 5
LARGEST: Final = 20 * 1024 * 1024
NAMES: Final = ("name", "reach", "note", "what", "until", "own", "goes", "once", "mail")


@dataclass(slots=True)
class Typed:
    """The form as it was typed, and what is wrong in it, by field."""

    values: dict[str, str] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)
    due: datetime | None = None


def typed_in(request: HttpRequest, person: Person | None, member: Member, zone: str) -> Typed:
    """The form as it was sent, looked through."""
    typed = Typed({name: request.POST.get(name, "").strip()[: LONGEST + 1] for name in NAMES})
    values = typed.values
    if not values["note"] and not request.FILES.getlist("files"):
        typed.errors["note"] = _("Write down what they need, or take a photo.")
    elif len(values["note"]) > LONGEST:
        typed.errors["note"] = _("That is longer than %(most)s letters.") % {"most": LONGEST}
    if person is None:
        _look_at_somebody_new(typed)
    if member.answers:
        _look_at_promise(typed, zone)
    return typed


def _look_at_somebody_new(typed: Typed) -> None:
    if not typed.values["name"]:
        typed.errors["name"] = _("A first name is enough, but one is needed.")
    if typed.values["reach"] and not read_reach(typed.values["reach"])[0]:
        typed.errors["reach"] = _("This is neither a phone number nor an e-mail address. It may stay empty.")


def _look_at_promise(typed: Typed, zone: str) -> None:
    values = typed.values
    if not values["until"] and not values["own"]:
        if values["what"]:
            typed.errors["until"] = _("Choose by when you promise it.")
        return
    try:
        typed.due = chosen(values, zone)
    except Invalid as error:
        typed.errors["until"] = error.sentence
        return
    if typed.due <= now():
        typed.errors["until"] = _("That moment has passed. Promise a later one.")


def keep_photos(uploads: Sequence[Any]) -> tuple[HeardFile, ...]:
    """Keep the bytes of what was chosen. Raises Invalid in words, before any byte is kept, when it is too much."""
    some = [upload for upload in uploads if upload.name]
    if len(some) > MOST_FILES:
        raise Invalid(_("At most %(count)s files at a time.") % {"count": MOST_FILES}, field="files")
    if any((upload.size or 0) > LARGEST for upload in some):
        raise Invalid(_("A file is too big. At most %(size)s MB.") % {"size": LARGEST // 1024**2}, field="files")
    return tuple(_kept(upload) for upload in some)


def _kept(upload: Any) -> HeardFile:
    content, name = upload.read(), str(upload.name).replace("\\", "/").rsplit("/", 1)[-1][:150]
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    return HeardFile(name=name or "file", content_type=kind, content=content, digest=files.put(content))


def jot_down(
    channel: Channel,
    typed: Typed,
    photos: tuple[HeardFile, ...],
    *,
    by: Member,
    person: Person | None,
    goes_with: Conversation | None,
) -> Conversation:
    """Hear what was written down, promise what was promised, and make a code for it. The same form twice is once.

    `person` and `goes_with` were found through what the member may see; None: somebody new, a concern of its own.
    """
    kind, address = _point(channel, typed, person, by)
    jot = Jot(
        once=typed.values["once"][:40],
        words=typed.values["note"],
        kind=kind,
        address=address,
        name=typed.values["name"][:200] if person is None else person.name,
        hand=by.pk,
        hand_name=by.first_name,
        conversation=goes_with.pk if goes_with else None,
        language=(person.language if person else "") or channel.brand.language,
        files=photos,
    )
    payload = take_down(channel, jot)
    read_now(payload)
    payload.refresh_from_db(fields=["message_id"])
    message = Message.objects.select_related("conversation").filter(pk=payload.message_id or 0).first()
    if message is None:
        raise Unavailable(_("It is kept, but could not be read. It is shown among the failures."))
    _promise(message.conversation, typed, forecast(channel, now()).by, by=by)
    return message.conversation


def _point(channel: Channel, typed: Typed, person: Person | None, by: Member) -> tuple[str, str]:
    """The contact point that says who it is; one of the counter's own where there is no other."""
    handle = ContactPoint.Kind.HANDLE
    if person is None:
        kind, address = read_reach(typed.values["reach"])
        # The page's own word: sent twice, it is one somebody.
        return (kind, address) if kind else (handle, f"{encode(channel.pk)}:{typed.values['once'][:40]}")
    kind, address = point_of(person)
    if kind:
        return kind, address
    own = add_point(person, handle, f"{encode(channel.pk)}:{encode(person.pk)}", by=by)
    return own.kind, own.value


@verb
def _promise(conversation: Conversation, typed: Typed, answered_by: datetime, *, by: Member) -> None:
    """What was promised, by whoever promised it; else an answer, as after any first word. And the code to follow it."""
    take_part(conversation, by=CHA, member=by)
    if typed.due:
        if conversation.assignee_id != by.pk:
            assign(conversation, by=by, member=by, team=conversation.team)
        what = typed.values["what"] or first_words(typed.values["note"], 80)
        make_promise(conversation, typed.due, by=by, kind="other", words=what, keeper=by)
    elif not Promise.objects.filter(conversation=conversation, state=Promise.State.OPEN).exists():
        make_promise(conversation, answered_by, by=CHA)
    hand_over(conversation, by=by)
