"""What somebody typed into a form, read into values. What does not fit is said beside its field and stays typed."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _

from cha.channels.email.addresses import normal
from cha.channels.form.asking import FILES, ORDER, WHEN, Shape, Topic
from cha.channels.form.receiving import SentFile, Submission
from cha.channels.models import Channel
from cha.core.errors import Invalid
from cha.people.fields import Field, Kind, read_value
from cha.people.phones import e164, is_phone, region_of
from cha.portal.files import LARGEST, MB, keep_files
from cha.portal.form.seals import read_file
from cha.portal.form.words import topic_called
from cha.portal.views.links import must_be_address

LONGEST: Final = 20_000
# RFC 5321, 4.5.3.1.3: a path of 256 with its brackets.
LONGEST_ADDRESS: Final = 254
SHOWN: Final = 100_000
MOST_FILES: Final = 5
PLAIN: Final = ("topic", "words", "name", "reach", "phone")


@dataclass(slots=True)
class Typed:
    """A form as it was typed: values and errors by field, answers by question, and the files that are kept."""

    values: dict[str, str] = field(default_factory=lambda: dict.fromkeys(PLAIN, ""))
    answers: dict[str, str] = field(default_factory=dict)
    files: tuple[SentFile, ...] = ()
    ring: bool = False
    trap: str = ""
    errors: dict[str, str] = field(default_factory=dict)
    email: str = ""
    tel: str = ""
    custom: tuple[tuple[str, str], ...] = ()


def typed_in(request: HttpRequest, channel: Channel, shape: Shape, fields: dict[str, Field], language: str) -> Typed:
    """The form as it was sent, looked through; its files are kept before anything else, that none is chosen twice."""
    post = request.POST
    typed = Typed(
        values={name: post.get(name, "").strip()[:SHOWN] for name in PLAIN},
        answers={key: post.get(f"ask-{key}", "").strip()[:300] for key in shape.asks if key != FILES},
        ring="ring" in post,
        trap=post.get("subject", "")[:200],
    )
    _look_at_files(typed, request)
    _look_at_words(typed)
    _look_at_reach(typed, channel)
    _look_at_answers(typed, shape.topic(typed.values["topic"]), fields, language)
    return typed


def _look_at_files(typed: Typed, request: HttpRequest) -> None:
    typed.files = _kept_before(request.POST)
    chosen = [upload for upload in request.FILES.getlist("files") if upload.name]
    if len(chosen) + len(typed.files) > MOST_FILES:
        typed.errors["files"] = _("At most %(count)s files at a time.") % {"count": MOST_FILES}
        chosen = chosen[: max(0, MOST_FILES - len(typed.files))]
    for upload in chosen:
        # One that is too big takes none of the others with it.
        try:
            kept = keep_files([upload])[0]
        except Invalid as error:
            typed.errors["files"] = error.sentence
            continue
        typed.files += (SentFile(kept.name, kept.content_type, kept.digest, len(kept.content)),)


def _kept_before(post: QueryDict) -> tuple[SentFile, ...]:
    found = (read_file(seal) for seal in post.getlist("kept")[:MOST_FILES])
    return tuple(dict.fromkeys(file for file in found if file))


def _look_at_words(typed: Typed) -> None:
    words = typed.values["words"]
    if not words:
        typed.errors["words"] = _("Please write a few words first.")
    elif len(words) > LONGEST:
        typed.errors["words"] = _("That is longer than %(most)s letters. A file takes more.") % {"most": LONGEST}


def _look_at_reach(typed: Typed, channel: Channel) -> None:
    """One field takes an e-mail address or a telephone number; another a number beside the address."""
    reach, phone = typed.values["reach"], typed.values["phone"]
    region = region_of(channel.brand)
    if not reach and is_phone(phone):
        reach, phone = phone, ""
    if is_phone(reach):
        typed.tel = e164(reach, region)
    elif not reach:
        typed.errors["reach"] = _("Please say where we can answer: an e-mail address or a phone number.")
    else:
        _look_at_address(typed, reach)
    if phone and not is_phone(phone):
        typed.errors["phone"] = _("This does not look like a phone number.")
    elif phone:
        typed.tel = e164(phone, region)
    if typed.ring and not typed.tel and not typed.errors.keys() & {"reach", "phone"}:
        typed.errors["phone"] = _("Please give us the number to ring.")


def _look_at_address(typed: Typed, reach: str) -> None:
    try:
        must_be_address(reach)
    except Invalid as error:
        near = str(error.details.get("near") or "")
        guess = _("Do you mean %(guess)s?") % {"guess": f"{reach.rpartition('@')[0]}@{near}"} if near else ""
        typed.errors["reach"] = f"{error.sentence} {guess}".strip()
        return
    typed.email = (normal(reach) or "").lower() if len(reach) <= LONGEST_ADDRESS else ""
    if not typed.email:
        typed.errors["reach"] = _("This does not look like an e-mail address.")


def _look_at_answers(typed: Typed, topic: Topic | None, fields: dict[str, Field], language: str) -> None:
    """Only what the topic asks for is judged; the rest is passed on as it was typed."""
    custom = []
    for key, answer in typed.answers.items():
        row = fields.get(key)
        if row is None or not answer:
            continue
        try:
            custom.append((key, read_value(row, answer, language=language)))
        except Invalid:
            if topic and key in topic.asks:
                typed.errors[f"ask-{key}"] = amiss_words(row)
    typed.custom = tuple(custom)


def amiss_words(row: Field) -> str:
    """What would be right in a field of the house."""
    return {
        Kind.NUMBER: _("A number, please."),
        Kind.MONEY: _("An amount, please, such as 12.50."),
        Kind.DATE: _("A date, please, such as 2026-11-23."),
        Kind.CHOICE: _("Please choose one of these."),
    }.get(row.kind, _("This does not fit here."))


def submission(typed: Typed, shape: Shape, fields: dict[str, Field], *, once: str, language: str) -> Submission:
    """What is kept of a form in which nothing is amiss."""
    topic = shape.topic(typed.values["topic"])
    asked = tuple((key, question(key, fields), answer) for key, answer in typed.answers.items() if answer)
    return Submission(
        once=once,
        words=typed.values["words"],
        language=language,
        topic=topic.topic if topic else "",
        about=topic_called(topic) if topic else "",
        asked=asked,
        custom=typed.custom,
        name=one_line(typed.values["name"]),
        email=typed.email,
        phone=typed.tel,
        ring=_("Please ring me: %(phone)s") % {"phone": typed.tel} if typed.ring and typed.tel else "",
        files=typed.files,
    )


def question(key: str, fields: dict[str, Field]) -> str:
    """A question in the words it is asked in."""
    ours = {ORDER: _("Order number"), WHEN: _("When do you need it right?")}
    return ours.get(key) or (fields[key].name if key in fields else key)


def one_line(name: str) -> str:
    """A name on one line, without what no name has: it comes to stand in the head of mails."""
    plain = "".join(sign if sign.isprintable() else " " for sign in name)
    return " ".join(plain.split())[:120]


def too_big() -> str:
    """How large a file may be, in words."""
    return f"{LARGEST // MB} MB"
