"""Rich text as Outlook hides it in winmail.dat: decompressed ([MS-OXRTFCP]), read as text, or as the HTML it wraps
([MS-OXRTFEX]). One pass, without recursion, bounded by `bounds.TEXT_BYTES`.
"""

import re
import struct
from dataclasses import dataclass, field, replace

from cha.channels.email.reading import bounds
from cha.channels.email.reading.words import decode

_COMPRESSED, _PLAIN = 0x75465A4C, 0x414C454D
# [MS-OXRTFCP] 2.1.2.1: what the window holds before the first byte.
_WINDOW = (
    rb"{\rtf1\ansi\mac\deff0\deftab720{\fonttbl;}{\f0\fnil \froman \fswiss \fmodern \fscript \fdecor MS Sans Serif"
    rb"SymbolArialTimes New RomanCourier{\colortbl\red0\green0\blue0"
    b"\r\n"
    rb"\par \pard\plain\f0\fs20\b\i\u\tab\tx"
)
_TOKEN = re.compile(rb"\\([a-z]{1,32})(-?\d{1,9})? ?|\\'([0-9a-fA-F]{2})|\\([^a-z])|([{}])|[\r\n]+|([^\\{}\r\n]+)")
_SKIPPED = frozenset(
    b"fonttbl colortbl stylesheet info pict object header footer headerl headerr footerl footerr footnote generator "
    b"listtable listoverridetable rsidtbl themedata colorschememapping datastore latentstyles xmlnstbl mhtmltag".split()
)
_SAYS = {
    b"par": "\n", b"line": "\n", b"sect": "\n", b"page": "\n", b"row": "\n", b"tab": "\t", b"cell": "\t",
    b"lquote": "‘", b"rquote": "’", b"ldblquote": "“", b"rdblquote": "”", b"bullet": "•", b"endash": "–",
    b"emdash": "—",
}  # fmt: skip
_SIGNS = {b"~": "\xa0", b"-": "", b"_": "-", b"\\": "\\", b"{": "{", b"}": "}", b"\n": "\n", b"\r": "\n"}
# RTF 1.9.1, \fcharset: the code page of a font's bytes.
_CHARSETS = {
    0: "", 1: "", 77: "mac_roman", 128: "cp932", 129: "cp949", 134: "gb18030", 136: "cp950", 161: "cp1253",
    162: "cp1254", 163: "cp1258", 177: "cp1255", 178: "cp1256", 186: "cp1257", 204: "cp1251", 222: "cp874",
    238: "cp1250",
}  # fmt: skip


def decompress(data: bytes) -> bytes:
    """The RTF in PR_RTF_COMPRESSED. Raises ValueError when it is cut off or no such thing."""
    if len(data) < 16:
        raise ValueError("compressed RTF of less than its header")
    _, size, magic, _ = struct.unpack_from("<IIII", data)
    size = min(size, bounds.TEXT_BYTES)
    if magic == _PLAIN:
        return data[16 : 16 + size]
    if magic != _COMPRESSED:
        raise ValueError("compressed RTF without its mark")
    return _unpacked(data, size)


def _unpacked(data: bytes, size: int) -> bytes:
    window = bytearray(_WINDOW.ljust(4096, b"\0"))
    place, at = len(_WINDOW), 16
    out = bytearray()
    while len(out) < size and at < len(data):
        flags = data[at]
        at += 1
        for bit in range(8):
            if flags >> bit & 1:
                if at + 2 > len(data):
                    raise ValueError("compressed RTF that is cut off")
                token = data[at] << 8 | data[at + 1]
                at += 2
                start, length = token >> 4, (token & 15) + 2
                if start == place:
                    return bytes(out)
                piece = range(length)
            else:
                if at >= len(data):
                    return bytes(out)
                start, piece = -1, range(1)
            for step in piece:
                byte = data[at] if start < 0 else window[(start + step) % 4096]
                window[place] = byte
                place = (place + 1) % 4096
                out.append(byte)
            at += start < 0
    return bytes(out[:size])


