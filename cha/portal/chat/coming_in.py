"""Coming in: a token for a browser, and whose it is where the site says so under its signature."""

from __future__ import annotations

from datetime import datetime

from cha.channels.models import Channel
from cha.channels.models.visit import Visitor, remember_visitor, visitor_called, vouch_for
from cha.core.actor import CHA
from cha.core.errors import SignedOut
from cha.core.verbs import verb
from cha.people.models import ContactPoint, Person
from cha.people.models.contact_point import add_point, known_point, meet, verify
from cha.people.models.person import change_person
from cha.portal.chat.identity import Identity
from cha.portal.chat.tokens import Token, new_key, read_token

ACCOUNT, EMAIL, VISITOR = ContactPoint.Kind.ACCOUNT, ContactPoint.Kind.EMAIL, ContactPoint.Kind.VISITOR


def guest(channel: Channel, bearer: str) -> Token:
    """A fresh token for a guest: the same browser as before where it has a token of a guest."""
    before = _before(channel, bearer)
    if before is None:
        return Token(channel.pk, new_key(), 1)
    row = visitor_called(before.key)
    if row and row.account_id:
        # Whoever was signed in has left: what they said here is theirs.
        return Token(channel.pk, new_key(), 1)
    return Token(channel.pk, before.key, before.series)


@verb
def signed(channel: Channel, bearer: str, identity: Identity, language: str, origin: str) -> tuple[Token, Person]:
    """A token for somebody whom the site vouches for. A guest's browser becomes theirs, another person's does not."""
    before = _before(channel, bearer)
    row = visitor_called(before.key) if before else None
    account = _believed(identity, _guest_person(before, row), language)
    if before is None or (row and row.account_id not in (None, account.pk)):
        before = Token(channel.pk, new_key(), 1)
    row = remember_visitor(channel, before.key, language=language, origin=origin)
    vouch_for(row, account, identity.until)
    return _until(row, identity.until), account.person


def _until(row: Visitor, until: datetime) -> Token:
    return Token(row.channel_id, row.key, row.series, until)


def _before(channel: Channel, bearer: str) -> Token | None:
    """The token that a browser still has; None for none, or one that is void."""
    if not bearer:
        return None
    try:
        token = read_token(bearer, channel.pk)
    except SignedOut:
        return None
    row = visitor_called(token.key)
    return token if (row.series if row else 1) == token.series else None


def _guest_person(before: Token | None, row: Visitor | None) -> Person | None:
    """Who the browser was as a guest, when that is nobody whom we know otherwise."""
    if before is None or (row and row.account_id):
        return None
    point = known_point(VISITOR, before.key)
    others = point and point.person.points.exclude(pk=point.pk).filter(verified_at__isnull=False).exists()
    return point.person if point and not others else None


def _believed(identity: Identity, guest: Person | None, language: str) -> ContactPoint:
    """The account of an identity, and with it its person: whose account or address it is, else who the guest was."""
    account = known_point(ACCOUNT, identity.account)
    if account is None:
        mail = known_point(EMAIL, identity.email) if identity.email and identity.checked else None
        person = mail.person if mail else guest
        if person:
            account = add_point(person, ACCOUNT, identity.account, by=CHA)
            account.person = person
        else:
            account = meet(ACCOUNT, identity.account, name=identity.name, language=language)
    person = account.person
    verify(account, "signed")
    account.person = person
    if identity.email:
        _reached_at(person, identity)
    if identity.name and not person.name:
        account.person = change_person(person, by=CHA, name=identity.name)
    return account


def _reached_at(person: Person, identity: Identity) -> None:
    point = known_point(EMAIL, identity.email) or add_point(person, EMAIL, identity.email, by=CHA)
    if identity.checked and point.person_id == person.pk:
        verify(point, "signed")
