"""Characters: from whatever a header or body holds to clean Unicode text.

Encoded words follow RFC 2047, read tolerantly: real mail splits characters across words and lies about charsets.
"""

import base64
import binascii
import codecs
import quopri
import re
import unicodedata

from cha.channels.email.reading.charsets import guessed

_ALIASES = {
    "iso-8859-1": "cp1252",
    "latin1": "cp1252",
    "latin-1": "cp1252",
    "us-ascii": "cp1252",
    "ascii": "cp1252",
    "ansi_x3.4-1968": "cp1252",
    "big5": "big5hkscs",
    "big5-hkscs": "big5hkscs",
    "x-big5": "big5hkscs",
    "cn-big5": "big5hkscs",
    "gb2312": "gb18030",
    "gb2312-80": "gb18030",
    "chinese": "gb18030",
    "hz-gb-2312": "hz",
    "x-euc-jp": "euc_jp",
    "x-windows-949": "cp949",
    "ksc5601": "cp949",
    "x-cp1250": "cp1250",
    "x-cp1251": "cp1251",
    "win-1251": "cp1251",
    "cp-1251": "cp1251",
    "koi8r": "koi8-r",
    "x-mac-cyrillic": "mac_cyrillic",
    "x-mac-ce": "mac_latin2",
    "unicode": "utf-16",
    "utf8mb3": "utf-8",
    "iso-8859-8-e": "iso-8859-8",
    "iso-8859-6-e": "iso-8859-6",
    "gbk": "gb18030",
    "x-gbk": "gb18030",
    "ks_c_5601-1987": "cp949",
    "euc-kr": "cp949",
    "shift_jis": "cp932",
    "x-sjis": "cp932",
    "iso-8859-8-i": "iso-8859-8",
    "iso-8859-6-i": "iso-8859-6",
    "iso-8859-9": "cp1254",
    "iso-8859-11": "cp874",
    "tis-620": "cp874",
    "windows-874": "cp874",
    "utf8mb4": "utf-8",
    "unicode-1-1-utf-8": "utf-8",
    "unicode-1-1-utf-7": "utf-7",
    "x-mac-roman": "mac_roman",
    "macintosh": "mac_roman",
    "x-unknown": "utf-8",
    "default": "utf-8",
    "utf-8;": "utf-8",
}
# What else a label may mean, where its own letters do not fit.
_KIN = {
    "big5hkscs": ("cp950", "gb18030"),
    "iso-2022-jp": ("iso2022_jp_2", "iso2022_jp_ext", "cp932"),
    "iso-2022-kr": ("cp949",),
    "cp932": ("euc_jp", "shift_jisx0213"),
    "euc_jp": ("euc_jis_2004", "cp932"),
    "euc-jp": ("euc_jis_2004", "cp932"),
    "iso-8859-8": ("cp1255",),
    "iso-8859-6": ("cp1256",),
    "iso-8859-7": ("cp1253",),
    "iso-8859-2": ("cp1250",),
    "iso-8859-15": ("cp1252",),
    "koi8-u": ("koi8-r",),
}
_TEXT_CODECS_ONLY = re.compile(r"^[A-Za-z0-9._:\-]{1,40}$")
_ENCODED_WORD = re.compile(r"=\?([^?\s]{1,60})\?([bBqQ])\?([^?]{0,4000})\?=")
_BETWEEN_WORDS = re.compile(r"(\?=)[ \t\r\n]+(?==\?)")
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c\ufeff]")
_FORBIDDEN_IN_TEXT = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f\ufeff\u202d\u202e]")
_DIRECTION = re.compile("[\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c]")
_TWICE = re.compile("[ÂÃ][\u0080-\u00bf‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ€]|â€|Ð[\u0080-\u00bf]")
_FINAL_FIRST = re.compile("(?<![\u05d0-\u05ea])[ךםןףץ][\u05d0-\u05ea]")
_FINAL_LAST = re.compile("[\u05d0-\u05ea][ךםןףץ](?![\u05d0-\u05ea])")
_LEFT_TO_RIGHT = re.compile(r"[A-Za-z0-9][A-Za-z0-9 .,:/@+_-]*[A-Za-z0-9]")
_TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]+")
_HIDDEN = re.compile("[\u200b\u2060-\u2064\u00ad\ufeff\u034f\u115f\u1160\u17b4\u17b5\u180e\u3164\uffa0]")
_SPACE = re.compile(r"[\s\u2028\u2029\x85]+")


def decode(data: bytes, charset: str | None) -> str:
    """Text of these bytes: UTF-8 when it fits, else the charset they claim, else Windows-1252. Never raises.

    UTF-8 goes first only for charsets that a sender may have written without meaning it (ASCII, Latin-1).
    """
    name = _codec(charset)
    weak = name in ("cp1252", "utf-8")
    for codec in ("utf-8",) if weak else (name, *_KIN.get(name, ()), "utf-8"):
        try:
            return data.decode(codec)
        except (UnicodeError, LookupError, ValueError):
            continue
    if weak and not _mostly_utf8(data) and (unlabelled := guessed(data)):
        return data.decode(unlabelled, "replace")
    if weak and name == "utf-8" and _mostly_utf8(data):
        return data.decode("utf-8", "replace")
    try:
        return data.decode("cp1252") if weak else data.decode(name, "replace")
    except (UnicodeError, LookupError, ValueError):
        return data.decode("latin-1", "replace")