@dataclass(slots=True)
class _Group:
    """What holds between two braces."""

    skipped: bool = False
    wide: int = 1
    font: int = 0
    html: bool = False
    hidden: bool = False


@dataclass(slots=True)
class _Reader:
    charset: str = "cp1252"
    from_html: bool = False
    group: _Group = field(default_factory=_Group)
    groups: list[_Group] = field(default_factory=list)
    out: list[str] = field(default_factory=list)
    raw: bytearray = field(default_factory=bytearray)
    fonts: dict[int, str] = field(default_factory=dict)
    in_fonts: int = 0
    font: int = 0
    swallow: int = 0
    starred: bool = False

    def say(self, words: str) -> None:
        if self.raw:
            self.out.append(decode(bytes(self.raw), self.fonts.get(self.group.font) or self.charset))
            self.raw.clear()
        if words:
            self.out.append(words)

    def shows(self) -> bool:
        return not self.group.skipped and not (self.group.hidden and not self.group.html)


def rtf_body(data: bytes) -> tuple[str, str]:
    """(text, html) of RTF: HTML where it only wraps some, else its text; the other one is ""."""
    reader = _Reader()
    for found in _TOKEN.finditer(data[: bounds.TEXT_BYTES]):
        word, number, byte, sign, brace, text = found.groups()
        if brace:
            _brace(reader, brace)
        elif word:
            _word(reader, word, number)
        elif byte or text:
            _text(reader, bytes([int(byte, 16)]) if byte else text)
        elif sign == b"*":
            reader.starred = True
        elif sign and reader.shows():
            reader.say(_SIGNS.get(sign, ""))
    reader.say("")
    # Letters beyond U+FFFF are written as two halves.
    words = "".join(reader.out).encode("utf-16", "surrogatepass").decode("utf-16", "replace").strip()
    return ("", words) if reader.from_html else (words, "")


def _brace(reader: _Reader, brace: bytes) -> None:
    reader.say("")
    reader.starred = False
    if brace == b"{":
        reader.groups.append(reader.group)
        reader.group = replace(reader.group)
    elif reader.groups:
        reader.group = reader.groups.pop()
        reader.in_fonts = reader.in_fonts if len(reader.groups) >= reader.in_fonts else 0


def _text(reader: _Reader, raw: bytes) -> None:
    if reader.swallow:
        dropped = min(reader.swallow, len(raw))
        reader.swallow -= dropped
        raw = raw[dropped:]
    if raw and reader.shows():
        reader.raw += raw


def _word(reader: _Reader, word: bytes, number: bytes | None) -> None:
    value = int(number) if number else 0
    starred, reader.starred = reader.starred, False
    if word == b"htmltag" and starred:
        reader.group.html, reader.group.skipped = True, False
    elif starred or word in _SKIPPED:
        reader.group.skipped = True
        reader.in_fonts = len(reader.groups) if word == b"fonttbl" else reader.in_fonts
    elif word == b"u" and number:
        if reader.shows():
            reader.say(chr(value & 0xFFFF))
        reader.swallow = reader.group.wide
    elif word in _SAYS:
        if reader.shows() and not (reader.from_html and reader.group.html and word == b"par"):
            reader.say(_SAYS[word])
    else:
        _setting(reader, word, value, number)


def _setting(reader: _Reader, word: bytes, value: int, number: bytes | None) -> None:
    if word == b"htmlrtf":
        reader.say("")
        reader.group.hidden = number != b"0"
    elif word == b"fromhtml":
        reader.from_html = True
    elif word == b"ansicpg" and value:
        reader.charset = f"cp{value}" if value != 65001 else "utf-8"
    elif word == b"uc":
        reader.group.wide = min(max(value, 0), 10)
    elif word == b"f":
        reader.say("")
        reader.font = value
        if not reader.in_fonts:
            reader.group.font = value
    elif word == b"fcharset" and reader.in_fonts and len(reader.fonts) < 1000:
        reader.fonts[reader.font] = _CHARSETS.get(value, "")
