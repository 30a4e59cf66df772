"""Values in, a mail's bytes out (RFC 5322, MIME, RFC 2047, 2231, 3834, 6532). Pure and deterministic.

The same values give the same bytes, boundary and all: a delivery that is tried again is the same mail.
The stdlib's generator folds long Message-IDs into encoded words, which breaks threads; this one never does.
"""

import base64
import hashlib
import quopri
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime
from urllib.parse import quote

from cha.channels.email.addresses import ascii_domain, normal

_LINE = 76
_REFERENCES = 20
_PREFIX = re.compile(
    r"^\s*(?:(?:re|aw|antw|antwoord|antwort|sv|vs|vá|odp|ynt|yanıt|ref|rif|r|res|resp|atb|απ|σχετ|ответ|отв|رد|הנ|השב|תשובה|"
    r"回复|回覆|答复|답장|회신|返信|bls|ri|fw|fwd|wg|tr|doorst|enc|rv|vl|i|pd|továbbítás)"
    r"\s*(?:\[\d{1,3}\]|\(\d{1,3}\)|\^\d{1,3})?\s*[:：])+",
    re.IGNORECASE,
)
_ATOM_PHRASE = re.compile(r"^[A-Za-z0-9!#$%&'*+/=?^_`{|}~ -]+\Z")
_CONTROLS = re.compile(r"[\x00-\x1f\x7f\x85\u2028\u2029]+")
_HEADER_NAME = re.compile(r"^[A-Za-z][A-Za-z0-9-]{0,60}\Z")
_MESSAGE_ID = re.compile(r"^<[^<>\s\x00-\x1f\x7f]{1,400}>\Z")
_CONTENT_TYPE = re.compile(r"^(?!multipart/)[a-z0-9!#$&^_.+-]+/[a-z0-9!#$&^_.+-]+\Z")


@dataclass(frozen=True, slots=True)
class File:
    """A file to send. With `content_id`, the HTML shows it as `cid:<content_id>`."""

    name: str
    content_type: str
    content: bytes
    content_id: str | None = None


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A mail to be composed. `date` is aware; Message-IDs keep their angle brackets; `to`, `cc` are (address, name).

    `auto_submitted` marks acknowledgements, which no machine should answer. `loop_mark` goes out as X-Cha-Loop
    and is recognised when it comes back; '' leaves it out. `more_headers` are for lists (List-Unsubscribe and kin).
    """

    from_name: str
    from_address: str
    to: Sequence[tuple[str, str]]
    subject: str
    text: str
    message_id: str
    date: datetime
    html: str | None = None
    reply_to: str | None = None
    cc: Sequence[tuple[str, str]] = ()
    in_reply_to: str | None = None
    references: Sequence[str] = ()
    auto_submitted: bool = False
    loop_mark: str = ""
    attachments: Sequence[File] = ()
    more_headers: Mapping[str, str] = field(default_factory=dict)


def message_id(delivery_id: int, domain: str, *, key: str = "") -> str:
    """The Message-ID of the delivery with this id at this domain: the same each time, telling nobody the id.

    `key` is a secret of the installation; with it the ids cannot be guessed from outside.
    """
    digest = hashlib.blake2b(str(delivery_id).encode(), key=key.encode()[:64], digest_size=15).digest()
    name = base64.b32encode(digest).decode("ascii").lower()
    return f"<{name}@{ascii_domain('x@' + _clean(domain))[2:]}>"


def subject_for_reply(subject: str) -> str:
    """`Re: ` once before the bare subject, whatever languages' reply marks it had collected."""
    return f"Re: {bare_subject(subject)}".strip()


def bare_subject(subject: str) -> str:
    """The subject without reply and forward marks (Re:, AW:, Antw:, RE[2]:, Fwd:, 回复：…)."""
    bare = _clean(subject).strip()
    while (found := _PREFIX.match(bare)) and found.end():
        bare = bare[found.end() :].strip()
    return bare


def trimmed_references(references: Sequence[str], in_reply_to: str | None) -> list[str]:
    """Valid Message-IDs, each once, the root and the newest kept, ending with the one that is answered."""
    wanted = [*references, *([in_reply_to] if in_reply_to else [])]
    last_first = dict.fromkeys(reversed([one for one in wanted if _MESSAGE_ID.match(one) and one.isascii()]))
    kept = list(reversed(last_first))
    return kept if len(kept) <= _REFERENCES else [kept[0], *kept[1 - _REFERENCES :]]


