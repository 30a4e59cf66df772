"""How long records are kept, what goes with a person, and what follows two who turn out to be one."""

from __future__ import annotations

from datetime import timedelta

import pytest

from cha.conversations.joining_persons import join_persons, take_apart
from cha.core import worker
from cha.core.clock import now
from cha.core.timers import Timer
from cha.people.models import Person, Record, RecordLook, RecordSource
from cha.people.models.contact_point import meet, verify
from cha.people.models.organisation import keep_organisation
from cha.people.records.privacy import UNCLAIMED, forget_records, let_go_of_nobodys, see_to_it, told_of
from cha.people.records.pushing import push_records
from tests.people.test_records import ORDER, order
from tests.shop import Shop

pytestmark = pytest.mark.django_db(transaction=True)


def test_what_nobody_came_for_goes_after_its_time(shop: Shop) -> None:
    keep_organisation(None, by=shop.priya, name="Choir")
    meet("email", "els@linde.example")
    rows = [ORDER, order(external_id="2", email="els@linde.example"), order(external_id="3", organisation="Choir")]
    push_records("Web shop", rows, by=shop.maartje)
    assert let_go_of_nobodys() == 0
    Record.objects.update(kept_at=now() - UNCLAIMED - timedelta(hours=1))
    assert let_go_of_nobodys() == 1
    assert {row.external_id for row in Record.objects.all()} == {"2", "3"}


def test_tidying_comes_again_every_day(shop: Shop) -> None:
    push_records("Web shop", [ORDER], by=shop.maartje)
    RecordSource.objects.update(tried={"order": "2291"})
    see_to_it()
    see_to_it()
    Timer.objects.filter(key="records.tidy").update(due=now())
    worker.run_all()
    timer = Timer.objects.get(key="records.tidy", fired_at=None)
    assert timer.due > now() + timedelta(hours=23)
    assert RecordSource.objects.get().tried == {}


def test_who_is_forgotten_has_no_records_and_may_be_asked_about_anew(shop: Shop) -> None:
    adaeze = meet("email", "adaeze@nwosu.example").person
    push_records("Web shop", [ORDER, order(external_id="2")], by=shop.maartje)
    RecordLook(source=RecordSource.objects.get(), person=adaeze).save(force_insert=True)
    assert forget_records(adaeze, by=shop.priya) == 2
    assert not Record.objects.exists()
    assert not RecordLook.objects.exists()


def test_a_person_who_goes_takes_their_records_along(shop: Shop) -> None:
    adaeze = meet("email", "adaeze@nwosu.example").person
    push_records("Web shop", [ORDER], by=shop.maartje)
    adaeze.delete()
    assert not Record.objects.exists()


def test_the_person_may_be_told_what_is_proven_alone(shop: Shop) -> None:
    point = meet("email", "adaeze@nwosu.example")
    push_records("Web shop", [ORDER], by=shop.maartje)
    assert told_of(point.person) == []
    verify(point, "answered")
    (told,) = told_of(point.person)
    assert (told["number"], told["amount"], told["currency"]) == ("2291", "372.00", "EUR")


def test_records_follow_who_turn_out_to_be_one_and_go_back(shop: Shop) -> None:
    stays, goes = meet("email", "a@nwosu.example").person, meet("email", "adaeze@nwosu.example").person
    push_records("Web shop", [ORDER], by=shop.maartje)
    RecordLook(source=RecordSource.objects.get(), person=goes).save(force_insert=True)
    RecordLook(source=RecordSource.objects.get(), person=stays).save(force_insert=True)
    joining = join_persons(stays, goes, by=shop.priya)
    assert Record.objects.get().person_id == stays.pk
    # What comes meanwhile for an address that came along is theirs, too, and goes back with it.
    push_records(
        "Web shop", [order(external_id="2"), order(status="Sent", as_of="2025-11-23T12:50:00Z")], by=shop.maartje
    )
    assert set(Record.objects.values_list("person_id", flat=True)) == {stays.pk}
    take_apart(joining, by=shop.priya)
    assert set(Record.objects.values_list("person_id", flat=True)) == {goes.pk}
    assert Person.objects.get(pk=goes.pk).record_looks.count() == 1
