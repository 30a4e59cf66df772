"""Reading a choice out of an answer: "2", "option 2 please", "the second", the option's own words, "none of these".

Cautious: every word of the answer must be known to leave the choice as it is. One that is not, a question, two numbers
or a condition makes it None, and a member reads it as ever. Pure.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from typing import Final, Literal

from cha.resolutions.offers.choice_words import FOOTERS, LEXICONS, Lexicon, folded
from cha.resolutions.offers.choice_words.lexicon import some

Read = int | Literal["else", "person"] | None

LONGEST: Final = 400
MOST_WORDS: Final = 30
_TOKEN: Final = re.compile(r"#|n[°º]|n(?:o|r)\.(?=\s*\d)|\d+(?:[a-zªº]+|\.(?=\s+[^\W\d]))?|[^\W\d_]+|[€$£%+=/&@*<>:]")
_ASKS: Final = re.compile(r"[?؟…]|\.\.")
_GLAD: Final = frozenset("👍🙏😊🙂😀😃😄😍🥰❤♥💐🌷🌸🌹💕💚👌✅🎉°№")
_PHONE: Final = re.compile(r"\+?\d[\d\s./()-]{6,}\d")
_CLAUSES: Final = re.compile(r"[,;!:\n]+|\.(?=\s|$)|،|؛|\s[-–—]\s")
_AFTER_NAMES: Final = re.compile(r"^[-–—*~\s]*[^\W\d_][\w'’.-]*(?:\s+[^\W\d_][\w'’.-]*){0,2}$")


def read_choice(text: str, options: Sequence[str], language: str) -> Read:
    """The number of the option that is chosen (from 1), "else" for something else, "person" for a person, or None.

    `options` are their words in order, `text` is what was written anew, without what it quotes. English is understood
    beside every language, since it is often answered in.
    """
    if not text.strip() or len(text) > LONGEST or not options:
        return None
    exact = [number for number, words in enumerate(options, 1) if _same(words, text)]
    if exact:
        return exact[0] if len(exact) == 1 else None
    own = language.split("-")[0].lower()
    found = [_read(text, options, LEXICONS[one]) for one in dict.fromkeys((own, "en")) if one in LEXICONS]
    known = {one for one in found if one is not None}
    return known.pop() if len(known) == 1 else None


def _same(words: str, text: str) -> bool:
    return _bare(words) == _bare(text)


def _bare(text: str) -> str:
    return " ".join(re.findall(r"\w+|[€$£%]", folded(text)))


def _read(text: str, options: Sequence[str], words: Lexicon) -> Read:
    clauses = list(_clauses(text, words))
    whole = _tokens(" ".join(clauses))
    if not whole or len(whole) > MOST_WORDS:
        return None
    said = _unchosen(clauses, words)
    if said is not None:
        return said
    # "First, thank you" counts what one says, not what one chooses.
    counts = len(whole) == 1 and whole[0] in words.ordinals and len(_tokens(text)) > 1
    return None if counts or _hesitates(text) else _chosen(whole, options, words)


def _hesitates(text: str) -> bool:
    """Whether it asks, trails off, or carries a sign that may mean anything."""
    signs = {c for c in text if unicodedata.category(c) == "So"}
    return bool(_ASKS.search(text)) or not signs <= _GLAD


def _clauses(text: str, words: Lexicon) -> Iterator[str]:
    """What is said, without a greeting before it and a name under it."""
    lines = [line.strip() for line in text.strip().splitlines()]
    lines = lines[: next((n for n, line in enumerate(lines) if line in ("--", "—") or _is_footer(line)), len(lines))]
    parts = [part.strip() for line in lines for part in _CLAUSES.split(_undotted(line)) if part.strip()]
    if len(parts) > 1 and _greets(parts[0], words):
        parts = parts[1:]
    if len(parts) > 1 and (_is_name(parts, words) or _signs(lines, words)):
        parts = parts[:-1]
    while len(parts) > 1 and _is_bye(parts[-1], words):
        parts = parts[:-1]
    yield from parts


def _undotted(line: str) -> str:
    """ "No. 2" and "2. Möglichkeit" are one clause."""
    return re.sub(r"(?i)\b(n[or])\.\s*(?=\d)", r"\1.", line)


def _is_footer(line: str) -> bool:
    return folded(line).startswith(FOOTERS)


def _greets(part: str, words: Lexicon) -> bool:
    said = folded(part).split()
    return len(said) <= 4 and bool(said) and said[0] in words.hello and not any(c.isdecimal() for c in part)


def _is_bye(part: str, words: Lexicon) -> bool:
    return _bare(part) in words.bye


def _is_name(parts: Sequence[str], words: Lexicon) -> bool:
    """Whether the last part is a name under a thank you."""
    last = parts[-1]
    return _is_bye(parts[-2], words) and bool(_AFTER_NAMES.match(last)) and not _says(last, words)


def _signs(lines: Sequence[str], words: Lexicon) -> bool:
    """Whether the last line is a name: capitals, alone under an empty line, of words that say nothing."""
    if len(lines) < 2:
        return False
    last, before = lines[-1], lines[-2]
    names = last.lstrip("-–—*~ ").split()
    return (
        (not before or last[:1] in "-–—~")
        and 0 < len(names) <= 3
        and all(name[:1].isupper() for name in names)
        and bool(_AFTER_NAMES.match(last))
        and not _says(last, words)
    )


# What must never be taken for somebody's name.
_STOPS: Final = some(
    "cancel stop wait no not never don dont nee niet wacht annuleer non pas attendez annulez nein nicht warten "
    "stornieren espere cancele cancelar cancela nunca لا ليس انتظر الغاء"
)


def _says(part: str, words: Lexicon) -> bool:
    said = set(_tokens(part))
    return bool(said & (_STOPS | words.beside | words.marks | set(words.ordinals) | set(words.numbers)))


def _tokens(text: str) -> list[str]:
    return _TOKEN.findall(folded(text))


def _unchosen(clauses: Sequence[str], words: Lexicon) -> Read:
    """Something else, or a person; what follows a "none of these" is theirs to say."""
    said = [_bare(clause) for clause in clauses]
    if any(_wants_person(_PHONE.sub(" ", clause), words) for clause in clauses):
        rest = [clause for clause in clauses if not _wants_person(_PHONE.sub(" ", clause), words)]
        quiet = all(_is_quiet(_PHONE.sub(" ", clause), words) or _bare(clause) in words.neither for clause in rest)
        return "person" if quiet else None
    beside = [one for one in said if not _is_quiet(one, words)]
    if beside and _strip(beside[0], words) in words.neither:
        return "else"
    return None


def _strip(said: str, words: Lexicon) -> str:
    """Without a please around it."""
    polite = {
        "please",
        "thanks",
        "graag",
        "aub",
        "svp",
        "bitte",
        "danke",
        "gracias",
        "no",
        "nee",
        "non",
        "nein",
        "شكرا",
    }
    parts = said.split()
    while len(parts) > 1 and parts[-1] in polite:
        parts = parts[:-1]
    while len(parts) > 1 and parts[0] in polite and " ".join(parts) not in words.neither:
        parts = parts[1:]
    return " ".join(parts)


def _wants_person(clause: str, words: Lexicon) -> bool:
    said = f" {_bare(clause)} "
    for called in sorted(words.people, key=len, reverse=True):
        said = said.replace(f" {called} ", f" {words.people[0]} ")
    rest = [one for one in said.split() if one not in words.beside]
    asked = [[one for one in phrase.split() if one not in words.beside] for phrase in words.person]
    return any(_but_for(rest, phrase, words) for phrase in asked)


def _but_for(said: Sequence[str], phrase: Sequence[str], words: Lexicon) -> bool:
    """Whether it is the phrase, and beside it nothing but when, or a number to call."""
    starts = [n for n in range(len(said) - len(phrase) + 1) if said[n : n + len(phrase)] == phrase]
    rest = [[*said[:n], *said[n + len(phrase) :]] for n in starts]
    return any(all(one in words.when or one.isdecimal() for one in left) for left in rest)


def _is_quiet(clause: str, words: Lexicon) -> bool:
    """Whether a clause says nothing but thanks and the like."""
    return all(one in words.beside or one in words.hello for one in _unphrased(_tokens(clause), words))


def _unphrased(tokens: Sequence[str], words: Lexicon) -> list[str]:
    said = f" {' '.join(tokens)} "
    for phrase in sorted((*words.phrases, *words.bye), key=len, reverse=True):
        said = said.replace(f" {phrase} ", " ")
    return said.split()


def _chosen(whole: Sequence[str], options: Sequence[str], words: Lexicon) -> int | None:
    """The one option that the numbers and the words agree on."""
    rest = _unphrased(whole, words)
    numbers, left = _numbers([str(len(options)) if word in words.last else word for word in rest], words)
    if len(set(numbers)) > 1:
        return None
    left = [word for word in left if word not in words.beside and word not in words.marks]
    if not numbers:
        return _by_words(left, options, words)
    number = numbers[0]
    if not 1 <= number <= len(options):
        return _by_words([word for word in rest if word not in words.beside], options, words)
    if not left:
        return number
    # "2 bouquets" is a number of bouquets where an option says so, and nothing else where none does.
    other = _by_words([word for word in rest if word not in words.beside], options, words)
    return number if set(left) <= set(_tokens(options[number - 1])) and other in (None, number) else other


def _numbers(tokens: Sequence[str], words: Lexicon) -> tuple[list[int], list[str]]:
    """The numbers that are named, and the other words."""
    found, left = [], []
    alone = all(token in words.beside or token in words.ordinals for token in tokens[1:])
    for before, token in zip(("", *tokens), tokens, strict=False):
        if token.isdecimal():
            found.append(int(token))
        elif token in words.ordinals:
            found.append(words.ordinals[token])
        elif token in words.numbers:
            found.append(words.numbers[token])
        elif token in words.after_mark and (before in words.marks or (alone and not before)):
            found.append(words.after_mark[token])
        else:
            left.append(token)
    return found, left


def _by_words(left: Sequence[str], options: Sequence[str], words: Lexicon) -> int | None:
    """The only option that has all the words that were said: two or more, and two in five of its own."""
    said = set(left)
    owned = [{word for word in _tokens(option) if word not in words.beside} for option in options]
    found = [number for number, own in enumerate(owned, 1) if said <= own]
    if len(said) < 2 or len(found) != 1:
        return None
    return found[0] if 5 * len(said) >= 2 * len(owned[found[0] - 1]) else None
