"""The values of the page that a form is filled in on, and of the page that says it was sent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cha.channels.form.asking import FILES, ORDER, WHEN, Shape, shape_of
from cha.channels.models import Channel
from cha.conversations.models import Message, State
from cha.core.clock import now
from cha.core.hours import is_open, next_opening
from cha.language.times import at_when, by_when, clock, span
from cha.people.fields import Field, Kind
from cha.people.models.custom_field import fields_of
from cha.portal.files import MB
from cha.portal.form.seals import file_seal
from cha.portal.form.typed import LONGEST, MOST_FILES, Typed, question, too_big
from cha.portal.form.words import glyph_of, topic_called
from cha.promises.acknowledging import forecast
from cha.promises.models import Promise
from cha.promises.waiting import ENOUGH, quantile, waiting_on
from cha.team.models import Member

SHARE: Final = 0.8
FACES: Final = 2
INPUTS: Final = {Kind.NUMBER: "decimal", Kind.MONEY: "decimal"}


@dataclass(frozen=True, slots=True)
class Ask:
    """One question of some topics. `numbers` are theirs; `mode` is which keyboard helps; `choices` make it a list."""

    key: str
    words: str
    help: str
    numbers: str
    mode: str = ""
    date: bool = False
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Soon:
    """When somebody answers who writes now, in words. `opens` is "" while we are open, `most` where few have waited."""

    by: str
    opens: str
    most: str


@dataclass(frozen=True)
class FormPage:
    """A form on its way to a reader."""

    channel: Channel
    shape: Shape
    fields: dict[str, Field]
    at: datetime
    language: str

    @property
    def topics(self) -> list[dict[str, Any]]:
        """The topics to choose from."""
        return [
            {"topic": one.topic, "words": topic_called(one), "glyph": glyph_of(one.topic), "number": one.number}
            for one in self.shape.topics
        ]

    @property
    def asks(self) -> list[Ask]:
        """The questions, without that for files."""
        return [self._ask(key) for key in self.shape.asks if key != FILES]

    def _ask(self, key: str) -> Ask:
        numbers = " ".join(map(str, self.shape.numbers(key)))
        row = self.fields.get(key)
        if row is None:
            return Ask(key, question(key, self.fields), _HELPS[key](), numbers)
        choices = row.choices if row.kind == Kind.CHOICE else ()
        return Ask(key, row.name, row.help, numbers, INPUTS.get(row.kind, ""), row.kind == Kind.DATE, choices)

    @property
    def files_for(self) -> str:
        """The numbers of the topics that ask for files."""
        return " ".join(map(str, self.shape.numbers(FILES)))

    @property
    def soon(self) -> Soon:
        """When somebody answers who writes now."""
        hours, zone = self.channel.hours(), self.channel.brand.zone
        by = by_when(forecast(self.channel, self.at).by, now=self.at, zone=zone, language=self.language)
        opening = None if is_open(hours, self.at) else next_opening(hours, self.at)
        opens = at_when(opening, now=self.at, zone=zone, language=self.language) if opening else ""
        waits = sorted(waiting_on(self.channel).lately)
        most = span(quantile(waits, SHARE), self.language) if len(waits) >= ENOUGH and not opens else ""
        return Soon(by, opens, most)

    @property
    def faces(self) -> list[Member]:
        """Who reads it: the first of the team that looks after this form, where there is one."""
        team = self.channel.team
        return list(team.members.filter(is_active=True).order_by("id")[:FACES]) if team else []


_HELPS = {
    ORDER: lambda: _("On the card or in the mail."),
    WHEN: lambda: _("A day and a time, as you would say it."),
}


def form_page(channel: Channel, language: str = "") -> FormPage:
    """The form of a channel, in a language, now."""
    fields = {row.key: row for row in fields_of("conversation") if row.kind != Kind.PERSON}
    shape = shape_of(channel.settings, list(fields))
    return FormPage(channel, shape, fields, now(), language or get_language() or "en")


def context(page: FormPage, typed: Typed, seal: str, *, kind_words: str = "") -> dict[str, Any]:
    """What the template is given. `kind_words`: why it is asked again, where nothing was amiss in it."""
    return {
        "page": page,
        "typed": typed,
        "wrong": typed.errors,
        "amiss": [(f"f-{name}", f"{label_of(page, name)}: {words}") for name, words in typed.errors.items()],
        "kind_words": kind_words,
        "seal": seal,
        "kept": [(file, file_seal(file)) for file in typed.files],
        "most_files": MOST_FILES,
        "largest": too_big(),
        "together": f"{max(1, settings.CHA_MAX_UPLOAD // MB - 1)} MB",
        "longest": LONGEST,
    }


def label_of(page: FormPage, name: str) -> str:
    """What a field is called at the top of a form that was not taken."""
    labels = {
        "words": _("Your message"),
        "reach": _("Where we answer"),
        "phone": _("Phone number"),
        "files": _("Files"),
    }
    return labels.get(name) or question(name.removeprefix("ask-"), page.fields)


def sent_context(page: FormPage, message: Message) -> Mapping[str, Any]:
    """What happens next with what was sent. Nothing of it was not typed by whoever sent it."""
    conversation = message.conversation
    held = conversation.state in (State.ASIDE, State.TRASH)
    promise = Promise.objects.filter(conversation=conversation, state=Promise.State.OPEN, kind="answer").first()
    zone = page.channel.brand.zone
    by = promise.by if promise else forecast(page.channel, page.at).by
    return {
        "page": page,
        "message": message,
        "name": message.author_name.split(" ")[0] if message.author_name else "",
        "at": clock(message.at, zone=zone, language=page.language),
        "by": "" if held else by_when(by, now=page.at, zone=zone, language=page.language),
        "ring": bool(message.extra.get("ring")),
        "mailed": "@" in message.address,
        "where": message.address,
    }
