"""Frames: the fixed sentences of our mails that a channel may say in words of its own, and how they are put in.

A sentence is named by a code; its own words are typed with `{name}` for what is filled in. A promise keeps its time: a
sentence that says by when must go on saying so.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from typing import Any, Final

from django.utils import translation

from cha.core.errors import Invalid
from cha.promises.acknowledgement.letter import Letter, Line

# By code, the sentence as the catalogues know it.
FRAMES: Final[Mapping[str, str]] = {
    "ack_subject": "We heard you: %(subject)s",
    "ack_hello": "%(name)s, we heard you.",
    "ack_hello_unnamed": "We heard you.",
    "ack_sorry": "If we got something wrong, we are sorry, and we put it right.",
    "ack_next": "<b>%(name)s looks at this next.</b> You will not have to tell it again.",
    "ack_next_anybody": "<b>A person at %(business)s looks at this next.</b> You will not have to tell it again.",
    "ack_promise": "%(name)s answers you <b>%(when)s</b>, your time. If that slips, you hear it from us first.",
    "ack_promise_anybody": "You have our answer <b>%(when)s</b>, your time. If that slips, you hear it from us first.",
    "ack_foot": "A person reads every answer to this mail.",
    "answer_foot": "Answer this mail and it reaches %(name)s.",
    "answer_page": "See it all in one place",
    "ask_subject": "Is it put right?",
    "ask_hello": "%(name)s, is it put right?",
}
MUST: Final = frozenset({"when", "subject"})
LONGEST: Final = 300
_HOLE: Final = re.compile(r"%\((\w+)\)s")
_TYPED: Final = re.compile(r"\{([^{}]*)\}")


def holes_of(code: str) -> tuple[str, ...]:
    """What is filled in in a sentence."""
    return tuple(_HOLE.findall(FRAMES[code]))


def as_typed(pattern: str) -> str:
    """A sentence as it is typed: without tags, `{name}` for what is filled in."""
    return _HOLE.sub(r"{\1}", re.sub(r"</?b>", "", pattern)).replace("%%", "%")


def own_words(code: str, typed: str) -> str:
    """What was typed, as a pattern; "" for the usual words.

    Raises Invalid for a sentence that there is not, a placeholder that it has not, or one that it must keep.
    """
    if code not in FRAMES:
        raise Invalid(f"“{code[:40]}” is none of our sentences.", field=code)
    words = " ".join(typed.split())
    if re.search("[<>&]", words):
        raise Invalid("Leave out <, > and &: a mail has no room for them here.", field=code)
    if len(words) > LONGEST:
        raise Invalid(f"At most {LONGEST} characters.", field=code)
    known, given = holes_of(code), _TYPED.findall(words)
    unknown = [name for name in given if name not in known]
    if unknown:
        said = ", ".join(f"{{{name}}}" for name in known) or "none"
        raise Invalid(f"There is no “{{{unknown[0][:40]}}}” here. What is filled in: {said}.", field=code)
    lost = [name for name in known if name in MUST and name not in given]
    if words and lost:
        raise Invalid(f"It must still say {{{lost[0]}}}.", field=code)
    return _TYPED.sub(r"%(\1)s", words.replace("%", "%%"))


def reworded(letter: Letter, own: Mapping[str, str]) -> Letter:
    """The letter with a channel's own sentences (`own`: patterns by code) in place of the usual ones.

    Must be called in the letter's language.
    """
    usual = {translation.gettext(FRAMES[code]): pattern for code, pattern in own.items() if pattern and code in FRAMES}
    changed: Letter = _swap(letter, usual) if usual else letter
    return changed


def _swap(value: Any, usual: Mapping[str, str]) -> Any:
    if isinstance(value, Line):
        return _line(value, usual)
    if isinstance(value, tuple):
        return tuple(_swap(one, usual) for one in value)
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{field.name: _swap(getattr(value, field.name), usual) for field in fields(value)})
    return value


def _line(line: Line, usual: Mapping[str, str]) -> Line:
    if line.pattern in usual:
        return Line(usual[line.pattern], line.values)
    for known, pattern in usual.items():
        # A promise may be followed by the clock of the house, or when it opens.
        if line.pattern.startswith(f"{known} "):
            return Line(pattern + line.pattern[len(known) :], line.values)
    return line
