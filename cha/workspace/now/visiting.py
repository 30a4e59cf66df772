"""What a person does in the chat, as members see it: here or left, writing, seen; their pages, if they agreed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.utils.translation import gettext as _
from markupsafe import Markup

from cha.channels.models.visit import LEASE, Visit, seen_by_member, visits_of
from cha.conversations.models import Conversation, Kind, Message
from cha.core.ids import encode
from cha.language.times import clock, said
from cha.ui.kept import rendered
from cha.workspace.now.rows import Moment
from cha.workspace.now.words import language_words

PAGES: Final = 5
CART: Final = 10


@dataclass(frozen=True, slots=True)
class Visiting:
    """A person's browsers in one conversation, taken together. `left` is when they were here last, None while here.

    `mail` is where to go on when they are gone; `by_mail`: every answer goes there now. `seen` is the last message of
    ours that they saw, 0 for none.
    """

    here: bool
    writing: bool
    left: datetime | None
    mail: str
    by_mail: bool
    ended: bool
    seen: int

    @property
    def waits_here(self) -> bool:
        """Whether words reach them at once."""
        return self.here and not self.ended


def together(visits: Sequence[Visit], at: datetime) -> Visiting | None:
    """Several browsers as one: what the last one says, and what any of them saw. None where nobody ever visited."""
    if not visits:
        return None
    first = max(
        visits, key=lambda visit: (visit.is_here(at), visit.here_until or datetime.min.replace(tzinfo=at.tzinfo))
    )
    here = first.is_here(at)
    return Visiting(
        here=here,
        writing=any(visit.is_typing(at) for visit in visits),
        left=None if here or first.here_until is None else first.here_until - LEASE,
        mail=first.mail,
        by_mail=first.by_mail_at is not None,
        ended=first.ended_at is not None,
        seen=max(visit.seen_id for visit in visits),
    )


def seen_by_us(conversation: Conversation) -> None:
    """Let whoever is in the chat know that what they said so far was read. Nothing where nobody visits."""
    if not visits_of(conversation.pk):
        return
    heard = Message.objects.filter(conversation_id=conversation.pk, kind=Kind.HEARD).order_by("-pk")
    last = heard.values_list("pk", flat=True).first()
    if last:
        seen_by_member(conversation.pk, last)


def here_words(found: Visiting, name: str, moment: Moment) -> str:
    """Where they are, in a sentence: "Samir is writing", "Samir left 13:40"."""
    who = {"name": name}
    if found.writing and found.here:
        return _("%(name)s is writing.") % who
    if found.ended:
        return _("%(name)s ended the chat.") % who
    if found.here:
        return _("%(name)s is here now.") % who
    if found.left is None:
        return _("%(name)s is not here.") % who
    return _("%(name)s left %(time)s.") % {**who, "time": _time(found.left, moment)}


@dataclass(frozen=True, slots=True)
class Line:
    """The line about them over the story. tone: leaf while they are here, mist after."""

    words: str
    tone: str
    writing: bool


def visitor_line(conversation: Conversation, found: Visiting | None, moment: Moment) -> Line | None:
    """How it is with them just now; None where nobody visits."""
    if found is None:
        return None
    words = here_words(found, conversation.person.first_name, moment)
    if found.by_mail and found.mail:
        words = f"{words} {_('Answers go by e-mail to %(address)s.') % {'address': found.mail}}"
    return Line(words, "leaf" if found.waits_here else "mist", found.writing and found.here)


def reaches_words(found: Visiting) -> str:
    """What becomes of an answer in the chat, in words."""
    if found.by_mail and found.mail:
        return _("it goes by e-mail to %(address)s") % {"address": found.mail}
    if found.waits_here:
        return _("they are here now")
    if found.mail:
        return _("they left: what they do not see goes by e-mail to %(address)s") % {"address": found.mail}
    return _("they left: they see it when they are back")


def _time(at: datetime, moment: Moment) -> str:
    if moment.at.date() == at.date():
        return clock(at, zone=moment.zone, language=moment.language)
    return said(at, now=moment.at, zone=moment.zone, language=moment.language)


@dataclass(frozen=True, slots=True)
class Looked:
    """A page they looked at, newest first; `now` is the one before them."""

    title: str
    url: str
    time: str
    now: bool = False


@dataclass(frozen=True, slots=True)
class Browser:
    """What the person's column says of their browser. Pages and cart only while they agree."""

    site: str
    language: str
    agreed: bool
    pages: tuple[Looked, ...]
    cart: tuple[tuple[str, str], ...]
    public: str


def browser_of(conversation: Conversation, visits: Sequence[Visit], moment: Moment) -> Browser | None:
    """The browser that was here last; None where nobody visits."""
    if not visits:
        return None
    visitor, here = visits[0].visitor, visits[0].is_here(moment.at)
    agreed = visitor.agreed_at is not None
    pages = [_looked(row, moment) for row in reversed(visitor.pages[-PAGES:])] if agreed else []
    if pages and here:
        pages[0] = Looked(pages[0].title, pages[0].url, pages[0].time, now=True)
    return Browser(
        site=visitor.origin.removeprefix("https://"),
        language=language_words(visitor.language) if visitor.language else "",
        agreed=agreed,
        pages=tuple(pages),
        cart=tuple(_line(row) for row in visitor.cart[:CART]) if agreed else (),
        public=encode(conversation.pk),
    )


def _looked(row: dict[str, Any], moment: Moment) -> Looked:
    url = str(row.get("url", ""))
    at = datetime.fromisoformat(str(row["at"])) if row.get("at") else moment.at
    # What a browser says is no address until it looks like one.
    safe = url if url.startswith(("https://", "http://")) else ""
    return Looked(str(row.get("title") or url)[:120], safe, _time(at, moment))


def _line(row: dict[str, Any]) -> tuple[str, str]:
    count = str(row.get("count", "") or "")
    name = str(row.get("name", ""))[:120]
    return (f"{count} × {name}" if count not in ("", "1") else name), str(row.get("price", "") or "")[:40]


def browser_piece(found: Browser | None) -> Markup:
    """The part of the person's column about their browser, for pages and for live."""
    return rendered("workspace/now/pieces/_browser.html", browser=found) if found else Markup("")
