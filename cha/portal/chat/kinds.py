"""What a file is, from its first bytes: never what its name or the browser says. Pure.

Signatures: PNG (ISO/IEC 15948), JPEG (ITU T.81), GIF89a, RIFF/WebP (RFC 9649) and WAVE, ISO BMFF (ISO/IEC 14496-12,
its brands for HEIC, AVIF, MP4 and QuickTime), PDF (ISO 32000), ZIP (by its names Office Open XML and OpenDocument),
Ogg (RFC 3533), Matroska (RFC 9559), MPEG audio with ID3 or a frame sync.
"""

from __future__ import annotations

import mimetypes
from typing import Final

HEAD: Final = 4096
# What the widget offers; everything else is refused with a sentence.
TYPES: Final = (
    "image/jpeg", "image/png", "image/gif", "image/webp", "image/heic", "image/avif", "video/mp4", "video/quicktime",
    "video/webm", "audio/mpeg", "audio/mp4", "audio/ogg", "audio/wav", "application/pdf", "text/plain", "text/csv",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "application/vnd.oasis.opendocument.text", "application/vnd.oasis.opendocument.spreadsheet",
)  # fmt: skip
_BEGIN: Final = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"%PDF-", "application/pdf"),
    (b"OggS", "audio/ogg"),
    (b"\x1aE\xdf\xa3", "video/webm"),
    (b"ID3", "audio/mpeg"),
    (b"\xff\xfb", "audio/mpeg"),
    (b"\xff\xf3", "audio/mpeg"),
)
_RIFF: Final = {b"WEBP": "image/webp", b"WAVE": "audio/wav"}
_BRANDS: Final = {
    b"heic": "image/heic", b"heix": "image/heic", b"mif1": "image/heic", b"avif": "image/avif",
    b"qt  ": "video/quicktime", b"M4A ": "audio/mp4",
}  # fmt: skip
_IN_ZIP: Final = (
    (b"word/", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    (b"xl/", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    (b"application/vnd.oasis.opendocument.text", "application/vnd.oasis.opendocument.text"),
    (b"application/vnd.oasis.opendocument.spreadsheet", "application/vnd.oasis.opendocument.spreadsheet"),
)
_OPENS: Final = (b"<!doctype", b"<html", b"<script", b"<?xml", b"<svg", b"#!")


def kind_of(head: bytes, name: str) -> str:
    """The content type of a file by its first bytes (up to `HEAD`), one of TYPES; "" for what is not taken.

    Text is known by its name, too, as it has no sign of its own; what begins like a page or a program is none.
    """
    for sign, kind in _BEGIN:
        if head.startswith(sign):
            return kind
    if head[:4] == b"RIFF":
        return _RIFF.get(head[8:12], "")
    if head[4:8] == b"ftyp":
        return _BRANDS.get(head[8:12], "video/mp4")
    if head[:4] == b"PK\x03\x04":
        return _in_zip(head, name)
    return _text(head, name)


def _in_zip(head: bytes, name: str) -> str:
    found = next((kind for sign, kind in _IN_ZIP if sign in head), "")
    # Some writers put other names first; then the file's own has to do, among those that are such zips.
    named = mimetypes.guess_type(name)[0] or ""
    return found or (named if b"[Content_Types].xml" in head and named in {kind for _, kind in _IN_ZIP} else "")


def _text(head: bytes, name: str) -> str:
    named = mimetypes.guess_type(name)[0]
    if named not in ("text/plain", "text/csv") or not _plain(head) or head.lstrip()[:20].lower().startswith(_OPENS):
        return ""
    return named


def _plain(head: bytes) -> bool:
    """Whether bytes are text, in UTF-8 or one byte a letter: no controls but those that every editor writes."""
    return not any((byte < 32 and byte not in (9, 10, 13)) or byte == 127 for byte in head)
