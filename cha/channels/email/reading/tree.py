"""A mail's bytes as a bounded tree of parts (RFC 2045, 2046, 5322).

The stdlib's parser recurses per nested part and keeps every part it meets; this one cuts at the bounds,
so a hostile mail costs at most `bounds.DEPTH` passes over its bytes.
"""

import binascii
import quopri
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from email.message import Message
from email.utils import collapse_rfc2231_value

from cha.channels.email.reading import bounds
from cha.channels.email.reading.words import decode, decode_words, header_letters, header_text, logical, loose_base64

_HEADER = re.compile(rb"^([!-9;-~]{1,200})[ \t]*:[ \t]*(.*)$", re.DOTALL)
_TYPE = re.compile(r"^[a-z0-9!#$&^_.+-]{1,80}/[a-z0-9!#$&^_.+-]{1,120}$")
_SOFT_BREAK = re.compile(rb"=[ \t]{1,80}\r?\n")
# Words that a list or a scanner put below base64 without a look at it.
_FOOTER = re.compile(
    rb"^[A-Za-z0-9+/]{2,76}={0,2}\r?\n(?:\r?\n)?([^\r\n]{0,200} [^\r\n]{0,200} .*)\Z", re.DOTALL | re.MULTILINE
)
_META = re.compile(rb"<meta[^>]{0,200}charset\s{0,5}=\s{0,5}[\"']?([A-Za-z0-9_.:-]{2,40})", re.IGNORECASE)
_NAMES = {"filename": decode_words, "name": decode_words}
_WEAK = ("utf-8", "utf8", "us-ascii", "ascii", "iso-8859-1", "latin1")
_UU_BEGIN = re.compile(rb"^begin [0-7]{3,4} [^\r\n]*\r?\n", re.MULTILINE)


@dataclass(slots=True)
class Part:
    """One part: its headers (lower-case name, raw value) and its body still encoded.

    `content_type` is how it is treated; `declared_type` what it said, also where that turned out not to hold.
    `spoken` is the charset that its headers are read in when they hold eight-bit letters that are no UTF-8.
    """

    headers: list[tuple[str, bytes]]
    body: bytes
    content_type: str = "text/plain"
    declared_type: str = ""
    parameters: dict[str, str] = field(default_factory=dict)
    disposition: str = ""
    file_name: str = ""
    children: list["Part"] = field(default_factory=list)
    spoken: str | None = None

    def first(self, name: str) -> bytes | None:
        """The first header of this name, raw and unfolded."""
        return next((value for key, value in self.headers if key == name), None)

    def every(self, name: str) -> list[bytes]:
        """All headers of this name in order, raw and unfolded."""
        return [value for key, value in self.headers if key == name]

    def words(self, name: str) -> str:
        """The first header of this name as clean text, '' without one."""
        value = self.first(name)
        return "" if value is None else header_text(value, charset=self.spoken)

    def letters(self, raw: bytes) -> str:
        """A raw header value as text, its encoded words still encoded."""
        return header_letters(raw, self.spoken)

    @property
    def content_id(self) -> str | None:
        """Content-ID without its angle brackets."""
        return self.words("content-id").strip("<> ") or None

    def content(self) -> bytes:
        """The body with its transfer encoding undone; what cannot be decoded stays as it came."""
        encoding = self.words("content-transfer-encoding").lower().split(";")[0].strip()
        if encoding == "base64":
            if self.content_type.startswith("text/") and (footer := _FOOTER.search(self.body)):
                return loose_base64(self.body[: footer.start(1)]) + b"\n" + footer[1]
            return loose_base64(self.body)
        if encoding == "quoted-printable":
            return quopri.decodestring(_SOFT_BREAK.sub(b"=\r\n", self.body))
        if encoding in ("x-uuencode", "uuencode", "x-uue", "uue"):
            return uudecoded(self.body)
        return self.body

    def text(self) -> str:
        """The decoded body as text of the charset the part claims, cut where no text is read any more."""
        content = self.content()[: bounds.TEXT_BYTES]
        charset = self.parameters.get("charset")
        if self.content_type == "text/html" and (charset or "utf-8").lower() in _WEAK:
            named = _META.search(content[:4096])
            charset = named[1].decode("ascii") if named and not _is_utf8(content) else charset
        text = decode(content, charset)
        return logical(text.replace("\r", "")) if (charset or "").lower() == "iso-8859-8" else text

    def walk(self) -> Iterator["Part"]:
        """This part and everything below it, in order."""
        yield self
        for child in self.children:
            yield from child.walk()


