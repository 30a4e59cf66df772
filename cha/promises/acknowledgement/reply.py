"""A member's answer: looks like a letter, because it is one. Promises under the words, their last words under that."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import override

from cha.language.times import by_when, said
from cha.promises.acknowledgement.frames import reworded
from cha.promises.acknowledgement.heard import bare_subject
from cha.promises.acknowledgement.letter import Letter, Line, Linked, Part, Quote, Row, Sheet, Words, clean
from cha.promises.acknowledgement.rendering import words_of
from cha.promises.acknowledgement.values import Business
from cha.promises.acknowledgement.wording import closing, marks, spoken

QUOTED_WORDS: Final = 60
_QUOTED_LONGEST: Final = 600
_PREVIEW_LONGEST: Final = 110


@dataclass(frozen=True, slots=True)
class Promised:
    """what: the promise in the member's words. by: until when; kept_at: when it was kept, if it was."""

    what: str
    by: datetime
    kept_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Attached:
    """A file that goes as a link. size, until: in words."""

    name: str
    size: str
    url: str
    until: str


@dataclass(frozen=True, slots=True)
class Quoted:
    """What they said last. way: the channel as they know it ("Instagram"), or "" for mail."""

    text: str
    at: datetime
    way: str = ""


@dataclass(frozen=True, slots=True)
class Reply:
    """body_text: plain text, paragraphs parted by an empty line. subject: theirs; the mail answers under it.

    link: "" where somebody else reads the mail too: whoever has it opens the person's page.
    new_here: it was handed over to this member, who has not answered before.
    """

    language: str
    zone: str
    business: Business
    member_name: str
    member_first_name: str
    body_text: str
    now: datetime
    link: str
    promises: tuple[Promised, ...] = ()
    files: tuple[Attached, ...] = ()
    quoted: Quoted | None = None
    subject: str | None = None
    own: Mapping[str, str] = field(default_factory=dict)
    new_here: bool = False


def render_reply(reply: Reply) -> Words:
    """The mail in `reply.language`; English where there is no catalogue."""
    reply = replace(reply, language=spoken(reply.language))
    with override(reply.language):
        return words_of(reworded(_letter(reply), reply.own))


def _letter(reply: Reply) -> Letter:
    subject = bare_subject(reply.subject)
    first = {"name": reply.member_first_name}
    title = Line("Re: %(subject)s", {"subject": subject}) if subject else Line(_("%(name)s answers you"), first)
    parts: list[Part] = [_words(reply)]
    if reply.link or reply.promises:
        parts.append(_promises(reply))
    if reply.quoted and reply.quoted.text.strip():
        parts.append(_quote(reply, reply.quoted))
    parts.append(closing(reply.business, Line(_("Answer this mail and it reaches %(name)s."), first)))
    return Letter(
        language=reply.language,
        business=reply.business.name,
        brand=reply.business.brand,
        subject=title,
        preview=_preview(reply),
        parts=tuple(parts),
        href=reply.link,
        marks=marks(),
    )


def _words(reply: Reply) -> Sheet:
    lines = reply.body_text.replace("\r\n", "\n").split("\n")
    text = "\n".join(clean(line) for line in lines)
    paragraphs = tuple(words.strip() for words in text.split("\n\n") if words.strip())
    ask = (Line(_("%(phone)s, ask for me."), {"phone": reply.business.phone}),) if reply.business.phone else ()
    links = tuple(Linked(_file(file), file.url) for file in reply.files)
    name = Line("<b>%(name)s</b>", {"name": reply.member_name})
    return Sheet(body=paragraphs, links=links, lines=(name,), soft=(*_new_here(reply), *ask))


def _new_here(reply: Reply) -> tuple[Line, ...]:
    """Who looks after it now, once, where it came from somebody else."""
    words = _("%(name)s looks after this from now on. You need not tell it again.")
    return (Line(words, {"name": reply.member_first_name}),) if reply.new_here else ()


def _file(file: Attached) -> Line:
    return Line(
        _("%(name)s (%(size)s), here until %(date)s"), {"name": file.name, "size": file.size, "date": file.until}
    )


def _promises(reply: Reply) -> Sheet:
    made: list[Row] = []
    open_before = False
    for promise in reply.promises:
        made.append(_row(reply, promise, first_open=not open_before))
        open_before = open_before or promise.kept_at is None
    heading = Line(_("What I promised you")) if made else None
    button = Line(_("See it all in one place")) if reply.link else None
    return Sheet(heading=heading, rows=tuple(made), button=button)


def _row(reply: Reply, promise: Promised, *, first_open: bool) -> Row:
    what = Line("%(what)s", {"what": promise.what})
    if promise.kept_at is not None:
        when = said(promise.kept_at, now=reply.now, zone=reply.zone, language=reply.language)
        return Row("kept", what, Line(_("kept %(when)s"), {"when": when}))
    return Row("now" if first_open else "next", what, Line("%(when)s", {"when": _by(reply, promise)}))


def _quote(reply: Reply, quoted: Quoted) -> Quote:
    when = {"when": said(quoted.at, now=reply.now, zone=reply.zone, language=reply.language)}
    intro = (
        Line(_("You wrote on %(way)s, %(when)s:"), {"way": quoted.way, **when})
        if quoted.way
        else Line(_("You wrote %(when)s:"), when)
    )
    return Quote(intro, shortened(quoted.text))


def shortened(text: str) -> str:
    """The first 60 words on one line, with "…" where something was left out."""
    words = clean(text[: _QUOTED_LONGEST * 4]).split(" ")
    kept = " ".join(words[:QUOTED_WORDS])[:_QUOTED_LONGEST]
    return kept if kept == clean(text) else f"{kept.rstrip()} …"


def _preview(reply: Reply) -> Line:
    for promise in reply.promises:
        if promise.kept_at is None:
            return Line("%(what)s: %(when)s", {"what": promise.what, "when": _by(reply, promise)})
    return Line("%(words)s", {"words": clean(reply.body_text)[:_PREVIEW_LONGEST]})


def _by(reply: Reply, promise: Promised) -> str:
    return by_when(promise.by, now=reply.now, zone=reply.zone, language=reply.language)
