"""What belongs together without being one story; and who wants its news."""

from __future__ import annotations

import pytest

from cha.conversations.access import visible_to
from cha.conversations.models import (
    Link,
    Participant,
    follow,
    followers,
    link,
    merge,
    take_apart,
    take_part,
    unfollow,
    unlink,
)
from cha.core.actor import CHA
from cha.core.errors import Invalid, NotFound
from cha.notifications.models import Notification
from cha.team.models import Member, Role, Scope
from cha.team.models.sight import set_sight
from tests.shop import Shop, verbs

pytestmark = pytest.mark.django_db(transaction=True)

LARS = "Lars <lars@kjeldsen.example>"


def test_two_are_linked_once_whichever_comes_first(shop: Shop) -> None:
    first, second = shop.adaeze_writes(), shop.adaeze_writes("Same van", sender=LARS)
    link(first, second, by=shop.maartje)
    link(second, first, by=shop.priya, kind=Link.Kind.CAUSE)
    assert Link.objects.get().kind == "cause"
    assert "conversation.linked" in verbs(first)
    unlink(first, second, by=shop.maartje)
    unlink(first, second, by=shop.maartje)
    assert not Link.objects.exists()
    assert verbs(first).count("conversation.unlinked") == 1


def test_one_is_not_linked_with_itself_nor_with_what_may_not_be_seen(shop: Shop) -> None:
    first, second = shop.adaeze_writes(), shop.adaeze_writes("Same van", sender=LARS)
    with pytest.raises(Invalid):
        link(first, first, by=shop.maartje)
    with pytest.raises(Invalid):
        link(first, second, by=shop.maartje, kind="cousin")
    take_part(first, by=shop.maartje, member=shop.jef)
    with pytest.raises(NotFound):
        link(first, second, by=shop.jef)


def test_links_go_along_when_it_is_merged_and_come_back(shop: Shop) -> None:
    first, second = shop.adaeze_writes(), shop.adaeze_writes("Again", subject="Vases")
    other = shop.adaeze_writes("Same van", sender=LARS)
    link(second, other, by=shop.maartje, kind="cause")
    link(first, second, by=shop.maartje)
    row = merge(second, into=first, by=shop.maartje)
    assert set(Link.objects.filter(kind="cause").values_list("one", "other")) == {(first.pk, other.pk)}
    take_apart(row, by=shop.maartje)
    assert set(Link.objects.values_list("one", "other")) == {(second.pk, other.pk), (first.pk, second.pk)}


def test_a_follower_is_told_but_given_no_sight(shop: Shop) -> None:
    conversation = shop.adaeze_writes()
    follow(conversation, by=shop.maartje)
    follow(conversation, by=shop.maartje)
    assert followers(conversation.pk) == [shop.maartje]
    set_sight(Role.AGENT, Scope.OWN, by=CHA)
    maartje = Member.objects.get(pk=shop.maartje.pk)
    assert not visible_to(maartje).exists()
    take_part(conversation, by=shop.priya, member=maartje)
    assert visible_to(maartje).get() == conversation
    assert Participant.objects.filter(member=shop.maartje).count() == 1
    unfollow(conversation, by=shop.maartje)
    assert followers(conversation.pk) == []
    assert visible_to(maartje).get() == conversation


def test_who_stops_following_leaves_no_trace_but_the_ledger(shop: Shop) -> None:
    conversation = shop.adaeze_writes()
    with pytest.raises(NotFound):
        follow(conversation, by=shop.jef)
    follow(conversation, by=shop.maartje)
    unfollow(conversation, by=shop.maartje)
    unfollow(conversation, by=shop.maartje)
    assert not Participant.objects.exists()
    assert verbs(conversation)[-2:] == ["conversation.followed", "conversation.unfollowed"]


def test_a_follower_hears_what_the_person_writes_while_they_may_see_it(shop: Shop) -> None:
    conversation = shop.adaeze_writes(message_id="<one@x.example>")
    follow(conversation, by=shop.maartje)
    shop.adaeze_writes("Hello?", in_reply_to="<one@x.example>")
    assert Notification.objects.filter(member=shop.maartje, kind="writes").count() == 1
    set_sight(Role.AGENT, Scope.OWN, by=CHA)
    shop.adaeze_writes("Still there?", in_reply_to="<one@x.example>")
    assert Notification.objects.filter(member=shop.maartje, kind="writes").count() == 1
