"""What a person is told when something ends, or is looked at again: in their language, rendered before it is said.

Every sentence stands in all of the customers' catalogues. Members may change the words before they go.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.utils.translation import gettext, override

from cha.conversations.models import Conversation
from cha.core.clock import now
from cha.language.times import by_when, said
from cha.team.models import brand


def language_of(conversation: Conversation) -> str:
    """The language in which a person is told: theirs, or the house's while nobody knows it."""
    face = brand()
    return conversation.language or conversation.person.language or (face.language if face else "en")


def _zone(conversation: Conversation) -> str:
    face = brand()
    return conversation.person.zone or (face.zone if face else "UTC")


def _told(conversation: Conversation, words: Callable[[], str]) -> str:
    with override(language_of(conversation)):
        return words()


def _by(conversation: Conversation, moment: datetime) -> str:
    zone, language = _zone(conversation), language_of(conversation)
    return by_when(moment, now=now(), zone=zone, language=language)


def line_words(conversation: Conversation) -> str:
    """Our line, once and kindly."""
    return _told(
        conversation,
        lambda: gettext("We will put this right. For that we ask for words we can both work with."),
    )


def paused_words(conversation: Conversation, by: datetime) -> str:
    """To whom writes while we pause: it is here, and by when they hear (aware)."""
    values = {"when": _by(conversation, by)}
    return _told(
        conversation,
        lambda: (
            gettext("Your message is here, and it is kept. You have our answer %(when)s. What we promised you stays.")
            % values
        ),
    )


def by_mail_words(conversation: Conversation, until: datetime) -> str:
    """That we answer by e-mail only, until a moment (aware)."""
    day = said(until, now=now(), zone=_zone(conversation), language=language_of(conversation))
    return _told(
        conversation,
        lambda: gettext("Until %(day)s we answer you by e-mail only. What we promised you stays.") % {"day": day},
    )


def end_words(conversation: Conversation, money: str = "") -> str:
    """That we end it here; `money` is what goes back to them, in words, "" for nothing."""

    def words() -> str:
        parts = [gettext("We end this conversation here.")]
        if money:
            parts.append(gettext("You get %(money)s back.") % {"money": money})
        parts.append(gettext("What you write from now on is kept, but we do not answer it."))
        return " ".join(parts)

    return _told(conversation, words)


def back_words(conversation: Conversation, money: str) -> str:
    """What goes back to them, as a thing that is given."""
    return _told(conversation, lambda: gettext("%(money)s back") % {"money": money})


def complaint_words(conversation: Conversation, by: datetime, owner: str = "") -> str:
    """That it is a complaint now: who owns it, by when they have the outcome (aware)."""
    values = {"name": owner, "when": _by(conversation, by)}

    def words() -> str:
        if owner:
            who = gettext("We treat what you told us as a complaint. %(name)s looks into it.") % values
        else:
            who = gettext("We treat what you told us as a complaint, and look into it.")
        when = gettext("You have the outcome in writing %(when)s.") % values
        return f"{who} {when}\n\n" + gettext("If you see the outcome differently, somebody else looks a second time.")

    return _told(conversation, words)


def promised_words(conversation: Conversation) -> str:
    """What is promised with a complaint, as a thing."""
    return _told(conversation, lambda: gettext("The outcome of your complaint"))


def outcome_words(conversation: Conversation, outcome: str, reason: str, *, second: bool = False) -> str:
    """The letter with how it comes out: upheld, partly, not; `second`: after the appeal. Members may change it."""

    def words() -> str:
        opening = {
            "upheld": gettext("We looked into your complaint. You are right, and we are sorry."),
            "partly": gettext("We looked into your complaint. You are right in part."),
            "not": gettext("We looked into your complaint. We see it differently."),
        }
        again = {
            "upheld": gettext("We looked a second time. You are right, and we are sorry."),
            "partly": gettext("We looked a second time. You are right in part."),
            "not": gettext("We looked a second time. It stays as it was."),
        }
        parts = [(again if second else opening)[outcome], reason]
        if not second:
            parts.append(gettext("You may ask for a second look, once, on your page. Somebody else answers you then."))
        return "\n\n".join(parts)

    return _told(conversation, words)


def appeal_words(conversation: Conversation, by: datetime, owner: str = "") -> str:
    """That somebody else looks a second time, and by when they hear (aware)."""
    values = {"name": owner, "when": _by(conversation, by)}

    def words() -> str:
        if owner:
            return (
                gettext("%(name)s, who did not decide it, looks a second time. You have the answer %(when)s.") % values
            )
        return gettext("We look a second time. You have the answer %(when)s.") % values

    return _told(conversation, words)


def no_words(conversation: Conversation, wanted: str, reason: str, instead: str = "", next_person: str = "") -> str:
    """A "no" as it is said: what cannot be, why, what can be done instead, whom to ask. Members may change it."""

    def words() -> str:
        parts = [gettext("We cannot do this: %(wanted)s.") % {"wanted": wanted}]
        parts.append(gettext("Because: %(reason)s") % {"reason": reason})
        if instead:
            parts.append(gettext("What we can do: %(instead)s") % {"instead": instead})
        if next_person:
            parts.append(gettext("You may also ask %(name)s.") % {"name": next_person})
        parts.append(gettext("If you see it differently, ask again on your page. Somebody else looks at it then."))
        return "\n\n".join(parts)

    return _told(conversation, words)


def review_words(conversation: Conversation, stands: bool, answer: str) -> str:
    """What came of asking again. Members may change it."""

    def words() -> str:
        if stands:
            first = gettext("I looked at it again, as you asked. It stays as it is.")
        else:
            first = gettext("I looked at it again, as you asked. You are right: we change our mind.")
        return "\n\n".join(part for part in (first, answer) if part)

    return _told(conversation, words)
