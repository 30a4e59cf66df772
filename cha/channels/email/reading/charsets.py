"""Which charset eight-bit text without a (true) label is in: letters that come in pairs, or one script's frequent ones.

Asked only after UTF-8 did not fit. A text of Western letters, where few bytes are beyond ASCII, is none of these.
"""

import re

_RUN = re.compile(rb"[\x80-\xff]+")
# The ten most frequent letters of the script's largest languages; in such a text they are most of what is beyond ASCII.
_FREQUENT = {
    "cp1251": "оеаинтсрвл",
    "koi8-r": "оеаинтсрвл",
    "iso-8859-5": "оеаинтсрвл",
    "cp866": "оеаинтсрвл",
    "cp1253": "αοιετσνηυρ",
    "cp1255": "יוהלאתרבמש",
    "cp1256": "اليمونترهبة",
    "cp874": "านรอกเงมยล่",
}
_LEAST_BYTES, _ENOUGH_BEYOND, _LOOKED_AT = 6, 0.3, 4000


def guessed(data: bytes) -> str | None:
    """The charset of eight-bit data that is no UTF-8; None for Western letters, and where nobody could say."""
    data = data[:_LOOKED_AT]
    runs = _RUN.findall(data)
    beyond = sum(map(len, runs))
    letters = sum(byte > 127 or chr(byte).isalpha() for byte in data)
    if beyond < _LEAST_BYTES or beyond < letters * _ENOUGH_BEYOND:
        return None
    return _in_pairs(data, runs, beyond) or _one_by_one(data)


def _in_pairs(data: bytes, runs: list[bytes], beyond: int) -> str | None:
    """GBK, EUC-KR and EUC-JP write each letter as two high bytes; Shift JIS and Big5 as a high one and any."""
    odd = sum(len(run) % 2 for run in runs)
    if odd * 10 <= len(runs):
        leads = [run[at] for run in runs for at in range(0, len(run) - 1, 2)]
        if _share(leads, 0xA4, 0xA5) > 0.4:
            return "euc_jp"
        if _share(leads, 0xB0, 0xC8) > 0.85:
            return "cp949"
        if _share(leads, 0xB0, 0xD7) + _share(leads, 0xA1, 0xA3) > 0.8:
            return "gb18030"
    for codec, first, last in (("cp932", 0x3040, 0x30FF), ("big5hkscs", 0x4E00, 0x9FFF)):
        try:
            text = data[: len(data) - (len(data) == _LOOKED_AT)].decode(codec)
        except UnicodeError:
            continue
        wide = [letter for letter in text if letter > "\x7f"]
        common = sum(first <= ord(letter) <= last for letter in wide)
        halves = sum("\uff61" <= letter <= "\uff9f" for letter in wide)
        if wide and common > len(wide) * (0.3 if codec == "cp932" else 0.7) and halves * 5 < len(wide):
            return codec
    return None


def _one_by_one(data: bytes) -> str | None:
    shares = {}
    for codec, frequent in _FREQUENT.items():
        beyond = [letter for letter in data.decode(codec, "replace") if letter > "\x7f"]
        shares[codec] = sum(letter in frequent for letter in beyond) / len(beyond)
    best = max(shares, key=lambda codec: shares[codec])
    return best if shares[best] > 0.5 else None


def _share(leads: list[int], first: int, last: int) -> float:
    return sum(first <= lead <= last for lead in leads) / len(leads) if leads else 0.0