def compose(mail: Outgoing) -> bytes:
    """The mail as it goes over the wire, with CRLF line ends. Raises ValueError for an address that is none."""
    return _headers(mail) + _body(mail)


def _headers(mail: Outgoing) -> bytes:
    lines = [
        b"Date: " + format_datetime(mail.date.astimezone(UTC)).encode("ascii"),
        _address_header("From", [(mail.from_address, mail.from_name)]),
        _address_header("To", mail.to) if mail.to else b"To: undisclosed-recipients:;",
    ]
    if mail.cc:
        lines.append(_address_header("Cc", mail.cc))
    if mail.reply_to:
        lines.append(_address_header("Reply-To", [(mail.reply_to, mail.from_name)]))
    lines.append(_text_header("Subject", mail.subject))
    lines.append(_id_header("Message-ID", [mail.message_id]))
    if mail.in_reply_to and _MESSAGE_ID.match(mail.in_reply_to) and mail.in_reply_to.isascii():
        lines.append(_id_header("In-Reply-To", [mail.in_reply_to]))
    if references := trimmed_references(mail.references, mail.in_reply_to):
        lines.append(_id_header("References", references))
    if mail.auto_submitted:
        lines += [b"Auto-Submitted: auto-replied", b"X-Auto-Response-Suppress: All", b"Precedence: auto_reply"]
    if mail.loop_mark:
        lines.append(_text_header("X-Cha-Loop", mail.loop_mark))
    lines += [_text_header(name, value) for name, value in mail.more_headers.items() if _HEADER_NAME.match(name)]
    return b"\r\n".join([*lines, b"MIME-Version: 1.0", b""])


def _body(mail: Outgoing) -> bytes:
    """Alternatives inside related (pictures of the HTML) inside mixed (files), each level only where needed."""
    shown = [file for file in mail.attachments if file.content_id and mail.html]
    listed = [file for file in mail.attachments if file not in shown]
    content = _text_part("plain", mail.text)
    if mail.html:
        page = _text_part("html", mail.html)
        if shown:
            page = _multipart(mail, "related", [page, *(_file_part(file, "inline") for file in shown)])
        content = _multipart(mail, "alternative", [content, page])
    if listed:
        content = _multipart(mail, "mixed", [content, *(_file_part(file, "attachment") for file in listed)])
    return content


def _multipart(mail: Outgoing, kind: str, parts: Sequence[bytes]) -> bytes:
    seed = hashlib.blake2b(digest_size=12)
    seed.update(mail.message_id.encode("utf-8", "replace") + kind.encode())
    for part in parts:
        seed.update(part)
    # "=_" can stand in neither base64 nor quoted-printable text, so no body can contain the boundary.
    boundary = f"=_{kind}_{seed.hexdigest()}".encode("ascii")
    head = f'Content-Type: multipart/{kind};\r\n boundary="'.encode("ascii") + boundary + b'"\r\n\r\n'
    middle = b"".join(b"--" + boundary + b"\r\n" + part + b"\r\n" for part in parts)
    return head + middle + b"--" + boundary + b"--\r\n"


def _text_part(kind: str, text: str) -> bytes:
    clean = text.replace("\x00", "").replace("\r\n", "\n").replace("\r", "\n").encode("utf-8", "replace")
    clean = clean if clean.endswith(b"\n") else clean + b"\n"
    charset = f"Content-Type: text/{kind}; charset=utf-8\r\n".encode("ascii")
    if len(clean) > 200 and sum(byte > 127 for byte in clean) * 3 > len(clean):
        return charset + b"Content-Transfer-Encoding: base64\r\n\r\n" + _base64(clean.replace(b"\n", b"\r\n"))
    encoded = quopri.encodestring(clean).replace(b"\n", b"\r\n")
    # "From " at a line's start is rewritten on the way by some mailboxes; "." by broken relays.
    encoded = re.sub(rb"(?m)^From ", b"=46rom ", encoded)
    encoded = re.sub(rb"(?m)^\.", b"=2E", encoded)
    return charset + b"Content-Transfer-Encoding: quoted-printable\r\n\r\n" + encoded


