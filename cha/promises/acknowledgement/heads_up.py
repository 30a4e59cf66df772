"""It takes longer than was promised: said before the time is over, or with an apology after it.

Plain text, a member's own to change before it goes.

Who is spoken to formally, or in no way that is known, reads the catalogue's sentence; who asked to be spoken to
familiarly, the one under the context "familiar" where a language has it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.utils.translation import gettext as in_catalogue
from django.utils.translation import gettext_noop as _
from django.utils.translation import override, pgettext

from cha.language.times import by_when
from cha.promises.acknowledgement.letter import clean
from cha.promises.acknowledgement.wording import spoken

_HELLO: Final = _("Hello %(name)s,")
_HELLO_ALL: Final = _("Hello,")
_ANSWER: Final = _("We promised you an answer %(when)s. It takes longer than that, and we would rather tell you now.")
_WHAT: Final = _("We promised you: %(what)s, %(when)s. It takes longer than that, and we would rather tell you now.")
_NO_ANSWER: Final = _("We promised you an answer %(when)s, and you did not get it. We are sorry.")
_NOT_DONE: Final = _("We promised you: %(what)s, %(when)s. We did not keep that, and we are sorry.")
_NEW_ANSWER: Final = _("You will have our answer %(when)s.")
_NEW: Final = _("Our new time for it: %(when)s.")
_TOO_LATE: Final = _("If that is too late for you, tell us, and we look for another way.")


@dataclass(frozen=True, slots=True)
class Slipping:
    """What is known of a promise that does not hold.

    by, new_by: aware, the time that was said and the one that holds. what: in a member's words, "" for an answer.
    name: their first name, "" while nobody knows it. zone, language, hour12: theirs. known: what a member may say of
    why, a sentence or two. gesture: a sentence of what is offered for the wait. letter: it goes as a letter does, with
    a greeting. over: the time has passed, so that it is an apology.
    """

    by: datetime
    new_by: datetime
    now: datetime
    zone: str
    language: str
    what: str = ""
    name: str = ""
    familiar: bool = False
    known: str = ""
    gesture: str = ""
    letter: bool = True
    over: bool = False
    hour12: bool | None = None


def slipping_words(said: Slipping) -> str:
    """What the person reads, in their language; English where there is no catalogue. Paragraphs stand apart."""
    language = spoken(said.language)
    with override(language):
        parts = [_greeting(said), _promised(said, language), clean(said.known), _new_time(said, language)]
        parts += [clean(said.gesture), _say(_TOO_LATE, said)]
        return ("\n\n" if said.letter else "\n").join(part for part in parts if part)


def _greeting(said: Slipping) -> str:
    if not said.letter:
        return ""
    return _say(_HELLO, said, name=clean(said.name)) if said.name else _say(_HELLO_ALL, said)


def _promised(said: Slipping, language: str) -> str:
    answer, thing = (_NO_ANSWER, _NOT_DONE) if said.over else (_ANSWER, _WHAT)
    when = _when(said, said.by, language)
    return _say(thing, said, what=clean(said.what), when=when) if said.what else _say(answer, said, when=when)


def _new_time(said: Slipping, language: str) -> str:
    return _say(_NEW if said.what else _NEW_ANSWER, said, when=_when(said, said.new_by, language))


def _when(said: Slipping, moment: datetime, language: str) -> str:
    return by_when(moment, now=said.now, zone=said.zone, language=language, hour12=said.hour12)


def _say(pattern: str, said: Slipping, **values: str) -> str:
    known = pgettext("familiar", pattern) if said.familiar else pattern
    return (in_catalogue(pattern) if known == pattern else known) % values
