"""The message inside a forwarded one: attached whole (message/rfc822), or in the text below a block of headers."""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from cha.channels.email.addresses import Address, normal, split_addresses
from cha.channels.email.reading import quotes
from cha.channels.email.reading.labels import is_forward_line, labelled, looks_labelled
from cha.channels.email.reading.tree import Part, parse
from cha.channels.email.reading.values import Forwarded
from cha.channels.email.reading.words import one_line, undirected

# What programs write before a subject that is handed on.
_PREFIX = re.compile(
    r"^\W{0,3}(fwd?|fw|wg|doorst|doorgest|dr|tr|rv|rif|i|enc|res|vb|vs|vl|pd|pdv|přep|odp pd|fs|ilt|i̇lt|wtr|"
    r"továbbítás|tov|prep|perep|пересл|пер|fwd\(\d+\)|πρθ|إعادة توجيه|إعادة إرسال|הועבר|转发|轉寄|轉發|转寄|回覆轉寄|"
    r"転送|전달|chuyển tiếp|trs|edasi|"
    r"fwdo|yml)\s*(\[\d+\]|\(\d+\))?\s*[:：]",
    re.IGNORECASE,
)
_RULE = re.compile(r"^[\s>]*[-_=—*]{5,}[\s*]*$")
_ENDS = re.compile(
    r"^[\s>]*[-_=—]{2,}[ \t]*(end of forwarded message|конец пересылаемого сообщения|"
    r"ende der weitergeleiteten nachricht|"
    r"fin du message transféré|einde doorgestuurd bericht)",
    re.IGNORECASE,
)
_MAILTO = re.compile(r"\[(?:mailto:|SMTP:)?([^\]\s@]{1,64}@[^\]\s]{1,255})\]|<mailto:([^>\s]{1,320})>", re.IGNORECASE)
_ADDRESSED = re.compile(r"(.{0,200}?)[ \"(]*<\s?([^<>\s]{1,64}@[^<>\s]{1,255})>")
_MAX_LINES = 14


def forwarded(mail: Part, text: str, subject: str, read: Callable[[Part], tuple[str, str]]) -> Forwarded | None:
    """The message that a mail hands on, None for any other mail. `read` gives the (text, HTML) of a part tree."""
    attached = next((part for part in mail.children if part.content_type in ("message/rfc822", "message/global")), None)
    if attached is None and mail.content_type == "message/rfc822":
        attached = mail
    return (_attached(attached, read) if attached else None) or _written(text, subject)


def is_forward_subject(subject: str) -> bool:
    """Whether a subject says that the mail is handed on."""
    return bool(_PREFIX.match(subject))


def _attached(part: Part, read: Callable[[Part], tuple[str, str]]) -> Forwarded | None:
    inner = parse(part.content(), [])
    pairs, _ = split_addresses(inner.words("from"), limit=1)
    sender = _sender(pairs)
    if sender is None:
        return None
    text, html = read(inner)
    return Forwarded(sender, inner.words("subject"), text, html, _when(inner.words("date")))


def _written(text: str, subject: str) -> Forwarded | None:
    """Where the first history in a text is a message handed on: announced as one, or below a subject that says so."""
    lines = [undirected(line) for line in text.split("\n", 3000)[:3000]]
    handed_on = is_forward_subject(subject)
    for at, line in enumerate(lines[:2000]):
        if is_forward_line(line):
            return _inside(lines, _filled(lines, at + 1))
        if quotes.is_header_block(lines, at):
            return _block(lines, at) if handed_on else None
        if quotes.attribution(lines, at):
            return _introduced(lines, at) if handed_on else None
        if line.startswith(">") and not handed_on:
            return None
    return None


def _filled(lines: list[str], at: int) -> int:
    while at < len(lines) and not lines[at].strip(" \t>"):
        at += 1
    return at


def _inside(lines: list[str], at: int) -> Forwarded | None:
    """What stands at a place: a block of headers, or one line that says who wrote what follows."""
    if at >= len(lines):
        return None
    return _block(lines, at) if labelled(lines[at])[0] else _introduced(lines, at)


