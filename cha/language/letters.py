"""What each character becomes before search looks at it. The table fills itself, one character at a time."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

# Letters that Unicode does not take apart, although people type them without their stroke or hook.
PLAIN: Final = {
    "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ħ": "h", "ı": "i", "ŧ": "t", "ŋ": "n", "æ": "ae", "œ": "oe",
    "ə": "e", "ƒ": "f", "ʼ": "'", "ٱ": "ا", "ى": "ي", "ی": "ي", "ې": "ي", "ک": "ك", "ڪ": "ك", "ة": "ه", "ہ": "ه",
    "ھ": "ه", "ە": "ه", "ґ": "г", "ﺀ": "ء",
}  # fmt: skip

# Taking the mark off these gives another letter, not the same one written carelessly.
WHOLE: Final = frozenset("йїў")

# Runs of these scripts have no spaces between words, so they are cut into overlapping pairs.
UNSPACED: Final = (
    (0x0E01, 0x0EFF), (0x1000, 0x109F), (0x1100, 0x11FF), (0x1780, 0x17FF), (0x2E80, 0x2FDF), (0x3005, 0x3007),
    (0x3041, 0x30FF), (0x3105, 0x318F), (0x31A0, 0x31BF), (0x31F0, 0x31FF), (0x3400, 0x4DBF), (0x4E00, 0x9FFF),
    (0xA960, 0xA97F), (0xAC00, 0xD7FF), (0xF900, 0xFAFF), (0x20000, 0x3FFFF),
)  # fmt: skip

# Kept for one more step, because they hold a word, an address or an order number together.
JOINERS: Final = frozenset("'-._@/+&")
_APOSTROPHES: Final = frozenset("'’‘ʼ`´＇′ʹ")
_DASHES: Final = frozenset("-‐‑‒–—―−﹣－")


def unspaced(char: str) -> bool:
    """Whether `char` belongs to a script written without spaces (Han, Kana, Hangul, Thai, Lao, Khmer, Burmese)."""
    code = ord(char)
    return code > 0xE00 and any(first <= code <= last for first, last in UNSPACED)


def _letter(char: str) -> str:
    if char in WHOLE:
        return char
    if 0x30A1 <= ord(char) <= 0x30F6:
        return chr(ord(char) - 0x60)
    if unspaced(char):
        return char
    bare = "".join(c for c in unicodedata.normalize("NFKD", char) if unicodedata.category(c)[0] == "L")
    plain = "".join(PLAIN.get(c, c) for c in bare or char)
    return plain if all(_known(c) for c in plain) else f"x{ord(char):x}"


def _known(char: str) -> bool:
    """Whether every engine keeps this letter as it is: SQLite knows those of Unicode 6.1 and all fold to lower case."""
    return char.isascii() or (unicodedata.ucd_3_2_0.category(char)[0] == "L" and char.lower() == char)


def _become(char: str) -> str:
    kind = unicodedata.category(char)
    if char in _APOSTROPHES:
        return "'"
    if char in _DASHES:
        return "-"
    if char in JOINERS:
        return char
    if kind[0] == "M" or kind == "Cf" or char == "ـ":
        return ""
    if kind == "Nd":
        return str(unicodedata.decimal(char))
    if kind[0] == "L" and unspaced(char) and unicodedata.ucd_3_2_0.category(char)[0] != "L":
        return f" x{ord(char):x} "
    return _letter(char) if kind[0] == "L" else " "


class _Table(dict[int, str]):
    def __missing__(self, code: int) -> str:
        become = self[code] = _become(chr(code))
        return become


_TABLE: Final = _Table()
_BOTH_WAYS: Final = {"ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "å": "aa"}
_SPELT_OUT: Final = str.maketrans(_BOTH_WAYS)
_UMLAUT: Final = re.compile(f"[{''.join(_BOTH_WAYS)}]")


def cased(text: str) -> str:
    """`text` with width and compatibility forms undone and case folded: the first half of folding."""
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())


def plain(word: str) -> str:
    """A `cased` text in plain letters, ASCII digits, joiners and spaces: the second half of folding."""
    return word.translate(_TABLE)


def spelt_out(word: str) -> str | None:
    """A `cased` word with its umlauts written as two letters (müller → mueller), or None where it has none."""
    return plain(word.translate(_SPELT_OUT)) if _UMLAUT.search(word) else None
