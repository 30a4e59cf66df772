"""Prepared queries give what their querysets give."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db.models import QuerySet

from cha.core.clock import now
from cha.core.queries import asked
from cha.core.tasks import Task
from cha.team.models import Member
from cha.team.models.sight import Sight

pytestmark = pytest.mark.django_db


def member(address: str, role: str = "agent") -> Member:
    return Member.objects.create_user(address, name=address.split("@")[0], role=role)


@asked(int)
def the_member(pk: int) -> QuerySet[Member]:
    return Member.objects.filter(pk=pk)


@asked(str)
def names_of(role: str) -> QuerySet[Member, str]:
    return Member.objects.filter(role=role).order_by("name").values_list("name", flat=True)


@asked()
def everybody() -> QuerySet[Member, Any]:
    return Member.objects.order_by("id").values("id", "email", "is_active", "joined_at")


def test_a_row_has_the_same_values() -> None:
    ada = member("ada@house.example")
    (found,) = the_member(ada.pk)
    assert found == ada
    assert {field.attname: getattr(found, field.attname) for field in Member._meta.concrete_fields} == {
        field.attname: getattr(Member.objects.get(pk=ada.pk), field.attname) for field in Member._meta.concrete_fields
    }
    assert the_member(ada.pk + 1) == []


def test_it_is_asked_again_with_other_values() -> None:
    member("ada@house.example"), member("bo@house.example", "lead"), member("cy@house.example")
    assert names_of("agent") == ["ada", "cy"]
    assert names_of("lead") == ["bo"]
    assert names_of("nobody's") == []


def test_values_come_as_dicts_with_pythons_values() -> None:
    member("ada@house.example")
    assert everybody() == list(Member.objects.order_by("id").values("id", "email", "is_active", "joined_at"))


def test_a_moment_is_a_value() -> None:
    @asked(datetime)
    def joined_before(at: datetime) -> QuerySet[Member, tuple[int, str]]:
        return Member.objects.filter(joined_at__lt=at).values_list("id", "name")

    ada = member("ada@house.example")
    assert joined_before(now() + timedelta(minutes=1)) == [(ada.pk, "ada")]
    assert joined_before(now() - timedelta(minutes=1)) == []


def test_related_rows_come_along() -> None:
    from cha.team.models import Team

    @asked(int)
    def places(team: int) -> QuerySet[Any]:
        through = Member.teams.through
        return through.objects.filter(team_id=team).select_related("member", "team")

    ada, team = member("ada@house.example"), Team.objects.create(name="Shop")
    ada.teams.add(team)
    (place,) = places(team.pk)
    assert place.member == ada
    assert place.team.name == "Shop"


def test_small_and_large_numbers_fit_their_columns() -> None:
    @asked(int)
    def tried(attempts: int) -> QuerySet[Task]:
        return Task.objects.filter(attempts=attempts)

    assert tried(3) == []


def test_what_never_changes_is_written_into_the_statement() -> None:
    @asked(str)
    def active(address: str) -> QuerySet[Member, str]:
        rows = Member.objects.filter(email=address, role__in=["agent", "lead"], is_active=True).exclude(
            name="O'Brien %s"
        )
        return rows.values_list("name", flat=True)

    member("ada@house.example"), member("bo@house.example", "owner")
    assert active("ada@house.example") == ["ada"]
    assert active("bo@house.example") == []
    (ready,) = active._ready.values()
    assert "'agent', 'lead'" in ready._sql
    assert "rien" not in ready._sql


def test_a_value_that_is_not_in_the_query_is_a_mistake() -> None:
    @asked(int)
    def lost(channel: int) -> QuerySet[Sight]:
        return Sight.objects.all()

    with pytest.raises(ValueError, match="does not come"):
        lost(1)
