"""What a name looks like: the letters in a face, its colour, the name one is called by."""

import unicodedata
import zlib

TINTS = 8


def initials(name: str) -> str:
    """One or two letters for a face: of the first and last word, or one sign where words are not cut by spaces."""
    words = [word for word in name.replace(".", " ").split() if unicodedata.category(word[0]).startswith("L")]
    if not words:
        return "?"
    latin = [word for word in words if word[0] < "\u2e80"]
    if not latin:
        return words[0][0]
    return "".join(word[0].upper() for word in ([latin[0], latin[-1]] if len(latin) > 1 else latin))


def tint(seed: object) -> int:
    """A colour from 1 to 8 for a face, always the same for the same seed (an id or a name)."""
    return zlib.crc32(str(seed).encode()) % TINTS + 1


def first_name(name: str) -> str:
    """What a person is called by: the first word, without the mark of an abbreviation; the whole name if it is one."""
    words = name.split()
    return words[0] if words else name
