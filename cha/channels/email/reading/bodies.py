"""From the part tree to one text, one piece of HTML and the files."""

import mimetypes
import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from cha.channels.email.reading import bounds, markup, sealed, tnef, tree
from cha.channels.email.reading.calendars import calendar_words, read_calendar
from cha.channels.email.reading.tree import Part, uudecoded
from cha.channels.email.reading.values import Attachment
from cha.channels.email.reading.words import body_text, decode, header_text, safe_file_name

_PLACEHOLDER = re.compile(r"(html|e-?mail (client|program)|view this (e-?mail|message))", re.IGNORECASE)
_ENDINGS = {
    "text/plain": "txt",
    "text/html": "html",
    "text/calendar": "ics",
    "application/ics": "ics",
    "message/rfc822": "eml",
    "image/jpeg": "jpg",
    "image/png": "png",
    "image/gif": "gif",
    "image/webp": "webp",
    "image/heic": "heic",
    "application/pdf": "pdf",
    "application/ms-tnef": "dat",
}


_UU_BEGIN = re.compile(r"^begin [0-7]{3,4} (\S.{0,200})$")
_UU_LINE = re.compile(r"^(?!end\s*$)[ -`]{1,90}\s*$|^\s*$")
_WINMAIL = ("application/ms-tnef", "application/vnd.ms-tnef")
_LOCATED, _LAYERS = 50, 3
# Written for machines, and read as such (`bounces`).
_REPORTS = (
    "message/delivery-status",
    "message/disposition-notification",
    "message/feedback-report",
    "application/pgp-encrypted",
)
_CALENDAR = ("text/calendar", "application/ics", "text/x-vcalendar")


@dataclass(slots=True)
class _Block:
    """A stretch of body: plain text, HTML, or both as alternatives of one another."""

    plain: str | None = None
    html: str | None = None


@dataclass(slots=True)
class Body:
    """What a mail holds besides its headers. `marks`: see `values.Mail`."""

    text: str = ""
    html_clean: str | None = None
    attachments: tuple[Attachment, ...] = ()
    problems: list[str] = field(default_factory=list)
    marks: dict[str, object] = field(default_factory=dict)


@dataclass(slots=True)
class _Found:
    """What turns up on the way through the parts. `spare` are words for a mail that has none of its own."""

    problems: list[str]
    files: list[Attachment] = field(default_factory=list)
    marks: dict[str, object] = field(default_factory=dict)
    spare: list[_Block] = field(default_factory=list)
    located: dict[str, str] = field(default_factory=dict)
    unwrapped: int = 0
    unnamed: list[Attachment] = field(default_factory=list)


def read_body(mail: Part, problems: list[str]) -> Body:
    """Text (from the HTML where there is only that), cleaned HTML, files and marks of a part tree."""
    found = _Found(problems)
    blocks = _blocks(mail, found)
    # An invitation comes twice: to be shown, and as a file.
    if not any(file.content_type in _CALENDAR for file in found.files):
        found.files += found.unnamed[:1]
    if found.spare and not any((block.plain or "").strip() or (block.html or "").strip() for block in blocks):
        blocks = found.spare[:1]
    for block in blocks:
        block.html = _by_id(block.html, found.located)
    cleaned = _cleaned(blocks, problems)
    text = "\n".join(filter(None, (_text(*pair) for pair in zip(blocks, cleaned, strict=True))))
    if len(text) > bounds.TEXT_CHARACTERS:
        text = text[: bounds.TEXT_CHARACTERS]
        problems.append("a text longer than a million characters")
    html = None
    if any(cleaned):
        html = "\n".join(piece or _as_html(block.plain) for block, piece in zip(blocks, cleaned, strict=True))
    shown = markup.content_ids(html) if html else set()
    text = sealed.opened(text, found.marks)
    return Body(text.strip("\n"), html, tuple(_placed(found.files, shown)), problems, found.marks)


