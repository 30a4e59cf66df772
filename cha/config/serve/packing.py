"""Packing answers: gzip (RFC 1952) for text, done by the front beside the page thread.

The gzip header carries a file name of random length, so that the size of an answer does not tell what is in it
("Heal the BREACH", Palacios and others, IEEE Access 2022; Django's own GZipMiddleware does the same).
"""

from __future__ import annotations

import gzip
import io
import secrets
import string

PACKED = (b"text/html", b"text/vnd.turbo-stream.html", b"application/json", b"text/css", b"text/plain")
LEAST = 1000
# The quickest: pages are built for one reader and packed once; 1 costs a third of 6 and is a tenth larger.
LEVEL = 1
Headers = list[tuple[bytes, bytes]]


def wants(request: Headers, answer: Headers, body: bytes) -> bool:
    """Whether this answer is to be packed for whoever asks."""
    if len(body) < LEAST or not any(name == b"accept-encoding" and b"gzip" in value for name, value in request):
        return False
    said = dict(answer)
    return b"content-encoding" not in said and said.get(b"content-type", b"").startswith(PACKED)


def pack(body: bytes) -> bytes:
    """The body, packed."""
    name = "".join(secrets.choice(string.ascii_letters) for _ in range(secrets.randbelow(100)))
    packed = io.BytesIO()
    with gzip.GzipFile(filename=name, mode="wb", compresslevel=LEVEL, fileobj=packed, mtime=0) as file:
        file.write(body)
    return packed.getvalue()


def repacked(headers: Headers, body: bytes) -> Headers:
    """The headers of an answer whose body is packed now."""
    kept = [(name, value) for name, value in headers if name not in (b"content-length", b"vary", b"etag")]
    vary = b", ".join([value for name, value in headers if name == b"vary"] + [b"Accept-Encoding"])
    tags = [(name, b"W/" + value.removeprefix(b"W/")) for name, value in headers if name == b"etag"]
    more = [(b"content-encoding", b"gzip"), (b"content-length", str(len(body)).encode()), (b"vary", vary)]
    return [*kept, *tags, *more]
