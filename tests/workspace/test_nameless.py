"""Who gave no name is called by what stands before the @ of their address."""

import pytest
from django.urls import reverse

from cha.people.models import Person
from cha.people.models.contact_point import meet
from tests.shop import Shop
from tests.workspace.coming_in import signed_in


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("address", "name", "first"),
    [
        ("a.very.long.name@mail.department.example", "", "a.very.long.name"),
        ("adaeze@nwosu.example", "Adaeze Nwosu", "Adaeze"),
        ("adaeze@nwosu.example", "adaeze@work", "adaeze@work"),
    ],
)
def test_a_first_name_is_short(address: str, name: str, first: str) -> None:
    assert meet("email", address, name=name).person.first_name == first


@pytest.mark.django_db
def test_somebody_without_an_address_has_a_first_name_too() -> None:
    assert Person().first_name == "Somebody"


@pytest.mark.django_db(transaction=True)
def test_an_answer_is_sent_to_the_first_part_of_an_address(shop: Shop) -> None:
    conversation = shop.adaeze_writes(sender="a.very.long.name@mail.department.example")
    page = signed_in(shop.maartje).get(reverse("conversation", args=[conversation.pk])).content.decode()
    assert "Write to a.very.long.name" in page
    assert "Write to a.very.long.name@" not in page
