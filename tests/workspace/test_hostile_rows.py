"""No text of anybody can tear the pages that others see."""

import pytest
from django.test import Client

from cha.conversations.models import Conversation
from cha.people.models import Person
from tests.shop import Shop

pytestmark = pytest.mark.django_db(transaction=True)

CONTROLS = "".join(map(chr, range(1, 32))) + "\x7f\u2028\u202e"
TAGS = "<script>alert(1)</script><img src=x onerror=alert(1)>\"'}}{{7*7}}{%x%}"


@pytest.mark.parametrize("hostile", [CONTROLS, TAGS])
def test_hostile_words_stay_words(shop: Shop, hostile: str) -> None:
    first = shop.adaeze_writes("Good morning.")
    second = shop.adaeze_writes(hostile, subject=f"x {hostile[:1]} y", sender="Eve <eve@elsewhere.example>")
    Conversation.objects.filter(pk=second.pk).update(gist=hostile, last_words=hostile, subject=hostile)
    Person.objects.filter(pk=second.person_id).update(name=f"Eve {hostile}"[:190])
    browser = Client()
    browser.force_login(shop.priya, backend="allauth.account.auth_backends.AuthenticationBackend")
    for path in (
        "/now",
        f"/now/{second.public_id}",
        f"/now/{first.public_id}",
        "/conversations",
        "/people",
        "/search?q=eve",
    ):
        response = browser.get(path)
        page = response.content.decode()
        assert response.status_code == 200, path
        assert "<script>alert" not in page
        assert "onerror=alert(1)>" not in page.replace("&gt;", "")
        assert ">49<" not in page
    assert browser.get("/now").content.count(b'class="need"') == 2
