"""A raw mail taken apart and put together byte for byte: a signature is about bytes, so nothing is decoded here."""

from __future__ import annotations

import re
from dataclasses import dataclass

from cha.channels.email.reading import tree

_BREAK = re.compile(rb"\r?\n")
_ABOUT_CONTENT = re.compile(rb"(?i)^(?:content-[a-z-]+|mime-version)[ \t]*:")
_SUBJECT = re.compile(rb"(?i)^subject[ \t]*:")
_PROTECTED = re.compile(rb"(?i);\s*(?:protected-headers|hp)\s*=")


@dataclass(frozen=True, slots=True)
class Frame:
    """An entity: its header lines (unfolded never, CRLF between), its body, and the type that it says."""

    head: bytes
    body: bytes
    content_type: str
    parameters: dict[str, str]
    part: tree.Part

    def content(self) -> bytes:
        """The body with its transfer encoding undone."""
        return self.part.content()


def canonical(data: bytes) -> bytes:
    """The bytes with CRLF line ends, as they are signed (RFC 8551, 3.1.1; RFC 3156, 5)."""
    return _BREAK.sub(b"\r\n", data)


def frame(raw: bytes) -> Frame:
    """The outermost entity of a mail, or of what was inside one."""
    if raw.startswith((b"From ", b">From ")):
        raw = raw.partition(b"\n")[2]
    raw = canonical(raw.lstrip(b"\r\n") if b":" in raw.partition(b"\n")[0] or raw[:1] in b"\r\n" else raw)
    if raw.startswith(b"\r\n"):
        head, body = b"", raw[2:]
    else:
        head, _, body = raw.partition(b"\r\n\r\n")
    part = tree.parse(head + b"\r\n\r\n", [])
    kind = part.declared_type or part.content_type
    part.body = body
    return Frame(head, body, kind, part.parameters, part)


def halves(found: Frame) -> list[bytes]:
    """The parts between a multipart's boundaries, as they are; four at most."""
    boundary = found.parameters.get("boundary", "")
    if not boundary:
        return []
    mark = re.escape(b"--" + boundary.encode("utf-8", "replace"))
    pieces = re.split(rb"(?:\A|\r\n)" + mark + rb"(--)?[ \t]*(?=\r\n|\Z)", found.body, maxsplit=5)
    # re.split gives text, closing dashes, text, closing dashes ...; what follows the closing mark is no part.
    made: list[bytes] = []
    for place in range(1, len(pieces) - 1, 2):
        if pieces[place]:
            break
        made.append(pieces[place + 1].removeprefix(b"\r\n"))
    return made[:4]


def with_entity(mail: Frame, entity: bytes) -> bytes:
    """The mail with another entity inside: of `entity`, only what speaks of the content comes along.

    So nobody can say with a sealed From who wrote the mail. A subject that was sealed too replaces the one outside
    (RFC 9788), when it says that it is meant to.
    """
    inner = frame(entity)
    about = [line for line in _lines(inner.head) if _ABOUT_CONTENT.match(line)]
    outer = [line for line in _lines(mail.head) if not _ABOUT_CONTENT.match(line)]
    subject = next((line for line in _lines(inner.head) if _SUBJECT.match(line)), None)
    if subject and any(_PROTECTED.search(line) for line in about):
        outer = [line for line in outer if not _SUBJECT.match(line)] + [subject]
    return b"\r\n".join([*outer, b"MIME-Version: 1.0", *about, b"", inner.body])


def content_of(mail: Frame) -> tuple[bytes, bytes]:
    """The header lines that stay outside, and the entity (content headers and body) that is signed or sealed."""
    about = [line for line in _lines(mail.head) if _ABOUT_CONTENT.match(line) and not line.lower().startswith(b"mime")]
    outer = [line for line in _lines(mail.head) if not _ABOUT_CONTENT.match(line)]
    return b"\r\n".join(outer), b"\r\n".join([*about, b"", mail.body])


def _lines(head: bytes) -> list[bytes]:
    """Header fields, folded as they are."""
    return [line for line in re.split(rb"\r\n(?![ \t])", head) if line and b":" in line]
