"""The values of "what we keep about you": all of it, and what the person may change there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from cha.core.ids import encode
from cha.language.times import said
from cha.people.consents import standing
from cha.people.models import Consent, ContactPoint, Fact, Person
from cha.people.models.fact import known_of
from cha.people.preferences import ACCESS, Preferences, preferences_of
from cha.portal.mine_page import Reader, reader_of, theirs
from cha.portal.pathway_page import fact_line
from cha.portal.shop import Shop
from cha.portal.tongues import OWN_NAMES, spoken
from cha.promises.acknowledgement.letter import Line
from cha.team.models import Member, Role


@dataclass(frozen=True, slots=True)
class Wrong:
    """The form that was not taken: which, why, and what was typed."""

    form: str = ""
    words: str = ""
    typed: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Kept:
    """One thing they told us, which they can put right. source: when they said it."""

    key: str
    pk: int
    words: Line
    value: str
    source: str


@dataclass(frozen=True, slots=True)
class Agreement:
    """One purpose: what is asked, whether they agree, and when they said so ("" where nobody asked yet)."""

    purpose: str
    words: str
    yes: bool
    when: str


@dataclass(frozen=True, slots=True)
class KeptPage:
    """What is kept about a person, and who to ask about it."""

    person: Person
    shop: Shop
    points: tuple[ContactPoint, ...]
    language: str
    known: tuple[Kept, ...]
    conversations: int
    to_ask: Member | None
    wishes: Preferences
    agreements: tuple[Agreement, ...]
    channels: tuple[tuple[str, str], ...]
    formalities: tuple[tuple[str, str], ...]
    needs: tuple[tuple[str, str], ...]


def kept_page_of(person: Person) -> KeptPage:
    """What is kept about a person."""
    reader = reader_of(person)
    return KeptPage(
        person=person,
        shop=reader.shop,
        points=tuple(person.points.all()),
        language=OWN_NAMES.get(spoken(person.language), person.language),
        known=tuple(_kept(fact, reader) for fact in known_of(person.pk)),
        conversations=theirs(person).count(),
        to_ask=Member.objects.filter(is_active=True, role__in=[Role.OWNER, Role.MANAGER]).order_by("id").first(),
        wishes=preferences_of(person),
        agreements=_agreements(person, reader),
        channels=(("", _("However suits you")), ("email", _("E-mail")), ("chat", _("Chat")), ("phone", _("Telephone"))),
        formalities=(("", _("As you like")), ("formal", _("Formally")), ("familiar", _("Familiarly"))),
        needs=tuple((need, _need_words(need)) for need in ACCESS),
    )


def _kept(fact: Fact, reader: Reader) -> Kept:
    when = said(fact.told_at, now=reader.at, zone=reader.zone, language=reader.language)
    return Kept(encode(fact.pk), fact.pk, fact_line(fact), fact.value, when)


def _agreements(person: Person, reader: Reader) -> tuple[Agreement, ...]:
    rows = standing(person)
    return tuple(
        Agreement(
            purpose=purpose,
            words=purpose_words(purpose),
            yes=purpose in rows and rows[purpose].answer == Consent.Answer.GIVEN,
            when=said(rows[purpose].at, now=reader.at, zone=reader.zone, language=reader.language)
            if purpose in rows
            else "",
        )
        for purpose in (Consent.Purpose.MARKETING, Consent.Purpose.PAGES)
    )


def purpose_words(purpose: str) -> str:
    """What is asked, in the language in use: kept with the answer."""
    return {
        Consent.Purpose.MARKETING: _("We may write to you about offers and news."),
        Consent.Purpose.PAGES: _("When you chat with us, we may see which of our pages you look at."),
        Consent.Purpose.OPENS: _("We may be told when you read our answers."),
    }[Consent.Purpose(purpose)]


def _need_words(need: str) -> str:
    return {
        "large_print": _("Large print"),
        "plain_words": _("Plain words"),
        "no_calls": _("No telephone calls"),
        "no_pictures": _("No pictures in mails"),
        "screen_reader": _("I use a screen reader"),
        "more_time": _("I need more time"),
    }[need]
