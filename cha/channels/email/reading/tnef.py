"""winmail.dat ([MS-OXTNEF]): the files and the words that Outlook packs into it. Bounded, and raises only ValueError.

Our own: the kept library (tnefparse) reads without bounds, and its words would still have to be decoded here.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from cha.channels.email.reading import bounds, rtf
from cha.channels.email.reading.words import decode

_SIGNATURE = 0x223E9F78
_BODY, _MAPI, _CODE_PAGE = 0x0002800C, 0x00069003, 0x00069007
_BEGINS, _TITLE, _DATA, _FILE_MAPI = 0x00069002, 0x00018010, 0x0006800F, 0x00069005
_P_BODY, _P_HTML, _P_RTF = 0x1000, 0x1013, 0x1009
_P_LONG_NAME, _P_NAME, _P_TYPE, _P_ID, _P_OBJECT, _P_SHOWN_NAME = 0x3707, 0x3704, 0x370E, 0x3712, 0x3701, 0x3001
# [MS-OXCDATA] 2.11.1: bytes of a value, padded to four, by property type.
_FIXED = {2: 4, 3: 4, 4: 4, 5: 8, 6: 8, 7: 8, 10: 4, 11: 4, 20: 8, 64: 8, 72: 16}
_COUNTED = frozenset({0x0D, 0x1E, 0x1F, 0x102})
_MULTIPLE, _UNICODE, _STRING = 0x1000, 0x1F, 0x1E
_DEEPEST = 3


@dataclass(slots=True)
class Packed:
    """One file out of a winmail.dat; `content_id` is "" where it is shown nowhere."""

    name: str = ""
    content_type: str = ""
    content: bytes = b""
    content_id: str = ""


@dataclass(slots=True)
class Unpacked:
    """What a winmail.dat held. The words are "" where it held none."""

    text: str = ""
    html: str = ""
    files: list[Packed] = field(default_factory=list)


def unpack(data: bytes, depth: int = 0) -> Unpacked:
    """The files and words of a winmail.dat. Raises ValueError when it is none, or cut off."""
    try:
        return _unpack(data, depth)
    except (struct.error, IndexError) as error:
        raise ValueError("a winmail.dat that is cut off") from error


def _unpack(data: bytes, depth: int) -> Unpacked:
    if struct.unpack_from("<I", data)[0] != _SIGNATURE:
        raise ValueError("no winmail.dat")
    found = Unpacked()
    charset = "cp1252"
    for attribute, value in _attributes(data):
        if attribute == _CODE_PAGE:
            charset = _code_page(value)
        elif attribute == _BODY:
            found.text = found.text or decode(value, charset).rstrip("\0")
        elif attribute == _MAPI:
            _words(found, dict(_properties(value, charset)), charset)
        elif attribute == _BEGINS and len(found.files) < bounds.PARTS:
            found.files.append(Packed())
        elif found.files and attribute in (_TITLE, _DATA, _FILE_MAPI):
            _file(found, attribute, value, charset, depth)
    found.files = [file for file in found.files if file.content]
    return found


def _attributes(data: bytes) -> Iterator[tuple[int, bytes]]:
    at = 6
    while at + 9 <= len(data):
        _, attribute, length = struct.unpack_from("<BII", data, at)
        at += 9
        if at + length > len(data):
            raise ValueError("a winmail.dat that is cut off")
        yield attribute, data[at : at + length]
        at += length + 2


def _code_page(value: bytes) -> str:
    number = int(struct.unpack_from("<I", value)[0])
    return "utf-8" if number == 65001 else f"cp{number}"


def _words(found: Unpacked, said: dict[int, bytes | str], charset: str) -> None:
    found.text = _string(said.get(_P_BODY), charset) or found.text
    found.html = _string(said.get(_P_HTML), charset)
    packed = said.get(_P_RTF)
    if isinstance(packed, bytes) and not found.html:
        text, found.html = rtf.rtf_body(rtf.decompress(packed))
        found.text = found.text or text


def _file(found: Unpacked, attribute: int, value: bytes, charset: str, depth: int) -> None:
    file = found.files[-1]
    if attribute == _TITLE:
        file.name = file.name or decode(value, charset).rstrip("\0")
    elif attribute == _DATA:
        file.content = value
    else:
        said = dict(_properties(value, charset))
        file.name = _string(said.get(_P_LONG_NAME), charset) or file.name or _string(said.get(_P_NAME), charset)
        file.content_type = _string(said.get(_P_TYPE), charset)
        file.content_id = _string(said.get(_P_ID), charset).strip("<> ")
        inner = said.get(_P_OBJECT)
        if isinstance(inner, bytes) and not file.content:
            _object(found, file, inner, _string(said.get(_P_SHOWN_NAME), charset), depth)


def _object(found: Unpacked, file: Packed, inner: bytes, name: str, depth: int) -> None:
    """A message within: its words as a file of its own, its files among the others. 16 bytes say which kind."""
    if inner[16:20] != struct.pack("<I", _SIGNATURE) or depth >= _DEEPEST:
        file.content = inner
        return
    below = unpack(inner[16:], depth + 1)
    html = below.html if not below.text else ""
    file.content = (html or below.text).encode()
    file.content_type = "text/html" if html else "text/plain"
    file.name = f"{name or file.name or 'message'}.{'html' if html else 'txt'}"
    found.files += below.files[: bounds.PARTS]


def _string(value: bytes | str | None, charset: str) -> str:
    return (decode(value, charset) if isinstance(value, bytes) else value or "").rstrip("\0")


def _properties(data: bytes, charset: str) -> Iterator[tuple[int, bytes | str]]:
    """The MAPI properties that are one string or one run of bytes; the others are stepped over."""
    count, at = struct.unpack_from("<I", data)[0], 4
    for _ in range(min(count, 5000)):
        kind, name = struct.unpack_from("<HH", data, at)
        at += 4
        if name >= 0x8000:
            at = _after_name(data, at)
        several = 1
        if kind & _MULTIPLE or kind in _COUNTED:
            several = struct.unpack_from("<I", data, at)[0]
            at += 4
        for _ in range(min(several, 5000)):
            if kind & ~_MULTIPLE in _COUNTED:
                size = struct.unpack_from("<I", data, at)[0]
                at += 4
                if at + size > len(data):
                    raise ValueError("a winmail.dat that is cut off")
                yield name, _value(data[at : at + size], kind & ~_MULTIPLE, charset)
                at += size + -size % 4
            else:
                at += _FIXED[kind & ~_MULTIPLE] if kind & ~_MULTIPLE in _FIXED else _unknown(kind)


def _unknown(kind: int) -> int:
    raise ValueError(f"a winmail.dat with a property of unknown type {kind:#x}")


def _after_name(data: bytes, at: int) -> int:
    """Past the name of a named property: a GUID, then a number or a padded string."""
    if struct.unpack_from("<I", data, at + 16)[0] == 0:
        return at + 24
    size = int(struct.unpack_from("<I", data, at + 20)[0])
    return at + 24 + size + -size % 4


def _value(raw: bytes, kind: int, charset: str) -> bytes | str:
    if kind == _UNICODE:
        return raw.decode("utf-16-le", "replace").rstrip("\0")
    return decode(raw, charset).rstrip("\0") if kind == _STRING else raw
