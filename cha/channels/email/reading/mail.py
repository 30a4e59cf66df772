"""Raw bytes in, a Mail out. Never raises: what cannot be understood is said in `problems`."""

import re
from collections.abc import Callable, Collection, Sequence
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from cha.channels.email.addresses import Address, normal, split_addresses
from cha.channels.email.reading import bounds, quotes, tree
from cha.channels.email.reading.authentication import authenticate
from cha.channels.email.reading.bodies import Body, read_body
from cha.channels.email.reading.forwards import forwarded
from cha.channels.email.reading.machines import recognise
from cha.channels.email.reading.tree import Part
from cha.channels.email.reading.values import Forwarded, Mail
from cha.channels.email.reading.words import body_text, decode, decode_words, header_text, one_line

_MESSAGE_ID = re.compile(r"<[^<>\s]{1,400}>")
_BARE_ID = re.compile(r"^[^<>\s,]{1,200}@[^<>\s,]{1,200}$")
_TOKEN = re.compile(r"\+([A-Za-z0-9][A-Za-z0-9_.=-]{5,})@")
_ANSWERS = re.compile(r"^\W{0,3}[^\W\d_]{1,6}(\[\d+\]|\(\d+\))?\s?[:：]")
_BEYOND = ("more than ", "parts nested", "a text longer", "markup far", "a header of")
_TRUE = re.compile(r"^\s*(yes|true|1)\b", re.IGNORECASE)
_OLDEST = datetime(1990, 1, 1, tzinfo=UTC)


def read_mail(
    raw: bytes,
    *,
    received_at: datetime,
    mail_from: str | None = None,
    recipients: Sequence[str] = (),
    loop_marks: Collection[str] = (),
    trusted: Collection[str] = (),
) -> Mail:
    """Understand a raw mail (RFC 5322 and MIME) within the bounds of `reading.bounds`. Never raises.

    `received_at` is aware; `mail_from` and `recipients` are the envelope's ('' the null path, None unknown).
    `loop_marks` are the values of our own X-Cha-Loop header; without any, each such header counts as ours.
    `trusted` are the authserv-ids whose Authentication-Results are believed.
    """
    problems: list[str] = []
    try:
        part = tree.parse(raw, problems)
        body = read_body(part, problems)
        return _mail(part, body, received_at, mail_from, recipients, loop_marks, trusted, problems)
    except Exception as error:
        # Raw mail is stored first and can be read again after a repair; one unreadable mail must not stop the others.
        return _unread(raw, recipients, problems, type(error).__name__)


def reply_token(
    mail: Mail, recipients: Sequence[str] = (), *, is_ours: Callable[[str], bool] | None = None
) -> str | None:
    """The token of a plus-address `local+<token>@domain` that this mail was sent to.

    `recipients` (the envelope's) come first, then Delivered-To and its kin, To and Cc.
    With `is_ours`, only addresses count that are ours once the token is taken off; a customer's own
    plus-address never is.
    """
    named = [*recipients, *mail.delivered_to, *(address.address for address in (*mail.to, *mail.cc))]
    for address in named:
        found = _TOKEN.search(address)
        if found and (is_ours is None or is_ours(address[: found.start()] + address[found.end() - 1 :])):
            return found[1]
    return None


def _mail(
    part: Part,
    body: Body,
    received_at: datetime,
    mail_from: str | None,
    recipients: Sequence[str],
    loop_marks: Collection[str],
    trusted: Collection[str],
    problems: list[str],
) -> Mail:
    subject = header_text(part.first("subject") or b"", limit=bounds.SUBJECT_CHARACTERS, charset=part.spoken)
    to, to_count = _addresses(part, "to")
    cc, cc_count = _addresses(part, "cc")
    from_ = _one_address(part, "from", problems)
    if to_count + cc_count > bounds.RECIPIENTS:
        problems.append(f"{to_count + cc_count} recipients")
    answers = bool(part.first("in-reply-to") or part.first("references") or _ANSWERS.match(subject))
    fresh, quoted = quotes.split(body.text, answers=answers)
    machine = recognise(part, mail_from=mail_from, subject=subject, loop_marks=loop_marks, text=body.text, fresh=fresh)
    inner = None if machine else forwarded(part, body.text, subject, _words_of)
    return Mail(
        message_id=_message_id(part, problems),
        in_reply_to=next(iter(_ids(part, "in-reply-to")), None),
        references=_bounded(_ids(part, "references")),
        from_=from_,
        sender=_one_address(part, "sender", None),
        reply_to=_addresses(part, "reply-to")[0][:5],
        to=to,
        to_count=to_count,
        cc=cc,
        cc_count=cc_count,
        delivered_to=_delivered_to(part, recipients),
        subject=subject,
        sent_at=_sent_at(part, received_at, problems),
        text=body.text,
        html_clean=body.html_clean,
        fresh_text=fresh,
        quoted_text=quoted,
        attachments=body.attachments,
        machine=machine,
        spam=any(_TRUE.match(decode(value, None)) for name in _SPAM for value in part.every(name)),
        problems=tuple(dict.fromkeys(problems)),
        authentic=authenticate(part, from_.address if from_ else "", trusted),
        forwarded=inner,
        marks=body.marks | _left_out(problems) | _alone(inner, fresh, quoted),
    )