def header_text(raw: bytes | str, *, limit: int = 2000, charset: str | None = None) -> str:
    """One clean line: encoded words decoded, direction overrides, control characters and line breaks gone.

    `charset` is what eight-bit letters are read in when they are no UTF-8.
    """
    text = header_letters(raw, charset) if isinstance(raw, bytes) else raw
    return one_line(decode_words(text), limit=limit)


def header_letters(raw: bytes, charset: str | None) -> str:
    """The letters of a raw header: ASCII, UTF-8, or else in the charset that the mail uses elsewhere."""
    try:
        return raw.decode("utf-8")
    except UnicodeError:
        return decode(raw, charset)


def decode_words(text: str) -> str:
    """Replace each RFC 2047 encoded word; neighbours in one charset are joined before decoding."""
    if "=?" not in text:
        return text
    text = _BETWEEN_WORDS.sub(r"\1", text)
    out: list[str] = []
    pending, charset, at = b"", "", 0
    for found in _ENCODED_WORD.finditer(text):
        if found.start() > at or found[1].lower() != charset:
            out.append(decode(pending, charset or None) if pending else "")
            out.append(text[at : found.start()])
            pending = b""
        charset = found[1].partition("*")[0].lower()
        pending += _word_bytes(found[2].lower(), found[3])
        at = found.end()
    out.append(decode(pending, charset or None) if pending else "")
    return "".join(out) + text[at:]


def one_line(text: str, *, limit: int) -> str:
    """The text on one line of at most `limit` characters, safe to show and to put in a header."""
    text = without_surrogates(text)
    text = _FORBIDDEN.sub("", _SPACE.sub(" ", text)).strip()
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"


def encoded_once(text: str) -> str:
    """The text, made whole where some program took UTF-8 for Windows-1252 and encoded it again."""
    if not _TWICE.search(text):
        return text
    try:
        return text.encode("cp1252").decode("utf-8")
    except UnicodeError:
        return text


def logical(text: str) -> str:
    """Hebrew in the order it is read: `iso-8859-8` by itself says that lines are stored as they look (RFC 1556).

    Most programs do not mean that, so it is believed only where words begin with the letters that only end them.
    """
    if len(_FINAL_FIRST.findall(text)) <= len(_FINAL_LAST.findall(text)):
        return text
    lines = (_LEFT_TO_RIGHT.sub(lambda found: found[0][::-1], line[::-1]) for line in text.split("\n"))
    return "\n".join(line.rstrip("\r") for line in lines)


def body_text(text: str) -> str:
    """Body text with plain line ends and without NUL, controls, and direction overrides that disguise."""
    text = encoded_once(text)
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x0c", "\n")
    return _FORBIDDEN_IN_TEXT.sub("", without_surrogates(text))


def undirected(text: str) -> str:
    """The text without the marks that only turn its direction; for looking at, never for showing."""
    return text if text.isascii() else _DIRECTION.sub("", text)


def without_surrogates(text: str) -> str:
    """The text as every database and socket takes it: lone surrogates become U+FFFD."""
    return text.encode("utf-8", "replace").decode("utf-8") if _has_surrogate(text) else text


def safe_file_name(name: str, *, fallback: str, limit: int) -> str:
    """A file name without path, controls or disguise, at most `limit` characters, its ending kept.

    What turns the direction of letters, so that `exe.jpg` could be read where `gpj.exe` stands, is shown as `_`.
    """
    name = _HIDDEN.sub("", _TURNING.sub("_", name))
    name = one_line(unicodedata.normalize("NFC", name), limit=1000).replace("\\", "/").rpartition("/")[2]
    name = re.sub(r'[<>:"|?*\x00-\x1f]', "_", name).strip(" .")
    if not name:
        return fallback
    if len(name) <= limit:
        return name
    stem, dot, ending = name.rpartition(".")
    return name[:limit] if not dot or len(ending) > 12 else f"{stem[: limit - len(ending) - 1]}.{ending}"


def _codec(charset: str | None) -> str:
    name = (charset or "utf-8").strip().strip("\"'").lower()
    name = _ALIASES.get(name, name)
    if not _TEXT_CODECS_ONLY.match(name):
        return "utf-8"
    try:
        found = codecs.lookup(name)
    except (LookupError, ValueError):
        return "utf-8"
    return name if getattr(found, "_is_text_encoding", True) and found.name not in ("idna", "punycode") else "utf-8"


def _word_bytes(encoding: str, payload: str) -> bytes:
    data = payload.encode("ascii", "ignore")
    if encoding == "q":
        return quopri.decodestring(data.replace(b"_", b" "), header=False) if b"=" in data else data.replace(b"_", b" ")
    return loose_base64(data)


def loose_base64(data: bytes) -> bytes:
    """Decode base64 as mail programs do: foreign characters skipped, wrong padding forgiven."""
    try:
        return binascii.a2b_base64(data)
    except (binascii.Error, ValueError):
        data = re.sub(rb"[^A-Za-z0-9+/]", b"", data)
    data = data[: len(data) - 1] if len(data) % 4 == 1 else data
    try:
        return base64.b64decode(data + b"=" * (-len(data) % 4))
    except (binascii.Error, ValueError):
        return b""


def _mostly_utf8(data: bytes) -> bool:
    broken = data.decode("utf-8", "replace").count("\ufffd")
    return broken * 20 < max(1, sum(byte > 127 for byte in data[:10000]))


def _has_surrogate(text: str) -> bool:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return True
    return False