def _cleaned(blocks: Iterable[_Block], problems: list[str]) -> list[str | None]:
    """Each block's cleaned HTML; beyond the bound for the whole mail, blocks have none."""
    left = bounds.HTML_CHARACTERS
    out: list[str | None] = []
    for block in blocks:
        out.append(markup.clean_html(block.html[:left], problems) if block.html and left > 0 else None)
        left -= len(block.html or "")
    if left < 0:
        problems.append("a text longer than a million characters")
    return out


def _blocks(part: Part, found: _Found) -> list[_Block]:
    sealed.mark(part, found.marks, found.problems)
    if part.children:
        below = [_blocks(child, found) for child in part.children]
        if part.content_type == "multipart/alternative":
            return _alternatives(below)
        return [block for blocks in below for block in blocks]
    if found.unwrapped < _LAYERS and (inner := sealed.unwrapped(part)):
        found.unwrapped += 1
        return _blocks(tree.parse(inner, found.problems), found)
    if not _is_body(part):
        _add_file(part, found)
        return []
    if part.content_type == "text/html":
        return [_Block(html=part.text())]
    return [_Block(plain=_without_uu(_plain(part), found))]


def _add_file(part: Part, found: _Found) -> None:
    if part.content_type in _REPORTS:
        return
    file = _attachment(part, len(found.files) + 1)
    if part.content_type in _WINMAIL or file.name.lower() == "winmail.dat":
        if _unpacked(file, found):
            return
    elif part.content_type in _CALENDAR:
        _calendar(part, found)
        if not part.file_name:
            found.unnamed.append(file)
            return
    place = part.words("content-location")
    if place and part.content_type.startswith("image/") and len(found.located) < _LOCATED:
        found.located[place] = file.content_id or f"located-{len(found.files)}"
        file = replace(file, content_id=found.located[place])
    found.files.append(file)


def _by_id(html: str | None, located: dict[str, str]) -> str | None:
    """HTML that shows its pictures by Content-ID also where it names their Content-Location (RFC 2557)."""
    for place, name in located.items() if html else ():
        for quote in "\"'":
            html = (html or "").replace(f"{quote}{place}{quote}", f"{quote}cid:{name}{quote}")
    return html


def _unpacked(file: Attachment, found: _Found) -> bool:
    """Put the files of a winmail.dat in its place; False when it cannot be read."""
    try:
        inside = tnef.unpack(file.content)
    except ValueError as error:
        found.problems.append(str(error))
        return False
    if not (inside.files or inside.text.strip() or inside.html.strip()):
        return False
    found.marks["winmail"] = True
    for number, one in enumerate(inside.files, start=len(found.files) + 1):
        kind = one.content_type.lower() if "/" in one.content_type else ""
        kind = kind or mimetypes.guess_type(one.name)[0] or "application/octet-stream"
        fallback = f"file-{number}.{_ENDINGS.get(kind, 'bin')}"
        name = safe_file_name(one.name, fallback=fallback, limit=bounds.FILE_NAME_CHARACTERS)
        found.files.append(Attachment(name, kind[:100], len(one.content), one.content, one.content_id or None, False))
    if inside.text.strip() or inside.html.strip():
        html = inside.html if inside.html.strip() else None
        found.spare.append(_Block(plain=body_text(inside.text) or None, html=html))
    return True


def _calendar(part: Part, found: _Found) -> None:
    if "calendar" in found.marks:
        return
    said = read_calendar(part.text(), part.parameters.get("method", ""))
    if said:
        found.marks["calendar"] = said
        found.spare.append(_Block(plain=calendar_words(said)))


def _alternatives(below: list[list[_Block]]) -> list[_Block]:
    """One block of the richest alternatives: the last HTML, the last plain text."""
    merged = _Block()
    for blocks in below:
        plains = [block.plain for block in blocks if block.plain is not None]
        pages = [block.html for block in blocks if block.html is not None]
        if pages:
            merged.html = "\n".join(pages)
        elif plains:
            merged.plain = "\n".join(plains)
    return [merged]