def _left_out(problems: list[str]) -> dict[str, object]:
    """What of the mail is only to be had in the mail as it came, in words."""
    said = [words for words in problems if words.startswith(_BEYOND)]
    return {"left_out": said} if said else {}


def _alone(inner: Forwarded | None, fresh: str, quoted: str) -> dict[str, object]:
    """Whether a mail hands a message on within its text, and says nothing above it."""
    within = inner is not None and not quoted and inner.from_.address in fresh
    return {"only_forwarded": True} if within else {}


def _words_of(part: Part) -> tuple[str, str]:
    """The text and the cleaned HTML of a message within."""
    body = read_body(part, [])
    return body.text, body.html_clean or ""


_SPAM = ("x-spam-flag", "x-spam-status", "x-spam", "x-rspamd-spam")


def _unread(raw: bytes, recipients: Sequence[str], problems: list[str], error: str) -> Mail:
    text = body_text(decode(raw[: bounds.TEXT_CHARACTERS], None))
    return Mail(
        message_id=None,
        in_reply_to=None,
        references=(),
        from_=None,
        sender=None,
        reply_to=(),
        to=(),
        to_count=0,
        cc=(),
        cc_count=0,
        delivered_to=tuple(one_line(recipient, limit=320) for recipient in recipients[: bounds.RECIPIENTS]),
        subject="",
        sent_at=None,
        text=text,
        html_clean=None,
        fresh_text=text.strip(),
        quoted_text="",
        attachments=(),
        machine=None,
        spam=False,
        problems=(*dict.fromkeys(problems), f"a mail that could not be read ({error})"),
    )


def _one_address(part: Part, name: str, problems: list[str] | None) -> Address | None:
    addresses, count = _addresses(part, name)
    if problems is not None and not addresses:
        problems.append("no From" if part.first(name) is None else "a From without a usable address")
    if problems is not None and count > 1:
        problems.append("several From addresses")
    return addresses[0] if addresses else None


def _addresses(part: Part, name: str) -> tuple[tuple[Address, ...], int]:
    kept: dict[str, Address] = {}
    total = 0
    for raw in part.every(name)[:20]:
        pairs, count = split_addresses(part.letters(raw), limit=bounds.RECIPIENTS)
        total += count
        for shown, address in pairs:
            usable = normal(one_line(decode_words(address), limit=400))
            if usable and len(kept) < bounds.RECIPIENTS:
                kept.setdefault(usable, Address(_name(shown), usable))
    return tuple(kept.values()), total


def _name(shown: str) -> str:
    """The display name, without the quotes that some programs wrap round it twice."""
    name = one_line(decode_words(shown), limit=200)
    wrapped = len(name) > 1 and name[0] == name[-1] and name[0] in "'\""
    return name[1:-1].strip() if wrapped else name


def _message_id(part: Part, problems: list[str]) -> str | None:
    found = _ids(part, "message-id")
    if not found:
        problems.append("no Message-ID")
    return found[0] if found else None


def _ids(part: Part, name: str) -> list[str]:
    """Message-IDs of a header, in order, each once; a bare id without brackets gets them."""
    value = decode_words(" ".join(decode(raw, None) for raw in part.every(name)[:5]))
    value = one_line(value, limit=bounds.HEADER_VALUE)
    found = _MESSAGE_ID.findall(value)
    if not found:
        found = [f"<{word}>" for word in value.split() if _BARE_ID.match(word)]
    return [one for one in dict.fromkeys(found) if len(one) <= bounds.MESSAGE_ID]


def _bounded(ids: list[str]) -> tuple[str, ...]:
    """The first and the last ones: a thread is found by its root and by its newest members."""
    return tuple(ids if len(ids) <= bounds.REFERENCES else [ids[0], *ids[1 - bounds.REFERENCES :]])


def _delivered_to(part: Part, recipients: Sequence[str]) -> tuple[str, ...]:
    found = [normal(recipient) for recipient in recipients[: bounds.RECIPIENTS]]
    for name in ("delivered-to", "x-original-to", "envelope-to", "x-envelope-to", "x-forwarded-to", "x-delivered-to"):
        for raw in part.every(name)[:10]:
            found += [normal(word) for word in decode(raw, None).replace(",", " ").split()[:10]]
    return tuple(dict.fromkeys(address for address in found if address))[: bounds.RECIPIENTS]


def _sent_at(part: Part, received_at: datetime, problems: list[str]) -> datetime | None:
    """The Date header in UTC; None when missing, unreadable, before 1990 or over a day ahead of receipt."""
    value = part.words("date")
    if not value:
        problems.append("no Date")
        return None
    try:
        sent = parsedate_to_datetime(value)
        sent = (sent if sent.tzinfo else sent.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, TypeError, IndexError, OverflowError, AttributeError):
        problems.append("a Date that cannot be read")
        return None
    if sent < _OLDEST or sent > received_at + timedelta(days=1):
        problems.append("a Date that cannot be true")
        return None
    return sent
