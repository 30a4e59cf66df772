"""Settings, Targets; and what members see of them beside a conversation and in lists. Persons see nothing."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from cha.core import worker
from cha.core.clock import now
from cha.core.ids import encode
from cha.people.models.person import tag_person
from cha.promises.keeping_time import note_missed
from cha.promises.models import Target, set_target
from tests.shop import Shop
from tests.workspace.coming_in import signed_in

pytestmark = pytest.mark.django_db(transaction=True)
FORM = {"step": "first", "within": "2", "unit": "hours", "channel": "", "topic": "", "tag": ""}


@pytest.fixture
def priya(shop: Shop) -> Client:
    return signed_in(shop.priya)


def test_targets_read_as_sentences(priya: Client, shop: Shop) -> None:
    assert "None yet" in priya.get("/settings/targets").content.decode()
    talk = shop.adaeze_writes()
    tag_person(talk.person, ["Florist"], by=shop.maartje)
    tag = encode(talk.person.tags.get().pk)
    assert priya.post("/settings/targets", FORM).status_code == 303
    more = {
        **FORM,
        "channel": encode(shop.channel.pk),
        "topic": "late_delivery",
        "tag": tag,
        "within": "30",
        "unit": "minutes",
    }
    assert priya.post("/settings/targets", more)["Location"] == "/settings/targets?saved"
    page = priya.get("/settings/targets").content.decode()
    assert "Everywhere else" in page
    assert "first answer within 2 hours of open time" in page
    assert "(hello@juniperlane.example), Late delivery, Florist" in page
    assert "first answer within 30 minutes of open time" in page


@pytest.mark.parametrize(
    ("field", "value"),
    [("within", "soon"), ("within", "0"), ("within", "999999"), ("channel", "zzz"), ("topic", "stars")],
)
def test_what_cannot_be_is_said_beside_its_field_and_kept(priya: Client, field: str, value: str) -> None:
    response = priya.post("/settings/targets", {**FORM, field: value})
    page = response.content.decode()
    assert response.status_code == 422
    assert f'id="f-{field}-error"' in page
    assert not Target.objects.exists()


def test_a_target_is_removed(priya: Client, shop: Shop) -> None:
    row = set_target("first", 60, by=shop.priya)
    assert priya.post(f"/settings/targets/{encode(row.pk)}/removal").status_code == 303
    assert not Target.objects.exists()
    assert priya.post(f"/settings/targets/{encode(row.pk)}/removal").status_code == 404


def test_only_owners_and_managers_set_them(shop: Shop) -> None:
    maartje = signed_in(shop.maartje)
    assert maartje.get("/settings/targets").status_code == 403
    assert maartje.post("/settings/targets", FORM).status_code == 403


def test_members_see_them_quietly_beside_the_conversation(shop: Shop) -> None:
    set_target("first", 60, by=shop.priya)
    talk = shop.adaeze_writes()
    maartje = signed_in(shop.maartje)
    page = maartje.get(f"/now/{encode(talk.pk)}").content.decode()
    assert "Our own target" in page
    assert "First answer " in page
    shop.answers(talk)
    assert "Our own target" not in maartje.get(f"/now/{encode(talk.pk)}").content.decode()


def test_what_was_missed_is_found_in_lists(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    set_target("first", 60, by=shop.priya)
    worker.run_all()
    late = shop.adaeze_writes(subject="Late")
    other = shop.adaeze_writes("Where is the invoice?", subject="Invoice")
    monkeypatch.setattr("cha.promises.keeping_time.now", lambda: now() + timedelta(days=9))
    note_missed(late.pk)
    priya = signed_in(shop.priya)
    page = priya.get("/conversations", {"q": "target:missed"}).content.decode()
    assert encode(late.pk) in page
    assert encode(other.pk) not in page