def parse(raw: bytes, problems: list[str]) -> Part:
    """The part tree of a whole mail; what was cut or odd is added to `problems`. Never raises."""
    if raw.startswith((b"From ", b">From ")):
        raw = raw.partition(b"\n")[2]
    left = [bounds.PARTS]
    raw = raw.lstrip(b"\r\n")
    if b"\n" not in raw:
        raw = raw.replace(b"\r", b"\n")
    mail = _part(raw, 0, len(raw), 0, left, problems, default="text/plain")
    mail.spoken = next((one for part in mail.walk() if (one := part.parameters.get("charset"))), None)
    if mail.spoken:
        _name_again(mail)
    return mail


def _name_again(mail: Part) -> None:
    """Names of files in raw letters, now that it is known which charset the mail is written in."""
    for part in mail.walk():
        raw = (part.first("content-type"), part.first("content-disposition"))
        if part.file_name and not all(_is_utf8(one or b"") for one in raw):
            names = [_parameters(one, mail.spoken) for one in raw]
            part.file_name = names[1].get("filename") or names[0].get("name") or part.file_name


def _part(raw: bytes, start: int, end: int, depth: int, left: list[int], problems: list[str], *, default: str) -> Part:
    """The part at raw[start:end]; only leaves copy their bytes, so depth costs no memory."""
    headers, body_at = _split_headers(raw, start, end, problems)
    part = Part(headers, b"", content_type=default)
    _describe(part, default)
    if not part.content_type.startswith("multipart/"):
        part.body = raw[body_at:end]
        return part
    boundary = part.parameters.get("boundary", "")
    if not boundary or depth >= bounds.DEPTH:
        _note(problems, f"parts nested deeper than {bounds.DEPTH}" if boundary else "a multipart without a boundary")
        part.content_type = "application/octet-stream" if boundary else "text/plain"
        part.body = raw[body_at:end]
        return part
    child_default = "message/rfc822" if part.content_type == "multipart/digest" else "text/plain"
    for piece_start, piece_end in _pieces(raw, body_at, end, boundary, problems):
        if left[0] <= 0:
            _note(problems, f"more than {bounds.PARTS} parts")
            break
        left[0] -= 1
        part.children.append(_part(raw, piece_start, piece_end, depth + 1, left, problems, default=child_default))
    if not part.children:
        part.content_type = "text/plain"
        part.body = raw[body_at:end]
    return part


def _split_headers(raw: bytes, start: int, end: int, problems: list[str]) -> tuple[list[tuple[str, bytes]], int]:
    head_end, body_at = _header_end(raw, start, end)
    if head_end - start > bounds.HEADER_BLOCK:
        _note(problems, f"a header of {(head_end - start) // 1024} KB")
    headers: list[tuple[str, bytes]] = []
    place = start
    stop = min(head_end, start + bounds.HEADER_BLOCK)
    while place < stop and len(headers) < bounds.HEADERS:
        newline = raw.find(b"\n", place, stop)
        line_end = stop if newline < 0 else newline
        line = raw[place:line_end].rstrip(b"\r")
        line_start, place = place, line_end + 1
        if line[:1] in (b" ", b"\t"):
            if headers and len(headers[-1][1]) < bounds.HEADER_VALUE:
                headers[-1] = (headers[-1][0], headers[-1][1] + b" " + line.strip())
            continue
        found = _HEADER.match(line)
        if found:
            headers.append((found[1].decode("ascii").lower(), found[2].strip()[: bounds.HEADER_VALUE]))
        elif not line.startswith((b"From ", b">From ")):
            _note(problems, "a line in the header that is none")
            if not headers or raw.find(b":", place, stop) < 0:
                return headers, line_start
    return headers, body_at


