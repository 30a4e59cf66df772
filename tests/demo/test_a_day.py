"""A day at Juniper Lane with its clock run fast: what comes due, slips and is kept is told by the board.

`pytest -s` prints it hour by hour.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction
from django.test import Client
from pytest_django import DjangoDbBlocker

from cha.conversations.models import say
from cha.core.clock import standing_at
from cha.demo.living import Life
from cha.demo.loading import load
from cha.promises.heads_up import drafted
from cha.promises.models import Promise, keep
from cha.promises.warning import warn
from cha.team.models import Member
from tests.shop import forget_words

# A Thursday, seven in the morning in Ghent.
AT = datetime(2026, 6, 11, 5, 0, tzinfo=UTC)
HOURS = 10


@pytest.fixture(scope="module", autouse=True)
def demo(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The whole world, loaded once, and taken back after these tests."""
    with django_db_blocker.unblock(), transaction.atomic():
        forget_words()
        load(AT, progress=lambda _: None)
        yield
        transaction.set_rollback(True)


@pytest.mark.django_db
def test_a_day_is_told_by_the_board() -> None:
    maartje, life, browser = Member.objects.get(email="maartje@juniperlane.example"), Life(), Client()
    browser.force_login(maartje)
    told: list[str] = []
    before = settled()
    for hour in range(1, HOURS + 1):
        at = AT + timedelta(hours=hour)
        life.until(at)
        with standing_at(at):
            work(maartje, at, hour)
            life.go_on()
            page = browser.get("/promises").content.decode()
            told.append(f"{at:%H:%M} UTC  {line(page)}")
            as_it_is(page, at)
    print("\n" + "\n".join(told))
    after = settled()
    assert after["kept"] > before["kept"]
    assert after["moved"] > before["moved"]
    assert after["broken"] > before["broken"]


def work(maartje: Member, at: datetime, hour: int) -> None:
    """What Maartje gets done in an hour: she keeps one promise, warns of one, and in the afternoon does neither."""
    if not 2 <= hour <= 8:
        return
    due = Promise.objects.filter(state="open", by__gt=at).order_by("by").select_related("conversation__person")
    for promise in due[:1]:
        if promise.kept_by == Promise.KeptBy.ANSWER:
            say(promise.conversation, "It is done, as promised.", by=maartje, hold=timedelta(0))
        else:
            keep(promise, by=maartje)
    for promise in due.filter(at_risk_at__isnull=False)[:1]:
        found = drafted(promise, maartje, at)
        if found and not found.why_not:
            warn(promise, found.words.text, found.words.new_by, by=maartje)


def as_it_is(page: str, at: datetime) -> None:
    """The board shows what is open, nothing of it has passed, and what broke is counted."""
    standing = Promise.objects.filter(state="open")
    assert not standing.filter(by__lt=at - timedelta(minutes=1)).exists()
    assert standing.count() == 0 or "Nothing is promised" not in page
    month = Promise.objects.filter(settled_at__gte=at.replace(day=1, hour=0) - timedelta(hours=2))
    kept, broken = month.filter(state="kept").count(), month.filter(state="broken").count()
    if kept + broken:
        assert f"{kept} of " in page
    if broken:
        assert f"Broken, {broken}" in page


def settled() -> dict[str, int]:
    return {state: Promise.objects.filter(state=state).count() for state in ("kept", "moved", "broken")}


def line(page: str) -> str:
    """An hour of the board in a line."""
    heads = re.findall(r'<h2 id="col-\w+">([^<]+?)\s*(?:<span class="num">([^<]+)</span>)?</h2>', page)
    big = re.search(r'<p class="big">(.*?)<small>', page, re.DOTALL)
    risk = re.search(r'<h2 id="risk-h"[^>]*>([^<]+)<span[^>]*>(\d+)', page)
    parts = [big[1].strip() + " kept" if big else "", f"{risk[1].strip()} {risk[2]}" if risk else ""]
    parts += [f"{name.strip()} {count}" for name, count in heads if count]
    return ", ".join(filter(None, parts))
