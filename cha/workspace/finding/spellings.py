"""The same word in other letters: written in Latin letters for another script, or typed on the wrong keyboard. Pure."""

from __future__ import annotations

from typing import Final

_CYRILLIC: Final = {
    "shch": "щ", "sh": "ш", "ch": "ч", "zh": "ж", "kh": "х", "ts": "ц", "yu": "ю", "ya": "я", "yo": "ё", "a": "а",
    "b": "б", "v": "в", "g": "г", "d": "д", "e": "е", "z": "з", "i": "и", "j": "й", "k": "к", "l": "л", "m": "м",
    "n": "н", "o": "о", "p": "п", "r": "р", "s": "с", "t": "т", "u": "у", "f": "ф", "h": "х", "c": "ц", "y": "ы",
    "w": "в", "x": "кс", "q": "к",
}  # fmt: skip
_GREEK: Final = {
    "th": "θ", "ps": "ψ", "ch": "χ", "ph": "φ", "ou": "ου", "a": "α", "b": "β", "g": "γ", "d": "δ", "e": "ε",
    "z": "ζ", "i": "ι", "k": "κ", "l": "λ", "m": "μ", "n": "ν", "x": "ξ", "o": "ο", "p": "π", "r": "ρ", "s": "σ",
    "t": "τ", "u": "υ", "y": "υ", "f": "φ", "v": "β", "h": "η", "c": "κ", "w": "ω", "j": "τζ", "q": "κ",
}  # fmt: skip
_KEYS: Final = "`qwertyuiop[]asdfghjkl;'zxcvbnm,."
_KEYS_CYRILLIC: Final = "ёйцукенгшщзхъфывапролджэячсмитьбю"
_KEYS_ARABIC: Final = "ذضصثقفغعهخحجدشسيبلاتنمكطئءؤرىةوز"
_ROOM: Final = 4


def others(words: str) -> list[str]:
    """Other letters for `words`, the likeliest first, none twice."""
    plain = words.casefold().strip()
    made = [_typed(plain, _KEYS_CYRILLIC), _spelt(plain, _CYRILLIC), _spelt(plain, _GREEK), _back(plain)]
    made.insert(1, _typed(plain, _KEYS_ARABIC) if plain.isascii() else _untyped(plain))
    return [one for one in dict.fromkeys(made) if one and one != plain]


def _typed(words: str, keys: str) -> str:
    """What the same keys write on another keyboard."""
    if not words.isascii():
        return ""
    return words.translate(dict(zip(map(ord, _KEYS), keys, strict=False)))


def _untyped(words: str) -> str:
    """What the same keys write on a Latin keyboard."""
    return words.translate({ord(sign): key for sign, key in zip(_KEYS_CYRILLIC, _KEYS, strict=False)})


def _spelt(words: str, table: dict[str, str]) -> str:
    """Latin letters as another script's, the longest first."""
    if not words.isascii():
        return ""
    made, at = [], 0
    while at < len(words):
        size = next((size for size in range(_ROOM, 0, -1) if words[at : at + size] in table), 0)
        made.append(table[words[at : at + size]] if size else words[at])
        at += size or 1
    return "".join(made)


def _back(words: str) -> str:
    """Cyrillic or Greek in Latin letters."""
    if words.isascii():
        return ""
    table = {other: latin for latin, other in reversed([*_GREEK.items(), *_CYRILLIC.items()]) if len(other) == 1}
    table |= {other: latin for latin, other in _CYRILLIC.items() if len(latin) > 1} | {"ь": "", "ъ": "", "ς": "s"}
    return "".join(table.get(sign, sign) for sign in words)
