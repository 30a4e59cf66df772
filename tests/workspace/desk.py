"""A member's desk in tests: their browser, and many people who wait."""

from __future__ import annotations

from datetime import timedelta

from django.test import Client

from cha.conversations.models import Conversation
from cha.core.clock import now
from cha.people.models.contact_point import meet
from cha.team.models import Member
from tests.shop import Shop


def browser(member: Member) -> Client:
    """A browser in which a member has signed in."""
    client = Client()
    client.force_login(member, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def crowd(shop: Shop, count: int) -> list[Conversation]:
    """Many people who wait, an hour apart."""
    made = []
    for number in range(count):
        point = meet("email", f"p{number}@many.example", name=f"Person {number}")
        since = now() - timedelta(minutes=number + 1)
        made.append(
            Conversation(
                person=point.person,
                channel_id=shop.channel.pk,
                medium="email",
                subject=f"Flowers {number}",
                state="ours",
                waiting_since=since,
                care_at=since + timedelta(hours=4),
                last_at=since,
                last_words="Where are they?",
            )
        )
    return Conversation.objects.bulk_create(made)
