"""Fields of the house's own on the screens: asked for, kept, needed before it is put right, set up in Settings."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from cha.core.ids import encode
from cha.people.models import CustomField, Organisation
from cha.people.models.custom_field import keep_field
from cha.people.models.person import change_person
from cha.team.models import Member
from cha.workspace.now.words import topics
from tests.shop import Shop

pytestmark = pytest.mark.django_db(transaction=True)


def signed_in(member: Member) -> Client:
    client = Client()
    client.force_login(member)
    return client


def text(client: Client, address: str) -> str:
    return client.get(address).content.decode()


def test_a_field_is_asked_for_beside_the_conversation_and_kept(shop: Shop) -> None:
    keep_field(None, by=shop.priya, subject="conversation", name="Bouquet", kind="money", help="With the vase.")
    conversation, client = shop.adaeze_writes(), signed_in(shop.maartje)
    page = reverse("conversation", args=[conversation.pk])
    assert "Not said" in text(client, page)
    form = reverse("conversation-fields", args=[conversation.pk])
    assert "With the vase." in text(client, form)
    wrong = client.post(form, {"custom-bouquet": "much"})
    assert wrong.status_code == 422
    assert 'value="much"' in wrong.content.decode()
    assert client.post(form, {"custom-bouquet": "12.5"}).status_code == 303
    assert "€12.50" in text(client, page)


def test_putting_right_asks_for_what_is_needed_first(shop: Shop) -> None:
    keep_field(None, by=shop.priya, subject="conversation", name="Cause", kind="text", needed=True)
    conversation, client = shop.adaeze_writes(), signed_in(shop.maartje)
    asked = client.post(reverse("putting-right", args=[conversation.pk]))
    assert asked.status_code == 422
    assert "Before it is put right, fill in: Cause." in asked.content.decode()
    client.post(reverse("conversation-fields", args=[conversation.pk]), {"custom-cause": "The courier"})
    assert client.post(reverse("putting-right", args=[conversation.pk])).status_code == 303


def test_a_person_is_named_by_name_or_address_and_only_whom_one_may_see(shop: Shop) -> None:
    keep_field(None, by=shop.priya, subject="conversation", name="Ordered by", kind="person")
    other = shop.adaeze_writes("Hello", sender="Huda <huda@mansoori.example>").person
    conversation, client = shop.adaeze_writes(), signed_in(shop.maartje)
    form = reverse("conversation-fields", args=[conversation.pk])
    assert client.post(form, {"custom-ordered_by": "Nobody"}).status_code == 422
    client.post(form, {"custom-ordered_by": "huda@mansoori.example"})
    conversation.refresh_from_db()
    assert conversation.custom == {"ordered_by": encode(other.pk)}
    assert 'value="Huda"' in text(client, form)


def test_a_person_and_their_organisation_have_theirs(shop: Shop) -> None:
    keep_field(None, by=shop.priya, subject="person", name="Customer since", kind="date")
    keep_field(None, by=shop.priya, subject="organisation", name="Floors", kind="number")
    person, client = shop.adaeze_writes().person, signed_in(shop.maartje)
    change_person(person, by=shop.maartje, organisation=Organisation.objects.create(name="School"))
    client.post(reverse("person-fields", args=[person.pk]), {"custom-customer_since": "2019-05-04"})
    client.post(reverse("organisation-fields", args=[person.pk]), {"custom-floors": "12"})
    page = text(client, reverse("person", args=[person.pk]))
    assert "May 4, 2019" in page
    assert "Asked of School" in page
    assert client.post(reverse("organisation-fields", args=[person.pk]), {"custom-floors": "x"}).status_code == 422


def test_fields_are_set_up_in_settings(shop: Shop) -> None:
    client = signed_in(shop.priya)
    wrong = client.post(reverse("settings-field-new"), {"name": "Size", "subject": "person", "kind": "choice"})
    assert wrong.status_code == 422
    assert 'value="Size"' in wrong.content.decode()
    client.post(
        reverse("settings-field-new"),
        {"name": "Size", "subject": "person", "kind": "choice", "choices": "Small\nLarge", "needed": "1"},
    )
    row = CustomField.objects.get()
    assert (row.key, row.choices, row.needed) == ("size", ["Small", "Large"], True)
    page = reverse("settings-field", args=[row.pk])
    assert "field.size" in text(client, page)
    client.post(page, {"name": "Size of it", "choices": "Small\nLarge"})
    client.post(reverse("settings-field-retirement", args=[row.pk]))
    row.refresh_from_db()
    assert (row.name, row.key, row.needed, row.retired) == ("Size of it", "size", False, True)
    assert "Not asked any more" in text(client, reverse("settings-fields"))


def test_topics_are_said_by_their_names(shop: Shop) -> None:
    client = signed_in(shop.priya)
    said = {"name": "Why late", "subject": "conversation", "kind": "text", "when_key": "topic"}
    assert client.post(reverse("settings-field-new"), {**said, "when_values": "Nonsense"}).status_code == 422
    name = dict(topics())["praise"]
    client.post(reverse("settings-field-new"), {**said, "when_values": str(name).upper()})
    row = CustomField.objects.get()
    assert row.when_values == ["praise"]
    assert f">{name}</textarea>" in text(client, reverse("settings-field", args=[row.pk]))


def test_only_who_manages_sets_them_up(shop: Shop) -> None:
    assert signed_in(shop.maartje).get(reverse("settings-fields")).status_code == 403