def _file_part(file: File, disposition: str) -> bytes:
    kind = file.content_type.lower().strip()
    kind = kind if _CONTENT_TYPE.match(kind) and not kind.startswith("message/") else "application/octet-stream"
    lines = [
        f"Content-Type: {kind}".encode("ascii"),
        b"Content-Transfer-Encoding: base64",
        f"Content-Disposition: {disposition};".encode("ascii") + _file_name(file.name),
    ]
    if file.content_id:
        safe = re.sub(r"[^A-Za-z0-9.@_-]", "", file.content_id)[:200]
        lines.append(f"Content-ID: <{safe}>".encode("ascii"))
    return b"\r\n".join([*lines, b"", _base64(file.content)])


def _file_name(name: str) -> bytes:
    """The filename parameter: as RFC 2231 wants it, in pieces, when it is not plain ASCII."""
    clean = _clean(name).replace('"', "'").replace("\\", "_").replace("/", "_").strip()[:150] or "file"
    if clean.isascii() and len(clean) <= 60:
        return f'\r\n filename="{clean}"'.encode("ascii")
    pieces: list[str] = [""]
    for sign in quote(clean, safe="", errors="replace").replace("%", "\n%").split("\n"):
        for piece in re.findall(r"%..|[^%]{1,20}", sign):
            if len(pieces[-1]) + len(piece) > 50:
                pieces.append("")
            pieces[-1] += piece
    lines = [
        f"filename*{number}*={'utf-8' + chr(39) * 2 if not number else ''}{piece}"
        for number, piece in enumerate(pieces)
    ]
    return ("\r\n " + ";\r\n ".join(lines)).encode("ascii")


def _address_header(name: str, addresses: Sequence[tuple[str, str]]) -> bytes:
    mailboxes = [_mailbox(address, shown) for address, shown in addresses]
    return f"{name}: ".encode("ascii") + b",\r\n ".join(mailboxes)


def _mailbox(address: str, shown: str) -> bytes:
    usable = normal(address)
    if usable is None:
        raise ValueError(f"{_clean(address)[:80]!r} is not a mail address")
    spec = ascii_domain(usable).encode("utf-8")
    name = _clean(shown).strip()[:120]
    if not name:
        return spec
    if _ATOM_PHRASE.match(name) and "=?" not in name:
        phrase = name.encode("ascii") if not re.search(r"[^A-Za-z0-9 '-]", name) else f'"{name}"'.encode("ascii")
    elif name.isascii() and len(name) <= 60 and "=?" not in name:
        phrase = ('"' + name.replace("\\", "\\\\").replace('"', '\\"') + '"').encode("ascii")
    else:
        phrase = b"\r\n ".join(_encoded_words(name))
    return phrase + b"\r\n <" + spec + b">" if len(phrase) > 30 else phrase + b" <" + spec + b">"


def _text_header(name: str, value: str) -> bytes:
    clean = _clean(value).strip()[:2000]
    head = f"{name}: ".encode("ascii")
    if clean.isascii() and "=?" not in clean and all(len(word) <= 900 for word in clean.split()):
        return head + _folded(clean, len(head))
    return head + b"\r\n ".join(_encoded_words(clean))


def _folded(value: str, used: int) -> bytes:
    lines: list[str] = []
    line = ""
    for word in value.split(" "):
        if line.strip() and word and len(line) + len(word) + 1 + (used if not lines else 1) > _LINE:
            lines.append(line)
            line = word
        else:
            line = f"{line} {word}" if line else word
    return "\r\n ".join([*lines, line]).encode("ascii")


def _encoded_words(text: str) -> list[bytes]:
    """Base64 words of whole characters, each short enough for a line of its own (RFC 2047)."""
    words: list[bytes] = []
    piece = b""
    for sign in text:
        encoded = sign.encode("utf-8", "replace")
        if len(piece) + len(encoded) > 39:
            words.append(b"=?utf-8?b?" + base64.b64encode(piece) + b"?=")
            piece = b""
        piece += encoded
    return [*words, b"=?utf-8?b?" + base64.b64encode(piece) + b"?="]


def _id_header(name: str, ids: Sequence[str]) -> bytes:
    if not all(_MESSAGE_ID.match(one) and one.isascii() for one in ids):
        raise ValueError(f"{name} needs <ids@like.this>")
    return f"{name}: ".encode("ascii") + b"\r\n ".join(one.encode("ascii") for one in ids)


def _base64(content: bytes) -> bytes:
    return base64.encodebytes(content).replace(b"\n", b"\r\n")


def _clean(text: str) -> str:
    """One line, no control characters: nothing a value says can begin a header."""
    return _CONTROLS.sub(" ", text.encode("utf-8", "replace").decode("utf-8"))
