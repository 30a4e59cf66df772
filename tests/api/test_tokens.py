"""Who is let in: forged, ended, revoked and foreign tokens are not, and no cookie counts."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from cha.api import limiting
from cha.core.actor import CHA
from cha.core.clock import now
from cha.core.errors import Invalid, Refused
from cha.core.ids import encode
from cha.team.models import ApiToken, Role
from cha.team.models.api_token import make_token, revoke_token
from cha.team.models.member import add_member, change_member
from tests.api.asking import V1, Program, wrong
from tests.shop import Shop

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def fresh() -> None:
    limiting.forget()


def test_only_its_digest_is_kept_and_its_beginning_shown(shop: Shop) -> None:
    row, token = make_token("our webshop", shop.maartje, by=shop.priya)
    assert token not in str(ApiToken.objects.values().get())
    assert token.startswith(row.shown)
    assert row.shown.startswith("cha_")


@pytest.mark.parametrize("given", ["", "Bearer", "Bearer cha_forged", "Basic abc", "Bearer \u00e9", "cha_x"])
def test_what_is_no_token_lets_nobody_in(shop: Shop, given: str) -> None:
    answer = Client().get(f"{V1}/me", headers={"Authorization": given.encode().decode("latin-1")})
    wrong(answer, 401, "no_token")
    assert answer["WWW-Authenticate"] == "Bearer"


def test_a_token_ends_at_its_moment_and_when_it_is_revoked(shop: Shop) -> None:
    program = Program(shop.priya)
    assert program.get("/me").status_code == 200
    ApiToken.objects.filter(pk=program.row.pk).update(ends_at=now() - timedelta(seconds=1))
    wrong(program.get("/me"), 401, "no_token")
    ApiToken.objects.filter(pk=program.row.pk).update(ends_at=now() + timedelta(hours=1))
    assert program.get("/me").status_code == 200
    revoke_token(program.row, by=shop.priya)
    wrong(program.get("/me"), 401, "no_token")


def test_who_has_left_is_let_in_no_more(shop: Shop) -> None:
    program = Program(shop.maartje)
    change_member(shop.maartje, by=shop.priya, is_active=False)
    wrong(program.get("/me"), 401, "no_token")


def test_a_session_lets_nobody_in(shop: Shop) -> None:
    client = Client()
    client.force_login(shop.priya)
    wrong(client.get(f"{V1}/me"), 401, "no_token")


def test_a_reading_token_changes_nothing(shop: Shop) -> None:
    conversation = shop.adaeze_writes()
    program = Program(shop.priya, writes=False)
    assert program.get(f"/conversations/{encode(conversation.pk)}").status_code == 200
    wrong(program.post(f"/conversations/{encode(conversation.pk)}/notes", {"text": "Hm"}), 403, "reads_only")
    assert not conversation.messages.filter(kind="note").exists()


def test_who_makes_tokens(shop: Shop) -> None:
    with pytest.raises(Refused):
        make_token("mine", shop.maartje, by=shop.maartje)
    manager = add_member("sam@juniperlane.example", "Sam", Role.MANAGER, by=CHA)
    make_token("theirs", shop.maartje, by=manager)
    with pytest.raises(Refused):
        make_token("the owner's", shop.priya, by=manager)
    with pytest.raises(Invalid):
        make_token(" ", shop.priya, by=shop.priya)
    with pytest.raises(Invalid):
        make_token("late", shop.priya, by=shop.priya, ends_at=now() - timedelta(days=1))


def test_when_it_was_used_is_known_to_some_minutes(shop: Shop) -> None:
    program = Program(shop.priya)
    program.get("/me")
    used = ApiToken.objects.get(pk=program.row.pk).used_at
    assert used is not None
    program.get("/me")
    assert ApiToken.objects.get(pk=program.row.pk).used_at == used


def test_a_token_that_floods_waits_and_others_do_not(shop: Shop, settings: object) -> None:
    settings.CHA_API_PER_MINUTE = 3  # type: ignore[attr-defined]
    program, other = Program(shop.priya), Program(shop.maartje)
    left = [program.get("/me")["RateLimit"] for _ in range(3)]
    assert [one.split(";")[1] for one in left] == ["r=2", "r=1", "r=0"]
    answer = program.get("/me")
    wrong(answer, 429, "too_many")
    assert 1 <= int(answer["Retry-After"]) <= 60
    assert other.get("/me").status_code == 200


def test_who_guesses_tokens_waits(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    from cha.api import door

    monkeypatch.setattr(door, "WRONG_TOKENS", 3)
    client = Client(REMOTE_ADDR="192.0.2.7")
    seen = [client.get(f"{V1}/me", headers={"Authorization": f"Bearer cha_{n}"}).status_code for n in range(5)]
    assert seen == [401, 401, 401, 429, 429]
    assert Program(shop.priya).get("/me").status_code == 200