def _introduced(lines: list[str], at: int) -> Forwarded | None:
    """A message after a line like `03.11.2026, 12:03, "Ann" <ann@x.example>:`."""
    size = next((step for step in (1, 2, 3) if _ADDRESSED.search(" ".join(lines[at : at + step]))), 0)
    found = _ADDRESSED.search(" ".join(lines[at : at + size])) if size else None
    sender = _sender([(re.sub(r"^.*\d[\d:.]*,?\s", "", found[1]), found[2])]) if found else None
    if sender is None:
        return None
    size = next(
        (step for step in (1, 2, 3) if lines[at + step - 1 : at + step][-1:] and _closes(lines[at + step - 1])), size
    )
    return Forwarded(sender, "", _unquoted(lines[at + size :]), "", None)


def _closes(line: str) -> bool:
    return line.rstrip().endswith((":", "："))


def _unquoted(lines: list[str]) -> str:
    """Lines to the end of what is handed on, without the quote marks that all of them carry."""
    end = next((place for place, line in enumerate(lines) if _ENDS.match(line)), len(lines))
    kept = lines[:end]
    if all(line.startswith(">") for line in kept if line.strip()):
        kept = [_bare(line) for line in kept]
    return "\n".join(kept).strip()


def _block(lines: list[str], at: int) -> Forwarded | None:
    """The block of headers at a place, and what follows it."""
    rest = [_bare(line) for line in lines[at:]] if lines[at].lstrip().startswith(">") else lines[at:]
    found, place = _headers(rest)
    sender = _sender(split_addresses(_MAILTO.sub(r"<\1\2>", found.get("from", "")), limit=3)[0])
    if sender is None:
        return None
    words = _unquoted(rest[place:])
    return Forwarded(sender, one_line(found.get("subject", ""), limit=500), words, "", _when(found.get("date", "")))


def _headers(rest: list[str]) -> tuple[dict[str, str], int]:
    """The fields of a quoted block of headers, and the line after it."""
    found: dict[str, str] = {}
    place, last = 0, ""
    while place < min(len(rest), _MAX_LINES):
        line = rest[place]
        field, value = labelled(line)
        if not line.strip():
            following = _filled(rest, place)
            if not labelled(rest[following] if following < len(rest) else "")[0] or len(found) >= 4:
                break
        elif field and field not in found:
            found[field], last = value, field
        elif last and not field and not _RULE.match(line) and _continues(found[last], line, last):
            found[last] = f"{found[last]} {line.strip()}".strip()
        elif not field and not _RULE.match(line) and not (len(found) > 1 and looks_labelled(line)):
            break
        place += 1
    return found, place


def _continues(value: str, line: str, field: str) -> bool:
    """Whether a line goes on with a field's value: the value is still empty, or a list of addresses is wrapped."""
    wrapped = field in ("to", "cc", "from") and ("@" in line or line[:1] in " \t") and len(line) < 200
    return not value or (
        (wrapped and (value.endswith((",", ";", "<", '"')) or line[:1] in "<\t (")) or (field == "to" and wrapped)
    )


def _bare(line: str) -> str:
    return line.lstrip().removeprefix(">").removeprefix(" ")


def _sender(pairs: list[tuple[str, str]]) -> Address | None:
    for name, address in pairs:
        usable = normal(one_line(address, limit=400))
        if usable:
            shown = one_line(name.strip(" *\"'"), limit=200)
            return Address("" if shown.lower() == usable.lower() else shown, usable)
    return None


def _when(date: str) -> datetime | None:
    """A date that says all of itself in RFC 5322's form; what a program wrote in its own language is not guessed at."""
    try:
        sent = parsedate_to_datetime(date)
        return sent.astimezone(UTC) if sent.tzinfo else None
    except (ValueError, TypeError, IndexError, OverflowError, AttributeError):
        return None