def _is_body(part: Part) -> bool:
    if part.content_type not in ("text/plain", "text/html", "text/enriched", "text/richtext"):
        return False
    if part.disposition == "attachment":
        return False
    return not (part.file_name and (part.disposition != "inline" or part.content_type != "text/plain"))


def _plain(part: Part) -> str:
    text = body_text(part.text())
    if part.content_type in ("text/enriched", "text/richtext"):
        return re.sub(r"</?[a-zA-Z]{1,40}>", "", text)
    if part.parameters.get("format", "").lower() == "flowed":
        return _unflowed(text, delsp=part.parameters.get("delsp", "").lower() == "yes")
    return text


def _without_uu(text: str, found: _Found) -> str:
    """A text without the files that are written into it by uuencode; they become files."""
    if "\nbegin " not in f"\n{text[: bounds.TEXT_CHARACTERS]}":
        return text
    kept: list[str] = []
    lines = text.split("\n")
    at = 0
    while at < len(lines):
        begins = _UU_BEGIN.match(lines[at])
        end = (
            next((place for place in range(at + 1, len(lines)) if not _UU_LINE.match(lines[place])), 0) if begins else 0
        )
        if begins and end > at + 1 and lines[end].strip() == "end" and len(found.files) < bounds.PARTS:
            content = uudecoded("\n".join(lines[at : end + 1]).encode("ascii", "replace"))
            name = safe_file_name(begins[1], fallback="file.bin", limit=bounds.FILE_NAME_CHARACTERS)
            kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
            found.files.append(Attachment(name, kind, len(content), content, None, False))
            at = end + 1
        else:
            kept.append(lines[at])
            at += 1
    return "\n".join(kept)


def _unflowed(text: str, *, delsp: bool) -> str:
    """Join soft-wrapped lines (RFC 3676); the signature mark `-- ` is none, and quotes join only their own depth."""
    out: list[list[str]] = []
    soft = False
    depth_before = 0
    for line in text.split("\n"):
        depth = len(line) - len(line.lstrip(">"))
        bare = line[depth:].removeprefix(" ")
        continues = soft and depth == depth_before and bare != "-- "
        soft = bare.endswith(" ") and bare != "-- "
        depth_before = depth
        words = bare[:-1] if soft and delsp else bare
        if continues:
            out[-1].append(words)
        else:
            out.append([f"{'>' * depth} {words}" if depth else words])
    return "\n".join("".join(pieces) for pieces in out)


def _text(block: _Block, cleaned: str | None) -> str:
    plain = (block.plain or "").strip()
    if cleaned and (not plain or (len(plain) < 300 and _PLACEHOLDER.search(plain))):
        return markup.html_text(cleaned) or plain
    return block.plain or ""


def _as_html(plain: str | None) -> str:
    if not plain or not plain.strip():
        return ""
    escaped = plain.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return f"<p>{escaped.strip().replace(chr(10), '<br>')}</p>"


def _attachment(part: Part, number: int) -> Attachment:
    content = part.content()
    kind = part.content_type
    name = part.file_name
    if not name and kind == "message/rfc822":
        name = _subject_of(content) + ".eml"
    fallback = "invite.ics" if kind in _CALENDAR else f"file-{number}.{_ENDINGS.get(kind, 'bin')}"
    safe = safe_file_name(name, fallback=fallback, limit=bounds.FILE_NAME_CHARACTERS)
    inline = part.disposition == "inline"
    return Attachment(safe, kind, len(content), content, part.content_id, inline)


def _placed(files: Iterable[Attachment], shown: set[str]) -> Iterable[Attachment]:
    """A file is inline only where the HTML shows it; anything else must be listed to be seen at all."""
    for file in files:
        yield replace(file, inline=file.content_id is not None and file.content_id in shown)


def _subject_of(raw: bytes) -> str:
    found = re.search(rb"^Subject:[ \t]*([^\r\n]*)", raw[: bounds.HEADER_BLOCK], re.MULTILINE | re.IGNORECASE)
    return header_text(decode(found[1], None), limit=80).replace("/", "-") if found and found[1].strip() else "message"
