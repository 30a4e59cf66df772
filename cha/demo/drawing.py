"""The demo's attachments, drawn in code: small pictures (PNG) and one-page papers (PDF)."""

from __future__ import annotations

import math
import struct
import zlib

from cha.demo.world.events import File

WIDTH, HEIGHT = 480, 320


def drawn(file: File) -> tuple[str, bytes]:
    """The content type and the bytes of an attachment of the world."""
    if file.kind == "pdf":
        return "application/pdf", paper(file.shows)
    return "image/png", picture(file.colours)


def picture(colours: tuple[str, ...]) -> bytes:
    """A still life: rows of round blossoms in `colours` (#rrggbb), the last one is the ground."""
    palette = [bytes.fromhex(colour.lstrip("#")) for colour in colours]
    ground, blossoms = palette[-1], palette[:-1] or palette
    rows = [b"\0" + b"".join(_dot(x, y, blossoms, ground) for x in range(0, WIDTH, 2)) for y in range(0, HEIGHT, 2)]
    return _png(WIDTH // 2, HEIGHT // 2, b"".join(rows))


def _dot(x: int, y: int, blossoms: list[bytes], ground: bytes) -> bytes:
    across, down = x // 80, y // 80
    along, above = x % 80 - 40, y % 80 - 40
    distance = math.hypot(along, above)
    petals = 26 + 8 * math.cos(5 * math.atan2(above, along) + across + down)
    colour = blossoms[(across + 2 * down) % len(blossoms)]
    if distance < 7:
        return blossoms[(across + 2 * down + 1) % len(blossoms)]
    return colour if distance < petals else ground


def _png(width: int, height: int, rows: bytes) -> bytes:
    """RFC 2083: eight bits of red, green and blue, `rows` each begun by a filter byte."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows, 9)) + chunk(b"IEND", b"")


def paper(words: str) -> bytes:
    """A page of A5 that says `words` (PDF 1.4, Latin letters only)."""
    said = words.encode("cp1252", "replace").replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")
    stream = b"BT /F1 14 Tf 48 520 Td (" + said + b") Tj ET"
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 420 595] /Contents 4 0 R /Resources 6 0 R >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        b"<< /Font << /F1 5 0 R >> >>",
    ]
    out, offsets = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    end = b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n"
    return out + end % (len(objects) + 1, table, len(objects) + 1, len(out))