def _header_end(raw: bytes, start: int, end: int) -> tuple[int, int]:
    """Where the header block ends and where the body begins."""
    for empty in (b"\n", b"\r\n"):
        if raw.startswith(empty, start, end):
            return start, start + len(empty)
    # A short look first: most headers end soon, and a far find over a whole mail is paid once per part.
    for reach in (min(end, start + bounds.HEADER_BLOCK), end):
        marks = (b"\r\n\r\n", b"\n\n", b"\n\r\n")
        places = [(at, at + len(mark)) for mark in marks if (at := raw.find(mark, start, reach)) >= 0]
        if places:
            return min(places)
    return end, end


def _describe(part: Part, default: str) -> None:
    raw_type = part.first("content-type")
    raw_disposition = part.first("content-disposition")
    type_ = _parameters(raw_type)
    kind = type_.pop("", default).lower().strip()
    part.content_type = kind if _TYPE.match(kind) else ("text/plain" if kind in ("text", "") else default)
    part.declared_type = part.content_type
    part.parameters = type_
    disposition = _parameters(raw_disposition)
    part.disposition = disposition.pop("", "").lower().strip()
    part.file_name = disposition.get("filename") or type_.get("name") or ""


def _parameters(raw: bytes | None, spoken: str | None = None) -> dict[str, str]:
    """A structured header's value under '' and its parameters (RFC 2231 continuations joined)."""
    if raw is None:
        return {}
    message = Message()
    is_text = _is_utf8(raw[:4000])
    try:
        said = raw[:4000].decode("utf-8" if is_text else "latin-1")
        message["content-type"] = said.replace("\r", " ").replace("\n", " ").replace("\x00", "")
        pairs = message.get_params(failobj=[])
        values = {key.lower(): collapse_rfc2231_value(value) for key, value in pairs[1:]}
        if not is_text:
            values = {key: _letters_of(value, spoken) for key, value in values.items()}
        # Names of files are cleaned where they are used: what disguises them is to be seen there.
        clean = {key: _NAMES.get(key, header_text)(value) for key, value in values.items()}
        return clean | {"": pairs[0][0] if pairs else ""}
    except Exception:
        # The stdlib raises many kinds here on malformed continuations; the bare value still helps.
        return {"": decode(raw[:200], None).partition(";")[0]}


def _letters_of(value: str, spoken: str | None) -> str:
    """A value that was cut out of raw bytes, in the letters that were meant."""
    try:
        return header_letters(value.encode("latin-1"), spoken)
    except UnicodeError:
        return value


def _pieces(raw: bytes, start: int, end: int, boundary: str, problems: list[str]) -> Iterator[tuple[int, int]]:
    """Where the parts between the boundary's lines start and end."""
    mark = b"--" + boundary.encode("utf-8", "replace")
    piece: int | None = None
    at = raw.find(mark, start, end)
    while at >= 0:
        after = at + len(mark)
        last = raw.startswith(b"--", after, end)
        line_end = raw.find(b"\n", after, min(end, after + 1000))
        line_end = end if line_end < 0 else line_end
        begins_line = at == start or raw[at - 1 : at] == b"\n"
        if begins_line and not raw[after + 2 * last : line_end].strip(b" \t\r"):
            if piece is not None:
                yield piece, _before_break(raw, piece, at)
            if last:
                return
            piece = min(line_end + 1, end)
        at = raw.find(mark, after, end)
    if piece is not None:
        _note(problems, "a multipart that never ends")
        yield piece, end


def _before_break(raw: bytes, start: int, end: int) -> int:
    """The line break before a boundary belongs to the boundary."""
    for size in (2, 1):
        if end - size >= start and raw[end - size : end] == (b"\r\n" if size == 2 else b"\n"):
            return end - size
    return end


def _is_utf8(content: bytes) -> bool:
    try:
        content.decode("utf-8")
    except UnicodeError:
        return False
    return True


def uudecoded(body: bytes) -> bytes:
    """The file between `begin` and `end`; broken lines are left out."""
    begin = _UU_BEGIN.search(body)
    out: list[bytes] = []
    broken = 0
    for line in body[begin.end() if begin else 0 :].splitlines():
        if line.strip() == b"end" or broken > 100:
            break
        try:
            out.append(binascii.a2b_uu(line))
        except binascii.Error:
            broken += 1
    return b"".join(out)


def _note(problems: list[str], words: str) -> None:
    if words not in problems:
        problems.append(words)
