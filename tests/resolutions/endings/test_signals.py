"""Signals: facts for leads, counted and dated; nobody else ever sees one, and none decides anything."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from cha.conversations.models import Conversation, attach, set_topic
from cha.conversations.private_link import private_path
from cha.core import worker
from cha.core.clock import now
from cha.core.errors import Invalid, Refused
from cha.core.ids import encode
from cha.core.money import Money
from cha.people.models.fact import learn
from cha.resolutions.endings.signals import settle, signals_of
from cha.resolutions.endings.signals.facts import many_remedies, not_arrived, same_address, same_photo
from cha.resolutions.endings.signals.noticing import notice_signals
from cha.resolutions.models import Signal
from tests.resolutions.remedies.giving import policy
from tests.shop import Shop
from tests.workspace.desk import browser

NOW = datetime(2026, 3, 3, 10, tzinfo=UTC)
PHOTO = b"\xff\xd8" + b"x" * 30_000


def days(*ago: int) -> list[tuple[int, datetime]]:
    return [(number, NOW - timedelta(days=one)) for number, one in enumerate(ago, 1)]


class TestFacts:
    def test_five_in_a_month_and_not_one_less(self) -> None:
        assert not_arrived(days(1, 5, 9, 20), NOW) is None
        found = not_arrived(days(1, 5, 9, 20, 29), NOW)
        assert found
        assert (found.count, found.since) == (5, NOW - timedelta(days=29))
        assert not_arrived(days(1, 5, 9, 20, 31), NOW) is None

    def test_many_remedies_and_one_address(self) -> None:
        assert many_remedies(days(1, 2), NOW) is None
        assert many_remedies(days(1, 2, 3), NOW)
        assert same_address({7: (1, NOW)}) is None
        found = same_address({7: (1, NOW), 8: (2, NOW)})
        assert found
        assert found.count == 2

    def test_the_newest_places_come_first_and_once(self) -> None:
        found = same_photo([(1, NOW - timedelta(days=3)), (2, NOW), (2, NOW - timedelta(days=1))])
        assert found
        assert found.conversations == (2, 1)


def place(conversation: Conversation, name: str = "") -> str:
    return f"/now/{encode(conversation.pk)}{name}"


def with_photo(conversation: Conversation) -> None:
    attach(conversation.messages.filter(kind="heard").latest("pk"), "rose.jpg", "image/jpeg", PHOTO)
    notice_signals(conversation.pk)


@pytest.fixture
def seen(shop: Shop) -> Conversation:
    """The same photo came from two persons."""
    first = shop.adaeze_writes("They wilted.", subject="One")
    with_photo(first)
    second = shop.adaeze_writes("They wilted.", sender="Bo <bo@post.example>", subject="Two")
    with_photo(second)
    return second


@pytest.mark.django_db(transaction=True)
class TestNoticing:
    def test_the_same_photo_twice_across_persons(self, shop: Shop, seen: Conversation) -> None:
        row = Signal.objects.get()
        assert (row.kind, row.conversation) == ("same_photo", seen)
        assert row.facts["count"] == 1
        assert "wilted" not in str(row.facts)
        notice_signals(seen.pk)
        assert Signal.objects.count() == 1

    def test_five_not_arrived_in_a_month(self, shop: Shop) -> None:
        for number in range(5):
            talk = shop.adaeze_writes("It never came.", subject=f"Order {number}")
            set_topic(talk, "not_arrived", by=shop.maartje)
        worker.run_all()
        assert Signal.objects.get().facts["count"] == 5

    def test_many_remedies_in_a_short_time(self, shop: Shop) -> None:
        from cha.resolutions.remedies.deciding import decide_remedy

        policy()
        talk = shop.adaeze_writes("Late again.")
        for number in range(3):
            decide_remedy(talk, "refund", f"Part {number}", by=shop.maartje, amount=Money(5_00, "EUR"))
        worker.run_all()
        assert Signal.objects.get().kind == "many_remedies"

    def test_one_address_of_several_persons(self, shop: Shop) -> None:
        for number in range(3):
            talk = shop.adaeze_writes("Hi", sender=f"P{number} <p{number}@post.example>", subject=f"S{number}")
            learn(talk.person, "address", "Kerkstraat 1, Gent", by=shop.maartje, conversation=talk.pk)
        worker.run_all()
        row = Signal.objects.get()
        assert (row.kind, row.facts["count"]) == ("same_address", 2)


@pytest.mark.django_db(transaction=True)
class TestWhoSees:
    def test_leads_see_it_agents_the_person_and_programs_never(self, shop: Shop, seen: Conversation) -> None:
        assert "The same photo came" in browser(shop.priya).get(place(seen)).content.decode()
        assert "The same photo" not in browser(shop.maartje).get(place(seen)).content.decode()
        assert "The same photo" not in browser(shop.maartje).get(private_path(seen)).content.decode()
        assert signals_of(seen, shop.maartje) == []
        assert len(signals_of(seen, shop.priya)) == 1
        row = Signal.objects.get()
        settling = place(seen, f"/signals/{encode(row.pk)}")
        assert browser(shop.maartje).post(settling, {"means": "fine"}).status_code == 404

    def test_no_answer_of_the_api_knows_of_them(self) -> None:
        from pathlib import Path

        import cha.api

        told = "".join(path.read_text() for path in Path(cha.api.__path__[0]).rglob("*.py"))
        assert "ignal" not in told.replace("signals.Signal", "")

    def test_settled_it_is_quiet(self, shop: Shop, seen: Conversation) -> None:
        row = Signal.objects.get()
        with pytest.raises(Refused):
            settle(row, "fine", by=shop.maartje)
        with pytest.raises(Invalid):
            settle(row, "guilty", by=shop.priya)
        browser(shop.priya).post(place(seen, f"/signals/{encode(row.pk)}"), {"means": "watch"})
        assert len(signals_of(seen, shop.priya)) == 1
        settle(row, "fine", by=shop.priya)
        assert signals_of(seen, shop.priya) == []
        notice_signals(seen.pk)
        assert signals_of(seen, shop.priya) == []
        assert Signal.objects.get().settled_at
        assert now() >= Signal.objects.get().seen_at
