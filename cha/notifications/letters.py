"""Mails to members: a note that names somebody, what they chose to have by mail, what is brought together.

They go out as deliveries of the kind `notice`, over the conversation's own channel, so that an answer comes home: to a
mail that shows a note the answer is a note (`channels/pipeline/homecoming.py`).
"""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.utils.translation import gettext as _

from cha.channels.email.composing import bare_subject, message_id
from cha.channels.letters import letter_channel, letters_of
from cha.channels.models import Channel, Delivery, dispatch
from cha.conversations.models import Kind, Message
from cha.conversations.models.message import first_words
from cha.core.clock import now
from cha.core.ids import new_id
from cha.notifications.approvals import KIND
from cha.notifications.asking_yes import asking_words
from cha.notifications.models import Notification
from cha.notifications.wording import line, together
from cha.team.models import Member

CONTEXT = 400


def write_to(row: Notification) -> Delivery | None:
    """Write the mail about one notification; None while there is no address of ours to write from. Twice is once."""
    channel = letters_of(row.conversation) if row.conversation else letter_channel()
    if channel is None:
        return None
    if row.kind == KIND:
        return _ask(row, channel)
    subject, text = note_words(row, channel) if row.kind in ("named", "asked") else plain_words(row)
    return _dispatch(row.member, channel, subject, text, key=row.pk, row=row)


def _ask(row: Notification, channel: Channel) -> Delivery | None:
    """The mail that asks for a yes; None where it is answered meanwhile. An answer to it comes home as one."""
    approval = int(row.facts["approval"])
    words = asking_words(approval, row.member, channel.brand.called, now())
    if words is None:
        return None
    text, html = words.text, words.html or ""
    return _dispatch(row.member, channel, words.subject, text, key=row.pk, row=row, html=html, about=approval)


def write_together(rows: list[Notification], at: datetime) -> Delivery | None:
    """Write one mail about many."""
    channel = letter_channel()
    if channel is None:
        return None
    lines = [f"– {line(row, at).whole}{_quoted(row)}\n  {_address(line(row, at).path)}" for row in rows]
    text = "\n\n".join([_("Hello %(name)s,") % {"name": rows[0].member.first_name}, *lines, _foot()])
    return _dispatch(rows[0].member, channel, together(rows, at)[0], text, key=rows[-1].pk ^ 1)


def note_words(row: Notification, channel: Channel) -> tuple[str, str]:
    """Subject and text of a mail that shows a note: the note, what it is about, and how to answer."""
    conversation, note = row.conversation, row.message
    if conversation is None or note is None:
        return plain_words(row)
    names = {"who": note.author_name.split(" ")[0], "person": conversation.person.called}
    about = bare_subject(conversation.subject)
    subject = (
        _("%(who)s asks you about %(person)s") if row.kind == "named" else _("%(who)s answers you about %(person)s")
    )
    said = [note.text, "– " + _("%(who)s, %(shop)s") % {**names, "shop": channel.brand.called}]
    last = Message.objects.filter(conversation=conversation, kind=Kind.HEARD).order_by("-pk").first()
    context = [_("It is about %(person)s") % names + (f": {about}" if about else "")]
    if last and last.text and not last.extra.get("unsealed"):
        context.append(_("Their last words: “%(words)s”") % {"words": first_words(last.text, CONTEXT)})
    how = _("Answer this mail: your words become a note for the team. %(person)s does not see them.") % names
    return subject % names, "\n\n".join([*said, "\n".join(context), how])


def plain_words(row: Notification) -> tuple[str, str]:
    """Subject and text of a mail about anything else: what happened and where it is; no person's words."""
    said = line(row, now())
    return said.whole, "\n\n".join([said.whole, _address(said.path), _foot()])


def _quoted(row: Notification) -> str:
    """Thanks are quoted: they are what the mail is for."""
    words = row.message.text if row.kind == "thanked" and row.message else ""
    return f"\n  “{first_words(words, CONTEXT)}”" if words else ""


def _address(path: str) -> str:
    return f"{settings.CHA_PUBLIC_URL}{path}"


def _foot() -> str:
    return _("What may reach you, and where, is yours to choose:") + f"\n{_address('/for-you')}"


def _dispatch(
    member: Member,
    channel: Channel,
    subject: str,
    text: str,
    *,
    key: int,
    row: Notification | None = None,
    html: str = "",
    about: int | None = None,
) -> Delivery:
    writer = row.actor if row and row.actor else None
    names = {"name": writer.first_name if writer else "Cha", "business": channel.from_name or channel.brand.called}
    from_name = _("%(name)s at %(business)s via Cha") if writer else _("%(name)s at %(business)s")
    delivery = Delivery(
        id=new_id(),
        kind=Delivery.Kind.NOTICE,
        channel=channel,
        conversation=row.conversation if row else None,
        address=member.email,
        from_name=from_name % names,
        subject=subject[:500],
        text=text,
        html=html,
        about=about,
        external_id=message_id(key, channel.address.rpartition("@")[2]),
    )
    return dispatch(delivery)
